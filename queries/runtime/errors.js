/**
 * Python's exceptions as JavaScript errors: the hierarchy, how `except` selects, how `raise` builds.
 * An error that JavaScript itself throws is an `Exception`, and the Python type that it amounts to.
 */

import { nameOf, tupleFrom } from "./kinds.js";
import { repr, str } from "./text.js";

export class BaseException extends Error {
  /** @param {any[]} args */
  constructor(...args) {
    super();
    /** @type {any} */
    this.args = tupleFrom(args);
    this.__init__(...args);
    if (!this.message) this.message = this.__str__();
  }

  /** @param {any[]} args */
  __init__(...args) {
    this.args = tupleFrom(args);
    this.message = this.__str__();
  }

  get name() {
    return nameOf(this.constructor);
  }

  /** An attribute of the exception's own. */
  set name(value) {
    Object.defineProperty(this, "name", { value, configurable: true, enumerable: true, writable: true });
  }

  get __cause__() {
    return this.cause ?? null;
  }

  __str__() {
    if (this.args.length === 0) return "";
    return this.args.length === 1 ? str(this.args[0]) : repr(this.args);
  }

  __repr__() {
    const args = Array.from(this.args, (argument) => repr(argument));
    return `${nameOf(this.constructor)}(${args.join(", ")})`;
  }

  /** @param {any} type the class of the traceback is the stack: nothing to attach */
  with_traceback(type) {
    void type;
    return this;
  }

  /** @param {string} note */
  add_note(note) {
    const self = /** @type {any} */ (this);
    (self.__notes__ ??= []).push(note);
    return null;
  }
}

export class Exception extends BaseException {}
export class KeyboardInterrupt extends BaseException {}
export class SystemExit extends BaseException {}
export class GeneratorExit extends BaseException {}

export class ArithmeticError extends Exception {}
export class FloatingPointError extends ArithmeticError {}
export class OverflowError extends ArithmeticError {}
export class ZeroDivisionError extends ArithmeticError {}
export class AssertionError extends Exception {}
export class AttributeError extends Exception {}
export class BufferError extends Exception {}
export class EOFError extends Exception {}
export class ImportError extends Exception {}
export class ModuleNotFoundError extends ImportError {}
export class LookupError extends Exception {}
export class IndexError extends LookupError {}
export class KeyError extends LookupError {
  __str__() {
    return this.args.length === 1 ? repr(this.args[0]) : super.__str__();
  }
}
export class MemoryError extends Exception {}
export class NameError extends Exception {}
export class UnboundLocalError extends NameError {}
export class OSError extends Exception {}
export class BlockingIOError extends OSError {}
export class ConnectionError extends OSError {}
export class BrokenPipeError extends ConnectionError {}
export class ConnectionAbortedError extends ConnectionError {}
export class ConnectionRefusedError extends ConnectionError {}
export class ConnectionResetError extends ConnectionError {}
export class FileExistsError extends OSError {}
export class FileNotFoundError extends OSError {}
export class InterruptedError extends OSError {}
export class PermissionError extends OSError {}
export class TimeoutError extends OSError {}
export class ReferenceError extends Exception {}
export class RuntimeError extends Exception {}
export class NotImplementedError extends RuntimeError {}
export class RecursionError extends RuntimeError {}
export class StopIteration extends Exception {
  get value() {
    return this.args[0] ?? null;
  }
}
export class StopAsyncIteration extends Exception {}
export class SyntaxError extends Exception {}
export class TypeError extends Exception {}
export class ValueError extends Exception {}
export class UnicodeError extends ValueError {}
export class Warning extends Exception {}
export class DeprecationWarning extends Warning {}
export class RuntimeWarning extends Warning {}
export class UserWarning extends Warning {}

export { OSError as EnvironmentError, OSError as IOError };

/** Whether `except type` (a class or a tuple of classes) takes this error. @param {any} error @param {any[]} types */
export function matches(error, ...types) {
  const native = error instanceof BaseException ? null : nativeType(error);
  return types.flat(Infinity).some((type) => {
    if (error instanceof type) return true;
    return native !== null && (native === type || native.prototype instanceof type);
  });
}

/** A property of null or undefined, or a method that an object does not have. */
const MISSING_ATTRIBUTE = /^Cannot (read|set) propert|\b(null|undefined) (has no properties|is not an object)|\.[\w$]+ is not a function$/;

/**
 * The Python type that a JavaScript error amounts to.
 * @param {any} error
 * @returns {any}
 */
export function nativeType(error) {
  const message = String(error?.message ?? "");
  switch (error?.name) {
    case "TypeError":
      return MISSING_ATTRIBUTE.test(message)
        ? AttributeError
        : TypeError;
    case "RangeError":
      return /call stack/.test(message) ? RecursionError : ValueError;
    case "InternalError":
      return /recursion/.test(message) ? RecursionError : RuntimeError;
    case "ReferenceError":
      return /before initialization|lexical declaration/.test(message) ? UnboundLocalError : NameError;
    case "SyntaxError":
      return ValueError;
    case "TimeoutError":
      return TimeoutError;
    default:
      return Exception;
  }
}

/** What Python would say in place of the message of a JavaScript error. @param {any} error @returns {string} */
export function nativeMessage(error) {
  const message = String(error?.message ?? "");
  const missing = /^Cannot (?:read|set) properties of (?:null|undefined) \((?:reading|setting) '(.*)'\)$/.exec(message);
  if (missing !== null) return `'NoneType' object has no attribute '${pythonName(missing[1])}'`;
  const method = /\.([\w$]+) is not a function$/.exec(message);
  if (method !== null) return `object has no attribute '${pythonName(method[1])}'`;
  if (/call stack/.test(message)) return "maximum recursion depth exceeded";
  return message;
}

/** The name that Python code gave an attribute. @param {string} name as JavaScript spells it */
export function pythonName(name) {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\$$/, "");
}

/** What `raise value` and `raise value from cause` throw. @param {any} value @param {any} [cause] */
export function raised(value, cause) {
  const error = typeof value === "function" ? new value() : value;
  if (!(error instanceof Error) && !(error && typeof error.name === "string" && "message" in error)) {
    return new TypeError("exceptions must derive from BaseException");
  }
  if (cause !== undefined) {
    const source = typeof cause === "function" ? new cause() : cause;
    Object.defineProperty(error, "cause", { value: source, configurable: true, writable: true });
  }
  return error;
}

/** `assert condition, message`, for a condition that was not met. @param {any[]} message */
export function failed(...message) {
  return new AssertionError(...message);
}

/** A name that a nested function reads before the function around assigned anything to it. @param {any} value @param {string} name */
export function assignedAround(value, name) {
  if (value === undefined) {
    throw new NameError(`cannot access free variable '${name}' where it is not associated with a value in enclosing scope`);
  }
  return value;
}

/** A name that nothing defines. @param {string} name @returns {never} */
export function undefinedName(name) {
  throw new NameError(`name '${name}' is not defined`);
}

/** A name that is read before anything was assigned to it. @param {any} value @param {string} name */
export function assigned(value, name) {
  if (value === undefined) {
    throw new UnboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`);
  }
  return value;
}
