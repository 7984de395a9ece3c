/** Iterating: what `for` sees, and the builtins that make or consume iterators. */

import { dictIterate } from "./dicts.js";
import { GeneratorExit, OverflowError, raised, raisedFrom, RuntimeError, StopAsyncIteration, StopIteration, TypeError, ValueError } from "./errors.js";
import { isDict, isNone, KIND, SIGNATURE, Tuple, tupleFrom, tupleOf, typeName } from "./kinds.js";
import { add } from "./operators.js";
import { eq, truth } from "./values.js";

/**
 * An iterator that a `for…of` may leave early: unlike JavaScript's own, leaving does not close it.
 * @param {any} value
 * @returns {IterableIterator<any>}
 */
export function iter(value) {
  if (isPlainList(value)) return value[Symbol.iterator]();
  const iterator = iterator_(value);
  if (typeof iterator.return !== "function") return iterator;
  return { next: () => iterator.next(), [Symbol.iterator]: selfIterator };
}

/** @this {any} */
function selfIterator() {
  return this;
}

/** `[change(item) for item in values]`. @param {any} values @param {(item: any) => any} change @returns {any[]} */
export function each(values, change) {
  return Array.from(iter(values), change);
}

/** What an iterable gives, in an array of its own. @param {any} values @returns {any[]} */
export function listed(values) {
  return isPlainList(values) ? [...values] : [...iter(values)];
}

