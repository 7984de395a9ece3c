/** The exceptions that the runtime itself hardly raises; the others are in `errors.js`. */

import { ArithmeticError, BaseException, Exception, hide, NameError, RuntimeError, ValueError } from "./errors.js";
import { tupleFrom } from "./kinds.js";
import { repr, str } from "./text.js";

export class KeyboardInterrupt extends BaseException {}
export class SystemExit extends BaseException {
  get code() {
    return this.args.length > 1 ? this.args : this.args[0] ?? null;
  }
}
export class FloatingPointError extends ArithmeticError {}
export class BufferError extends Exception {}
export class EOFError extends Exception {}
export class ImportError extends Exception {}
export class ModuleNotFoundError extends ImportError {}
export class MemoryError extends Exception {}
export class OSError extends Exception {
  get errno() {
    return this.args.length > 1 ? this.args[0] : null;
  }

  get strerror() {
    return this.args.length > 1 ? this.args[1] : null;
  }

  get filename() {
    return this.args[2] ?? null;
  }

  __str__() {
    if (this.args.length < 2) return super.__str__();
    const file = this.filename === null ? "" : `: ${repr(this.filename)}`;
    return `[Errno ${str(this.errno)}] ${str(this.strerror)}${file}`;
  }
}
export class ChildProcessError extends OSError {}
export class IsADirectoryError extends OSError {}
export class NotADirectoryError extends OSError {}
export class ProcessLookupError extends OSError {}
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
export class NotImplementedError extends RuntimeError {}
export class RecursionError extends RuntimeError {}
export class SyntaxError extends Exception {}
export class IndentationError extends SyntaxError {}
export class TabError extends IndentationError {}
export class SystemError extends Exception {}
export class UnicodeError extends ValueError {}
export class UnicodeDecodeError extends UnicodeError {}
export class UnicodeEncodeError extends UnicodeError {}
export class UnicodeTranslateError extends UnicodeError {}
export class BaseExceptionGroup extends BaseException {
  /** @param {string} message @param {any[]} exceptions */
  __init__(message, exceptions) {
    super.__init__(message, exceptions);
    this.message = message;
    hide(this, "exceptions", tupleFrom(exceptions));
  }

  __str__() {
    const count = this.args[1].length;
    return `${this.args[0]} (${count} sub-exception${count === 1 ? "" : "s"})`;
  }
}
export class ExceptionGroup extends BaseExceptionGroup {}
export class Warning extends Exception {}
export class BytesWarning extends Warning {}
export class EncodingWarning extends Warning {}
export class FutureWarning extends Warning {}
export class ImportWarning extends Warning {}
export class PendingDeprecationWarning extends Warning {}
export class ResourceWarning extends Warning {}
export class SyntaxWarning extends Warning {}
export class UnicodeWarning extends Warning {}
export class DeprecationWarning extends Warning {}
export class RuntimeWarning extends Warning {}
export class UserWarning extends Warning {}

export { OSError as EnvironmentError, OSError as IOError };
