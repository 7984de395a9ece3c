/** Python's `copy`. */

import { PyObject } from "../classes.js";
import { dictCopy } from "../collections.js";
import { isDict, TABLE, Tuple, tupleFrom } from "../kinds.js";

/** @param {any} value @returns {any} */
function shallow(value) {
  if (typeof value !== "object" || value === null || value instanceof Tuple) return value;
  if (typeof value.__copy__ === "function") return value.__copy__();
  if (Array.isArray(value)) return [...value];
  if (isDict(value)) return dictCopy(value);
  return value instanceof PyObject ? Object.assign(Object.create(Object.getPrototypeOf(value)), value) : value;
}

/** @param {any} value @param {Map<any, any>} [memo] what has been copied already @returns {any} */
export function deepcopy(value, memo = new Map()) {
  if (typeof value !== "object" || value === null) return value;
  if (memo.has(value)) return memo.get(value);
  if (typeof value.__deepcopy__ === "function") return value.__deepcopy__(memo);
  if (value instanceof Tuple) return tupleFrom(Array.from(value, (item) => deepcopy(item, memo)));
  if (Array.isArray(value)) {
    /** @type {any[]} */
    const result = [];
    memo.set(value, result);
    for (const item of value) result.push(deepcopy(item, memo));
    return result;
  }
  if (isDict(value)) return deepDict(value, memo);
  return value instanceof PyObject ? deepInstance(value, memo) : value;
}

/** @param {any} value @param {Map<any, any>} memo */
function deepDict(value, memo) {
  const result = dictCopy(value);
  memo.set(value, result);
  if (result[TABLE] === undefined) {
    for (const key of Object.keys(result)) result[key] = deepcopy(value[key], memo);
    return result;
  }
  for (const entry of result[TABLE].values()) entry[1] = deepcopy(entry[1], memo);
  return result;
}

/** @param {any} value @param {Map<any, any>} memo */
function deepInstance(value, memo) {
  const result = Object.create(Object.getPrototypeOf(value));
  memo.set(value, result);
  for (const [name, item] of Object.entries(value)) result[name] = deepcopy(item, memo);
  return result;
}

export { shallow as copy };
