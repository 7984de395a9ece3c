/** The builtin containers as types (`list()`, `dict()`, `set()` …) and the methods that only lists, dicts or sets have. */

import {
  attachTable, dictClear, dictDelete, dictEntries, dictGet, dictHas, dictKeys, dictMerge, dictSet, dictSize, dictValues,
} from "./dicts.js";
import { IndexError, KeyError, TypeError, ValueError } from "./errors.js";
import { hashKey } from "./hash.js";
import { FrozenSet, isDict, isNone, PySet, Tuple, tupleFrom, tupleOf, typed, typeName } from "./kinds.js";
import { iter, sortInPlace, unpack } from "./iteration.js";
import { repr } from "./text.js";
import { eq, isSubset } from "./values.js";

/** `list(values)`. @param {any} [values] @returns {any[]} */
export function list(values) {
  return values === undefined ? [] : [...iter(values)];
}
typed(list, "list", (value) => Array.isArray(value) && !(value instanceof Tuple));

/** `tuple(values)`. @param {any} [values] @returns {Tuple} */
export function tuple(values) {
  if (values instanceof Tuple && values.constructor === Tuple) return values;
  return tupleFrom(values === undefined ? [] : iter(values));
}
typed(tuple, "tuple", (value) => value instanceof Tuple);

/** `set(values)`. @param {any} [values] @returns {PySet} */
export function set(values) {
  return filled(new PySet(), values);
}
typed(set, "set", (value) => value instanceof PySet && !(value instanceof FrozenSet));

/** `{a, b}`. @param {any[]} values @returns {PySet} */
export function setOf(...values) {
  return filled(new PySet(), values);
}

/** `frozenset(values)`. @param {any} [values] @returns {FrozenSet} */
export function frozenset(values) {
  return values instanceof FrozenSet ? values : filled(new FrozenSet(), values);
}
typed(frozenset, "frozenset", (value) => value instanceof FrozenSet);

/** @template {PySet} S @param {S} result @param {any} values @returns {S} */
function filled(result, values) {
  if (values === undefined) return result;
  for (const value of iter(values)) setAdd(result, value);
  return result;
}

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

/** Raises unless the value is a list that can change. @param {any} value @param {string} method */
export function mutable(value, method) {
  if (!(value instanceof Tuple)) return value;
  throw new TypeError(`'tuple' object has no attribute '${method}'`);
}

/** @param {any[]} values @param {any} extra */
export function listExtend(values, extra) {
  for (const value of [...iter(extra)]) values.push(value);
  return null;
}

/** @param {any[]} values @param {number} index @param {any} value */
export function listInsert(values, index, value) {
  values.splice(index < 0 ? Math.max(0, values.length + index) : index, 0, value);
  return null;
}

/** @param {any[]} values @param {number} [index] */
export function listPop(values, index = -1) {
  if (values.length === 0) throw new IndexError("pop from empty list");
  const position = Number(index) < 0 ? Number(index) + values.length : Number(index);
  if (position < 0 || position >= values.length) throw new IndexError("pop index out of range");
  return values.splice(position, 1)[0];
}

/** @param {any[]} values @param {any} value @param {any} [start] @param {any} [stop] @returns {number} */
export function listIndex(values, value, start = 0, stop = values.length) {
  const first = start < 0 ? Math.max(0, start + values.length) : start;
  const end = Math.min(values.length, stop < 0 ? stop + values.length : stop);
  for (let index = first; index < end; index += 1) {
    if (eq(values[index], value)) return index;
  }
  throw new ValueError(
    values instanceof Tuple ? "tuple.index(x): x not in tuple" : `${repr(value)} is not in list`,
  );
}

/** @param {any[]} values @param {any} value */
export function listRemove(values, value) {
  const index = values.findIndex((item) => eq(item, value));
  if (index < 0) throw new ValueError("list.remove(x): x not in list");
  values.splice(index, 1);
  return null;
}

/** @param {any[]} values @param {any} value */
export function listCount(values, value) {
  return values.filter((item) => eq(item, value)).length;
}

/** @param {any[]} values @param {any} [key] @param {any} [reverse] */
export function listSort(values, key, reverse) {
  sortInPlace(values, key, reverse);
  return null;
}

// Dicts

/** `dict.update(source, **keywords)`. @param {any} target @param {any} [source] @param {Record<string, any>} [keywords] */
export function dictUpdate(target, source, keywords) {
  if (!isNone(source)) {
    for (const [key, value] of pairs(source)) dictSet(target, key, value);
  }
  for (const [key, value] of Object.entries(keywords ?? {})) dictSet(target, key, value);
  return null;
}

/** The pairs of a mapping, or of an iterable of pairs. @param {any} source @returns {Iterable<any>} */
function pairs(source) {
  if (isDict(source)) return dictEntries(source);
  if (source instanceof Map) return source.entries();
  if (typeof source.keys === "function" && typeof source.__getitem__ === "function") {
    return Array.from(iter(source.keys()), (key) => [key, source.__getitem__(key)]);
  }
  return Array.from(iter(source), pairOf);
}

/** @param {any} item @param {number} index */
function pairOf(item, index) {
  const parts = Array.isArray(item) ? item : [...iter(item)];
  if (parts.length === 2) return parts;
  throw new ValueError(`dictionary update sequence element #${index} has length ${parts.length}; 2 is required`);
}