/** A list of which engines know how it is iterated. @param {any} value @returns {value is any[]} */
export function isPlainList(value) {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** A bound of a range, as the number that a loop counts from or to. @param {any} bound @returns {number} */
export function steps(bound) {
  if (Number.isSafeInteger(bound)) return bound;
  if (typeof bound?.__index__ === "function") return steps(bound.__index__());
  if (typeof bound === "bigint") throw new OverflowError("Python int too large to convert to C ssize_t");
  if (typeof bound === "boolean") return Number(bound);
  throw new TypeError(`'${typeName(bound)}' object cannot be interpreted as an integer`);
}

/** The builtin `iter(value)`; with two arguments it calls `value` until `sentinel`. @param {any} value @param {any[]} sentinel @returns {any} */
export function iterator(value, ...sentinel) {
  if (sentinel.length > 0) return new CallIterator(value, sentinel[0]);
  if (typeof value?.__iter__ === "function") return value.__iter__();
  return iterator_(value);
}

/** @param {any} value @returns {any} */
function iterator_(value) {
  if (isDict(value) && !("__init__" in value)) return dictIterate(value);
  if (!isNone(value) && typeof value[Symbol.iterator] === "function") return value[Symbol.iterator]();
  throw new TypeError(`'${typeName(value)}' object is not iterable`);
}

class CallIterator {
  /** @param {() => any} call @param {any} sentinel */
  constructor(call, sentinel) {
    this.call = call;
    this.sentinel = sentinel;
  }

  next() {
    const value = this.call();
    return eq(value, this.sentinel) ? { done: true, value: undefined } : { done: false, value };
  }

  [Symbol.iterator]() {
    return this;
  }
}

/** `next(iterator)` and `next(iterator, fallback)`. @param {any} source @param {any[]} fallback */
export function next(source, ...fallback) {
  if (typeof source?.__next__ === "function") {
    try {
      return source.__next__();
    } catch (error) {
      if (fallback.length > 0 && error instanceof StopIteration) return fallback[0];
      throw error;
    }
  }
  if (typeof source?.next !== "function") throw new TypeError(`'${typeName(source)}' object is not an iterator`);
  const step = source.next();
  if (!step.done) return step.value;
  if (fallback.length > 0) return fallback[0];
  throw isNone(step.value) ? new StopIteration() : new StopIteration(step.value);
}

/** An iterator over the steps that `advance` gives; `undefined` ends it. Not closed by leaving a loop. */
export class Iterator {
  /** @param {() => IteratorResult<any>} advance @param {string} kind */
  constructor(advance, kind) {
    this.next = advance;
    this.kind = kind;
  }

  get [KIND]() {
    return this.kind;
  }

  [Symbol.iterator]() {
    return this;
  }
}

export const DONE = Object.freeze({ done: /** @type {true} */ (true), value: undefined });

/** @param {any} values @param {any} [start] */
export function enumerate(values, start) {
  return counting(values, start, tupleOf);
}

/** `enumerate`, for a loop that takes the pairs apart at once. @param {any} values @param {any} [start] */
export function numbered(values, start) {
  return counting(values, start, (index, value) => [index, value]);
}

/** @param {any} values @param {any} start @param {(index: any, value: any) => any[]} pair */
function counting(values, start, pair) {
  const source = iter(values);
  let index = start ?? 0;
  return new Iterator(() => {
    const step = source.next();
    if (step.done) return DONE;
    index += 1;
    return { done: false, value: pair(index - 1, step.value) };
  }, "enumerate");
}
Object.assign(enumerate, { [SIGNATURE]: "iterable,start=" });

/** @param {any[]} sources @param {boolean} strict @param {(items: any[]) => any[]} [together] */
export function zipped(sources, strict, together = tupleFrom) {
  const iterators = sources.map((source) => iter(source));
  return new Iterator(() => {
    const items = [];
    for (let index = 0; index < iterators.length; index += 1) {
      const step = iterators[index].next();
      if (step.done) {
        if (strict) checkStrictEnd(iterators, index);
        return DONE;
      }
      items.push(step.value);
    }
    return items.length === 0 ? DONE : { done: false, value: together(items) };
  }, "zip");
}

/** @param {IterableIterator<any>[]} iterators @param {number} ended */
function checkStrictEnd(iterators, ended) {
  const before = ended === 1 ? "argument 1" : `arguments 1-${ended}`;
  if (ended > 0) throw new ValueError(`zip() argument ${ended + 1} is shorter than ${before}`);
  for (let index = 1; index < iterators.length; index += 1) {
    if (iterators[index].next().done) continue;
    const others = index === 1 ? "argument 1" : `arguments 1-${index}`;
    throw new ValueError(`zip() argument ${index + 1} is longer than ${others}`);
  }
}

/** @param {any[]} sources */
export function zip(...sources) {
  return zipped(sources, false);
}

/** `zip`, for a loop that takes the tuples apart at once. @param {any[]} sources */
export function inStep(...sources) {
  return zipped(sources, false, (items) => items);
}

/** `zip(…, strict=True)`. @param {any[]} sources */
export function zipStrict(...sources) {
  return zipped(sources, true);
}

/** @param {any} values */
export function reversed(values) {
  if (typeof values?.__reversed__ === "function") return values.__reversed__();
  const items = isDict(values) ? [...iter(values)] : typeof values === "string" ? [...values] : indexable(values);
  let index = items.length;
  return new Iterator(() => {
    index -= 1;
    return index < 0 ? DONE : { done: false, value: items[index] };
  }, Array.isArray(values) && !(values instanceof Tuple) ? "list_reverseiterator" : "reversed");
}

/** @param {any} values @returns {any} */
function indexable(values) {
  if (Array.isArray(values)) return values;
  if (typeof values?.__len__ === "function" && typeof values.__getitem__ === "function") {
    return Array.from({ length: values.__len__() }, (_, index) => values.__getitem__(index));
  }
  throw new TypeError(`'${typeName(values)}' object is not reversible`);
}

/** @param {any} values @param {any} [start] @returns {any} */
export function sum(values, start = 0) {
  if (typeof start === "string") throw new TypeError("sum() can't sum strings [use ''.join(seq) instead]");
  let total = start ?? 0;
  for (const value of iter(values)) total = add(total, value);
  return total;
}
Object.assign(sum, { [SIGNATURE]: "iterable,start=" });

/** @param {any} values */
export function any(values) {
  for (const value of iter(values)) {
    if (truth(value)) return true;
  }
  return false;
}

/** @param {any} values */
export function all(values) {
  for (const value of iter(values)) {
    if (!truth(value)) return false;
  }
  return true;
}

/**
 * The items of `a, b = value`, which must be exactly `count`.
 * @param {any} value @param {number} count @returns {any[]}
 */
export function unpack(value, count) {
  const items = take(value, count + 1);
  if (items.length < count) {
    throw new ValueError(`not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  if (items.length > count) throw new ValueError(`too many values to unpack (expected ${count})`);
  return items;
}

/**
 * The items of `a, *rest, b = value`: `before` items, the list of the rest, `after` items.
 * @param {any} value @param {number} before @param {number} after @returns {any[]}
 */
export function unpackRest(value, before, after) {
  const items = take(value, Infinity);
  if (items.length < before + after) {
    throw new ValueError(`not enough values to unpack (expected at least ${before + after}, got ${items.length})`);
  }
  const end = items.length - after;
  return [...items.slice(0, before), items.slice(before, end), ...items.slice(end)];
}

/** @param {any} value @param {number} limit how many are asked for, at least @returns {any[]} */
function take(value, limit) {
  // No copy is needed of what cannot change before it is taken apart.
  if (isPlainList(value)) return value.slice(0, limit);
  if (value?.constructor === Tuple) return value;
  if (isNone(value) || (!isDict(value) && typeof value[Symbol.iterator] !== "function")) {
    throw new TypeError(`cannot unpack non-iterable ${typeName(value)} object`);
  }
  const items = [];
  const source = iter(value);
  while (items.length < limit) {
    const step = source.next();
    if (step.done) break;
    items.push(step.value);
  }
  return items;
}

/** `generator.send(value)`. @param {any} generator @param {any} value */
export function send(generator, value) {
  return yielded(generator.next(value));
}

/** `generator.throw(error)`; the error may be a class. @param {any} generator @param {any} error @param {any} [value] */
export function throwInto(generator, error, value) {
  return yielded(generator.throw(raised(typeof error === "function" && !isNone(value) ? new error(value) : error)));
}

/** @param {IteratorResult<any>} step */
function yielded(step) {
  if (!step.done) return step.value;
  throw isNone(step.value) ? new StopIteration() : new StopIteration(step.value);
}

/** `generator.close()`: the generator sees a GeneratorExit where it stands. @param {any} generator */
export function close(generator) {
  let step;
  try {
    step = generator.throw(new GeneratorExit());
  } catch (error) {
    if (error instanceof GeneratorExit || error instanceof StopIteration) return null;
    throw error;
  }
  if (!step.done) throw new RuntimeError("generator ignored GeneratorExit");
  return null;
}

/** What `yield from` delegates to. Iterators that are no generators take no errors: those stay with the generator. @param {any} value @returns {any} */
export function delegate(value) {
  const inner = iterator(value);
  if (typeof inner?.throw === "function") return inner;
  return {
    next: () => inner.next(),
    throw: (/** @type {any} */ error) => {
      throw error;
    },
    [Symbol.iterator]: selfIterator,
  };
}

/** What a generator raises where its code lets a StopIteration out, which would end it unseen. @param {any} error */
export function generatorFault(error) {
  return error instanceof StopIteration ? raisedFrom(new RuntimeError("generator raised StopIteration"), error) : error;
}

/** What `async for` iterates. @param {any} value @returns {AsyncIterable<any>} */
export function asyncIter(value) {
  if (typeof value?.[Symbol.asyncIterator] === "function") return value;
  if (typeof value?.__aiter__ !== "function") {
    throw new TypeError(`'async for' requires an object with __aiter__ method, got ${typeName(value)}`);
  }
  const steps = value.__aiter__();
  if (typeof steps[Symbol.asyncIterator] === "function") return steps;
  return { [Symbol.asyncIterator]: () => ({ next: () => asyncStep(steps) }) };
}

/** @param {any} steps @returns {Promise<IteratorResult<any>>} */
async function asyncStep(steps) {
  try {
    return { done: false, value: await steps.__anext__() };
  } catch (error) {
    if (error instanceof StopAsyncIteration) return DONE;
    throw error;
  }
}
