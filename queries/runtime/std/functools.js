/** Python's `functools`. */

import { call, callkw } from "../calling.js";
import { ANNOTATION, keywords, sig } from "../calls.js";
import { PyObject, withReceiver } from "../classes.js";
import { AttributeError, TypeError } from "../errors.js";
import { hashKey } from "../hash.js";
import { iter } from "../iteration.js";
import { DOC, isInt, isNone, Keywords, NAME, nameOf, NotImplemented, SIGNATURE, SUPERTYPES, TEST, Tuple, tupleFrom, tupleOf } from "../kinds.js";
import { orderOf } from "../lineage.js";
import { jsName } from "../naming.js";
import { repr } from "../text.js";
import { type as typeOf } from "../type.js";
import { eqValue, neValue, truth } from "../values.js";

/** `partial(callee, *args, **keywords)`. @param {any} callee @param {any[]} given @returns {any} */
export function partial(callee, ...given) {
  const fixed = keywords(given);
  const made = sig((/** @type {any[]} */ ...args) => {
    const later = keywords(args);
    return callkw(callee, [...given, ...args], { ...fixed, ...later });
  }, "*args,**keywords");
  return Object.assign(made, { func: callee, args: tupleFrom(given), keywords: fixed });
}
sig(partial, "callee,*args,**keywords");

/** A method with some of its arguments given. */
class PartialMethod {
  /** @param {any} callee @param {any[]} args @param {Record<string, any>} fixed */
  constructor(callee, args, fixed) {
    this.make = (/** @type {any} */ self) => partial(callee, self, ...args, new Keywords(fixed));
  }

  /** @param {any} self */
  __get__(self) {
    return this.make(self);
  }
}

/** @param {any} callee @param {any[]} given */
export function partialmethod(callee, ...given) {
  const fixed = keywords(given);
  return new PartialMethod(callee, given, fixed);
}
sig(partialmethod, "func,*args,**keywords");

/** @param {any} combine @param {any} values @param {any[]} initial @returns {any} */
export function reduce(combine, values, ...initial) {
  const source = iter(values);
  let total = initial[0];
  if (initial.length === 0) {
    const first = source.next();
    if (first.done) throw new TypeError("reduce() of empty iterable with no initial value");
    total = first.value;
  }
  for (const value of source) total = call(combine, total, value);
  return total;
}

/** `cache_info()`: a tuple with names. */
class CacheInfo extends Tuple {
  get hits() {
    return this[0];
  }

  get misses() {
    return this[1];
  }

  get maxsize() {
    return this[2];
  }

  get currsize() {
    return this[3];
  }

  __repr__() {
    return `CacheInfo(hits=${this[0]}, misses=${this[1]}, maxsize=${repr(this[2])}, currsize=${this[3]})`;
  }
}

