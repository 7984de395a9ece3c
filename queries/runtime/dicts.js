/**
 * Dicts. A plain object holds the entries as long as every key is a string whose place JavaScript
 * keeps; from the first other key on, they live in the object's hidden table.
 */

import { KeyError, RuntimeError, TypeError, ValueError } from "./errors.js";
import { hashKey } from "./hash.js";
import { iter } from "./iteration.js";
import { HASHED_AS, isDict, isNone, TABLE, typeName } from "./kinds.js";

const INTEGER_LIKE = /^(?:0|[1-9][0-9]*)$/;

/** Whether a plain object can hold this key in insertion order. @param {any} key @returns {key is string} */
export function isPlainKey(key) {
  return typeof key === "string" && key !== "__proto__" && !INTEGER_LIKE.test(key);
}

/** @param {any} dict @returns {Map<any, [any, any]>} */
function tableOf(dict) {
  if (dict[TABLE] !== undefined) return dict[TABLE];
  const table = new Map();
  for (const key of Object.keys(dict)) {
    table.set(hashKey(key), [key, dict[key]]);
    delete dict[key];
  }
  return attachTable(dict, table);
}

/** @param {any} dict @param {Map<any, [any, any]>} table */
export function attachTable(dict, table) {
  Object.defineProperty(dict, TABLE, { value: table });
  Object.defineProperty(dict, "toJSON", { value: tableToJson });
  return table;
}

/** @this {any} */
function tableToJson() {
  /** @type {Record<string, any>} */
  const result = {};
  for (const [key, value] of this[TABLE].values()) {
    Object.defineProperty(result, String(key), { value, configurable: true, enumerable: true, writable: true });
  }
  return result;
}

/** The dict of these pairs. @param {[any, any][]} pairs @returns {any} */
export function dictOf(...pairs) {
  const result = {};
  for (const [key, value] of pairs) dictSet(result, key, value);
  return result;
}

/** `{**a, **b}`. @param {any[]} parts @returns {any} */
export function dictMerge(...parts) {
  const result = {};
  for (const part of parts) {
    const entries = mappingEntries(part);
    if (entries === null) throw new TypeError(`'${typeName(part)}' object is not a mapping`);
    for (const [key, value] of entries) dictSet(result, key, value);
  }
  return result;
}

/** The pairs of a dict, or of an object with `keys` and `__getitem__`; null for any other value. @param {any} value @returns {[any, any][] | null} */
export function mappingEntries(value) {
  if (isDict(value)) return dictEntries(value);
  if (value instanceof Map) return [...value];
  if (typeof value?.keys !== "function" || typeof value.__getitem__ !== "function") return null;
  return Array.from(value.keys(), (key) => [key, value.__getitem__(key)]);
}

/** The pairs of a mapping, or of an iterable of pairs. @param {any} source @returns {Iterable<any>} */
export function pairsOf(source) {
  return mappingEntries(source) ?? Array.from(iter(source), pairOf);
}

/** @param {any} item @param {number} index */
function pairOf(item, index) {
  if (typeof item !== "string" && (isNone(item) || typeof item !== "object")) {
    throw new TypeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
  }
  const parts = Array.isArray(item) ? item : [...iter(item)];
  if (parts.length === 2) return parts;
  throw new ValueError(`dictionary update sequence element #${index} has length ${parts.length}; 2 is required`);
}

/** @param {any} dict @param {any} key @param {any} value */
export function dictSet(dict, key, value) {
  if (dict[TABLE] === undefined && isPlainKey(key)) {
    dict[key] = value;
    return;
  }
  const table = tableOf(dict);
  const hashed = hashKey(key);
  const entry = table.get(hashed);
  if (entry === undefined) table.set(hashed, [key, value]);
  else entry[1] = value;
}

/** The property that a key means in a plain object, if any. Raises for what cannot be hashed. @param {any} key @returns {string | null} */
function textKey(key) {
  if (typeof key === "string") return key;
  const hashed = hashKey(key);
  return typeof hashed === "string" && typeof key[HASHED_AS] === "string" ? key[HASHED_AS] : null;
}

/** @param {any} dict @param {any} key @returns {boolean} */
export function dictHas(dict, key) {
  const table = dict[TABLE];
  if (table !== undefined) return table.has(hashKey(key));
  const name = textKey(key);
  return name !== null && Object.hasOwn(dict, name);
}

/** The value, or `fallback` (`undefined` unless given) if the key is missing. @param {any} dict @param {any} key @param {any} [fallback] */
export function dictGet(dict, key, fallback) {
  const table = dict[TABLE];
  if (table !== undefined) {
    const entry = table.get(hashKey(key));
    return entry === undefined ? fallback : entry[1];
  }
  const name = textKey(key);
  return name !== null && Object.hasOwn(dict, name) ? dict[name] ?? null : fallback;
}

/** `dict[key]`. @param {any} dict @param {any} key */
export function dictItem(dict, key) {
  const value = dictGet(dict, key);
  if (value !== undefined) return value;
  if (typeof dict.__missing__ === "function") return dict.__missing__(key);
  throw new KeyError(key);
}

/** Removes a key; whether it was there. @param {any} dict @param {any} key @returns {boolean} */
export function dictDelete(dict, key) {
  const table = dict[TABLE];
  if (table !== undefined) return table.delete(hashKey(key));
  if (!dictHas(dict, key)) return false;
  delete dict[String(textKey(key))];
  return true;
}

/** @param {any} dict */
export function dictClear(dict) {
  if (dict[TABLE] !== undefined) dict[TABLE].clear();
  else for (const key of Object.keys(dict)) delete dict[key];
}

/** @param {any} dict @returns {number} */
export function dictSize(dict) {
  return dict[TABLE] === undefined ? Object.keys(dict).length : dict[TABLE].size;
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
  }
  if (dictSize(dict) !== keys.length) throw new RuntimeError("dictionary changed size during iteration");
}

/** Same keys, equal values. @param {any} left @param {any} right @param {(a: any, b: any) => boolean} eq */
export function dictEquals(left, right, eq) {
  if (dictSize(left) !== dictSize(right)) return false;
  return dictEntries(left).every(([key, value]) => dictHas(right, key) && eq(value, dictGet(right, key)));
}
