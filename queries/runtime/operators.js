/**
 * Arithmetic and bit operators on operands of any type. Ints are exact: a result beyond
 * ±(2**53 − 1) raises. A whole number within these bounds is an int, or a `Float`.
 */

import { dictEntries, dictMerge, dictSet } from "./dicts.js";
import { OverflowError, TypeError, ValueError, ZeroDivisionError } from "./errors.js";
import { asFloat, isDict, isFloat, isInt, isNumber, NotImplemented, tupleFrom, Tuple, typeName } from "./kinds.js";
import { iter } from "./iteration.js";

/** The result of an operation on ints, if it is exact. @param {number} result @returns {number} */
export function exact(result) {
  if (Number.isSafeInteger(result)) return result + 0;
  throw new OverflowError("integer result is beyond ±(2**53 - 1), which the browser cannot hold exactly");
}

/** The result of an operation that gives a float if an operand is one. @param {number} result @param {any} left @param {any} right */
export function numeric(result, left, right) {
  return isFloat(left) || isFloat(right) ? asFloat(result) : exact(result);
}

/** The operands' own methods. @param {string} symbol @param {any} left @param {any} right @param {string} name the method, without underscores */
export function dispatch(symbol, left, right, name) {
  const direct = `__${name}__`;
  const reflected = `__r${name}__`;
  const ways = [[left, direct, right], [right, reflected, left]];
  const isSubclass = left?.constructor !== right?.constructor
    && typeof left?.constructor === "function" && right instanceof left.constructor
    && right[reflected] !== left[reflected];
  for (const [self, method, other] of isSubclass ? ways.reverse() : ways) {
    if (typeof self?.[method] !== "function") continue;
    const answer = self[method](other);
    if (answer !== NotImplemented) return answer;
  }
  throw unsupported(symbol, left, right);
}

/** @param {string} symbol @param {any} left @param {any} right */
function unsupported(symbol, left, right) {
  return new TypeError(
    `unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** @param {any} left @param {any} right @returns {any} */
export function add(left, right) {
  if (isNumber(left) && isNumber(right)) return numeric(Number(left) + Number(right), left, right);
  if (typeof left === "string") {
    if (typeof right === "string") return left + right;
    if (typeof right?.__radd__ === "function") return right.__radd__(left);
    throw new TypeError(`can only concatenate str (not "${typeName(right)}") to str`);
  }
  if (Array.isArray(left) && !(/** @type {any} */ (left)).__add__) {
    const kind = left instanceof Tuple ? "tuple" : "list";
    if (Array.isArray(right) && right instanceof Tuple === left instanceof Tuple) {
      const items = [...left, ...right];
      return kind === "tuple" ? tupleFrom(items) : items;
    }
    if (typeof right?.__radd__ === "function") return right.__radd__(left);
    throw new TypeError(`can only concatenate ${kind} (not "${typeName(right)}") to ${kind}`);
  }
  return dispatch("+", left, right, "add");
}

/** @param {any} left @param {any} right @returns {any} */
export function sub(left, right) {
  if (isNumber(left) && isNumber(right)) return numeric(Number(left) - Number(right), left, right);
  return dispatch("-", left, right, "sub");
}

/** @param {any} left @param {any} right @returns {any} */
export function mul(left, right) {
  if (isNumber(left) && isNumber(right)) return numeric(Number(left) * Number(right), left, right);
  if (isSequence(left) && isInt(right)) return repeat(left, Number(right));
  if (isSequence(right) && isInt(left)) return repeat(right, Number(left));
  if (isSequence(left) && isNumber(right) || isSequence(right) && isNumber(left)) {
    throw new TypeError("can't multiply sequence by non-int of type 'float'");
  }
  return dispatch("*", left, right, "mul");
}

/** @param {any} value */
function isSequence(value) {
  return typeof value === "string" || Array.isArray(value);
}

/** @param {any} sequence @param {number} times */
function repeat(sequence, times) {
  if (typeof sequence === "string") return sequence.repeat(Math.max(0, times));
  const items = [];
  for (let turn = 0; turn < times; turn += 1) items.push(...sequence);
  return sequence instanceof Tuple ? tupleFrom(items) : items;
}

/** `left / right`. @param {any} left @param {any} right @returns {any} */
export function div(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("/", left, right, "truediv");
  if (Number(right) === 0) throw new ZeroDivisionError(isFloat(left) || isFloat(right) ? "float division by zero" : "division by zero");
  return asFloat(Number(left) / Number(right));
}

/** `left // right`. @param {any} left @param {any} right @returns {any} */
export function floordiv(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("//", left, right, "floordiv");
  if (Number(right) === 0) throw byZero(left, right, "integer division or modulo by zero", "float floor division by zero");
  return numeric(division(Number(left), Number(right))[0], left, right);
}

/** @param {any} left @param {any} right @param {string} ofInts @param {string} ofFloats */
export function byZero(left, right, ofInts, ofFloats) {
  return new ZeroDivisionError(isFloat(left) || isFloat(right) ? ofFloats : ofInts);
}

/** Quotient and rest; the sign of the rest is the divisor's. @param {number} left @param {number} right @returns {[number, number]} */
function division(left, right) {
  let rest = left % right;
  let quotient = (left - rest) / right;
  if (rest === 0) rest = right < 0 ? -0 : 0;
  else if (rest < 0 !== right < 0) {
    rest += right;
    quotient -= 1;
  }
  if (quotient === 0) return [1 / (left / right) < 0 ? -0 : 0, rest];
  const whole = Math.floor(quotient);
  return [quotient - whole > 0.5 ? whole + 1 : whole, rest];
}

/** @param {number} left @param {number} right */
export function remainder(left, right) {
  return division(left, right)[1];
}

/** @param {any} left @param {any} right @returns {any} */
export function divmod(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("divmod()", left, right, "divmod");
  if (Number(right) === 0) throw byZero(left, right, "integer division or modulo by zero", "float divmod()");
  return tupleFrom(division(Number(left), Number(right)).map((part) => numeric(part, left, right)));
}

/** `left ** right`. @param {any} left @param {any} right @returns {any} */
export function pow(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("** or pow()", left, right, "pow");
  const base = Number(left);
  const exponent = Number(right);
  if (base === 0 && exponent < 0) {
    throw new ZeroDivisionError("0.0 cannot be raised to a negative power");
  }
  if (isInt(left) && isInt(right) && exponent >= 0) return wholePower(base, exponent);
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw new ValueError("a negative number to a fractional power is complex, which the browser does not have");
  }
  if (Math.abs(base) === 1 && !Number.isNaN(exponent) && !Number.isFinite(exponent) || base === 1) return asFloat(1);
  const result = power(base, exponent);
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw new OverflowError(34, "Numerical result out of range");
  }
  return asFloat(result);
}

