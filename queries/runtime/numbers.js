/** `int`, `float`, `bool` as types, and the builtin functions of numbers and code points. */

import { digitsOf, magnitude, wholeFrom, wholePart } from "./bigints.js";
import { OverflowError, TypeError, ValueError } from "./errors.js";
import { toFloat, whole } from "./integers.js";
import { asFloat, HASHED_AS, isFloat, isInt, isNone, isNumber, SIGNATURE, SUPERTYPES, typed, typeName } from "./kinds.js";
import { repr } from "./text.js";
import { truth } from "./values.js";

export { round } from "./decimals.js";

/** `bool(value)`. @param {any} [value] @returns {boolean} */
export function bool(value) {
  return truth(value);
}
typed(bool, "bool", (value) => typeof value === "boolean");
Object.defineProperty(bool, SUPERTYPES, { value: [int] });

const INT = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)$/i;

/** `int(value)`, `int(text, base)`. @param {any} [value] @param {any} [base] @returns {any} */
export function int(value = 0, base) {
  if (typeof value === "string") return isNone(base) || base === 10 ? decimalInt(value) : basedInt(value, base);
  if (!isNone(base)) throw new TypeError("int() can't convert non-string with explicit base");
  if (typeof value === "bigint") return value;
  if (isNumber(value)) return truncated(Number(value));
  if (typeof value?.__int__ === "function") return value.__int__();
  if (typeof value?.__index__ === "function") return value.__index__();
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}
Object.assign(int, { [SIGNATURE]: "x=,base=" });
typed(int, "int", (value) => isInt(value) || isInt(value?.[HASHED_AS]));

/** @param {number} value */
function truncated(value) {
  if (Number.isNaN(value)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert float infinity to integer");
  return wholePart(value);
}

/** Without the whitespace around it, as Python sees it. @param {string} text */
const trimmed = (text) => text.replace(/^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+|(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/g, "");

/** Digits of any script as `0` to `9`; each script has its ten in order. @param {string} text */
function plainDigits(text) {
  return text.replace(/[^\x00-\x7f]/gu, (letter) => {
    let digit = 0;
    const code = Number(letter.codePointAt(0));
    if (!/\p{Nd}/u.test(letter)) return letter;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit += 1;
    return String(digit % 10);
  });
}

/** @param {string} text */
function decimalInt(text) {
  const digits = plainDigits(trimmed(text));
  if (!INT.test(digits)) throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  return wholeFrom(digits.replaceAll("_", "").replace("+", ""));
}

/** @type {Record<string, number>} */
const PREFIXES = { b: 2, o: 8, x: 16 };

/** @param {string} text @param {number} base */
function basedInt(text, base) {
  if (base !== 0 && (base < 2 || base > 36)) throw new ValueError("int() base must be >= 2 and <= 36, or 0");
  const parts = /^([+-]?)(?:0([box])_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/.exec(plainDigits(trimmed(text)).toLowerCase());
  const invalid = new ValueError(`invalid literal for int() with base ${base}: ${repr(text)}`);
  if (parts === null || base === 0 && /^[+-]?0[0-9_]*[1-9]/.test(text.trim())) throw invalid;
  const [, sign, prefix, tail] = parts;
  const told = prefix === undefined ? undefined : PREFIXES[prefix];
  const isPrefix = told !== undefined && (base === 0 || base === told);
  const radix = base === 0 ? told ?? 10 : base;
  const letters = (isPrefix || prefix === undefined ? tail : `0${prefix}${tail}`).replaceAll("_", "");
  let result = 0n;
  for (const letter of letters) {
    const digit = parseInt(letter, 36);
    if (digit >= radix) throw invalid;
    result = result * BigInt(radix) + BigInt(digit);
  }
  return whole(sign === "-" ? -result : result);
}

/** `float(value)`. @param {any} [value] @returns {any} */
export function float(value = 0) {
  if (isNumber(value)) return isFloat(value) ? value : asFloat(toFloat(value));
  if (typeof value === "string") return asFloat(floatOf(value));
  if (typeof value?.__float__ === "function") return value.__float__();
  throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}
typed(float, "float", (value) => isFloat(value) || value?.[HASHED_AS] !== undefined && isFloat(value[HASHED_AS]));

/** @param {string} text */
function floatOf(text) {
  const digits = plainDigits(trimmed(text));
  if (!FLOAT.test(digits)) throw new ValueError(`could not convert string to float: ${repr(text)}`);
  if (/inf/i.test(digits)) return digits.startsWith("-") ? -Infinity : Infinity;
  return /nan/i.test(digits) ? NaN : Number(digits.replaceAll("_", ""));
}

/** @param {any} value @returns {any} */
export function abs(value) {
  return typeof value === "number" && (value | 0) === value ? (value < 0 ? 0 - value : value) : absOther(value);
}

/** @param {any} value @returns {any} */
function absOther(value) {
  if (typeof value === "bigint") return magnitude(value);
  if (isNumber(value)) return isFloat(value) ? asFloat(Math.abs(Number(value))) : Math.abs(Number(value));
  if (typeof value?.__abs__ === "function") return value.__abs__();
  throw new TypeError(`bad operand type for abs(): '${typeName(value)}'`);
}

/** @param {any} code @returns {string} */
export function chr(code) {
  if (typeof code?.__index__ === "function") return chr(code.__index__());
  if (!isInt(code)) throw new TypeError(`'${typeName(code)}' object cannot be interpreted as an integer`);
  if (code < 0 || code > 0x10ffff) throw new ValueError("chr() arg not in range(0x110000)");
  return String.fromCodePoint(code);
}

/** @param {any} letter @returns {number} */
export function ord(letter) {
  if (typeof letter !== "string") {
    throw new TypeError(`ord() expected string of length 1, but ${typeName(letter)} found`);
  }
  const letters = [...letter];
  if (letters.length !== 1) {
    throw new TypeError(`ord() expected a character, but string of length ${letters.length} found`);
  }
  return Number(letters[0].codePointAt(0));
}

/** @param {any} value @param {number} base @param {string} prefix @returns {string} */
function based(value, base, prefix) {
  if (typeof value?.__index__ === "function") return based(value.__index__(), base, prefix);
  if (!isInt(value)) {
    throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  return (value < 0 ? "-" : "") + prefix + digitsOf(value, base);
}

/** @param {any} value */
export const hex = (value) => based(value, 16, "0x");
/** @param {any} value */
export const oct = (value) => based(value, 8, "0o");
/** @param {any} value */
export const bin = (value) => based(value, 2, "0b");
