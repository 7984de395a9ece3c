/** The arithmetic and bit operators besides `+` and `-`, which are in `operators.js`. Exact for ints of any size (`integers.js`). */

import { magnitude, ratio, toCount, wholeDivision } from "./bigints.js";
import { dictMerge } from "./entries.js";
import { OverflowError, TypeError, ValueError, ZeroDivisionError } from "./errors.js";
import { toFloat, whole } from "./integers.js";
import { asFloat, Float, isDict, isFloat, isInt, isNumber, NotImplemented, Tuple, tupleFrom, typeName } from "./kinds.js";
import { areInts, calculated, dispatch, sub } from "./operators.js";

/** @param {any} left @param {any} right @returns {any} */
export function mul(left, right) {
  if (typeof left === "number" && typeof right === "number" && (left | 0) === left && (right | 0) === right) {
    const result = left * right;
    // With `+ 0` not `-0`, which no int is.
    if (result <= Number.MAX_SAFE_INTEGER && result >= -Number.MAX_SAFE_INTEGER) return result + 0;
  }
  return mulOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function mulOthers(left, right) {
  if (typeof left === "number" && typeof right === "number") {
    const result = left * right;
    if (!areInts(left, right)) return asFloat(result);
    if (Number.isSafeInteger(result)) return result + 0;
  }
  if (left instanceof Float && typeof right === "number") return asFloat(left.value * right);
  if (typeof left === "number" && right instanceof Float) return asFloat(left * right.value);
  if (isNumber(left) && isNumber(right)) return calculated(left, right, (a, b) => a * b);
  if (isSequence(left) && !(/** @type {any} */ (left)).__mul__) return repeated(left, right, "__rmul__");
  if (isSequence(right)) return repeated(right, left, "__mul__");
  return dispatch("*", left, right, "mul");
}

/** A sequence, taken as often as the other operand says. @param {any} sequence @param {any} times @param {string} method of the other operand */
function repeated(sequence, times, method) {
  if (isInt(times)) return repeat(sequence, toCount(times));
  if (times?.[method]) {
    const answer = times[method](sequence);
    if (answer !== NotImplemented) return answer;
  }
  if (times?.__index__) return repeat(sequence, times.__index__());
  throw new TypeError(`can't multiply sequence by non-int of type '${typeName(times)}'`);
}

/** @param {any} value */
function isSequence(value) {
  return typeof value === "string" || Array.isArray(value);
}

/** @param {any} sequence @param {number} times */
export function repeat(sequence, times) {
  if (typeof sequence === "string") return sequence.repeat(Math.max(0, times));
  const items = [];
  for (let turn = 0; turn < times; turn += 1) items.push(...sequence);
  return sequence instanceof Tuple ? tupleFrom(items) : items;
}

/** `left / right`. @param {any} left @param {any} right @returns {any} */
export function div(left, right) {
  return typeof left === "number" && typeof right === "number" && right !== 0 ? asFloat(left / right) : divOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function divOthers(left, right) {
  if (left instanceof Float && typeof right === "number" && right !== 0) return asFloat(left.value / right);
  if (typeof left === "number" && right instanceof Float && right.value !== 0) return asFloat(left / right.value);
  if (!isNumber(left) || !isNumber(right)) return dispatch("/", left, right, "truediv");
  if (Number(right) === 0) throw byZero(left, right, "division by zero", "float division by zero");
  const isOfBig = (typeof left === "bigint" || typeof right === "bigint") && !isFloat(left) && !isFloat(right);
  return asFloat(isOfBig ? ratio(BigInt(/** @type {any} */ (left)), BigInt(/** @type {any} */ (right))) : toFloat(left) / toFloat(right));
}

// With an operand that is certainly a float, here a number of JavaScript; as `addFloat`.

/** `left * right`. @param {any} left @param {number} right @returns {any} */
export function mulFloat(left, right) {
  if (typeof left === "number") return asFloat(left * right);
  return left instanceof Float ? asFloat(left.value * right) : mul(left, asFloat(right));
}

/** `left * right`. @param {number} left @param {any} right @returns {any} */
export function floatMul(left, right) {
  if (typeof right === "number") return asFloat(left * right);
  return right instanceof Float ? asFloat(left * right.value) : mul(asFloat(left), right);
}

/** `left / right`. @param {any} left @param {number} right @returns {any} */
export function divFloat(left, right) {
  return typeof left === "number" && Number(right) !== 0 ? asFloat(left / right) : div(left, asFloat(right));
}

/** `left / right`. @param {number} left @param {any} right @returns {any} */
export function floatDiv(left, right) {
  return typeof right === "number" && right !== 0 ? asFloat(left / right) : div(asFloat(left), right);
}

/** `left // right`. @param {any} left @param {any} right @returns {any} */
export function floordiv(left, right) {
  if (typeof left === "number" && typeof right === "number" && (left | 0) === left && (right | 0) === right && right !== 0) {
    return Math.floor(left / right) + 0;
  }
  return floordivOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function floordivOthers(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("//", left, right, "floordiv");
  return quotientAndRest(left, right, "integer division or modulo by zero", "float floor division by zero")[0];
}

/**
 * `left // right` and `left % right`, of numbers.
 * @param {any} left @param {any} right @param {string} ofInts what to say of a division by zero @param {string} ofFloats
 * @returns {[any, any]}
 */
export function quotientAndRest(left, right, ofInts, ofFloats) {
  if (Number(right) === 0) throw byZero(left, right, ofInts, ofFloats);
  if (isFloat(left) || isFloat(right)) {
    const [quotient, rest] = division(toFloat(left), toFloat(right));
    return [asFloat(quotient), asFloat(rest)];
  }
  if (typeof left === "bigint" || typeof right === "bigint") {
    const [quotient, rest] = wholeDivision(BigInt(left), BigInt(right));
    return [whole(quotient), whole(rest)];
  }
  const [quotient, rest] = division(Number(left), Number(right));
  return [quotient + 0, rest + 0];
}

/** @param {any} left @param {any} right @param {string} ofInts @param {string} ofFloats */
function byZero(left, right, ofInts, ofFloats) {
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

/** @param {any} left @param {any} right @returns {any} */
export function divmod(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("divmod()", left, right, "divmod");
  return tupleFrom(quotientAndRest(left, right, "integer division or modulo by zero", "float divmod()"));
}

/** `left ** right`. @param {any} left @param {any} right @returns {any} */
export function pow(left, right) {
  if (!isNumber(left) || !isNumber(right)) return dispatch("** or pow()", left, right, "pow");
  if (isInt(left) && isInt(right) && Number(right) >= 0) return wholePower(left, right);
  const base = toFloat(left);
  const exponent = toFloat(right);
  if (base === 0 && exponent < 0) {
    throw new ZeroDivisionError("0.0 cannot be raised to a negative power");
  }
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

/** @param {any} base @param {any} exponent */
function wholePower(base, exponent) {
  if (Math.abs(Number(base)) <= 1) {
    const isEven = BigInt(exponent) % 2n === 0n;
    return Number(exponent) === 0 || isEven && Number(base) !== 0 ? 1 : Number(base);
  }
  let result = 1;
  for (let turn = 0; turn < exponent; turn += 1) {
    result *= Number(base);
    if (!Number.isSafeInteger(result)) return BigInt(base) ** BigInt(exponent);
  }
  return result;
}

/** `pow(base, exponent, modulus)`. @param {any} base @param {any} exponent @param {any} modulus */
export function powmod(base, exponent, modulus) {
  if (typeof base?.__pow__ === "function") return base.__pow__(exponent, modulus);
  if (![base, exponent, modulus].every(isInt)) {
    throw new TypeError("pow() 3rd argument not allowed unless all arguments are integers");
  }
  if (Number(modulus) === 0) throw new ValueError("pow() 3rd argument cannot be 0");
  const size = BigInt(modulus);
  let square = wholeDivision(BigInt(base), size)[1];
  if (exponent < 0) square = inverse(square, size);
  let result = 1n;
  for (let rest = magnitude(BigInt(exponent)); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % size;
    square = (square * square) % size;
  }
  return whole(wholeDivision(result, size)[1]);
}

/** @param {bigint} value @param {bigint} size */
function inverse(value, size) {
  let [a, b] = [value, size];
  let [x, y] = [1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  if (magnitude(a) !== 1n) throw new ValueError("base is not invertible for the given modulus");
  return wholeDivision(x * a, size)[1];
}

/** `-value`. @param {any} value @returns {any} */
export function neg(value) {
  return typeof value === "number" && (value | 0) === value ? 0 - value : negOther(value);
}

/** @param {any} value @returns {any} */
function negOther(value) {
  if (typeof value === "bigint") return -value;
  if (isNumber(value)) return isFloat(value) ? asFloat(-Number(value)) : 0 - Number(value);
  return unary(value, "-", "__neg__");
}

/** `+value`. @param {any} value @returns {any} */
export function pos(value) {
  if (isNumber(value)) return typeof value === "boolean" ? Number(value) : value;
  return unary(value, "+", "__pos__");
}

/** `~value`. @param {any} value @returns {any} */
export function invert(value) {
  if (isInt(value)) return sub(-1, value);
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
  if (right < 0) throw new ValueError("negative shift count");
  return Number(left) === 0 ? 0 : mul(left, pow(2, right));
}

/** @param {any} left @param {any} right @returns {any} */
export function rshift(left, right) {
  if (!isInt(left) || !isInt(right)) return dispatch(">>", left, right, "rshift");
  if (right < 0) throw new ValueError("negative shift count");
  if (typeof left !== "bigint") return Math.floor(Number(left) / 2 ** Number(right));
  return whole(left >> BigInt(right));
}

/** @param {any} left @param {any} right @param {(a: bigint, b: bigint) => bigint} operate */
function bits(left, right, operate) {
  const result = whole(operate(BigInt(left), BigInt(right)));
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