/**
 * `base ** exponent` as the C library rounds it; JavaScript's own is off by a unit now and then. Whole
 * exponents are worked out in two parts each, high and low.
 * @param {number} base @param {number} exponent
 */
export function power(base, exponent) {
  if (exponent === 0.5 && base > 0) return Math.sqrt(base);
  const direct = base ** exponent;
  const turns = Math.abs(exponent);
  if (!Number.isInteger(exponent) || turns < 2 || turns > 1024 || !Number.isFinite(direct) || Math.abs(direct) < 1e-250 || Math.abs(direct) > 1e250) return direct;
  let [high, low] = [1, 0];
  let [square, error] = [base, 0];
  for (let rest = turns; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) [high, low] = product(high, low, square, error);
    if (rest > 1) [square, error] = product(square, error, square, error);
  }
  if (!Number.isFinite(high) || !Number.isFinite(square)) return direct;
  if (exponent > 0) return high;
  const inverse = 1 / high;
  const [back, backError] = product(inverse, 0, high, low);
  return inverse + inverse * (1 - back - backError);
}

/** The product of two numbers of two parts each. @param {number} high @param {number} low @param {number} high2 @param {number} low2 @returns {[number, number]} */
function product(high, low, high2, low2) {
  const whole = high * high2;
  const [a, b] = halves(high);
  const [c, d] = halves(high2);
  const error = a * c - whole + a * d + b * c + b * d + high * low2 + low * high2;
  const sum = whole + error;
  return [sum, error - (sum - whole)];
}

/** Two parts of 26 bits. @param {number} value @returns {[number, number]} */
function halves(value) {
  const scaled = value * 134217729;
  const high = scaled - (scaled - value);
  return [high, value - high];
}

/** @param {number} base @param {number} exponent */
function wholePower(base, exponent) {
  if (Math.abs(base) <= 1) return exponent === 0 || base === 1 || exponent % 2 === 0 && base !== 0 ? 1 : base;
  let result = 1;
  for (let turn = 0; turn < exponent; turn += 1) result = exact(result * base);
  return result;
}

/** `pow(base, exponent, modulus)`. @param {number} base @param {number} exponent @param {number} modulus */
export function powmod(base, exponent, modulus) {
  if (modulus === 0) throw new ValueError("pow() 3rd argument cannot be 0");
  if (exponent < 0) throw new ValueError("base is not invertible for the given modulus");
  const size = BigInt(modulus);
  let result = 1n;
  let square = BigInt(base) % size;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % size;
    square = (square * square) % size;
  }
  return remainder(Number(result % size), modulus);
}

/** `-value`. @param {any} value @returns {any} */
export function neg(value) {
  if (isNumber(value)) return isFloat(value) ? asFloat(-Number(value)) : 0 - Number(value);
  return unary(value, "-", "__neg__");
}

