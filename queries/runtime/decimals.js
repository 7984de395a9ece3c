/** Exact decimal text of floats, and rounding half to even: what JavaScript's `toFixed` leaves out. */

import { OverflowError, TypeError, ValueError } from "./errors.js";
import { asFloat, isFloat, isInt, isNone, isNumber, SIGNATURE, typeName } from "./kinds.js";
import { whole } from "./integers.js";

const PARTS = new DataView(new ArrayBuffer(8));

/** `|value| * 10**power`, rounded half to even, from the exact binary value. @param {number} value @param {number} power @returns {bigint} */
function scaled(value, power) {
  PARTS.setFloat64(0, Math.abs(value));
  const bits = PARTS.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
  const shift = Math.max(exponent, 1) - 1075;
  const top = mantissa * (power > 0 ? 10n ** BigInt(power) : 1n) * (shift > 0 ? 1n << BigInt(shift) : 1n);
  const bottom = (power < 0 ? 10n ** BigInt(-power) : 1n) * (shift < 0 ? 1n << BigInt(-shift) : 1n);
  const whole = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && whole % 2n === 1n) ? whole + 1n : whole;
}

/** `|value|` with this many decimals, as `%.nf`. @param {number} value @param {number} decimals @returns {string} */
export function fixed(value, decimals) {
  // JavaScript rounds the same value, but halves up; a half is still one when multiplied, as long as the product is exact to halves.
  const product = Math.abs(value) * 10 ** decimals;
  if (decimals <= 100 && product < 2 ** 52 && product % 1 !== 0.5) return Math.abs(value).toFixed(decimals);
  const digits = scaled(value, decimals).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return digits;
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Digits and decimal exponent of `|value|` with `decimals` digits after the first. @param {number} value @param {number} decimals */
export function scientific(value, decimals) {
  if (value === 0) return { digits: "0".repeat(decimals + 1), exponent: 0 };
  let exponent = Number(value.toExponential().split("e")[1]);
  let digits = scaled(value, decimals - exponent).toString();
  if (digits.length !== decimals + 1) {
    exponent += digits.length > decimals + 1 ? 1 : -1;
    digits = scaled(value, decimals - exponent).toString();
  }
  return { digits, exponent };
}

/** `round(value)`, `round(value, digits)`. @param {any} value @param {any} [digits] @returns {any} */
export function round(value, digits) {
  if (typeof value === "bigint") return isNone(digits) ? value : roundedInt(value, digits);
  if (!isNumber(value)) {
    if (typeof value?.__round__ === "function") return value.__round__(digits);
    throw new TypeError(`type ${typeName(value)} doesn't define __round__ method`);
  }
  const number = Number(value);
  if (!Number.isFinite(number)) {
    if (!isNone(digits)) return number;
    if (Number.isNaN(number)) throw new ValueError("cannot convert float NaN to integer");
    throw new OverflowError("cannot convert float infinity to integer");
  }
  if (isNone(digits)) return whole(number < 0 ? -scaled(number, 0) : scaled(number, 0));
  if (!isInt(digits)) {
    if (typeof digits?.__index__ === "function") return round(value, digits.__index__());
    throw new TypeError(`'${typeName(digits)}' object cannot be interpreted as an integer`);
  }
  const rounded = roundedTo(number, Number(digits));
  return isFloat(value) ? asFloat(rounded) : rounded + 0;
}

Object.assign(round, { [SIGNATURE]: "number,ndigits=" });

/** A large int, to tens, hundreds …. @param {bigint} value @param {any} digits */
function roundedInt(value, digits) {
  if (digits >= 0) return value;
  const unit = 10n ** BigInt(-digits);
  const rest = ((value % unit) + unit) % unit;
  const below = value - rest;
  const isUp = rest * 2n > unit || rest * 2n === unit && (below / unit) % 2n !== 0n;
  return whole(isUp ? below + unit : below);
}

/** @param {number} number @param {number} digits */
function roundedTo(number, digits) {
  if (digits >= 0) return digits > 323 || Number.isInteger(number) ? number : signed(number, Number(fixed(number, digits)));
  return signed(number, Number(scaled(number, digits) * 10n ** BigInt(-digits)));
}

/** @param {number} source @param {number} size */
function signed(source, size) {
  return source < 0 || Object.is(source, -0) ? -size : size;
}
