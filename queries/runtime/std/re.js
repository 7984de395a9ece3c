/**
 * Python's `re` on JavaScript's regular expressions (`patterns.js` translates them). Positions are by code point.
 */

import { call } from "../calling.js";
import { sig } from "../calls.js";
import { Exception, IndexError, TypeError, ValueError } from "../errors.js";
import { hash } from "../hash.js";
import { isNone, NotImplemented, tupleFrom, tupleOf, typeName } from "../kinds.js";
import { ASCII as ASCII_BIT, translated } from "../patterns.js";
import { enumeration, IntFlag } from "./enum.js";
import { repr } from "../text.js";

const UNICODE_BIT = 32;

export class error extends Exception {
  /** @param {string} msg @param {string | null} [pattern] @param {number | null} [pos] */
  __init__(msg, pattern = null, pos = null) {
    super.__init__(isNone(pos) ? msg : `${msg} at position ${pos}`);
    for (const [name, value] of Object.entries({ msg, pattern, pos })) {
      Object.defineProperty(this, name, { value, configurable: true, writable: true });
    }
  }

  get name() {
    return "error";
  }
}

/** Flags are ints to Python code, and show their names. */
export class RegexFlag extends IntFlag {
  static NOFLAG = 0;
  static IGNORECASE = 2;
  static MULTILINE = 8;
  static DOTALL = 16;
  static UNICODE = 32;
  static VERBOSE = 64;
  static ASCII = 256;
}
enumeration(RegexFlag, ["NOFLAG", "IGNORECASE", "MULTILINE", "DOTALL", "UNICODE", "VERBOSE", "ASCII"]);
/** @this {any} */
function flagText() {
  return this.name === null ? "re.NOFLAG" : this.name.split("|").map((/** @type {string} */ name) => `re.${name}`).join("|");
}
Object.defineProperty(RegexFlag.prototype, "__repr__", { value: flagText });
Object.defineProperty(RegexFlag.prototype, "__str__", { value: flagText });
const flag = /** @type {any} */ (RegexFlag);
export const ASCII = flag.ASCII;
export const DOTALL = flag.DOTALL;
export const IGNORECASE = flag.IGNORECASE;
export const MULTILINE = flag.MULTILINE;
export const NOFLAG = flag.NOFLAG;
export const UNICODE = flag.UNICODE;
export const VERBOSE = flag.VERBOSE;
export const A = ASCII;
export const I = IGNORECASE;
export const M = MULTILINE;
export const S = DOTALL;
export const U = UNICODE;
export const X = VERBOSE;

