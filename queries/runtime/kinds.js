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
/** On an object: how it is kept among hash keys (`hash.js`). */
export const HASH_KEY = Symbol("python.hash-key");
/** On a function or class: the name that Python gives it, where JavaScript's differs. */
export const NAME = Symbol("python.name");
/** On a function or class of a file that asks for it: its docstring. */
export const DOC = Symbol("python.doc");
/** On a builtin type: those that it counts as, as `bool` does as `int`. */
export const SUPERTYPES = Symbol("python.supertypes");
/** On a bound method: its object and the function. */
export const RECEIVER = Symbol("python.receiver");
/** On the iterator method that every object of a class written in Python has, also one that Python cannot iterate. */
export const ITERATES = Symbol("python.iterates");
/** On the class that `object` is here: it has no bases. */
export const ROOT = Symbol("python.root");
/** On the prototype of a builtin type: its name, by which methods are found (`methods.js`). */
export const KIND = Symbol("python.kind");
/** On the prototype of a builtin type that is a class of its own here: what Python code knows it as. */
export const TYPE = Symbol("python.type");
/** On instances with slots: a slot that holds nothing, for a name that is one. */
export const EMPTIED = Symbol("python.emptied");

/** Instances that are seen through a proxy, by the proxy. @type {WeakMap<object, any>} */
export const seen = new WeakMap();

/** A value of which there is one. */
class Constant {
  /** @param {string} text @param {string} kind */
  constructor(text, kind) {
    this.text = text;
    this[KIND] = kind;
    Object.freeze(this);
  }

  __repr__() {
    return this.text;
  }
}

/** Python's `NotImplemented`: an operator method does not know the other operand. */
export const NotImplemented = new Constant("NotImplemented", "NotImplementedType");
/** Python's `...`. */
export const Ellipsis = new Constant("Ellipsis", "ellipsis");

/** A Python tuple: a frozen array that is told apart from a list. */
export class Tuple extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  static [NAME] = "tuple";
}

const EMPTY = Object.freeze(new Tuple());

/** The tuple of these items. @param {any[]} items @returns {Tuple} */
export function tupleOf(...items) {
  return tupleIn(items);
}

/** @param {Iterable<any>} items @returns {Tuple} */
export function tupleFrom(items) {
  return tupleIn([...items]);
}

/** An array as a tuple; of those without items there is one. @param {any[]} items @returns {Tuple} */
function tupleIn(items) {
  // Engines are slow to construct what derives from `Array`.
  return items.length > 0 ? Object.freeze(Object.setPrototypeOf(items, Tuple.prototype)) : EMPTY;
}

/** Keyword arguments on their way to a callee that takes some (`calls.js`). */
export class Keywords {
  /** @param {Record<string, any>} values */
  constructor(values) {
    this.values = values;
  }

  /** Calls a method of an object of which only the run knows what it takes. @param {any} receiver @param {string} name @param {any[]} args */
  callMethod(receiver, name, args) {
    return receiver[name](...args, this);
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

/** A dict of no other class, with or without a table. @param {any} value */
export function isPlainDict(value) {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A dict: a plain object, or an object with a table. @param {any} value */
export function isDict(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || value[TABLE] !== undefined;
}

/**
 * A whole float, which JavaScript's own numbers cannot tell from an int: `2.0`; or a NaN, which is only itself.
 * Any other float is a number of JavaScript. In arithmetic, comparison by size, JSON and text it is the number that it holds.
 */
export class Float {
  /** @param {number} value */
  constructor(value) {
    this.value = value;
  }

  valueOf() {
    return this.value;
  }

  toJSON() {
    return this.value;
  }

  __bool__() {
    return this.valueOf() !== 0;
  }

  __repr__() {
    return this.toString();
  }

  toString() {
    const value = this.valueOf();
    if (Number.isNaN(value)) return "nan";
    return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  }
}

/** A number, as the float that it is in Python; a `Float` stays. @param {number} value @returns {any} */
export function asFloat(value) {
  return Math.floor(value) < value ? value : wholeFloat(value);
}

/** @param {number | Float} value whole, infinite or NaN @returns {any} */
function wholeFloat(value) {
  return typeof value !== "number" || Math.abs(value) > Number.MAX_SAFE_INTEGER ? value : new Float(value);
}

/** Not `instanceof`, which would ask the proxy that objects of Python classes end in. @param {any} value @returns {value is Float} */
export function isWholeFloat(value) {
  return typeof value === "object" && value !== null && value.constructor === Float;
}

/** Whether a value is a Python float. @param {any} value */
export function isFloat(value) {
  return typeof value === "number" ? !Number.isSafeInteger(value) : isWholeFloat(value);
}

/** Whether a value can stand for an int: an int or a bool. @param {any} value */
export function isInt(value) {
  return Number.isSafeInteger(value) || typeof value === "boolean" || typeof value === "bigint";
}

/** An int, a float or a bool. @param {any} value @returns {value is number | boolean | bigint} */
export function isNumber(value) {
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" || isWholeFloat(value);
}

/** A class, or a host constructor: what must be called with `new`. @param {any} value */
export function isClass(value) {
  return typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
}

/** The name that Python gives a function or class. @param {any} callee @returns {string} */
export function nameOf(callee) {
  if (Object.hasOwn(callee, NAME)) return callee[NAME];
  return (typeof callee.name === "string" ? callee.name.replace(/\$$/, "") : "") || "<lambda>";
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
    case "bigint":
      return "int";
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

/** What Python calls the iterators of JavaScript. @type {Record<string, string>} */
const ITERATORS = {
  "[object Generator]": "generator",
  "[object AsyncGenerator]": "async_generator",
  "[object Array Iterator]": "list_iterator",
  "[object String Iterator]": "str_iterator",
};

/** Whether a value that has a kind is of the builtin type itself, rather than of a class that derives from it. @param {any} value */
export function isOfBuiltin(value) {
  return Object.hasOwn(value, KIND) || Object.hasOwn(Object.getPrototypeOf(value), KIND);
}

/** @param {any} value */
function objectTypeName(value) {
  if (value[KIND] !== undefined && isOfBuiltin(value)) return value[KIND];
  const type = value.constructor;
  if (type === Float) return "float";
  if (type === Array) return "list";
  const own = ITERATORS[Object.prototype.toString.call(value)];
  if (own !== undefined) return own;
  if (type === Object || type === undefined) return "dict";
  return nameOf(type) || "object";
}
