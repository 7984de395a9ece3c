/** Builtin functions and number types that no other part owns. */

import { AttributeError, OverflowError, TypeError, ValueError } from "./errors.js";
import { identity } from "./hash.js";
import { isClass, isNone, isNumber, NAME, PyObject, typed, typeName } from "./kinds.js";
import { str } from "./text.js";
import { truth } from "./values.js";

export { hash } from "./hash.js";
export { round } from "./numbers.js";

/** `bool(value)`. @param {any} [value] @returns {boolean} */
export function bool(value) {
  return truth(value);
}
typed(bool, "bool", (value) => typeof value === "boolean");

const INT = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)$/i;

/** `int(value)`, `int(text, base)`. @param {any} [value] @param {any} [base] @returns {number} */
export function int(value = 0, base) {
  if (typeof value === "string") return isNone(base) || base === 10 ? decimalInt(value) : basedInt(value, base);
  if (!isNone(base)) throw new TypeError("int() can't convert non-string with explicit base");
  if (isNumber(value)) return wholePart(Number(value));
  if (typeof value?.__int__ === "function") return value.__int__();
  if (typeof value?.__index__ === "function") return value.__index__();
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}
typed(int, "int", (value) => Number.isSafeInteger(value) || typeof value === "boolean");

/** @param {number} value */
function wholePart(value) {
  if (Number.isNaN(value)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert float infinity to integer");
  return safe(Math.trunc(value));
}

/** @param {number} value */
function safe(value) {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw new OverflowError("integer is beyond ±(2**53 - 1), which the browser cannot hold exactly");
}

/** @param {string} text */
function decimalInt(text) {
  const trimmed = text.trim();
  if (!INT.test(trimmed)) throw new ValueError(`invalid literal for int() with base 10: ${quote(text)}`);
  return safe(Number(trimmed.replaceAll("_", "")));
}

/** @param {string} text */
function quote(text) {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

/** @type {Record<string, number>} */
const PREFIXES = { b: 2, o: 8, x: 16 };

/** @param {string} text @param {number} base */
function basedInt(text, base) {
  if (base !== 0 && (base < 2 || base > 36)) throw new ValueError("int() base must be >= 2 and <= 36, or 0");
  const parts = /^([+-]?)(?:0([box])_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/.exec(text.trim().toLowerCase());
  const invalid = new ValueError(`invalid literal for int() with base ${base}: ${quote(text)}`);
  if (parts === null) throw invalid;
  const [, sign, prefix, tail] = parts;
  const told = prefix === undefined ? undefined : PREFIXES[prefix];
  const isPrefix = told !== undefined && (base === 0 || base === told);
  const radix = base === 0 ? told ?? 10 : base;
  const letters = (isPrefix || prefix === undefined ? tail : `0${prefix}${tail}`).replaceAll("_", "");
  let result = 0;
  for (const letter of letters) {
    const digit = parseInt(letter, 36);
    if (digit >= radix) throw invalid;
    result = safe(result * radix + digit);
  }
  return sign === "-" ? safe(-result) : result;
}

/** `float(value)`. @param {any} [value] @returns {number} */
export function float(value = 0) {
  if (isNumber(value)) return Number(value);
  if (typeof value === "string") return floatOf(value);
  if (typeof value?.__float__ === "function") return value.__float__();
  throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}
typed(float, "float", (value) => typeof value === "number" && !Number.isSafeInteger(value));

/** @param {string} text */
function floatOf(text) {
  const trimmed = text.trim().toLowerCase().replaceAll("_", "");
  if (!FLOAT.test(text.trim())) throw new ValueError(`could not convert string to float: ${quote(text)}`);
  if (/inf/.test(trimmed)) return trimmed.startsWith("-") ? -Infinity : Infinity;
  return /nan/.test(trimmed) ? NaN : Number(trimmed);
}

/** `print(…)` with its defaults. @param {any[]} values */
export function print(...values) {
  console.log(values.map((value) => str(value)).join(" "));
  return null;
}

/** `print(…, sep=…, end=…)`. The console ends a line by itself, so an `end` other than "\n" is added to the text. @param {any[]} values @param {any} sep @param {any} end */
export function printWith(values, sep, end) {
  const text = values.map((value) => str(value)).join(isNone(sep) ? " " : sep);
  console.log(isNone(end) ? text : `${text}${end}`.replace(/\n$/, ""));
  return null;
}

/** @param {any} value @returns {any} */
export function abs(value) {
  if (isNumber(value)) return Math.abs(Number(value));
  if (typeof value?.__abs__ === "function") return value.__abs__();
  throw new TypeError(`bad operand type for abs(): '${typeName(value)}'`);
}

/** @param {any} code @returns {string} */
export function chr(code) {
  if (!Number.isInteger(code)) throw new TypeError(`'${typeName(code)}' object cannot be interpreted as an integer`);
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

/** @param {any} value @param {number} base @param {string} prefix */
function based(value, base, prefix) {
  if (!Number.isInteger(value) && typeof value !== "boolean") {
    throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  return (value < 0 ? "-" : "") + prefix + Math.abs(Number(value)).toString(base);
}

/** @param {any} value */
export const hex = (value) => based(value, 16, "0x");
/** @param {any} value */
export const oct = (value) => based(value, 8, "0o");
/** @param {any} value */
export const bin = (value) => based(value, 2, "0b");

/** `id(value)`: an object's own number; equal primitives share one. @param {any} value */
export function id(value) {
  if (typeof value === "object" && value !== null || typeof value === "function") return identity(value);
  return identity(primitive(value));
}

/** @type {Map<any, object>} */
const primitives = new Map();

/** @param {any} value */
function primitive(value) {
  const known = primitives.get(value) ?? {};
  primitives.set(value, known);
  return known;
}

/** @param {any} value */
export function callable(value) {
  return typeof value === "function" || typeof value?.__call__ === "function";
}

/** `vars(object)`. @param {any} object @returns {Record<string, any>} */
export function vars(object) {
  if (!(object instanceof PyObject)) throw new TypeError("vars() argument must have __dict__ attribute");
  return { ...object };
}

/** The name of a function or class. @param {any} value @returns {string} */
export function nameOf(value) {
  if (typeof value === "function") return value[NAME] ?? value.name;
  throw new AttributeError(`'${typeName(value)}' object has no attribute '__name__'`);
}

export { isClass };
