/**
 * Truth, identity, equality, order, membership, length, items and slices of any value.
 * Operators are in `operators.js`, attributes in `attributes.js`.
 */

import { dictEquals, dictItem, dictSize, isEmpty, plainItem } from "./dicts.js";
import { IndexError, KeyError, TypeError, ValueError } from "./errors.js";
import { isDict, isInt, isNone, isPlainDict, isNumber, KIND, nameOf, NotImplemented, Tuple, typeName } from "./kinds.js";

export { isNone };

export const SURROGATE = /[\ud800-\udfff]/;

/** Whether `if value:` takes the branch. @param {any} value @returns {boolean} */
export function truth(value) {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "string":
      return value !== "";
    case "object":
      return value !== null && objectTruth(value);
    default:
      return value !== undefined;
  }
}

/** @param {any} value */
function objectTruth(value) {
  if (isPlainDict(value)) return !isEmpty(value);
  if (typeof value.__bool__ === "function") return told(value.__bool__());
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value.__len__ === "function") return counted(value.__len__()) > 0;
  return !isDict(value) || dictSize(value) > 0;
}

/** What a `__bool__` gave. @param {any} answer @returns {boolean} */
function told(answer) {
  if (typeof answer === "boolean") return answer;
  throw new TypeError(`__bool__ should return bool, returned ${typeName(answer)}`);
}

/** What a `__len__` gave. @param {any} length @returns {number} */
function counted(length) {
  if (Number.isSafeInteger(length) && length >= 0) return length;
  if (typeof length === "boolean") return Number(length);
  if (Number.isSafeInteger(length)) throw new ValueError("__len__() should return >= 0");
  throw new TypeError(`'${typeName(length)}' object cannot be interpreted as an integer`);
}

/** `not value`. @param {any} value */
export function not(value) {
  return !truth(value);
}

/** `left or right`, where the right side is made of constants. @param {any} left @param {any} right */
export function or(left, right) {
  return truth(left) ? left : right;
}

/** `left is right`. @param {any} left @param {any} right */
export function is(left, right) {
  return left === right || (isNone(left) && isNone(right));
}

/** The truth of `left == right`. @param {any} left @param {any} right @returns {boolean} */
export function eq(left, right) {
  if (typeof left === "number" && typeof right === "number" || typeof left === "string" && typeof right === "string") {
    return left === right;
  }
  return truth(eqValue(left, right));
}

/** `left == right`: what the operands' class says, if it says something. @param {any} left @param {any} right @returns {any} */
export function eqValue(left, right) {
  if (typeof left !== "object" && typeof right !== "object") return left === right || areEqualNumbers(left, right);
  if (isNone(left) && isNone(right)) return true;
  if (isNumber(left) && isNumber(right)) return areEqualNumbers(left, right);
  if (Array.isArray(left) && Array.isArray(right) && !("__eq__" in left)) {
    return left instanceof Tuple === right instanceof Tuple
      && left.length === right.length
      && left.every((item, index) => same(item, right[index]));
  }
  const custom = customEquality(left, right);
  if (custom !== NotImplemented) return custom;
  if (isDict(left) && isDict(right)) return dictEquals(left, right, same);
  return left === right;
}

/** `BigInt`s and bools compare by value with `==`, and with nothing else. @param {any} left @param {any} right */
function areEqualNumbers(left, right) {
  return isNumber(left) && isNumber(right) && left.valueOf() == right.valueOf();
}

/** Whether a container takes an item for the other: the same value, or an equal one. @param {any} left @param {any} right @returns {boolean} */
export function same(left, right) {
  return left === right || eq(left, right);
}

/** What the operands' own `__eq__` say. @param {any} left @param {any} right */
function customEquality(left, right) {
  const rightFirst = left?.constructor !== right?.constructor && typeof left?.constructor === "function" && right instanceof left.constructor;
  for (const [self, other] of rightFirst ? [[right, left], [left, right]] : [[left, right], [right, left]]) {
    if (typeof self?.__eq__ !== "function") continue;
    const answer = self.__eq__(other);
    if (answer !== NotImplemented) return answer;
  }
  return NotImplemented;
}

/** The truth of `left != right`. @param {any} left @param {any} right @returns {boolean} */
export function ne(left, right) {
  return truth(neValue(left, right));
}

