/** Ints by their digits, and in division, whatever their size. */

import { OverflowError, ZeroDivisionError } from "./errors.js";

/** The int that decimal digits, with or without a sign, say. @param {string} digits @returns {any} */
export function wholeFrom(digits) {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number + 0 : BigInt(digits);
}

/** The whole part of a finite number, as an int. @param {number} value @returns {any} */
export function wholePart(value) {
  const part = Math.trunc(value);
  return Number.isSafeInteger(part) ? part + 0 : BigInt(part);
}

/** An int that must be an ordinary number, because something is counted by it. @param {any} value @returns {number} */
export function toCount(value) {
  if (typeof value === "bigint") throw new OverflowError("Python int too large to convert to C ssize_t");
  return Number(value);
}

/** @template {number | bigint} N @param {N} value @returns {N} */
export function magnitude(value) {
  return value < 0 ? /** @type {N} */ (-value) : value;
}

/** The digits of an int without its sign. @param {any} value @param {number} base */
export function digitsOf(value, base) {
  return (typeof value === "bigint" ? magnitude(value) : Math.abs(Number(value))).toString(base);
}

/** Quotient and rest; the sign of the rest is the divisor's. @param {bigint} left @param {bigint} right @returns {[bigint, bigint]} */
export function wholeDivision(left, right) {
  const rest = left % right;
  const isOff = rest !== 0n && rest < 0n !== right < 0n;
  return isOff ? [left / right - 1n, rest + right] : [left / right, rest];
}

/** `left / right`, rounded once. @param {bigint} left @param {bigint} right @returns {number} */
export function ratio(left, right) {
  if (right === 0n) throw new ZeroDivisionError("division by zero");
  const [top, bottom] = [magnitude(left), magnitude(right)];
  // As many bits that the quotient has more than a float holds, and one that stands for all others.
  const shift = 66 - (top.toString(2).length - bottom.toString(2).length);
  const scaled = shift > 0 ? top << BigInt(shift) : top;
  const divisor = shift > 0 ? bottom : bottom << BigInt(-shift);
  const quotient = (scaled / divisor) | (scaled % divisor === 0n ? 0n : 1n);
  const half = Math.trunc(shift / 2);
  const size = Number(quotient) * 2 ** -half * 2 ** (half - shift);
  if (!Number.isFinite(size)) throw new OverflowError("integer division result too large for a float");
  return left < 0n !== right < 0n ? -size : size;
}
