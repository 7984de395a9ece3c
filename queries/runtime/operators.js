/**
 * Arithmetic and bit operators on operands of any type. Ints are exact, whatever their size (`integers.js`).
 * A whole number of JavaScript within ±(2**53 − 1) is an int; a float that is whole is a `Float`.
 *
 * What operators mostly get, ints of up to 32 bits (`(value | 0) === value`), is decided in functions so short that engines
 * inline them, many in one loop. The functions behind them take other numbers of JavaScript and texts; those behind these
 * all the rest.
 */

import { TypeError } from "./errors.js";
import { toFloat, whole } from "./integers.js";
import { asFloat, Float, isFloat, isNumber, NotImplemented, Tuple, tupleFrom, typeName } from "./kinds.js";

/**
 * The result of an operation on numbers that are not both ordinary ones: a float if an operand is one.
 * @param {any} left @param {any} right @param {(a: any, b: any) => any} operate on numbers or on `BigInt`s
 */
export function calculated(left, right, operate) {
  if (isFloat(left) || isFloat(right)) return asFloat(operate(toFloat(left), toFloat(right)));
  return whole(operate(BigInt(left), BigInt(right)));
}

/** Whether two numbers of JavaScript are ints. @param {number} left @param {number} right */
export function areInts(left, right) {
  return Number.isSafeInteger(left) && Number.isSafeInteger(right);
}

/** The operands' own methods. @param {string} symbol @param {any} left @param {any} right @param {string} name the method, without underscores */
export function dispatch(symbol, left, right, name) {
  const direct = `__${name}__`;
  const reflected = `__r${name}__`;
  const ways = [[left, direct, right], [right, reflected, left]];
  const kind = left?.constructor;
  if (kind === right?.constructor) ways.pop();
  else if (typeof kind === "function" && right instanceof kind && right[reflected] !== left[reflected]) ways.reverse();
  for (const [self, method, other] of ways) {
    if (typeof self?.[method] !== "function") continue;
    const answer = self[method](other);
    if (answer !== NotImplemented) return answer;
  }
  throw unsupported(symbol, left, right);
}

/** The operands of which neither knew the other. @type {WeakMap<any, {symbol: string, left: any, right: any}>} */
export const unknown = new WeakMap();

/** @param {string} symbol @param {any} left @param {any} right */
export function unsupported(symbol, left, right) {
  const error = new TypeError(`unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`);
  unknown.set(error, { symbol, left, right });
  return error;
}

/** @param {any} left @param {any} right @returns {any} */
export function add(left, right) {
  return typeof left === "number" && typeof right === "number" && (left | 0) === left && (right | 0) === right
    ? left + right
    : addOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function addOthers(left, right) {
  if (typeof left === "number" && typeof right === "number") {
    const result = left + right;
    if (!areInts(left, right)) return asFloat(result);
    if (Number.isSafeInteger(result)) return result;
  }
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (left instanceof Float && typeof right === "number") return asFloat(left.value + right);
  if (typeof left === "number" && right instanceof Float) return asFloat(left + right.value);
  return addRest(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function addRest(left, right) {
  if (isNumber(left) && isNumber(right)) return calculated(left, right, (a, b) => a + b);
  if (typeof left === "string") {
    const answer = reflected(left, right);
    if (answer !== NotImplemented) return answer;
    throw new TypeError(`can only concatenate str (not "${typeName(right)}") to str`);
  }
  if (Array.isArray(left) && !(/** @type {any} */ (left)).__add__) {
    const kind = left instanceof Tuple ? "tuple" : "list";
    if (Array.isArray(right) && right instanceof Tuple === left instanceof Tuple) {
      const items = [...left, ...right];
      return kind === "tuple" ? tupleFrom(items) : items;
    }
    const answer = reflected(left, right);
    if (answer !== NotImplemented) return answer;
    throw new TypeError(`can only concatenate ${kind} (not "${typeName(right)}") to ${kind}`);
  }
  return dispatch("+", left, right, "add");
}

/** What the right operand says of a sequence on its left. @param {any} left @param {any} right @returns {any} */
function reflected(left, right) {
  return typeof right?.__radd__ === "function" ? right.__radd__(left) : NotImplemented;
}

/** @param {any} left @param {any} right @returns {any} */
export function sub(left, right) {
  return typeof left === "number" && typeof right === "number" && (left | 0) === left && (right | 0) === right
    ? left - right
    : subOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function subOthers(left, right) {
  if (typeof left === "number" && typeof right === "number") {
    const result = left - right;
    if (!areInts(left, right)) return asFloat(result);
    if (Number.isSafeInteger(result)) return result;
  }
  if (left instanceof Float && typeof right === "number") return asFloat(left.value - right);
  if (typeof left === "number" && right instanceof Float) return asFloat(left - right.value);
  if (isNumber(left) && isNumber(right)) return calculated(left, right, (a, b) => a - b);
  return dispatch("-", left, right, "sub");
}

// With an operand that is certainly a float, here a number of JavaScript: it becomes a `Float` only where that matters.

/** `left + right`. @param {any} left @param {number} right @returns {any} */
export function addFloat(left, right) {
  if (typeof left === "number") return asFloat(left + right);
  return left instanceof Float ? asFloat(left.value + right) : add(left, asFloat(right));
}

/** `left + right`. @param {number} left @param {any} right @returns {any} */
export function floatAdd(left, right) {
  if (typeof right === "number") return asFloat(left + right);
  return right instanceof Float ? asFloat(left + right.value) : add(asFloat(left), right);
}

/** `left - right`. @param {any} left @param {number} right @returns {any} */
export function subFloat(left, right) {
  if (typeof left === "number") return asFloat(left - right);
  return left instanceof Float ? asFloat(left.value - right) : sub(left, asFloat(right));
}

/** `left - right`. @param {number} left @param {any} right @returns {any} */
export function floatSub(left, right) {
  if (typeof right === "number") return asFloat(left - right);
  return right instanceof Float ? asFloat(left - right.value) : sub(asFloat(left), right);
}
