/**
 * Attributes. Objects of Python classes raise `AttributeError` for what they lack; objects of
 * JavaScript give None, as host code expects. A method read as a value is one function per instance.
 */

import { bound } from "./bound.js";
import { AttributeError, nativeMessage } from "./errors.js";
import { asFloat, isClass, isDict, isFloat, isNone, isNumber, isWholeFloat, nameOf, Tuple, tupleOf, typeName } from "./kinds.js";

/**
 * `object.name` as a value. A method is bound, and the same function each time, so that what was
 * added as a listener can be removed.
 * @param {any} object @param {string} name as JavaScript spells it @param {string} [pythonName]
 * @returns {any}
 */
export function attr(object, name, pythonName = name) {
  const value = isNone(object) || isBuiltin(object) ? undefined : object[name];
  if (typeof value === "function") return bound(object, name);
  return value === undefined ? missing(object, name, pythonName) : value;
}

/**
 * The same where the property was read at its place in the code, because engines find it there faster.
 * @param {any} value `object?.name` @param {any} object @param {string} name @param {string} [pythonName] @returns {any}
 */
export function attrAt(value, object, name, pythonName = name) {
  if (typeof value === "function") return attr(object, name, pythonName);
  return value === undefined ? missing(object, name, pythonName) : value;
}

/** Values whose attributes in Python are not those that JavaScript gives them. @param {any} object */
function isBuiltin(object) {
  return typeof object !== "object" && typeof object !== "function" || object.constructor === Array || object.constructor === Tuple || isWholeFloat(object);
}

/** @param {any} object @param {string} name @param {string} pythonName */
function missing(object, name, pythonName) {
  if (isNone(object)) throw new AttributeError(`'NoneType' object has no attribute '${pythonName}'`);
  switch (pythonName) {
    case "__class__":
      return object.constructor;
    case "__name__":
    case "__qualname__":
      if (typeof object === "function") return nameOf(object);
      break;
    case "args":
      // An error of JavaScript's.
      if (object instanceof Error) return tupleOf(nativeMessage(object));
  }
  if (isNumber(object)) {
    if (pythonName === "real") return plain(object);
    if (pythonName === "imag") return isFloat(object) ? asFloat(0) : 0;
    if (pythonName === "numerator" && !isFloat(object)) return plain(object);
    if (pythonName === "denominator" && !isFloat(object)) return 1;
  }
  if (!isBuiltin(object) && name in Object(object)) return null;
  if (isDict(object)) return object[pythonName] ?? null;
  if (!hasPythonType(object)) return null;
  if (typeof object.__getattr__ === "function") return object.__getattr__(pythonName);
  throw new AttributeError(
    isClass(object)
      ? `type object '${nameOf(object)}' has no attribute '${pythonName}'`
      : `'${typeName(object)}' object has no attribute '${pythonName}'`,
  );
}

/** A number, of a bool too. @param {any} number */
function plain(number) {
  return typeof number === "boolean" ? Number(number) : number;
}

/** Whether an attribute that is not there is an error. @param {any} object */
function hasPythonType(object) {
  return typeof object !== "object"
    || Array.isArray(object)
    || "__init__" in object
    || "__repr__" in object;
}
