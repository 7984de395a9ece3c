/**
 * Attributes. Objects of Python classes raise `AttributeError` for what they lack; objects of
 * JavaScript give None, as host code expects. A method read as a value is one function per instance.
 */

import { AttributeError, nativeMessage } from "./errors.js";
import {
  asFloat, Float, isClass, isDict, isFloat, isNone, isNumber, NAME, nameOf, RECEIVER, SIGNATURE, Tuple, tupleOf, typeName,
} from "./kinds.js";
import { pos } from "./operators.js";

/** @type {WeakMap<object, Map<string, {method: any, bound: any}>>} */
const boundMethods = new WeakMap();

/** While classes are replaced under running instances, a bound method runs the newest one of its name. */
const isLate = "__SPRAG_HOT__" in globalThis;

/**
 * `object.name` as a value. A method is bound, and the same function each time, so that what was
 * added as a listener can be removed.
 * @param {any} object @param {string} name as JavaScript spells it @param {string} [pythonName]
 * @returns {any}
 */
export function attr(object, name, pythonName = name) {
  if (isNone(object)) throw new AttributeError(`'NoneType' object has no attribute '${pythonName}'`);
  const value = isBuiltin(object) ? undefined : object[name];
  if (typeof value === "function") return bound(object, name);
  if (value !== undefined) return value;
  return missing(object, name, pythonName);
}

/** Values whose attributes in Python are not those that JavaScript gives them. @param {any} object */
function isBuiltin(object) {
  return typeof object !== "object" && typeof object !== "function" || object.constructor === Array || object.constructor === Tuple || object instanceof Float;
}

/** @param {any} object @param {string} name @param {string} pythonName */
function missing(object, name, pythonName) {
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
    if (pythonName === "real") return pos(object);
    if (pythonName === "imag") return isFloat(object) ? asFloat(0) : 0;
    if (pythonName === "numerator" && !isFloat(object)) return pos(object);
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

/** Whether an attribute that is not there is an error. @param {any} object */
function hasPythonType(object) {
  return typeof object !== "object"
    || Array.isArray(object)
    || "__init__" in object
    || "__repr__" in object;
}

/**
 * The bound method `object.name`: the same function at every use.
 * A function that the instance itself holds is given as it is.
 * @param {any} object @param {string} name @returns {any}
 */
export function bound(object, name) {
  const method = object[name];
  if (typeof method !== "function" || isClass(method)) return method;
  if (typeof object !== "object" && !isClass(object)) return method.bind(object);
  if (!isClass(object) && Object.hasOwn(object, name)) return method;
  let methods = boundMethods.get(object);
  if (methods === undefined) {
    methods = new Map();
    boundMethods.set(object, methods);
  }
  const known = methods.get(name);
  if (known !== undefined && (isLate || known.method === method)) return known.bound;
  const fresh = isLate ? boundLate(object, name, method) : method.bind(object);
  if (method[SIGNATURE] !== undefined) fresh[SIGNATURE] = method[SIGNATURE];
  Object.defineProperty(fresh, NAME, { value: nameOf(method) });
  Object.defineProperty(fresh, RECEIVER, { value: [object, method] });
  methods.set(name, { method, bound: fresh });
  return fresh;
}

/** @param {any} object @param {string} name @param {any} method what it is now */
function boundLate(object, name, method) {
  const late = (/** @type {any[]} */ ...args) => object[name](...args);
  Object.defineProperty(late, "length", { value: method.length });
  return late;
}