/** `left != right`. @param {any} left @param {any} right @returns {any} */
export function neValue(left, right) {
  const ways = typeof left?.__ne__ === "function" || typeof left?.__eq__ !== "function" ? [[left, right], [right, left]] : [];
  for (const [self, other] of ways) {
    if (typeof self?.__ne__ !== "function") continue;
    const answer = self.__ne__(other);
    if (answer !== NotImplemented) return answer;
  }
  return !eq(left, right);
}

/** `len(value)`. @param {any} value @returns {number} */
export function len(value) {
  if (typeof value === "string") return SURROGATE.test(value) ? [...value].length : value.length;
  if (Array.isArray(value) && !("__len__" in value)) return value.length;
  if (typeof value === "function" && typeof value.__len__ === "function") return value.__len__();
  if (typeof value === "object" && value !== null) {
    if (typeof value.__len__ === "function") return counted(value.__len__());
    if (isDict(value)) return dictSize(value);
    if (value instanceof Map || value instanceof Set) return value.size;
    if (Number.isSafeInteger(value.length)) return value.length;
  }
  throw new TypeError(`object of type '${typeName(value)}' has no len()`);
}

/** The code points of a text, as an indexable sequence. @param {string} text @returns {string | string[]} */
export function points(text) {
  return SURROGATE.test(text) ? [...text] : text;
}

/** @param {any} key */
export function isSlice(key) {
  return typeof key === "object" && key !== null && key[KIND] === "slice";
}

/** @param {any} index @param {string} kind */
function wholeIndex(index, kind) {
  if (typeof index === "boolean") return Number(index);
  if (Number.isInteger(index)) return index;
  if (typeof index?.__index__ === "function") return index.__index__();
  if (typeof index === "bigint") throw new IndexError("cannot fit 'int' into an index-sized integer");
  throw new TypeError(`${kind} indices must be integers or slices, not ${typeName(index)}`);
}

/** The place that an index means. @param {any} index @param {number} length @param {string} kind @param {string} message */
export function placeOf(index, length, kind, message) {
  const whole = wholeIndex(index, kind);
  const position = whole < 0 ? whole + length : whole;
  if (position < 0 || position >= length) throw new IndexError(message);
  return position;
}

/** `value[key]`. @param {any} value @param {any} key @returns {any} */
export function getitem(value, key) {
  if (typeof key === "string") {
    const item = plainItem(value, key);
    if (item !== undefined) return item;
  } else if (typeof key === "number" && Array.isArray(value) && !("__getitem__" in value)) {
    const item = value[key < 0 ? key + value.length : key];
    if (item !== undefined) return item;
  }
  return itemOf(value, key);
}

/** @param {any} value @param {any} key @returns {any} */
function itemOf(value, key) {
  if (isSlice(key) && typeof value?.__getitem__ !== "function") return key.__of__(value);
  if (Array.isArray(value) && !("__getitem__" in value)) {
    const kind = value instanceof Tuple ? "tuple" : "list";
    return value[placeOf(key, value.length, kind, `${kind} index out of range`)];
  }
  if (typeof value === "string") {
    if (!isInt(key) && typeof key?.__index__ !== "function") {
      throw new TypeError(`string indices must be integers, not '${typeName(key)}'`);
    }
    const letters = points(value);
    return letters[placeOf(key, letters.length, "string", "string index out of range")];
  }
  if (typeof value?.__getitem__ === "function") return value.__getitem__(key);
  if (isDict(value)) return dictItem(value, key);
  if (typeof value?.__class_getitem__ === "function") return value.__class_getitem__(key);
  if (isHost(value) && typeof value.next !== "function") return value instanceof Map ? hostEntry(value, key) : value[key] ?? null;
  throw new TypeError(typeName(value) === "type" ? `type '${nameOf(value)}' is not subscriptable` : `'${typeName(value)}' object is not subscriptable`);
}

/** An object of JavaScript's: indexed as JavaScript does. @param {any} value */
export function isHost(value) {
  return typeof value === "object" && value !== null && value.__init__ === undefined && value[KIND] === undefined;
}

/** @param {Map<any, any>} map @param {any} key */
function hostEntry(map, key) {
  if (!map.has(key)) throw new KeyError(key);
  return map.get(key);
}
