/** Bound methods: one function for each instance and name, so that what was added as a listener can be removed. */

import { isClass, NAME, nameOf, RECEIVER, SIGNATURE } from "./kinds.js";

/** @type {WeakMap<object, Map<string, {method: any, bound: any}>>} */
const boundMethods = new WeakMap();

/** While classes are replaced under running instances, a bound method runs the newest one of its name. */
const isLate = "__SPRAG_HOT__" in globalThis;

/**
 * The bound method `object.name`: the same function at every use.
 * A function that the instance itself holds is given as it is.
 * @param {any} object @param {string} name @returns {any}
 */
export function bound(object, name) {
  const method = object[name];
  if (typeof method !== "function" || isClass(method)) return method;
  if (!isClass(object) && Object.hasOwn(object, name)) return method;
  if (typeof object !== "object" && !isClass(object)) return method.bind(object);
  // `Class.method`: it takes its receiver first.
  if (isClass(object) && !(name in object)) return method;
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
