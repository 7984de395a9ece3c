/**
 * What a Python value is in JavaScript: the classes and marks by which the rest of the runtime
 * tells kinds of values apart. Imports nothing, so that every part can import it.
 */

/** Carries the entries of a dict that a plain object cannot hold: `Map<hash key, [key, value]>`. */
export const TABLE = Symbol("python.table");
/** On a type: its test for `isinstance`, where `instanceof` is not enough. */
export const TEST = Symbol("python.test");
/** On a function or class: how its parameters take arguments (`calls.js`). */
export const SIGNATURE = Symbol("python.signature");
/** On an object that hashes as another value does: that value. */
export const HASHED_AS = Symbol("python.hashed-as");
/** On a function: the name that Python gives it, where JavaScript's differs. */
export const NAME = Symbol("python.name");

/** Python's `NotImplemented`: an operator method does not know the other operand. */
export const NotImplemented = Object.freeze({ toString: () => "NotImplemented" });
/** Python's `...`. */
export const Ellipsis = Object.freeze({ toString: () => "Ellipsis" });

/** The base of every class written in Python that has no other base. */
export class PyObject {
  /** @param {any[]} args */
  constructor(...args) {
    this.__init__(...args);
  }

  /** @param {any[]} args */
  __init__(...args) {
    void args;
  }

  /** Lets `for…of`, spread and host code iterate what Python can iterate. */
  [Symbol.iterator]() {
    const self = /** @type {any} */ (this);
    if (typeof self.__iter__ === "function") {
      const iterator = self.__iter__();
      return iterator === self ? new StepIterator(self) : iterator[Symbol.iterator]();
    }
    if (typeof self.__getitem__ === "function") return itemsByIndex(self);
    const error = new globalThis.TypeError(`'${typeName(self)}' object is not iterable`);
    throw error;
  }
}

/** The old protocol: `obj[0]`, `obj[1]` … until `IndexError`. @param {any} object */
function* itemsByIndex(object) {
  for (let index = 0; ; index += 1) {
    let item;
    try {
      item = object.__getitem__(index);
    } catch (error) {
      if (/** @type {any} */ (error)?.isIndexError) return;
      throw error;
    }
    yield item;
  }
}

/** An object with `__next__`, seen as a JavaScript iterator. */
class StepIterator {
  /** @param {any} source */
  constructor(source) {
    this.source = source;
  }

  next() {
    try {
      return { done: false, value: this.source.__next__() };
    } catch (error) {
      if (/** @type {any} */ (error)?.isStopIteration) return { done: true, value: undefined };
      throw error;
    }
  }

  [Symbol.iterator]() {
    return this;
  }
}

/** A Python tuple: a frozen array that is told apart from a list. */
export class Tuple extends Array {
  static get [Symbol.species]() {
    return Array;
  }
}

/** The tuple of these items. @param {any[]} items @returns {Tuple} */
export function tupleOf(...items) {
  return tupleFrom(items);
}

/** @param {Iterable<any>} items @returns {Tuple} */
export function tupleFrom(items) {
  const result = new Tuple();
  for (const item of items) result.push(item);
  return Object.freeze(result);
}

/** A Python set. Values are told apart by their hash key (`hash.js`). */
export class PySet {
  constructor() {
    /** @type {Map<any, any>} */
    this.entries = new Map();
  }

  get size() {
    return this.entries.size;
  }

  [Symbol.iterator]() {
    return setOrder([...this.entries.values()])[Symbol.iterator]();
  }

  toJSON() {
    return [...this];
  }
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

export class FrozenSet extends PySet {}

/** `slice(start, stop, step)`, as `__getitem__` of a Python class receives it. */
export class Slice {
  /** @param {any} start @param {any} stop @param {any} step */
  constructor(start, stop, step) {
    this.start = start ?? null;
    this.stop = stop ?? null;
    this.step = step ?? null;
  }
}

/** Keyword arguments on their way to a callee that takes some (`calls.js`). */
export class Keywords {
  /** @param {Record<string, any>} values */
  constructor(values) {
    this.values = values;
  }
}

/**
 * Makes a constructor function a type: `isinstance` uses the test, messages the name.
 * @param {any} constructor @param {string} name @param {(value: any) => boolean} test
 */
export function typed(constructor, name, test) {
  constructor[TEST] = test;
  constructor[NAME] = name;
}

/** `None`, or what JavaScript has in its place. @param {any} value */
export function isNone(value) {
  return value === null || value === undefined;
}

/** A dict: a plain object, or an object with a table. @param {any} value */
export function isDict(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || value[TABLE] !== undefined;
}

/**
 * A whole float, which JavaScript's own numbers cannot tell from an int: `2.0`. Any other float is a
 * number of JavaScript. In arithmetic, comparison by size, JSON and text it is the number that it holds.
 */
export class Float extends Number {
  toString() {
    const value = this.valueOf();
    return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  }
}

/** A number, as the float that it is in Python. @param {number} value @returns {any} */
export function asFloat(value) {
  return Number.isSafeInteger(value) ? new Float(value) : value;
}

/** Whether a value is a Python float. @param {any} value */
export function isFloat(value) {
  return typeof value === "number" ? !Number.isSafeInteger(value) : value instanceof Float;
}

/** Whether a value can stand for an int: an int or a bool. @param {any} value */
export function isInt(value) {
  return Number.isSafeInteger(value) || typeof value === "boolean";
}

/** An int, a float or a bool. @param {any} value @returns {value is number | boolean} */
export function isNumber(value) {
  return typeof value === "number" || typeof value === "boolean" || value instanceof Float;
}

/** A class, or a host constructor: what must be called with `new`. @param {any} value */
export function isClass(value) {
  return typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
}

/** The name that Python gives a function or class. @param {any} callee @returns {string} */
export function nameOf(callee) {
  if (Object.hasOwn(callee, NAME)) return callee[NAME];
  return typeof callee.name === "string" ? callee.name.replace(/\$$/, "") : "";
}

/** The name of the type of a value, as Python's messages give it. @param {any} value @returns {string} */
export function typeName(value) {
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "number":
      return Number.isSafeInteger(value) ? "int" : "float";
    case "undefined":
      return "NoneType";
    case "function":
      return isClass(value) || Object.hasOwn(value, TEST) ? "type" : "function";
    case "object":
      return value === null ? "NoneType" : objectTypeName(value);
    default:
      return typeof value;
  }
}

/** @param {any} value */
function objectTypeName(value) {
  if (value === NotImplemented) return "NotImplementedType";
  if (value === Ellipsis) return "ellipsis";
  const type = value.constructor;
  if (type === Float) return "float";
  if (type === Array) return "list";
  if (type === Tuple) return "tuple";
  if (type === PySet) return "set";
  if (type === FrozenSet) return "frozenset";
  if (type === Slice) return "slice";
  if (type === Object || type === undefined) return "dict";
  if (Object.prototype.toString.call(value) === "[object Generator]") return "generator";
  return nameOf(type) || "object";
}
