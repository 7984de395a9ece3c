/**
 * Python's `re` on JavaScript's regular expressions. A pattern is translated once; what JavaScript
 * cannot express raises instead of meaning something else.
 */

import { sig } from "../calls.js";
import { Exception, IndexError, NotImplementedError, TypeError } from "../errors.js";
import { isNone, tupleFrom, tupleOf, typeName } from "../kinds.js";
import { repr } from "../text.js";

export class error extends Exception {
  get name() {
    return "error";
  }
}

export const I = 2;
export const IGNORECASE = I;
export const M = 8;
export const MULTILINE = M;
export const S = 16;
export const DOTALL = S;
export const U = 32;
export const UNICODE = U;
export const X = 64;
export const VERBOSE = X;
export const A = 256;
export const ASCII = A;
export const NOFLAG = 0;

/** @type {Record<string, number>} */
const FLAG_LETTERS = { i: I, m: M, s: S, u: U, x: X, a: A };
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Inside a class, without brackets. @type {Record<string, string>} */
const UNICODE_CLASSES = { d: "\\p{Nd}", w: "\\p{L}\\p{N}_", s: SPACE };
/** @type {Record<string, string>} */
const ASCII_CLASSES = { d: "0-9", w: "a-zA-Z0-9_", s: " \\t-\\r" };
/** @type {Record<string, string>} */
const CONTROLS = { a: "\\x07", f: "\\f", n: "\\n", r: "\\r", t: "\\t", v: "\\v" };

/** What means something in brackets under JavaScript's `v` flag. */
const SET_SYNTAX = /[()[\]{}/|&!#$%*+,.:;<=>?@^`~]/;

/** Rewrites one pattern. */
class Translator {
  /** @param {string} source @param {number} flags */
  constructor(source, flags) {
    this.source = source;
    this.flags = flags;
    this.at = 0;
    this.groups = 0;
    /** @type {Map<string, number>} */
    this.names = new Map();
  }

  /** @returns {string} */
  translate() {
    const inline = /^\(\?([aimsux]+)\)/.exec(this.source);
    if (inline !== null) {
      for (const letter of inline[1]) this.flags |= FLAG_LETTERS[letter];
      this.at = inline[0].length;
    }
    let result = "";
    while (this.at < this.source.length) result += this.piece();
    return result;
  }

  /** @param {string} message @returns {Error} */
  unsupported(message) {
    return new NotImplementedError(`the browser's regular expressions have no ${message}`);
  }

  get classes() {
    return this.flags & A ? ASCII_CLASSES : UNICODE_CLASSES;
  }

  piece() {
    const letter = String.fromCodePoint(Number(this.source.codePointAt(this.at)));
    this.at += letter.length;
    switch (letter) {
      case "\\":
        return this.escape();
      case "[":
        return this.set();
      case "(":
        return this.group();
      case ".":
        return this.flags & S ? "[^]" : "[^\\n]";
      case "^":
        return this.flags & M ? "(?<![^\\n])" : "(?<![^])";
      case "$":
        return this.flags & M ? "(?![^\\n])" : "(?=\\n?(?![^]))";
      case "*":
      case "+":
      case "?":
        if (this.source[this.at] === "+") throw this.unsupported("possessive quantifiers");
        return letter;
      case "{":
        return this.braces();
      case "}":
      case "]":
      case "/":
        return `\\${letter}`;
      case "#":
        if (!(this.flags & X)) return letter;
        while (this.at < this.source.length && this.source[this.at] !== "\n") this.at += 1;
        return "";
      default:
        return this.flags & X && /\s/.test(letter) ? "" : letter;
    }
  }

  /** A count such as `{2,3}`, or a brace that stands for itself. */
  braces() {
    const count = /^(\d*)(,?)(\d*)\}/.exec(this.source.slice(this.at));
    if (count === null || (count[1] === "" && count[3] === "")) return "\\{";
    this.at += count[0].length;
    if (this.source[this.at] === "+") throw this.unsupported("possessive quantifiers");
    return `{${count[1] || "0"}${count[2]}${count[3]}}`;
  }

  group() {
    const rest = this.source.slice(this.at);
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.at += comment[0].length;
      return "";
    }
    const reference = /^\?P=(\w+)\)/.exec(rest);
    if (reference !== null) {
      this.at += reference[0].length;
      return `(?:\\${this.numberOf(reference[1])})`;
    }
    const name = /^\?P<(\w+)>/.exec(rest);
    if (name !== null) {
      this.at += name[0].length;
      this.groups += 1;
      this.names.set(name[1], this.groups);
      return "(";
    }
    const kind = /^\?(?:[:=!]|<[=!])/.exec(rest);
    if (kind !== null) {
      this.at += kind[0].length;
      return `(${kind[0]}`;
    }
    if (rest.startsWith("?>")) throw this.unsupported("atomic groups");
    if (rest.startsWith("?(")) throw this.unsupported("conditional groups");
    if (rest.startsWith("?")) throw this.unsupported("flags for a part of a pattern");
    this.groups += 1;
    return "(";
  }

  /** @param {string} name */
  numberOf(name) {
    const number = this.names.get(name);
    if (number === undefined) throw new error(`unknown group name ${repr(name)}`);
    return number;
  }

  escape() {
    const letter = this.source[this.at];
    if (letter === undefined) throw new error("bad escape (end of pattern)");
    const boundary = `[${this.classes.w}]`;
    switch (letter) {
      case "A":
        this.at += 1;
        return "(?<![^])";
      case "Z":
        this.at += 1;
        return "(?![^])";
      case "b":
        this.at += 1;
        return `(?:(?<=${boundary})(?!${boundary})|(?<!${boundary})(?=${boundary}))`;
      case "B":
        this.at += 1;
        return `(?:(?<=${boundary})(?=${boundary})|(?<!${boundary})(?!${boundary}))`;
    }
    const back = /^[1-9]\d?/.exec(this.source.slice(this.at));
    if (back !== null) {
      if (Number(back[0]) > this.groups) throw new error(`invalid group reference ${back[0]}`);
      this.at += back[0].length;
      return `(?:\\${back[0]})`;
    }
    const inside = this.member(false);
    return /[dws]/.test(letter) ? `[${inside}]` : inside;
  }

  /** What follows a backslash, as it is written inside brackets. @param {boolean} inSet */
  member(inSet) {
    const letter = String.fromCodePoint(Number(this.source.codePointAt(this.at)));
    this.at += letter.length;
    if (/[dws]/.test(letter)) return this.classes[letter];
    if (/[DWS]/.test(letter)) return `[^${this.classes[letter.toLowerCase()]}]`;
    if (letter in CONTROLS) return CONTROLS[letter];
    const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|0([0-7]{0,2}))/.exec(this.source.slice(this.at - 1));
    if (code !== null) {
      this.at += code[0].length - 1;
      const value = code[4] === undefined ? parseInt(code[1] ?? code[2] ?? code[3], 16) : parseInt(code[4] || "0", 8);
      return `\\u{${value.toString(16)}}`;
    }
    if (/[a-zA-Z0-9]/.test(letter)) throw new error(`bad escape \\${letter} at position ${this.at - 2}`);
    const syntax = inSet ? SET_SYNTAX : /[\^$\\.*+?()[\]{}|/]/;
    return letter === "\\" || syntax.test(letter) || (inSet && letter === "-") ? `\\${letter}` : letter;
  }

  set() {
    let result = "[";
    if (this.source[this.at] === "^") {
      result += "^";
      this.at += 1;
    }
    const start = this.at;
    while (this.source[this.at] !== "]" || this.at === start) {
      if (this.at >= this.source.length) throw new error(`unterminated character set at position ${start - 1}`);
      const letter = String.fromCodePoint(Number(this.source.codePointAt(this.at)));
      this.at += letter.length;
      if (letter !== "\\") result += this.inSet(letter);
      else if (this.source[this.at] === "b") {
        this.at += 1;
        result += "\\b";
      } else result += this.member(true);
    }
    this.at += 1;
    return `${result}]`;
  }

  /** A letter in brackets; a dash that joins nothing stands for itself. @param {string} letter */
  inSet(letter) {
    if (letter !== "-") return SET_SYNTAX.test(letter) ? `\\${letter}` : letter;
    const isRange = this.source[this.at] !== "]" && !/[[^]/.test(this.source[this.at - 2]);
    return isRange ? "-" : "\\-";
  }
}

