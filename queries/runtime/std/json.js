/** Python's `json`. Reading keeps the order of keys, and ints as they are. */

import { wholeFrom } from "../bigints.js";
import { call, callkw } from "../calling.js";
import { keywordsOf, sig } from "../calls.js";
import { nameOfType, PyObject } from "../classes.js";
import { dictEntries } from "../dicts.js";
import { dictSet } from "../entries.js";
import { TypeError, ValueError } from "../errors.js";
import { asFloat, Float, isDict, isNone, tupleFrom, typeName } from "../kinds.js";
import { sorted } from "../ordering.js";
import { plain } from "../plain.js";
import { floatText } from "../text.js";
import { truth } from "../values.js";

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
/**
 * @typedef {object} Hooks
 * @property {any} [object] @property {any} [pairs] @property {any} [float] @property {any} [int] @property {any} [constant]
 * @property {boolean} [isLax] takes control characters in texts
 */
/** @type {[string, any][]} */
const WORDS = [["null", null], ["true", true], ["false", false], ["NaN", NaN], ["Infinity", Infinity], ["-Infinity", -Infinity]];

/** Reads one text from its start. */
class Reader {
  /** @param {string} text @param {Hooks} hooks */
  constructor(text, hooks) {
    this.text = text;
    this.hooks = hooks;
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
        const isConstant = typeof meaning === "number" && !isNone(this.hooks.constant);
        return isConstant ? call(this.hooks.constant, word) : meaning;
      }
    }
    const number = this.take(NUMBER);
    if (number === null) throw this.error("Expecting value");
    const isInt = number[2] === undefined && number[3] === undefined;
    const convert = isInt ? this.hooks.int : this.hooks.float;
    if (!isNone(convert)) return call(convert, number[0]);
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
      if (letter !== '"' && letter !== "\\") {
        if (!this.hooks.isLax) throw this.error("Invalid control character at");
        result += letter;
        this.at += 1;
        continue;
      }
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
    /** @type {any[]} */
    const result = [];
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
      result.push([key, this.value()]);
      this.take(SPACE);
      const letter = this.text[this.at];
      if (letter !== "," && letter !== "}") throw this.error("Expecting ',' delimiter");
      this.at += 1;
      if (letter === "}") return this.finished(result);
    }
  }

  /** @param {[string, any][]} pairs */
  finished(pairs) {
    if (!isNone(this.hooks.pairs)) return call(this.hooks.pairs, pairs.map((pair) => tupleFrom(pair)));
    const object = {};
    for (const [key, value] of pairs) dictSet(object, key, value);
    return isNone(this.hooks.object) ? object : call(this.hooks.object, object);
  }
}

/** @param {any} text @param {any} [given] @returns {any} */
export function loads(text, given) {
  if (typeof text !== "string") throw new TypeError(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
  const options = keywordsOf(given);
  if (text.startsWith("\ufeff")) throw new JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0);
  return new Reader(text, {
    object: options.object_hook,
    pairs: options.object_pairs_hook,
    float: options.parse_float,
    int: options.parse_int,
    constant: options.parse_constant,
    isLax: options.strict === false,
  }).document();
}
sig(loads, "s,*,cls=,object_hook=,parse_float=,parse_int=,parse_constant=,object_pairs_hook=,strict=");

/**
 * @typedef {object} Style
 * @property {boolean} ascii @property {string | null} indent @property {string} comma @property {string} colon
 * @property {(value: any) => any} fallback @property {boolean} sort @property {boolean} skip @property {boolean} nan @property {Set<any>} above
 */

/** @param {any} value @param {any} [given] @returns {string} */
export function dumps(value, given) {
  const { cls, ...options } = keywordsOf(given);
  if (!isNone(cls)) return callkw(cls, [], options).encode(value);
  return written(value, "\n", styleOf(options, (/** @type {any} */ each) => (isNone(options.default) ? unknown(each) : call(options.default, each))));
}
const OPTIONS = "*,skipkeys=,ensure_ascii=,check_circular=,allow_nan=,cls=,indent=,separators=,default=,sort_keys=";
sig(dumps, `obj,${OPTIONS}`);

