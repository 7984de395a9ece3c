/**
 * Reading dicts. A plain object holds the entries as long as every key is a string whose place JavaScript
 * keeps; from the first other key on, they live in the object's hidden table, which has been given what
 * makes hash keys (`entries.js`).
 */

import { KeyError, RuntimeError } from "./errors.js";
import { requireHash } from "./hashable.js";
import { HASHED_AS, isPlainDict, TABLE } from "./kinds.js";

/** The property that a key means in a plain object, if any. Raises for what cannot be hashed. @param {any} key @returns {string | null} */
export function textKey(key) {
  if (typeof key === "string") return key;
  requireHash(key);
  return typeof key?.[HASHED_AS] === "string" ? key[HASHED_AS] : null;
}

/**
 * What a dict without a table has under a text; `undefined` where that takes a closer look. Everything that it could inherit
 * instead is a function or the prototype.
 * @param {any} dict @param {string} key @returns {any}
 */
export function plainItem(dict, key) {
  if (!isPlainDict(dict)) return undefined;
  const item = dict[key];
  return typeof item === "function" || item === Object.prototype ? undefined : item;
}

/** @param {any} dict @param {any} key @returns {boolean} */
export function dictHas(dict, key) {
  const table = dict[TABLE];
  if (table !== undefined) return table.has(table.keyOf(key));
  const name = textKey(key);
  return name !== null && Object.hasOwn(dict, name);
}

/** The value, or `fallback` (`undefined` unless given) if the key is missing. @param {any} dict @param {any} key @param {any} [fallback] */
export function dictGet(dict, key, fallback) {
  if (typeof key === "string") {
    const item = plainItem(dict, key);
    if (item !== undefined) return item;
  }
  const table = dict[TABLE];
  if (table !== undefined) {
    const entry = table.get(table.keyOf(key));
    return entry === undefined ? fallback : entry[1];
  }
  const name = textKey(key);
  return name !== null && Object.hasOwn(dict, name) ? dict[name] ?? null : fallback;
}

/** `dict.get`. @param {any} target @param {any} key @param {any} [fallback] */
export function read(target, key, fallback = null) {
  return dictGet(target, key, fallback);
}

/** `dict[key]`. @param {any} dict @param {any} key */
export function dictItem(dict, key) {
  const value = dictGet(dict, key);
  if (value !== undefined) return value;
  if (typeof dict.__missing__ === "function") return dict.__missing__(key);
  throw new KeyError(key);
}

/** @param {any} dict @returns {number} */
export function dictSize(dict) {
  return dict[TABLE] === undefined ? Object.keys(dict).length : dict[TABLE].size;
}

/** @param {any} dict without a class of its own */
export function isEmpty(dict) {
  if (dict[TABLE] !== undefined) return dict[TABLE].size === 0;
  // Nothing that can be seen so is inherited.
  for (const key in dict) return key === undefined;
  return true;
}

/** @param {any} dict @returns {any[]} */
export function dictKeys(dict) {
  const table = dict[TABLE];
  return table === undefined ? Object.keys(dict) : Array.from(table.values(), (entry) => entry[0]);
}

/** @param {any} dict @returns {any[]} */
export function dictValues(dict) {
  const table = dict[TABLE];
  return table === undefined ? Object.values(dict) : Array.from(table.values(), (entry) => entry[1]);
}

/** @param {any} dict @returns {[any, any][]} */
export function dictEntries(dict) {
  const table = dict[TABLE];
  return table === undefined ? Object.entries(dict) : Array.from(table.values(), ([key, value]) => [key, value]);
}

/**
 * Iterates keys, and raises where the loop's body added or removed some.
 * @param {any} dict
 */
export function* dictIterate(dict) {
  const keys = dictKeys(dict);
  for (const key of keys) {
    if (!dictHas(dict, key)) throw new RuntimeError("dictionary changed size during iteration");
    yield key;
    if (!dictHas(dict, key)) throw new RuntimeError("dictionary changed size during iteration");
  }
  if (dictSize(dict) !== keys.length) throw new RuntimeError("dictionary changed size during iteration");
}

/** Same keys, equal values. @param {any} left @param {any} right @param {(a: any, b: any) => boolean} eq */
export function dictEquals(left, right, eq) {
  if (dictSize(left) !== dictSize(right)) return false;
  return dictEntries(left).every(([key, value]) => dictHas(right, key) && eq(value, dictGet(right, key)));
}