/** @param {any} callee @param {number | null} limit @returns {any} */
function cached(callee, limit) {
  /** @type {Map<any, any>} */
  const results = new Map();
  let hits = 0;
  let misses = 0;
  const wrapper = (/** @type {any[]} */ ...args) => {
    // As in CPython, `f(1)` and `f(1.0)` are two calls: an int or a text that comes alone is its own key.
    const isAlone = args.length === 1 && (typeof args[0] === "string" || typeof args[0] !== "boolean" && isInt(args[0]));
    const key = hashKey(isAlone ? args[0] : tupleFrom(args.map((value) => (value instanceof Keywords ? keywordKey(value) : value))));
    if (results.has(key)) {
      hits += 1;
      const result = results.get(key);
      results.delete(key);
      results.set(key, result);
      return result;
    }
    const given = keywords(args);
    const result = callkw(callee, args, given);
    misses += 1;
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
  const info = () => Object.freeze(CacheInfo.from([hits, misses, limit, results.size]));
  // Keywords come as they were written: `f(1, 2)` and `f(1, b=2)` are two calls.
  return sig(Object.assign(update_wrapper(wrapper, callee), { cacheClear: clear, cacheInfo: info }), "*args,**keywords");
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

/** Gives a function the name and attributes of another; what arguments it takes is its own affair. @param {any} wrapper @param {any} callee @returns {any} */
export function update_wrapper(wrapper, callee) {
  const own = wrapper[SIGNATURE] ?? callee[SIGNATURE];
  Object.assign(wrapper, callee);
  if (typeof wrapper === "function") {
    Object.defineProperty(wrapper, NAME, { value: nameOf(callee), configurable: true, writable: true });
    if (own !== undefined) sig(wrapper, own);
    if (callee[DOC] !== undefined) Object.defineProperty(wrapper, DOC, { value: callee[DOC], configurable: true });
  } else {
    Object.assign(wrapper, { __name__: nameOf(callee), __qualname__: nameOf(callee), __doc__: callee[DOC] ?? null });
  }
  Object.defineProperty(wrapper, "__wrapped__", { value: callee, configurable: true, writable: true });
  return wrapper;
}

/** `@wraps(callee)`. @param {any} callee @returns {any} */
export function wraps(callee) {
  return (/** @type {any} */ wrapper) => update_wrapper(wrapper, callee);
}

/** `@cached_property`: computed once, then an attribute of the instance. */
class CachedProperty {
  /** @param {any} compute */
  constructor(compute) {
    this.compute = compute;
    this.attribute = nameOf(compute);
  }

  /** @param {any} type @param {string} name */
  __set_name__(type, name) {
    void type;
    this.attribute = name;
  }

  /** @param {any} self */
  __get__(self) {
    if (isNone(self)) return this;
    const value = call(this.compute, self);
    Object.defineProperty(self, jsName(this.attribute), { value, configurable: true, enumerable: true, writable: true });
    return value;
  }
}

/** @param {any} compute */
export const cached_property = (compute) => new CachedProperty(compute);

/** @param {any} compare @returns {any} */
export function cmp_to_key(compare) {
  return (/** @type {any} */ item) => ({
    item,
    __lt__: (/** @type {any} */ other) => call(compare, item, other.item) < 0,
    __gt__: (/** @type {any} */ other) => call(compare, item, other.item) > 0,
    __eq__: (/** @type {any} */ other) => call(compare, item, other.item) === 0,
  });
}

/** Functions by the type of their first argument. */
class Dispatcher {
  /** @param {any} fallback */
  constructor(fallback) {
    /** @type {Map<any, any>} */
    this.registry = new Map();
    this.fallback = fallback;
  }

  /** `register(type, callee)`, or as a decorator with or without the type. @param {any} type @param {any} [callee] @returns {any} */
  register(type, callee) {
    if (callee === undefined) {
      const annotated = typeof type === "function" ? type[ANNOTATION] : undefined;
      if (annotated === undefined) return (/** @type {any} */ made) => this.register(type, made);
      return this.register(annotated, type);
    }
    for (const each of Array.isArray(type) ? type : [type]) this.registry.set(each, callee);
    return callee;
  }

  /** @param {any} type @returns {any} */
  dispatch(type) {
    for (const each of typeOrder(type)) {
      if (this.registry.has(each)) return this.registry.get(each);
    }
    return this.fallback;
  }
}

/** A type and those that it counts as, the nearest first. @param {any} type @returns {any[]} */
function typeOrder(type) {
  if (Object.hasOwn(type, TEST) && type !== PyObject) return [type, ...(type[SUPERTYPES] ?? []), PyObject];
  return [...orderOf(type), PyObject];
}

/** @param {any} fallback @returns {any} */
export function singledispatch(fallback) {
  const table = new Dispatcher(fallback);
  const made = (/** @type {any[]} */ ...args) => {
    if (args.length === 0) throw new TypeError(`${nameOf(fallback)} requires at least 1 positional argument`);
    return call(nullable(table, args[0]), ...args);
  };
  return Object.assign(update_wrapper(made, fallback), {
    register: (/** @type {any} */ type, /** @type {any} */ callee) => table.register(type, callee),
    dispatch: (/** @type {any} */ type) => table.dispatch(type),
    registry: table.registry,
  });
}

/** @param {Dispatcher} table @param {any} value @returns {any} */
function nullable(table, value) {
  if (isNone(value) && table.registry.has(null)) return table.registry.get(null);
  return table.dispatch(typeOf(value));
}

/** Methods by the type of their first argument. */
class MethodDispatcher {
  /** @param {any} fallback */
  constructor(fallback) {
    const table = new Dispatcher(fallback);
    this.table = table;
    // In a class body the methods take their receiver as `this`.
    this.register = (/** @type {any} */ type, /** @type {any} */ callee) => table.register(type, callee && withReceiver(callee));
  }

  /** @param {any} self */
  __get__(self) {
    if (isNone(self)) throw new AttributeError("a method that dispatches by type needs an instance");
    return (/** @type {any[]} */ ...args) => call(nullable(this.table, args[0]), self, ...args);
  }
}

/** @param {any} fallback */
export const singledispatchmethod = (fallback) => new MethodDispatcher(fallback);

/** `@total_ordering`: the comparisons that a class does not define, from `__eq__` and one that it does. @param {any} type */
export function total_ordering(type) {
  const own = type.prototype;
  const root = ["__lt__", "__le__", "__gt__", "__ge__"].find((name) => typeof own[name] === "function");
  if (root === undefined) throw new TypeError("must define at least one ordering operation: < > <= >=");
  for (const [name, derive] of Object.entries(DERIVED[root])) {
    if (typeof own[name] === "function") continue;
    Object.defineProperty(own, name, {
      configurable: true,
      value(/** @type {any} */ other) {
        const answer = this[root](other);
        return answer === NotImplemented ? answer : derive(answer, this, other);
      },
    });
  }
  return type;
}

/** How a comparison follows from the answer of another. @typedef {(answer: any, self: any, other: any) => any} Derivation */

/** @type {Derivation} */
const orEqual = (answer, self, other) => (truth(answer) ? answer : eqValue(self, other));
/** @type {Derivation} */
const andUnequal = (answer, self, other) => (truth(answer) ? neValue(self, other) : answer);
/** @type {Derivation} */
const contrary = (answer) => !truth(answer);
/** @type {Derivation} */
const contraryOrEqual = (answer, self, other) => !truth(answer) || eqValue(self, other);
/** @type {Derivation} */
const contraryAndUnequal = (answer, self, other) => !truth(answer) && neValue(self, other);

/** By the comparison that a class defines. @type {Record<string, Record<string, Derivation>>} */
const DERIVED = {
  __lt__: { __gt__: contraryAndUnequal, __le__: orEqual, __ge__: contrary },
  __le__: { __ge__: contraryOrEqual, __lt__: andUnequal, __gt__: contrary },
  __gt__: { __lt__: contraryAndUnequal, __ge__: orEqual, __le__: contrary },
  __ge__: { __le__: contraryOrEqual, __gt__: andUnequal, __lt__: contrary },
};
