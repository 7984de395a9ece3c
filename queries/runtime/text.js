/** `str` and `repr` of every value. Format specs are in `format.js`, methods of text in `strings.js`. */

import { dictEntries } from "./dicts.js";
import { nativeMessage, nativeName, TypeError } from "./errors.js";
import { HASHED_AS, isClass, isDict, nameOf, TEST, Tuple, typed, typeName } from "./kinds.js";

/** `str(value)`. @param {any} [value] none for `str()` @returns {string} */
export function str(value) {
  if (typeof value === "string") return value;
  if (arguments.length === 0) return "";
  if (typeof value === "object" && value !== null) {
    if (typeof value.__str__ === "function") return told(value.__str__(), "__str__");
    if (value instanceof Error && typeof (/** @type {any} */ (value)).__repr__ !== "function") return nativeMessage(value);
  }
  return repr(value);
}
typed(str, "str", (value) => typeof value === "string" || typeof value?.[HASHED_AS] === "string");

/** A field of an f-string that has no format spec. @param {any} value @returns {string} */
export function formatted(value) {
  return typeof value === "string" ? value : typeof value?.__format__ === "function" ? value.__format__("") : str(value);
}

/** `repr(value)`. @param {any} value @returns {string} */
export function repr(value) {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return Number.isSafeInteger(value) ? String(value) : floatText(value);
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return String(value);
    case "undefined":
      return "None";
    case "function":
      return functionText(value);
    case "object":
      return value === null ? "None" : objectText(value);
    default:
      return String(value);
  }
}

/** What a method gave for a text. @param {any} text @param {string} method @returns {string} */
function told(text, method) {
  if (typeof text === "string") return text;
  throw new TypeError(`${method} returned non-string (type ${typeName(text)})`);
}

/** Values whose `repr` is under way, so that one that holds itself ends in `...`. @type {Set<any>} */
const underWay = new Set();

/** @param {any} value @returns {string} */
function objectText(value) {
  if (typeof value.__repr__ === "function") return told(value.__repr__(), "__repr__");
  const isSequence = Array.isArray(value);
  if (!isSequence && !isDict(value)) return instanceText(value);
  if (underWay.has(value)) return value instanceof Tuple ? "(...)" : isSequence ? "[...]" : "{...}";
  underWay.add(value);
  try {
    if (value instanceof Tuple) return tupleText(value);
    return isSequence ? `[${Array.from(value, repr).join(", ")}]` : dictText(value);
  } finally {
    underWay.delete(value);
  }
}

/** @param {Tuple} value */
function tupleText(value) {
  const items = Array.from(value, repr);
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

/** @param {any} value */
export function dictText(value) {
  return `{${dictEntries(value).map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(", ")}}`;
}

/** @param {any} value */
function instanceText(value) {
  if (value instanceof Error) return `${nativeName(value)}(${quoted(nativeMessage(value))})`;
  if (typeof value.__str__ !== "function" && typeof value.toString === "function") {
    const text = value.toString();
    if (!text.startsWith("[object ")) return text;
  }
  return `<${typeName(value)} object>`;
}

/** @param {any} value */
function functionText(value) {
  const name = nameOf(value);
  return isClass(value) || Object.hasOwn(value, TEST) ? `<class '${name}'>` : `<function ${name}>`;
}

/** A float as Python writes it: always with a point or an exponent. @param {any} float @returns {string} */
export function floatText(float) {
  const value = Number(float);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e16 || size < 1e-4) {
    const [digits, exponent] = value.toExponential().split("e");
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

/** Characters that Python does not print: controls, separators other than space, unassigned, private and lone surrogates. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** @param {string} text */
function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = "";
  for (const letter of text) {
    if (letter in ESCAPES) result += ESCAPES[letter];
    else if (letter === quote) result += `\\${quote}`;
    else result += UNPRINTABLE.test(letter) ? escaped(letter) : letter;
  }
  return quote + result + quote;
}

/** @param {string} letter */
function escaped(letter) {
  const code = Number(letter.codePointAt(0));
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** `ascii(value)`. @param {any} value */
export function ascii(value) {
  return repr(value).replace(/[\u0080-\u{10ffff}]/gu, escaped);
}
