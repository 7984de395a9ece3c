/** Making and changing dicts. The entries of one that has keys other than plain strings are in its hidden table. */

import { dictEntries, dictHas, textKey } from "./dicts.js";
import { TypeError, ValueError } from "./errors.js";
import { hashKey } from "./hash.js";
import { iter } from "./iteration.js";
import { isDict, isNone, TABLE, typeName } from "./kinds.js";

const INTEGER_LIKE = /^(?:0|[1-9][0-9]*)$/;

/** Whether a plain object can hold this key in insertion order. @param {any} key @returns {key is string} */
export function isPlainKey(key) {
  return typeof key === "string" && (key.charCodeAt(0) > 57 ? key !== "__proto__" : !INTEGER_LIKE.test(key));
}

/** @param {any} dict @returns {any} */
function tableOf(dict) {
  if (dict[TABLE] !== undefined) return dict[TABLE];
  const table = attachTable(dict, new Map());
  for (const key of Object.keys(dict)) {
    table.set(hashKey(key), [key, dict[key]]);
    delete dict[key];
  }
  return table;
}

/** @param {any} dict @param {any} table */
export function attachTable(dict, table) {
  table.keyOf = hashKey;
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
