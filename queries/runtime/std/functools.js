/** Python's `functools`. */

import { call, callkw, keywords, sig } from "../calls.js";
import { TypeError } from "../errors.js";
import { hashKey } from "../hash.js";
import { isNone, Keywords, NAME, nameOf, NotImplemented, SIGNATURE, tupleFrom, tupleOf } from "../kinds.js";
import { iter } from "../iteration.js";
import { eq } from "../values.js";

/** `partial(callee, *args, **keywords)`. @param {any} callee @param {any[]} given @returns {any} */
export function partial(callee, ...given) {
  const fixed = keywords(given);
  return sig((/** @type {any[]} */ ...args) => {
    const later = keywords(args);
    return callkw(callee, [...given, ...args], { ...fixed, ...later });
  }, "*args,**keywords");
}
sig(partial, "callee,*args,**keywords");

/** @param {any} combine @param {any} values @param {any[]} initial @returns {any} */
export function reduce(combine, values, ...initial) {
  const source = iter(values);
  let total = initial[0];
  if (initial.length === 0) {
    const first = source.next();
    if (first.done) throw new TypeError("reduce() of empty iterable with no initial value");
    total = first.value;
  }
  for (const value of source) total = combine(total, value);
  return total;
}

/** @param {any} callee @param {number | null} limit @returns {any} */
function cached(callee, limit) {
  /** @type {Map<any, any>} */
  const results = new Map();
  let hits = 0;
  let misses = 0;
  const wrapper = (/** @type {any[]} */ ...args) => {
    const key = hashKey(tupleFrom(args.map((value) => (value instanceof Keywords ? keywordKey(value) : value))));
    if (results.has(key)) {
      hits += 1;
      const result = results.get(key);
      results.delete(key);
      results.set(key, result);
      return result;
    }
    misses += 1;
    const result = call(callee, ...args);
    results.set(key, result);
    if (limit !== null && results.size > limit) results.delete(results.keys().next().value);
    return result;
  };
  const clear = () => {
    results.clear();
    hits = 0;
    misses = 0;
    return null;
  };
  const info = () => tupleOf(hits, misses, limit, results.size);
  return Object.assign(wraps(callee)(wrapper), { cacheClear: clear, cacheInfo: info });
}

/** @param {Keywords} given */
function keywordKey(given) {
  return tupleFrom(Object.entries(given.values).map(([name, value]) => tupleOf(name, value)));
}

/** `@cache`. @param {any} callee */
export const cache = (callee) => cached(callee, null);

/** `@lru_cache` and `@lru_cache(maxsize=…)`. @param {any} [size] @returns {any} */
export function lru_cache(size = 128) {
  if (typeof size === "function") return cached(size, 128);
  return (/** @type {any} */ callee) => cached(callee, isNone(size) ? null : size);
}
sig(lru_cache, "maxsize=,typed=");

/** `@wraps(callee)`. @param {any} callee @returns {any} */
export function wraps(callee) {
  return (/** @type {any} */ wrapper) => {
    Object.defineProperty(wrapper, NAME, { value: nameOf(callee), configurable: true, writable: true });
    if (callee[SIGNATURE] !== undefined) sig(wrapper, callee[SIGNATURE]);
    wrapper.__wrapped__ = callee;
    return wrapper;
  };
}

/** @param {any} compare @returns {any} */
export function cmp_to_key(compare) {
  return (/** @type {any} */ item) => ({
    item,
    __lt__: (/** @type {any} */ other) => compare(item, other.item) < 0,
    __gt__: (/** @type {any} */ other) => compare(item, other.item) > 0,
    __eq__: (/** @type {any} */ other) => compare(item, other.item) === 0,
  });
}

/** `@total_ordering`: the comparisons that a class does not define, from `__eq__` and one that it does. @param {any} type */
export function total_ordering(type) {
  const own = type.prototype;
  const root = ["__lt__", "__le__", "__gt__", "__ge__"].find((name) => typeof own[name] === "function");
  if (root === undefined) throw new TypeError("must define at least one ordering operation: < > <= >=");
  /** @type {(self: any, other: any) => any} */
  const order = ORDER[root];
  /** @type {Record<string, (order: number) => boolean>} */
  const derived = {
    __lt__: (sign) => sign < 0,
    __le__: (sign) => sign <= 0,
    __gt__: (sign) => sign > 0,
    __ge__: (sign) => sign >= 0,
  };
  for (const [name, accepts] of Object.entries(derived)) {
    if (typeof own[name] === "function") continue;
    Object.defineProperty(own, name, {
      configurable: true,
      value(/** @type {any} */ other) {
        const sign = order(this, other);
        return sign === NotImplemented ? sign : accepts(sign);
      },
    });
  }
  return type;
}

/** The sign of the order, from one comparison. @param {string} name @param {(answer: boolean, equal: boolean) => number} read */
function orderBy(name, read) {
  return (/** @type {any} */ self, /** @type {any} */ other) => {
    const answer = self[name](other);
    return answer === NotImplemented ? answer : read(answer, eq(self, other));
  };
}

/** @type {Record<string, (self: any, other: any) => any>} */
const ORDER = {
  __lt__: orderBy("__lt__", (answer, equal) => (answer ? -1 : equal ? 0 : 1)),
  __le__: orderBy("__le__", (answer, equal) => (equal ? 0 : answer ? -1 : 1)),
  __gt__: orderBy("__gt__", (answer, equal) => (answer ? 1 : equal ? 0 : -1)),
  __ge__: orderBy("__ge__", (answer, equal) => (equal ? 0 : answer ? 1 : -1)),
};