/** @type {Record<string, string>} */
const CONTROLS = { a: "\x07", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** A compiled pattern. */
export class Pattern {
  /** @param {string} pattern @param {number} flags */
  constructor(pattern, flags) {
    if (typeof pattern !== "string") throw new TypeError("first argument must be string or compiled pattern");
    const found = translated(pattern, Number(flags), (message, at) => new error(message, pattern, at === null ? null : new Units(pattern).point(at)));
    this.pattern = pattern;
    this.bits = found.flags | (found.flags & ASCII_BIT ? 0 : UNICODE_BIT);
    this.groups = found.groups;
    this.closings = found.closings;
    this.names = found.names;
    try {
      this.expression = new RegExp(found.source, `dgv${found.letters}`);
    } catch (problem) {
      throw new error(String(/** @type {any} */ (problem).message));
    }
  }

  get flags() {
    return this.bits;
  }

  get groupindex() {
    return Object.fromEntries(this.names);
  }

  /** @param {string} text @param {any} start @param {any} stop @param {boolean} sticky */
  find(text, start, stop, sticky) {
    if (typeof text !== "string") throw new TypeError(`expected string or bytes-like object, got '${typeName(text)}'`);
    const units = new Units(text);
    const end = isNone(stop) ? text.length : units.unit(stop);
    const part = text.slice(0, end);
    const expression = new RegExp(this.expression.source, this.expression.flags.replace("g", "") + (sticky ? "y" : "g"));
    expression.lastIndex = isNone(start) ? 0 : units.unit(start);
    const found = expression.exec(part);
    return found === null ? null : new Match(this, text, found);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  search(text, start, stop) {
    return this.find(text, start, stop, false);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  match(text, start, stop) {
    return this.find(text, start, stop, true);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  fullmatch(text, start, stop) {
    const whole = new Pattern(this.pattern, this.bits);
    whole.expression = new RegExp(`(?:${this.expression.source})(?![\\s\\S])`, this.expression.flags);
    const found = whole.find(text, start, stop, true);
    if (found !== null) found.re = this;
    return found;
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] @returns {Generator<Match>} */
  *finditer(text, start, stop) {
    if (typeof text !== "string") throw new TypeError(`expected string or bytes-like object, got '${typeName(text)}'`);
    const units = new Units(text);
    const part = isNone(stop) ? text : text.slice(0, units.unit(stop));
    const expression = new RegExp(this.expression);
    expression.lastIndex = isNone(start) ? 0 : units.unit(start);
    for (const found of part.matchAll(expression)) yield new Match(this, text, found);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] @returns {any[]} */
  findall(text, start, stop) {
    return Array.from(this.finditer(text, start, stop), (match) => {
      if (this.groups === 0) return match.group();
      const groups = Array.from(match.groups(""));
      return groups.length === 1 ? groups[0] : tupleFrom(groups);
    });
  }

  /** @param {any} replacement @param {string} text @param {number} [count] */
  sub(replacement, text, count = 0) {
    return this.subn(replacement, text, count)[0];
  }

  /** @param {any} replacement @param {string} text @param {number} [count] */
  subn(replacement, text, count = 0) {
    const fill = typeof replacement === "string" ? template(this, replacement) : (/** @type {Match} */ match) => call(replacement, match);
    let result = "";
    let end = 0;
    let made = 0;
    for (const match of this.finditer(text)) {
      if (count > 0 && made === count) break;
      result += text.slice(end, match.from) + fill(match);
      end = match.to;
      made += 1;
    }
    return tupleOf(result + text.slice(end), made);
  }

  /** @param {string} text @param {number} [most] */
  split(text, most = 0) {
    const parts = [];
    let end = 0;
    let made = 0;
    for (const match of this.finditer(text)) {
      if (most > 0 && made === most) break;
      parts.push(text.slice(end, match.from), ...match.groups());
      end = match.to;
      made += 1;
    }
    return [...parts, text.slice(end)];
  }

  __repr__() {
    const flags = this.bits & ~UNICODE_BIT;
    return `re.compile(${repr(this.pattern)}${flags === 0 ? "" : `, ${repr(RegexFlag.__call__(flags))}`})`;
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof Pattern ? this.pattern === other.pattern && this.bits === other.bits : NotImplemented;
  }

  __hash__() {
    return hash(this.pattern);
  }
}

/** Code points counted in UTF-16 units, and back. */
class Units {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.isPlain = !/[\ud800-\udfff]/.test(text);
  }

  /** @param {number} point */
  unit(point) {
    if (this.isPlain) return Math.max(0, Math.min(point, this.text.length));
    return [...this.text].slice(0, Math.max(0, point)).join("").length;
  }

  /** @param {number} unit */
  point(unit) {
    return this.isPlain ? unit : [...this.text.slice(0, unit)].length;
  }
}

/** A match; positions are by code point. */
export class Match {
  /** @param {Pattern} pattern @param {string} text @param {any} found */
  constructor(pattern, text, found) {
    this.re = pattern;
    this.string = text;
    this.found = found;
    this.from = found.index;
    this.to = found.index + found[0].length;
  }

  /** @param {any} key a number or a name */
  place(key) {
    const index = typeof key === "string" ? this.re.names.get(key) : key;
    if (index === undefined || !(index >= 0 && index <= this.re.groups)) throw new IndexError("no such group");
    return Number(index);
  }

  /** @param {any} key @returns {string | null} */
  one(key) {
    return this.found[this.place(key)] ?? null;
  }

  /** @param {any[]} keys */
  group(...keys) {
    if (keys.length <= 1) return this.one(keys[0] ?? 0);
    return tupleFrom(keys.map((key) => this.one(key)));
  }

  /** @param {any} key */
  __getitem__(key) {
    return this.one(key);
  }

  /** @param {any} [absent] */
  groups(absent = null) {
    return tupleFrom(Array.from({ length: this.re.groups }, (_, index) => this.found[index + 1] ?? absent));
  }

  /** @param {any} [absent] */
  groupdict(absent = null) {
    return Object.fromEntries([...this.re.names].map(([name, index]) => [name, this.found[index] ?? absent]));
  }

  /** @param {any} key @param {0 | 1} side */
  edge(key, side) {
    const range = this.found.indices[this.place(key)];
    return range === undefined ? -1 : new Units(this.string).point(range[side]);
  }

  /** @param {any} [key] */
  start(key = 0) {
    return this.edge(key, 0);
  }

  /** @param {any} [key] */
  end(key = 0) {
    return this.edge(key, 1);
  }

  /** @param {any} [key] */
  span(key = 0) {
    return tupleOf(this.start(key), this.end(key));
  }

  get lastindex() {
    // The group that was closed last; of those that end at one place, the one that the pattern closes last.
    let last = null;
    for (const index of this.re.closings) {
      const range = this.found.indices[index];
      if (range !== undefined && (last === null || range[1] >= this.found.indices[last][1])) last = index;
    }
    return last;
  }

  get lastgroup() {
    return [...this.re.names].find(([, index]) => index === this.lastindex)?.[0] ?? null;
  }

  get pos() {
    return 0;
  }

  get endpos() {
    return new Units(this.string).point(this.string.length);
  }

  /** @param {string} text */
  expand(text) {
    return template(this.re, text)(this);
  }

  __repr__() {
    return `<re.Match object; span=${repr(this.span())}, match=${repr(this.one(0))}>`;
  }
}

const REFERENCE = /\\(?:g<(\w+)>|([1-9]\d?)|([^]))/g;

/** The replacement text as a function of the match. @param {Pattern} pattern @param {string} text @returns {(match: Match) => string} */
function template(pattern, text) {
  /** @type {(string | number)[]} */
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(REFERENCE)) {
    parts.push(text.slice(end, found.index));
    end = found.index + found[0].length;
    const [, name, number, letter] = found;
    if (letter === undefined) parts.push(groupNumber(pattern, name ?? number));
    else if (letter === "\\") parts.push("\\");
    else if (letter in CONTROLS) parts.push(/** @type {Record<string, string>} */ ({ a: "\x07", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" })[letter]);
    else if (/[a-zA-Z0-9]/.test(letter)) throw new error(`bad escape \\${letter}`);
    else parts.push(found[0]);
  }
  parts.push(text.slice(end));
  return (match) => parts.map((part) => (typeof part === "number" ? match.one(part) ?? "" : part)).join("");
}

/** @param {Pattern} pattern @param {string} key */
function groupNumber(pattern, key) {
  const number = /^\d+$/.test(key) ? Number(key) : pattern.names.get(key);
  if (number === undefined) throw new IndexError(`unknown group name ${repr(key)}`);
  if (number > pattern.groups) throw new error(`invalid group reference ${number}`);
  return number;
}

/** @type {Map<string, Pattern>} */
const compiled = new Map();

/** @param {any} pattern @param {number} [flags] @returns {Pattern} */
export function compile(pattern, flags = 0) {
  if (pattern instanceof Pattern) {
    if (Number(flags) !== 0) throw new ValueError("cannot process flags argument with a compiled pattern");
    return pattern;
  }
  const key = `${Number(flags)}:${pattern}`;
  const known = compiled.get(key) ?? new Pattern(pattern, Number(flags));
  compiled.set(key, known);
  return known;
}
sig(compile, "pattern,flags=");

export const search = sig((/** @type {any} */ pattern, /** @type {string} */ text, /** @type {number} */ flags) => compile(pattern, flags).search(text), "pattern,string,flags=");
export const match = sig((/** @type {any} */ pattern, /** @type {string} */ text, /** @type {number} */ flags) => compile(pattern, flags).match(text), "pattern,string,flags=");
export const fullmatch = sig((/** @type {any} */ pattern, /** @type {string} */ text, /** @type {number} */ flags) => compile(pattern, flags).fullmatch(text), "pattern,string,flags=");
export const findall = sig((/** @type {any} */ pattern, /** @type {string} */ text, /** @type {number} */ flags) => compile(pattern, flags).findall(text), "pattern,string,flags=");
export const finditer = sig((/** @type {any} */ pattern, /** @type {string} */ text, /** @type {number} */ flags) => compile(pattern, flags).finditer(text), "pattern,string,flags=");
export const split = sig(
  /** @param {any} pattern @param {string} text @param {number} most @param {number} flags */
  (pattern, text, most, flags) => compile(pattern, flags).split(text, most),
  "pattern,string,maxsplit=,flags=",
);
export const sub = sig(
  /** @param {any} pattern @param {any} replacement @param {string} text @param {number} count @param {number} flags */
  (pattern, replacement, text, count, flags) => compile(pattern, flags).sub(replacement, text, count),
  "pattern,repl,string,count=,flags=",
);
export const subn = sig(
  /** @param {any} pattern @param {any} replacement @param {string} text @param {number} count @param {number} flags */
  (pattern, replacement, text, count, flags) => compile(pattern, flags).subn(replacement, text, count),
  "pattern,repl,string,count=,flags=",
);
sig(Pattern.prototype.sub, "repl,string,count=");
sig(Pattern.prototype.subn, "repl,string,count=");
sig(Pattern.prototype.split, "string,maxsplit=");

/** @param {string} text */
export function escape(text) {
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, (letter) => `\\${letter}`);
}

export function purge() {
  compiled.clear();
  return null;
}
