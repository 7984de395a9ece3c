/** Python's `json`. Reading keeps the order of keys, and ints as they are. */

import { sig } from "../calls.js";
import { dictEntries, dictSet } from "../dicts.js";
import { TypeError, ValueError } from "../errors.js";
import { asFloat, Float, isDict, isNone, typeName } from "../kinds.js";
import { wholeFrom } from "../integers.js";
import { floatText } from "../text.js";
import { sorted } from "../iteration.js";

export class JSONDecodeError extends ValueError {
  /** @param {string} msg @param {string} doc @param {number} pos by code point */
  __init__(msg, doc, pos) {
    const before = [...doc].slice(0, pos);
    const line = before.filter((letter) => letter === "\n").length + 1;
    const column = pos - before.lastIndexOf("\n");
    super.__init__(`${msg}: line ${line} column ${column} (char ${pos})`);
    Object.assign(this, { msg, doc, pos, lineno: line, colno: column });
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
/** @type {Record<string, string>} */
const ESCAPED = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
/** @type {[string, any][]} */
const WORDS = [["null", null], ["true", true], ["false", false], ["NaN", NaN], ["Infinity", Infinity], ["-Infinity", -Infinity]];

/** Reads one text from its start. */
class Reader {
  /** @param {string} text @param {((object: any) => any) | null} hook */
  constructor(text, hook) {
    this.text = text;
    this.hook = hook;
    this.at = 0;
  }

  /** @param {string} message @param {number} [at] */
  error(message, at = this.at) {
    return new JSONDecodeError(message, this.text, [...this.text.slice(0, at)].length);
  }

  /** @param {RegExp} pattern a sticky one */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  document() {
    this.take(SPACE);
    const value = this.value();
    this.take(SPACE);
    if (this.at < this.text.length) throw this.error("Extra data");
    return value;
  }

  /** @returns {any} */
  value() {
    const letter = this.text[this.at];
    if (letter === '"') return this.string();
    if (letter === "{") return this.object();
    if (letter === "[") return this.array();
    for (const [word, meaning] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return meaning;
      }
    }
    const number = this.take(NUMBER);
    if (number === null) throw this.error("Expecting value");
    const isInt = number[2] === undefined && number[3] === undefined;
    return isInt ? wholeFrom(number[0]) : asFloat(Number(number[0]));
  }

  string() {
    const start = this.at;
    let result = "";
    this.at += 1;
    while (true) {
      result += /** @type {RegExpExecArray} */ (this.take(PLAIN))[0];
      const letter = this.text[this.at];
      if (letter === undefined) throw this.error("Unterminated string starting at", start);
      if (letter !== '"' && letter !== "\\") throw this.error("Invalid control character at");
      this.at += 1;
      if (letter === '"') return result;
      result += this.escape(start);
    }
  }

  /** @param {number} start of the string */
  escape(start) {
    const letter = this.text[this.at];
    if (letter === undefined) throw this.error("Unterminated string starting at", start);
    if (letter === "u") {
      const digits = this.text.slice(this.at + 1, this.at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error("Invalid \\uXXXX escape", this.at);
      this.at += 5;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (!Object.hasOwn(ESCAPED, letter)) throw this.error("Invalid \\escape", this.at - 1);
    this.at += 1;
    return ESCAPED[letter];
  }

  array() {
    /** @type {any[]} */
    const result = [];
    this.at += 1;
    this.take(SPACE);
    if (this.text[this.at] === "]") {
      this.at += 1;
      return result;
    }
    while (true) {
      this.take(SPACE);
      result.push(this.value());
      this.take(SPACE);
      const letter = this.text[this.at];
      if (letter !== "," && letter !== "]") throw this.error("Expecting ',' delimiter");
      this.at += 1;
      if (letter === "]") return result;
      this.take(SPACE);
    }
  }

  object() {
    const result = {};
    this.at += 1;
    this.take(SPACE);
    if (this.text[this.at] === "}") {
      this.at += 1;
      return this.finished(result);
    }
    while (true) {
      this.take(SPACE);
      if (this.text[this.at] !== '"') throw this.error("Expecting property name enclosed in double quotes");
      const key = this.string();
      this.take(SPACE);
      if (this.text[this.at] !== ":") throw this.error("Expecting ':' delimiter");
      this.at += 1;
      this.take(SPACE);
      dictSet(result, key, this.value());
      this.take(SPACE);
      const letter = this.text[this.at];
      if (letter !== "," && letter !== "}") throw this.error("Expecting ',' delimiter");
      this.at += 1;
      if (letter === "}") return this.finished(result);
    }
  }

  /** @param {any} object */
  finished(object) {
    return this.hook === null ? object : this.hook(object);
  }
}

export const loads = sig(
  /** @param {any} text @param {any} hook @returns {any} */
  (text, hook) => {
    if (typeof text !== "string") {
      throw new TypeError(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
    }
    return new Reader(text, hook ?? null).document();
  },
  "s,object_hook=",
);

/**
 * @typedef {object} Style
 * @property {boolean} ascii @property {string | null} indent @property {string} comma @property {string} colon
 * @property {((value: any) => any) | null} fallback @property {boolean} sort @property {Set<any>} above
 */

export const dumps = sig(
  /**
   * @param {any} value @param {any} indent @param {any} sort_keys @param {any} ensure_ascii
   * @param {any} separators @param {any} fallback @returns {string}
   */
  (value, indent, sort_keys, ensure_ascii, separators, fallback) => {
    const step = isNone(indent) ? null : typeof indent === "number" ? " ".repeat(indent) : indent;
    const [comma, colon] = isNone(separators) ? [step === null ? ", " : ",", ": "] : separators;
    return written(value, "\n", {
      ascii: ensure_ascii !== false,
      indent: step,
      comma,
      colon,
      fallback: fallback ?? null,
      sort: sort_keys === true,
      above: new Set(),
    });
  },
  "obj,indent=,sort_keys=,ensure_ascii=,separators=,default=",
);

/** @param {any} value @param {string} lineStart @param {Style} style @returns {string} */
function written(value, lineStart, style) {
  switch (typeof value) {
    case "string":
      return quoted(value, style.ascii);
    case "boolean":
      return String(value);
    case "number":
      return numberText(value);
    case "bigint":
      return String(value);
    case "undefined":
      return "null";
  }
  if (value === null) return "null";
  if (value instanceof Float) return value.toString();
  if (Array.isArray(value)) return nested(value, "[", "]", (item, start) => written(item, start, style), lineStart, style, value);
  if (isDict(value)) {
    const entries = style.sort ? sorted(dictEntries(value), (/** @type {any} */ entry) => entry[0]) : dictEntries(value);
    return nested(entries, "{", "}", ([key, item], start) => keyText(key, style) + style.colon + written(item, start, style), lineStart, style, value);
  }
  if (typeof value.toJSON === "function" && typeof value.value !== "undefined") return written(value.value, lineStart, style);
  if (style.fallback !== null) return written(style.fallback(value), lineStart, style);
  throw new TypeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

/**
 * @param {any[]} items @param {string} open @param {string} close @param {(item: any, lineStart: string) => string} write
 * @param {string} lineStart @param {Style} style @param {any} container
 */
function nested(items, open, close, write, lineStart, style, container) {
  if (items.length === 0) return open + close;
  if (style.above.has(container)) throw new ValueError("Circular reference detected");
  style.above.add(container);
  const inner = style.indent === null ? "" : lineStart + style.indent;
  const parts = items.map((item) => write(item, style.indent === null ? lineStart : inner));
  style.above.delete(container);
  return open + inner + parts.join(style.comma + inner) + (style.indent === null ? "" : lineStart) + close;
}

/** @param {number} value */
function numberText(value) {
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** @param {any} key @param {Style} style */
function keyText(key, style) {
  if (typeof key === "string") return quoted(key, style.ascii);
  if (isNone(key)) return '"null"';
  if (typeof key === "boolean" || key instanceof Float) return `"${key}"`;
  if (typeof key === "number") return `"${numberText(key)}"`;
  if (typeof key === "bigint") return `"${key}"`;
  throw new TypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

/** @param {string} text @param {boolean} ascii */
function quoted(text, ascii) {
  const plain = JSON.stringify(text);
  if (!ascii) return plain;
  return plain.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