/** @param {Record<string, any>} options @param {(value: any) => any} fallback @returns {Style} */
function styleOf(options, fallback) {
  const { indent, separators } = options;
  const step = isNone(indent) ? null : typeof indent === "string" ? indent : " ".repeat(Number(indent));
  const [comma, colon] = isNone(separators) ? [step === null ? ", " : ",", ": "] : separators;
  return {
    ascii: truth(options.ensure_ascii ?? true),
    indent: step,
    comma,
    colon,
    fallback,
    sort: truth(options.sort_keys ?? false),
    skip: truth(options.skipkeys ?? false),
    nan: truth(options.allow_nan ?? true),
    above: new Set(),
  };
}

/** @param {any} value @returns {never} */
function unknown(value) {
  throw new TypeError(`Object of type ${nameOfType(value)} is not JSON serializable`);
}

/** What classes extend that give `default` a body. */
export class JSONEncoder extends PyObject {
  /** @param {any} [given] */
  __init__(given) {
    Object.defineProperty(this, "options", { value: keywordsOf(given), configurable: true });
  }

  /** @param {any} value @returns {any} */
  default(value) {
    const { default: fallback } = /** @type {any} */ (this).options;
    return isNone(fallback) ? unknown(value) : call(fallback, value);
  }

  /** @param {any} value */
  encode(value) {
    return written(value, "\n", styleOf(/** @type {any} */ (this).options, (each) => this.default(each)));
  }
}
sig(JSONEncoder, OPTIONS);

/** @param {any} value @param {string} lineStart @param {Style} style @returns {string} */
function written(value, lineStart, style) {
  switch (typeof value) {
    case "string":
      return quoted(value, style.ascii);
    case "boolean":
      return String(value);
    case "number":
      return numberText(value, style);
    case "bigint":
      return String(value);
    case "undefined":
      return "null";
  }
  if (value === null) return "null";
  if (value instanceof Float) return Number.isNaN(value.valueOf()) ? numberText(NaN, style) : value.toString();
  if (Array.isArray(value)) return nested(value, "[", "]", (item, start) => written(item, start, style), lineStart, style, value);
  if (isDict(value)) {
    let entries = dictEntries(value);
    if (style.skip) entries = entries.filter(([key]) => isNone(key) || ["string", "number", "boolean"].includes(typeof plain(key)) || key instanceof Float);
    if (style.sort) entries = sorted(entries, (/** @type {any} */ entry) => entry[0]);
    return nested(entries, "{", "}", ([key, item], start) => keyText(key, style) + style.colon + written(item, start, style), lineStart, style, value);
  }
  if (plain(value) !== value) return written(plain(value), lineStart, style);
  if (style.above.has(value)) throw new ValueError("Circular reference detected");
  style.above.add(value);
  const text = written(style.fallback(value), lineStart, style);
  style.above.delete(value);
  return text;
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

/** @param {number} value @param {Style} style */
function numberText(value, style) {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  if (Number.isFinite(value)) return floatText(value);
  if (!style.nan) throw new ValueError("Out of range float values are not JSON compliant");
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** @param {any} key @param {Style} style */
function keyText(key, style) {
  if (typeof plain(key) === "string") return quoted(plain(key), style.ascii);
  if (isNone(key)) return '"null"';
  if (typeof key === "boolean") return `"${key}"`;
  if (key instanceof Float) return `"${written(key, "", style)}"`;
  if (typeof key === "number") return `"${numberText(key, style)}"`;
  if (typeof key === "bigint") return `"${key}"`;
  throw new TypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

/** @param {string} text @param {boolean} ascii */
function quoted(text, ascii) {
  const written = JSON.stringify(text);
  if (!ascii) return written;
  return written.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
