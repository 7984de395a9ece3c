/**
 * Ints of any size (their digits and division are in `bigints.js`): numbers of JavaScript as long as those are exact, `BigInt` beyond ±(2**53 − 1).
 * What a `BigInt` could be as a number it never is, so that equal ints are identical.
 */

import { OverflowError } from "./errors.js";
import { Float } from "./kinds.js";

/** An int in the form that it has here. @param {bigint} value @returns {any} */
export function whole(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** An int, float or bool as a float. @param {any} value @returns {number} */
export function toFloat(value) {
  if (typeof value === "number") return value;
  if (value instanceof Float) return value.value;
  const number = Number(value);
  if (typeof value === "bigint" && !Number.isFinite(number)) throw new OverflowError("int too large to convert to float");
  return number;
}
