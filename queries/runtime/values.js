/**
 * Truth, identity, equality, order, membership, length, items and slices of any value.
 * Operators are in `operators.js`, attributes in `attributes.js`.
 */

import { dictDelete, dictEquals, dictHas, dictItem, dictSet, dictSize } from "./dicts.js";
import { IndexError, KeyError, TypeError, ValueError } from "./errors.js";
import { isDict, isInt, isNone, isNumber, KIND, nameOf, NotImplemented, Tuple, typeName } from "./kinds.js";
import { iter } from "./iteration.js";

export { isNone };

const SURROGATE = /[\ud800-\udfff]/;

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
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value.__bool__ === "function") return told(value.__bool__());
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

/** `left is right`. @param {any} left @param {any} right */
export function is(left, right) {
  return left === right || (isNone(left) && isNone(right));
}

/** `left == right`. @param {any} left @param {any} right @returns {boolean} */
export function eq(left, right) {
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
  return left === right || truth(eq(left, right));
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

/** `left != right`. @param {any} left @param {any} right @returns {boolean} */
export function ne(left, right) {
  const ways = typeof left?.__ne__ === "function" || typeof left?.__eq__ !== "function" ? [[left, right], [right, left]] : [];
  for (const [self, other] of ways) {
    if (typeof self?.__ne__ !== "function") continue;
    const answer = self.__ne__(other);
    if (answer !== NotImplemented) return answer;
  }
  return !truth(eq(left, right));
}

/** `left < right`. @param {any} left @param {any} right @returns {boolean} */
export function lt(left, right) {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return compare(left, right, "<", "__lt__", "__gt__", (order) => order < 0);
}

/** `left <= right`. @param {any} left @param {any} right @returns {boolean} */
export function le(left, right) {
  if (typeof left === "number" && typeof right === "number") return left <= right;
  return compare(left, right, "<=", "__le__", "__ge__", (order) => order <= 0);
}

/** `left > right`. @param {any} left @param {any} right @returns {boolean} */
export function gt(left, right) {
  if (typeof left === "number" && typeof right === "number") return left > right;
  return compare(left, right, ">", "__gt__", "__lt__", (order) => order > 0);
}

/** `left >= right`. @param {any} left @param {any} right @returns {boolean} */
export function ge(left, right) {
  if (typeof left === "number" && typeof right === "number") return left >= right;
  return compare(left, right, ">=", "__ge__", "__le__", (order) => order >= 0);
}

/**
 * @param {any} left @param {any} right @param {string} symbol
 * @param {string} method @param {string} reflected @param {(order: number) => boolean} accepts
 * @returns {boolean}
 */
function compare(left, right, symbol, method, reflected, accepts) {
  if (isNumber(left) && isNumber(right)) return accepts(order(left.valueOf(), right.valueOf()));
  if (typeof left === "string" && typeof right === "string") return accepts(compareText(left, right));
  if (Array.isArray(left) && Array.isArray(right) && left instanceof Tuple === right instanceof Tuple) {
    const length = Math.min(left.length, right.length);
    for (let index = 0; index < length; index += 1) {
      if (!same(left[index], right[index])) {
        return compare(left[index], right[index], symbol, method, reflected, accepts);
      }
    }
    return accepts(left.length - right.length);
  }
  for (const [self, name, other] of [[left, method, right], [right, reflected, left]]) {
    if (typeof self?.[name] !== "function") continue;
    const answer = self[name](other);
    if (answer !== NotImplemented) return answer;
  }
  throw new TypeError(
    `'${symbol}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** NaN where the numbers have no order, so that every comparison is false. @param {any} left @param {any} right */
function order(left, right) {
  if (left < right) return -1;
  if (left > right) return 1;
  return left == right ? 0 : NaN;
}

/** Order by code point; JavaScript's own is by UTF-16 unit. @param {string} left @param {string} right */
export function compareText(left, right) {
  if (left === right) return 0;
  if (SURROGATE.test(left) || SURROGATE.test(right)) {
    const others = [...right];
    for (const [index, letter] of [...left].entries()) {
      if (index >= others.length) return 1;
      const difference = Number(letter.codePointAt(0)) - Number(others[index].codePointAt(0));
      if (difference !== 0) return difference;
    }
    return -1;
  }
  return left < right ? -1 : 1;
}

/** `item in container`. @param {any} container @param {any} item @returns {boolean} */
export function contains(container, item) {
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
    throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (Array.isArray(container)) return container.some((member) => same(member, item));
  if (typeof container?.__contains__ === "function") return truth(container.__contains__(item));
  if (isDict(container)) return dictHas(container, item);
  if (container instanceof Map || container instanceof Set) return container.has(item);
  if (isNone(container) || typeof container !== "object") {
    throw new TypeError(`argument of type '${typeName(container)}' is not iterable`);
  }
  for (const member of iter(container)) {
    if (same(member, item)) return true;
  }
  return false;
}

/** `len(value)`. @param {any} value @returns {number} */
export function len(value) {
  if (typeof value === "string") return SURROGATE.test(value) ? [...value].length : value.length;
  if (Array.isArray(value)) return value.length;
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
function isSlice(key) {
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
export function place(index, length, kind, message) {
  const whole = wholeIndex(index, kind);
  const position = whole < 0 ? whole + length : whole;
  if (position < 0 || position >= length) throw new IndexError(message);
  return position;
}

/** `value[key]`. @param {any} value @param {any} key @returns {any} */
export function getitem(value, key) {
  if (isSlice(key) && typeof value?.__getitem__ !== "function") return key.__of__(value);
  if (Array.isArray(value)) {
    const kind = value instanceof Tuple ? "tuple" : "list";
    return value[place(key, value.length, kind, `${kind} index out of range`)];
  }
  if (typeof value === "string") {
    if (!isInt(key) && typeof key?.__index__ !== "function") {
      throw new TypeError(`string indices must be integers, not '${typeName(key)}'`);
    }
    const letters = points(value);
    return letters[place(key, letters.length, "string", "string index out of range")];
  }
  if (typeof value?.__getitem__ === "function") return value.__getitem__(key);
  if (isDict(value)) return dictItem(value, key);
  if (typeof value?.__class_getitem__ === "function") return value.__class_getitem__(key);
  if (isHost(value) && typeof value.next !== "function") return value instanceof Map ? hostEntry(value, key) : value[key] ?? null;
  throw new TypeError(typeName(value) === "type" ? `type '${nameOf(value)}' is not subscriptable` : `'${typeName(value)}' object is not subscriptable`);
}

/** An object of JavaScript's: indexed as JavaScript does. @param {any} value */
function isHost(value) {
  return typeof value === "object" && value !== null && value.__init__ === undefined && value[KIND] === undefined;
}

/** @param {Map<any, any>} map @param {any} key */
function hostEntry(map, key) {
  if (!map.has(key)) throw new KeyError(key);
  return map.get(key);
}

/** `value[key] = item`. @param {any} value @param {any} key @param {any} item */
export function setitem(value, key, item) {
  if (isSlice(key) && Array.isArray(value)) key.__assign__(value, item);
  else if (Array.isArray(value) && !(value instanceof Tuple)) {
    value[place(key, value.length, "list", "list assignment index out of range")] = item;
  } else if (typeof value?.__setitem__ === "function") value.__setitem__(key, item);
  else if (isDict(value)) dictSet(value, key, item);
  else if (value instanceof Map) value.set(key, item);
  else if (isHost(value) && !Array.isArray(value)) value[key] = item;
  else throw new TypeError(`'${typeName(value)}' object does not support item assignment`);
}

/** `del value[key]`. @param {any} value @param {any} key */
export function delitem(value, key) {
  if (isSlice(key) && Array.isArray(value)) key.__delete__(value);
  else if (Array.isArray(value) && !(value instanceof Tuple)) {
    value.splice(place(key, value.length, "list", "list assignment index out of range"), 1);
  } else if (typeof value?.__delitem__ === "function") value.__delitem__(key);
  else if (isDict(value)) {
    if (!dictDelete(value, key)) throw new KeyError(key);
  } else if (value instanceof Map) {
    if (!value.delete(key)) throw new KeyError(key);
  } else if (isHost(value) && !Array.isArray(value)) delete value[key];
  else throw new TypeError(`'${typeName(value)}' object ${Array.isArray(value) || typeof value === "string" ? "doesn't" : "does not"} support item deletion`);
}