/** `dict.get`. @param {any} target @param {any} key @param {any} [fallback] */
export function dictRead(target, key, fallback = null) {
  return dictGet(target, key, fallback);
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

/** A live view of a dict's keys, values or items. */
export class DictView {
  /** @param {any} target @param {"dict_keys" | "dict_values" | "dict_items"} kind */
  constructor(target, kind) {
    this.target = target;
    this.kind = kind;
  }

  *[Symbol.iterator]() {
    for (const key of iter(this.target)) yield this.item(key);
  }

  /** @param {any} key */
  item(key) {
    if (this.kind === "dict_keys") return key;
    const value = dictGet(this.target, key);
    return this.kind === "dict_values" ? value : tupleOf(key, value);
  }

  __len__() {
    return dictSize(this.target);
  }

  /** @param {any} item */
  __contains__(item) {
    if (this.kind === "dict_keys") return dictHas(this.target, item);
    if (this.kind === "dict_values") return dictValues(this.target).some((value) => eq(value, item));
    if (!(item instanceof Tuple) || item.length !== 2) return false;
    return dictHas(this.target, item[0]) && eq(dictGet(this.target, item[0]), item[1]);
  }

  __reversed__() {
    return [...this].reverse()[Symbol.iterator]();
  }

  /** @param {any} other */
  __eq__(other) {
    if (this.kind === "dict_values") return this === other;
    return eq(this.toSet(), other instanceof DictView ? other.toSet() : other);
  }

  __repr__() {
    return `${this.kind}(${repr([...this])})`;
  }

  toSet() {
    return set(this);
  }

  /** @param {any} other */
  __and__(other) {
    return setIntersection(this.toSet(), other);
  }

  /** @param {any} other */
  __or__(other) {
    return setUnion(this.toSet(), other);
  }

  /** @param {any} other */
  __sub__(other) {
    return setDifference(this.toSet(), other);
  }

  /** @param {any} other */
  __xor__(other) {
    return setSymmetricDifference(this.toSet(), other);
  }

  /** @param {any} other */
  __rand__(other) {
    return setIntersection(other, this.toSet());
  }

  /** @param {any} other */
  __ror__(other) {
    return setUnion(other, this.toSet());
  }

  /** @param {any} other */
  __rsub__(other) {
    return setDifference(other, this.toSet());
  }

  /** @param {any} other */
  __rxor__(other) {
    return setSymmetricDifference(other, this.toSet());
  }
}

// Sets

/** @param {PySet} target @param {any} value */
export function setAdd(target, value) {
  const key = hashKey(value);
  if (!target.entries.has(key)) target.entries.set(key, value ?? null);
  return null;
}

/** @param {PySet} target @param {any} value */
export function setDiscard(target, value) {
  target.entries.delete(hashKey(value));
  return null;
}

/** @param {PySet} target @param {any} value */
export function setRemove(target, value) {
  if (!target.entries.delete(hashKey(value))) throw new KeyError(value);
  return null;
}

/** @param {PySet} target */
export function setPop(target) {
  for (const [key, value] of target.entries) {
    target.entries.delete(key);
    return value;
  }
  throw new KeyError("pop from an empty set");
}

/** @param {PySet} source @returns {PySet} */
export function setCopy(source) {
  const result = source instanceof FrozenSet ? new FrozenSet() : new PySet();
  result.entries = new Map(source.entries);
  return result;
}

/** @param {any} values @returns {PySet} */
function asSet(values) {
  return values instanceof PySet ? values : set(values);
}

/** @param {PySet} source @param {any[]} others */
export function setUnion(source, ...others) {
  const result = setCopy(source);
  for (const other of others) filled(result, other);
  return result;
}

/** @param {PySet} source @param {any[]} others */
export function setIntersection(source, ...others) {
  const sets = others.map(asSet);
  const result = setCopy(source);
  for (const key of source.entries.keys()) {
    if (!sets.every((other) => other.entries.has(key))) result.entries.delete(key);
  }
  return result;
}

/** @param {PySet} source @param {any[]} others */
export function setDifference(source, ...others) {
  const result = setCopy(source);
  for (const other of others) {
    for (const key of asSet(other).entries.keys()) result.entries.delete(key);
  }
  return result;
}

/** @param {PySet} source @param {any} other */
export function setSymmetricDifference(source, other) {
  const result = setDifference(source, other);
  for (const [key, value] of asSet(other).entries) {
    if (!source.entries.has(key)) result.entries.set(key, value);
  }
  return result;
}

/** The in-place forms: `update`, `intersection_update` …. @param {PySet} target @param {PySet} result */
export function setReplace(target, result) {
  target.entries = result.entries;
  return null;
}

/** @param {PySet} source @param {any} other */
export function setIsSubset(source, other) {
  return isSubset(source, asSet(other));
}

/** @param {PySet} source @param {any} other */
export function setIsSuperset(source, other) {
  return isSubset(asSet(other), source);
}

/** @param {PySet} source @param {any} other */
export function setIsDisjoint(source, other) {
  return setIntersection(source, other).size === 0;
}

export { dictClear };