/** A compiled pattern. */
export class Pattern {
  /** @param {string} pattern @param {number} flags */
  constructor(pattern, flags) {
    if (typeof pattern !== "string") throw new TypeError("first argument must be string or compiled pattern");
    const translator = new Translator(pattern, flags);
    const source = translator.translate();
    this.pattern = pattern;
    this.flags = translator.flags | U;
    this.groups = translator.groups;
    this.names = translator.names;
    try {
      this.expression = new RegExp(source, `dgv${translator.flags & I ? "i" : ""}`);
    } catch (problem) {
      throw new error(String(/** @type {any} */ (problem).message));
    }
  }

  get groupindex() {
    return Object.fromEntries(this.names);
  }

  /** @param {string} text @param {any} start @param {any} stop @param {(match: any, end: number) => boolean} accepts @param {boolean} sticky */
  find(text, start, stop, accepts, sticky) {
    if (typeof text !== "string") throw new TypeError(`expected string or bytes-like object, got '${typeName(text)}'`);
    const units = new Units(text);
    const end = isNone(stop) ? text.length : units.unit(stop);
    const part = text.slice(0, end);
    const expression = new RegExp(this.expression.source, this.expression.flags.replace("g", "") + (sticky ? "y" : "g"));
    expression.lastIndex = isNone(start) ? 0 : units.unit(start);
    const found = expression.exec(part);
    return found !== null && accepts(found, part.length) ? new Match(this, text, found) : null;
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  search(text, start, stop) {
    return this.find(text, start, stop, () => true, false);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  match(text, start, stop) {
    return this.find(text, start, stop, () => true, true);
  }

  /** @param {string} text @param {any} [start] @param {any} [stop] */
  fullmatch(text, start, stop) {
    const whole = new Pattern(this.pattern, this.flags);
    whole.expression = new RegExp(`(?:${this.expression.source})(?![^])`, this.expression.flags);
    const found = whole.find(text, start, stop, () => true, true);
    if (found !== null) found.re = this;
    return found;
  }

  /** @param {string} text @returns {Generator<Match>} */
  *finditer(text) {
    if (typeof text !== "string") throw new TypeError(`expected string or bytes-like object, got '${typeName(text)}'`);
    for (const found of text.matchAll(this.expression)) yield new Match(this, text, found);
  }

  /** @param {string} text @returns {any[]} */
  findall(text) {
    return Array.from(this.finditer(text), (match) => {
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
    const fill = typeof replacement === "function" ? replacement : template(this, replacement);
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
    return `re.compile(${repr(this.pattern)})`;
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
    const last = this.found.findLastIndex((/** @type {any} */ group, /** @type {number} */ index) => index > 0 && group !== undefined);
    return last > 0 ? last : null;
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
  if (pattern instanceof Pattern) return pattern;
  const key = `${flags}:${pattern}`;
  const known = compiled.get(key) ?? new Pattern(pattern, flags);
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
