/**
 * Python's exceptions as JavaScript errors, those that the runtime itself raises, and how `raise` builds one.
 * An error that JavaScript itself throws is an `Exception`, and the Python type that it amounts to. The other
 * exceptions are in `exceptions.js`, what `except` does in `catching.js`.
 */

import { isNone, nameOf, tupleFrom } from "./kinds.js";
import { pythonName } from "./spelling.js";
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

  static __init_subclass__() {
    return null;
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

  /** @returns {any} */
  get __cause__() {
    return this.cause ?? null;
  }

  set __cause__(error) {
    hide(this, "cause", error);
  }

  /** What was being handled when this was raised. @returns {any} */
  get __context__() {
    return contexts.get(this) ?? this.__cause__;
  }

  set __context__(error) {
    contexts.set(this, error);
  }

  get __suppress_context__() {
    return Object.hasOwn(this, "cause");
  }

  /** Where it was raised, as far as Python code can ask: that it was. @returns {any} */
  get __traceback__() {
    return tracebacks.get(this) ?? null;
  }

  __str__() {
    if (this.args.length === 0) return "";
    return this.args.length === 1 ? str(this.args[0]) : repr(this.args);
  }

  __repr__() {
    const args = Array.from(this.args, (argument) => repr(argument));
    return `${nameOf(this.constructor)}(${args.join(", ")})`;
  }

  /** @param {any} traceback */
  withTraceback(traceback) {
    tracebacks.set(this, traceback);
    return this;
  }

  /** @param {string} note */
  addNote(note) {
    const self = /** @type {any} */ (this);
    if (self.__notes__ === undefined) hide(self, "__notes__", []);
    self.__notes__.push(note);
    return null;
  }
}

/** @type {WeakMap<object, any>} */
const contexts = new WeakMap();
/** @type {WeakMap<object, any>} */
export const tracebacks = new WeakMap();

/** @param {any} object @param {string} name @param {any} value */
export function hide(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

export class Exception extends BaseException {}
export class GeneratorExit extends BaseException {}
export class ArithmeticError extends Exception {}
export class OverflowError extends ArithmeticError {}
export class ZeroDivisionError extends ArithmeticError {}
export class AssertionError extends Exception {}
export class AttributeError extends Exception {}
export class LookupError extends Exception {}
export class IndexError extends LookupError {}
export class KeyError extends LookupError {
  __str__() {
    return this.args.length === 1 ? repr(this.args[0]) : super.__str__();
  }
}
export class NameError extends Exception {}
export class UnboundLocalError extends NameError {}
export class RuntimeError extends Exception {}
export class StopIteration extends Exception {
  get value() {
    return this.args[0] ?? null;
  }
}
export class StopAsyncIteration extends Exception {}
export class TypeError extends Exception {}
export class ValueError extends Exception {}
/** A property of null or undefined, or a method that an object does not have. */
const MISSING_ATTRIBUTE = /^Cannot (read|set|delete|add|assign) (to )?(read only )?propert|\b(null|undefined) (has no properties|is not an object)|\.[\w$]+ is not a function$|is (read-only|not extensible)$/;

/** The name of the Python type that a JavaScript error amounts to. @param {any} error @returns {string} */
export function nativeName(error) {
  const message = String(error?.message ?? "");
  switch (error?.name) {
    case "TypeError":
      if (/already running/.test(message)) return "ValueError";
      return MISSING_ATTRIBUTE.test(message) ? "AttributeError" : "TypeError";
    case "RangeError":
      return /call stack/.test(message) ? "RecursionError" : "ValueError";
    case "InternalError":
      return /recursion/.test(message) ? "RecursionError" : "RuntimeError";
    case "ReferenceError":
      return /before initialization|lexical declaration/.test(message) ? "UnboundLocalError" : "NameError";
    case "SyntaxError":
      return "ValueError";
    case "TimeoutError":
      return "TimeoutError";
    default:
      return "Exception";
  }
}

/** What Python would say of an error that JavaScript itself threw. @param {any} error @returns {string} */
export function nativeMessage(error) {
  const message = String(error?.message ?? "");
  const missing = /^Cannot (?:read|set) properties of (?:null|undefined) \((?:reading|setting) '([^']*)'\)/.exec(message);
  if (missing !== null) return `'NoneType' object has no attribute '${pythonName(missing[1])}'`;
  const called = /\.([\w$]+) is not a function$/.exec(message);
  if (called !== null) return `object has no attribute '${pythonName(called[1])}'`;
  const added = /^Cannot add property ([\w$]+), object is not extensible$/.exec(message);
  if (added !== null) return `object has no attribute '${pythonName(added[1])}'`;
  if (/already running/.test(message)) return "generator already executing";
  if (/call stack/.test(message)) return "maximum recursion depth exceeded";
  return message;
}

/** An error that is raised while another one is handled. @param {any} handled @param {any} error @returns {any} */
export function during(handled, error) {
  if (error instanceof BaseException && error !== handled) error.__context__ = handled;
  return error;
}

/** What `raise value` throws. @param {any} value @returns {any} */
export function raised(value) {
  const isError = typeof value === "function" ? value.prototype instanceof Error || value === Error : isThrown(value);
  if (!isError) return new TypeError("exceptions must derive from BaseException");
  return typeof value === "function" ? new value() : value;
}

/** What `raise value from cause` throws. @param {any} value @param {any} cause @returns {any} */
export function raisedFrom(value, cause) {
  const source = typeof cause === "function" ? new cause() : cause;
  if (!isNone(source) && !isThrown(source)) return new TypeError("exception causes must derive from BaseException");
  return Object.defineProperty(raised(value), "cause", { value: source, configurable: true, writable: true });
}

/** What JavaScript throws too: errors, and what looks like one; no object of a class written in Python does. @param {any} value */
function isThrown(value) {
  if (value instanceof Error) return true;
  return typeof value === "object" && value !== null && !("__init__" in value) && "message" in value && typeof value.name === "string";
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

/** A global name, where it may have no value yet. @param {any} value @param {string} name */
export function defined(value, name) {
  return value === undefined ? undefinedName(name) : value;
}

/** A name that is read before anything was assigned to it. @param {any} value @param {string} name */
export function assigned(value, name) {
  if (value === undefined) {
    throw new UnboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`);
  }
  return value;
}