/** `+value`. @param {any} value @returns {any} */
export function pos(value) {
  if (isNumber(value)) return isFloat(value) ? value : Number(value);
  return unary(value, "+", "__pos__");
}

/** `~value`. @param {any} value @returns {any} */
export function invert(value) {
  if (isInt(value)) return -Number(value) - 1;
  return unary(value, "~", "__invert__");
}

/** @param {any} value @param {string} symbol @param {string} method */
function unary(value, symbol, method) {
  if (typeof value?.[method] === "function") return value[method]();
  throw new TypeError(`bad operand type for unary ${symbol}: '${typeName(value)}'`);
}

/** @param {any} left @param {any} right @returns {any} */
export function lshift(left, right) {
  if (!isInt(left) || !isInt(right)) return dispatch("<<", left, right, "lshift");
  if (Number(right) < 0) throw new ValueError("negative shift count");
  return Number(left) === 0 ? 0 : exact(Number(left) * 2 ** Number(right));
}

/** @param {any} left @param {any} right @returns {any} */
export function rshift(left, right) {
  if (!isInt(left) || !isInt(right)) return dispatch(">>", left, right, "rshift");
  if (Number(right) < 0) throw new ValueError("negative shift count");
  return Math.floor(Number(left) / 2 ** Number(right));
}

/** @param {any} left @param {any} right @param {(a: bigint, b: bigint) => bigint} operate */
function bits(left, right, operate) {
  const result = Number(operate(BigInt(left), BigInt(right)));
  return typeof left === "boolean" && typeof right === "boolean" ? result === 1 : result;
}

/** @param {any} left @param {any} right @returns {any} */
export function bitand(left, right) {
  if (isInt(left) && isInt(right)) return bits(left, right, (a, b) => a & b);
  return dispatch("&", left, right, "and");
}

/** @param {any} left @param {any} right @returns {any} */
export function bitor(left, right) {
  if (isInt(left) && isInt(right)) return bits(left, right, (a, b) => a | b);
  if (isDict(left) && isDict(right) && typeof left.__or__ !== "function") return dictMerge(left, right);
  return dispatch("|", left, right, "or");
}

/** @param {any} left @param {any} right @returns {any} */
export function bitxor(left, right) {
  if (isInt(left) && isInt(right)) return bits(left, right, (a, b) => a ^ b);
  return dispatch("^", left, right, "xor");
}

/** @param {any} left @param {any} right @returns {any} */
export function matmul(left, right) {
  return dispatch("@", left, right, "matmul");
}

/** The object's own in-place method, else the plain operator. @param {any} left @param {any} right @param {string} method @param {(a: any, b: any) => any} plain */
export function inPlace(left, right, method, plain) {
  if (typeof left?.[method] !== "function") return plain(left, right);
  const answer = left[method](right);
  return answer === NotImplemented ? plain(left, right) : answer;
}

/** @param {any} value @returns {value is any[]} */
function isList(value) {
  return Array.isArray(value) && !(value instanceof Tuple);
}

/** `left += right`; the name is assigned the result. @param {any} left @param {any} right @returns {any} */
export function iadd(left, right) {
  if (!isList(left)) return inPlace(left, right, "__iadd__", add);
  for (const item of [...iter(right)]) left.push(item);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export function imul(left, right) {
  if (!isList(left) || !isInt(right)) return inPlace(left, right, "__imul__", mul);
  const items = repeat(left, Number(right));
  left.length = 0;
  for (const item of items) left.push(item);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export function ior(left, right) {
  if (!isDict(left) || !isDict(right)) return inPlace(left, right, "__ior__", bitor);
  for (const [key, value] of dictEntries(right)) dictSet(left, key, value);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export const iand = (left, right) => inPlace(left, right, "__iand__", bitand);
/** @param {any} left @param {any} right @returns {any} */
export const ixor = (left, right) => inPlace(left, right, "__ixor__", bitxor);
/** @param {any} left @param {any} right @returns {any} */
export const isub = (left, right) => inPlace(left, right, "__isub__", sub);
/** @param {any} left @param {any} right @returns {any} */
export const idiv = (left, right) => inPlace(left, right, "__itruediv__", div);
/** @param {any} left @param {any} right @returns {any} */
export const ifloordiv = (left, right) => inPlace(left, right, "__ifloordiv__", floordiv);
/** @param {any} left @param {any} right @returns {any} */
export const ipow = (left, right) => inPlace(left, right, "__ipow__", pow);
/** @param {any} left @param {any} right @returns {any} */
export const ilshift = (left, right) => inPlace(left, right, "__ilshift__", lshift);
/** @param {any} left @param {any} right @returns {any} */
export const irshift = (left, right) => inPlace(left, right, "__irshift__", rshift);
/** @param {any} left @param {any} right @returns {any} */
export const imatmul = (left, right) => inPlace(left, right, "__imatmul__", matmul);
