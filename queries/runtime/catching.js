/** How `except` selects: by the Python type of an error, also of one that JavaScript itself threw. */

import {
  AttributeError, BaseException, Exception, NameError, nativeName, RuntimeError, tracebacks, TypeError,
  UnboundLocalError, ValueError,
} from "./errors.js";
import { RecursionError, TimeoutError } from "./exceptions.js";
import { isClass } from "./kinds.js";
import { orderOf } from "./lineage.js";

/** The type of tracebacks. */
class traceback {}

/** Whether `except type` (a class or a tuple of classes) takes this error. @param {any} error @param {any[]} types */
export function matches(error, ...types) {
  const native = error instanceof BaseException ? null : nativeType(error);
  if (native === null && !tracebacks.has(error)) tracebacks.set(error, new traceback());
  return types.flat(Infinity).some((type) => {
    if (error instanceof type) return true;
    if (native !== null) return native === type || native.prototype instanceof type;
    // JavaScript's own chain carries one of several bases.
    return isClass(error.constructor) && orderOf(error.constructor).includes(type);
  });
}

/** @type {Record<string, any>} */
const NATIVE = {
  AttributeError, Exception, NameError, RecursionError, RuntimeError, TimeoutError, TypeError, UnboundLocalError, ValueError,
};

/** The Python type that a JavaScript error amounts to. @param {any} error @returns {any} */
export function nativeType(error) {
  return NATIVE[nativeName(error)];
}
