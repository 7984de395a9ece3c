/** Lists, tuples and dicts as types (`list()`, `dict()` …), and the methods that only they have. Sets are in `sets.js`. */

import { toCount } from "./bigints.js";
import { dictEntries, dictGet, dictHas, dictKeys } from "./dicts.js";
import { attachTable, dictClear, dictDelete, dictMerge, dictSet, pairsOf } from "./entries.js";
import { IndexError, KeyError, TypeError, ValueError } from "./errors.js";
import { iter, listed } from "./iteration.js";
import { isDict, isInt, Tuple, tupleFrom, tupleOf, typed, typeName } from "./kinds.js";
import { sortInPlace } from "./ordering.js";
import { repr } from "./text.js";
import { same } from "./values.js";

/** A class that derives from `list` may have a `push` of its own. */
const push = Array.prototype.push;

/** `list.append`. @param {any[]} values @param {any} item */
export function listAppend(values, item) {
  push.call(values, item);
  return null;
}

/** `list(values)`. @param {any} [values] @returns {any[]} */
export function list(values) {
  return values === undefined ? [] : listed(values);
}
typed(list, "list", (value) => Array.isArray(value) && !(value instanceof Tuple));

/** `tuple(values)`. @param {any} [values] @returns {Tuple} */
export function tuple(values) {
  if (values instanceof Tuple && values.constructor === Tuple) return values;
  return tupleFrom(values === undefined ? [] : iter(values));
}
typed(tuple, "tuple", (value) => value instanceof Tuple);

/** `dict(source, **keywords)`. @param {any} [source] @param {Record<string, any>} [keywords] @returns {any} */
export function dict(source, keywords) {
  const result = {};
  dictUpdate(result, source, keywords);
  return result;
}
typed(dict, "dict", isDict);

/** `dict.fromkeys(keys, value)`. @param {any} keys @param {any} [value] @returns {any} */
export function dictFromKeys(keys, value = null) {
  const result = {};
  for (const key of iter(keys)) dictSet(result, key, value);
  return result;
}

// Lists

/** @param {any} index @returns {number} */
function indexOf(index) {
  if (typeof index?.__index__ === "function") return index.__index__();
  if (!isInt(index)) throw new TypeError(`'${typeName(index)}' object cannot be interpreted as an integer`);
  return toCount(index);
}

/** @param {any[]} values @param {any} extra */
export function listExtend(values, extra) {
  for (const value of listed(extra)) push.call(values, value);
  return null;
}

/** @param {any[]} values @param {number} index @param {any} value */
export function listInsert(values, index, value) {
  const place = indexOf(index);
  values.splice(place < 0 ? Math.max(0, values.length + place) : place, 0, value);
  return null;
}

/** @param {any[]} values @param {number} [index] */
export function listPop(values, index = -1) {
  if (values.length === 0) throw new IndexError("pop from empty list");
  const place = indexOf(index);
  const position = place < 0 ? place + values.length : place;
  if (position < 0 || position >= values.length) throw new IndexError("pop index out of range");
  return values.splice(position, 1)[0];
}

/** @param {any[]} values @param {any} value @param {any} [start] @param {any} [stop] @returns {number} */
export function listIndex(values, value, start = 0, stop = values.length) {
  const first = start < 0 ? Math.max(0, start + values.length) : start;
  const end = Math.min(values.length, stop < 0 ? stop + values.length : stop);
  for (let index = first; index < end; index += 1) {
    if (same(values[index], value)) return index;
  }
  throw new ValueError(
    values instanceof Tuple ? "tuple.index(x): x not in tuple" : `${repr(value)} is not in list`,
  );
}

/** @param {any[]} values @param {any} value */
export function listRemove(values, value) {
  const index = values.findIndex((item) => same(item, value));
  if (index < 0) throw new ValueError("list.remove(x): x not in list");
  values.splice(index, 1);
  return null;
}

/** @param {any[]} values @param {any} value */
export function listCount(values, value) {
  return values.filter((item) => same(item, value)).length;
}

/** @param {any[]} values @param {any} [key] @param {any} [reverse] */
export function listSort(values, key, reverse) {
  sortInPlace(values, key, reverse);
  return null;
}

// Dicts

/** `dict.update(source, **keywords)`. @param {any} target @param {any} [source] @param {Record<string, any>} [keywords] */
export function dictUpdate(target, source, keywords) {
  if (source !== undefined) {
    for (const [key, value] of pairsOf(source)) dictSet(target, key, value);
  }
  for (const [key, value] of Object.entries(keywords ?? {})) dictSet(target, key, value);
  return null;
}

/** @param {any} target @param {any} key @param {any[]} fallback */
export function dictPop(target, key, ...fallback) {
  if (!dictHas(target, key)) {
    if (fallback.length > 0) return fallback[0];
    throw new KeyError(key);
  }
  const value = dictGet(target, key);
  dictDelete(target, key);
  return value;
}

/** @param {any} target */
export function dictPopItem(target) {
  const key = dictKeys(target).at(-1);
  if (key === undefined) throw new KeyError("popitem(): dictionary is empty");
  return tupleOf(key, dictPop(target, key));
}

/** @param {any} target @param {any} key @param {any} [value] */
export function dictSetDefault(target, key, value = null) {
  if (!dictHas(target, key)) dictSet(target, key, value);
  return dictGet(target, key);
}

/** A copy of the same class. @param {any} target */
export function dictCopy(target) {
  if (Object.getPrototypeOf(target) === Object.prototype || target.constructor === undefined) return dictMerge(target);
  const result = Object.assign(Object.create(Object.getPrototypeOf(target)), target);
  attachTable(result, new Map());
  for (const [key, value] of dictEntries(target)) dictSet(result, key, value);
  return result;
}

export { dictClear };
