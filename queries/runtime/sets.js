/**
 * Sets: what they are, their operators and their methods. Nothing else knows them, so that code without sets
 * does not load this: operators find their methods as they do for a class written in Python.
 */

import { KeyError, RuntimeError, TypeError } from "./errors.js";
import { hashKey, keyText } from "./hash.js";
import { HASH_KEY, KIND, NAME, NotImplemented, TYPE, typed, typeName } from "./kinds.js";
import { iter } from "./iteration.js";
import { repr } from "./text.js";

/** A Python set. Values are told apart by their hash key (`hash.js`). */
export class PySet {
  constructor() {
    /** @type {Map<any, any>} */
    this.entries = new Map();
  }

  static [NAME] = "set";

  get [KIND]() {
    return "set";
  }

  get [TYPE]() {
    return set;
  }

  get size() {
    return this.entries.size;
  }

  /** Raises where the loop's body added or removed some. @returns {IterableIterator<any>} */
  [Symbol.iterator]() {
    const values = setOrder([...this.entries.values()]);
    let index = 0;
    return {
      next: () => {
        if (this.size !== values.length) throw new RuntimeError("Set changed size during iteration");
        index += 1;
        return index > values.length ? { done: true, value: undefined } : { done: false, value: values[index - 1] };
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  }

  toJSON() {
    return [...this];
  }

  /** @returns {any} */
  [HASH_KEY]() {
    throw new TypeError(`unhashable type: '${typeName(this)}'`);
  }

  __len__() {
    return this.size;
  }

  /** @param {any} item */
  __contains__(item) {
    return this.entries.has(lookupKey(item));
  }

  __copy__() {
    return setCopy(this);
  }

  __deepcopy__() {
    return setCopy(this);
  }

  __repr__() {
    return this.size === 0 ? "set()" : setText(this);
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof PySet ? this.size === other.size && isSubset(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __le__(other) {
    return other instanceof PySet ? isSubset(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __lt__(other) {
    return other instanceof PySet ? this.size < other.size && isSubset(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __ge__(other) {
    return other instanceof PySet ? isSubset(other, this) : NotImplemented;
  }

  /** @param {any} other */
  __gt__(other) {
    return other instanceof PySet ? other.size < this.size && isSubset(other, this) : NotImplemented;
  }

  /** @param {any} other */
  __and__(other) {
    return other instanceof PySet ? setIntersection(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __or__(other) {
    return other instanceof PySet ? setUnion(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __sub__(other) {
    return other instanceof PySet ? setDifference(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __xor__(other) {
    return other instanceof PySet ? setSymmetricDifference(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __iand__(other) {
    return refilled(this, this.__and__(other));
  }

  /** @param {any} other */
  __ior__(other) {
    return refilled(this, this.__or__(other));
  }

  /** @param {any} other */
  __isub__(other) {
    return refilled(this, this.__sub__(other));
  }

  /** @param {any} other */
  __ixor__(other) {
    return refilled(this, this.__xor__(other));
  }
}

export class FrozenSet extends PySet {
  static [NAME] = "frozenset";

  get [KIND]() {
    return "frozenset";
  }

  get [TYPE]() {
    return frozenset;
  }

  [HASH_KEY]() {
    return frozenKey(this);
  }

  __repr__() {
    return this.size === 0 ? "frozenset()" : `frozenset(${setText(this)})`;
  }
}

/** Sets are looked up as if they were frozen. @param {any} value */
function lookupKey(value) {
  return value instanceof PySet ? frozenKey(value) : hashKey(value);
}

/** @param {PySet} set */
function frozenKey(set) {
  return `f${[...set.entries.keys()].map(keyText).sort().join("")}`;
}

/** @param {PySet} value */
function setText(value) {
  return `{${Array.from(value, repr).join(", ")}}`;
}

/**
 * The order in which CPython iterates a set of these ints, added in this order: that of its hash table.
 * For any other values CPython's order changes from run to run, and that of adding is as good.
 * @param {any[]} values
 */
function setOrder(values) {
  if (values.length < 2 || !values.every((value) => typeof value === "number" && (value | 0) === value)) return values;
  /** @type {any[]} */
  let table = new Array(8).fill(undefined);
  let used = 0;
  for (const value of values) {
    placeInTable(table, value);
    used += 1;
    if (used * 5 < (table.length - 1) * 3) continue;
    const kept = table.filter((entry) => entry !== undefined);
    let size = 8;
    while (size <= used * (used > 50000 ? 2 : 4)) size *= 2;
    table = new Array(size).fill(undefined);
    for (const entry of kept) placeInTable(table, entry);
  }
  return table.filter((entry) => entry !== undefined);
}

/** Nine neighbours are tried, then a place that depends on the rest of the hash. @param {any[]} table @param {number} value */
function placeInTable(table, value) {
  const mask = table.length - 1;
  const hash = value === -1 ? -2 : value;
  let perturb = BigInt.asUintN(64, BigInt(hash));
  let place = hash & mask;
  while (true) {
    const last = place + 9 <= mask ? place + 9 : place;
    for (let index = place; index <= last; index += 1) {
      if (table[index] !== undefined) continue;
      table[index] = value;
      return;
    }
    perturb >>= 5n;
    place = Number((BigInt(place) * 5n + 1n + perturb) & BigInt(mask));
  }
}

/** @param {PySet} left @param {PySet} right */
function isSubset(left, right) {
  for (const key of left.entries.keys()) {
    if (!right.entries.has(key)) return false;
  }
  return true;
}

/** Puts the result of an operator into the set itself, if that can change. @param {PySet} set @param {any} result */
function refilled(set, result) {
  if (set instanceof FrozenSet || !(result instanceof PySet)) return result;
  set.entries = result.entries;
  return set;
}

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

/** @param {PySet} target @param {any} value */
export function setAdd(target, value) {
  const key = hashKey(value);
  if (!target.entries.has(key)) target.entries.set(key, value ?? null);
  return null;
}

/** @param {PySet} target @param {any} value */
export function setDiscard(target, value) {
  target.entries.delete(lookupKey(value));
  return null;
}

/** @param {PySet} target @param {any} value */
export function setRemove(target, value) {
  if (!target.entries.delete(lookupKey(value))) throw new KeyError(value);
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
