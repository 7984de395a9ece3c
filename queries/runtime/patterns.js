/**
 * Python's regular expressions as JavaScript's. A pattern is read once, with Python's own errors; what JavaScript
 * cannot express, or would match differently, is said to be so.
 */

import { NotImplementedError } from "./exceptions.js";
import { repr } from "./text.js";

export const IGNORECASE = 2;
export const MULTILINE = 8;
export const DOTALL = 16;
export const VERBOSE = 64;
export const ASCII = 256;

/** @type {Record<string, number>} */
const FLAG_LETTERS = { i: IGNORECASE, m: MULTILINE, s: DOTALL, u: 32, x: VERBOSE, a: ASCII, L: 4 };
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Inside a class, without brackets. @type {Record<string, string>} */
const UNICODE_CLASSES = { d: "\\p{Nd}", w: "\\p{L}\\p{N}_", s: SPACE };
/** @type {Record<string, string>} */
const ASCII_CLASSES = { d: "0-9", w: "a-zA-Z0-9_", s: " \\t-\\r" };
/** @type {Record<string, string>} */
const CONTROLS = { a: "\\x07", f: "\\f", n: "\\n", r: "\\r", t: "\\t", v: "\\v" };
/** What means something under JavaScript's `v` flag: outside of brackets, and in them. */
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;
const SET_SYNTAX = /[()[\]{}/|&!#$%*+,.:;<=>?@^`~\\-]/;

/**
 * @typedef {object} Translation
 * @property {string} source @property {string} letters JavaScript's flags @property {number} flags Python's
 * @property {number} groups @property {Map<string, number>} names
 * @property {number[]} closings the groups in the order in which the pattern closes them
 */
/**
 * A part of a pattern.
 * @typedef {object} Part
 * @property {string} text @property {number[]} captures groups that it has
 * @property {boolean} isRepeated it ends in a quantifier @property {boolean} isEmpty there is nothing to repeat
 */

/** @param {string} source @param {number} flags @param {(message: string, at: number | null) => Error} fail @returns {Translation} */
export function translated(source, flags, fail) {
  return new PatternReader(source, flags, fail).translation();
}

class PatternReader {
  /** @param {string} source @param {number} flags @param {(message: string, at: number | null) => Error} fail */
  constructor(source, flags, fail) {
    this.source = source;
    this.flags = flags;
    this.fail = fail;
    this.at = 0;
    this.groups = 0;
    /** @type {number[]} */
    this.closings = [];
    /** @type {Map<string, number>} */
    this.names = new Map();
    /** Groups that are not closed yet. @type {Set<number>} */
    this.open = new Set();
    /** Groups that may have matched nothing where the reader is. @type {Set<number>} */
    this.unset = new Set();
    // Where only a part of the pattern ignores case, each of its letters is written in both.
    this.isSpelledOut = /\(\?[aimsux]*-?[amsux]*i[aimsux]*:/.test(source);
  }

  translation() {
    const inline = /^\(\?([aiLmsux]+)\)/.exec(this.source);
    if (inline !== null) {
      for (const letter of inline[1]) this.flags |= FLAG_LETTERS[letter];
      this.at = inline[0].length;
    }
    const { text } = this.alternatives();
    if (this.at < this.source.length) throw this.fail("unbalanced parenthesis", this.at);
    const ignoresCase = (this.flags & IGNORECASE) !== 0 && !this.isSpelledOut;
    return { source: text, letters: ignoresCase ? "i" : "", flags: this.flags, groups: this.groups, names: this.names, closings: this.closings };
  }

  /** @param {string} what @returns {Error} */
  unsupported(what) {
    return new NotImplementedError(`the browser's regular expressions have no ${what}`);
  }

  /** @param {number} [place] */
  letter(place = this.at) {
    const code = this.source.codePointAt(place);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  take() {
    const letter = this.letter();
    this.at += letter.length;
    return letter;
  }

  /** @param {RegExp} pattern a sticky one */
  taken(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  /** @returns {Part} */
  alternatives() {
    const before = new Set(this.unset);
    const branches = [this.sequence()];
    while (this.letter() === "|") {
      this.at += 1;
      for (const group of branches.flatMap(({ captures }) => captures)) this.unset.add(group);
      branches.push(this.sequence());
    }
    const captures = branches.flatMap((branch) => branch.captures);
    if (branches.length === 1) return branches[0];
    this.unset = new Set([...before, ...captures]);
    return { text: branches.map(({ text }) => text).join("|"), captures, isRepeated: false, isEmpty: false };
  }

  /** @returns {Part} */
  sequence() {
    let text = "";
    /** @type {number[]} */
    const captures = [];
    /** @type {Part | null} */
    let last = null;
    while (this.at < this.source.length && this.letter() !== "|" && this.letter() !== ")") {
      if (this.flags & VERBOSE && this.taken(/(?:\s|#[^\n]*)+/y) !== null) continue;
      const quantifier = this.quantifier(last);
      if (quantifier !== null) {
        last = quantifier;
        text += quantifier.text;
        continue;
      }
      last = this.atom();
      text += last.text;
      captures.push(...last.captures);
    }
    return { text, captures, isRepeated: false, isEmpty: false };
  }

  /** What repeats the part before, if that is what comes next. @param {Part | null} part @returns {Part | null} */
  quantifier(part) {
    const start = this.at;
    const found = this.taken(/[*+?]|\{(\d*)(,?)(\d*)\}/y);
    if (found === null) return null;
    const [whole, low = "", comma, high = ""] = found;
    if (whole[0] === "{" && low === "" && high === "" && comma !== ",") {
      this.at = start;
      return null;
    }
    if (whole === "{}") {
      this.at = start;
      return null;
    }
    if (part === null || part.isEmpty) throw this.fail("nothing to repeat", start);
    if (part.isRepeated) throw this.fail("multiple repeat", start);
    const least = whole === "*" || whole === "?" ? 0 : whole === "+" ? 1 : Number(low || 0);
    const most = whole === "?" ? 1 : whole === "*" || whole === "+" ? Infinity : comma === "" ? least : high === "" ? Infinity : Number(high);
    if (most < least) throw this.fail("min repeat greater than max repeat", start + 1);
    if (most > 1 && part.captures.some((group) => this.unset.has(group))) {
      throw this.unsupported("groups that keep what they matched in an earlier round of a repetition");
    }
    if (least === 0) for (const group of part.captures) this.unset.add(group);
    if (this.letter() === "+") throw this.unsupported("possessive quantifiers");
    const lazy = this.letter() === "?" ? this.take() : "";
    const text = whole[0] === "{" ? `{${least}${comma}${high}}` : whole;
    return { text: text + lazy, captures: [], isRepeated: true, isEmpty: false };
  }

  /** @param {string} text @param {boolean} [isEmpty] @returns {Part} */
  part(text, isEmpty = false) {
    return { text, captures: [], isRepeated: false, isEmpty };
  }

  /** @returns {Part} */
  atom() {
    const letter = this.take();
    switch (letter) {
      case "\\":
        return this.escape();
      case "[":
        return this.part(this.set());
      case "(":
        return this.group();
      case ".":
        // `[^]` means the same, but with the flag `v` V8 misses matches that have it in the middle.
        return this.part(this.flags & DOTALL ? "[\\s\\S]" : "[^\\n]");
      case "^":
        return this.part(this.flags & MULTILINE ? "(?<![^\\n])" : "(?<![\\s\\S])", true);
      case "$":
        return this.part(this.flags & MULTILINE ? "(?![^\\n])" : "(?=\\n?(?![\\s\\S]))", true);
      default:
        return this.part(this.literal(letter));
    }
  }

  /** @param {string} letter */
  literal(letter) {
    const both = this.bothCases(letter);
    if (both !== null) return `[${both}]`;
    return SYNTAX.test(letter) ? `\\${letter}` : letter;
  }

  /** A letter in both cases where that must be written out. @param {string} letter */
  bothCases(letter) {
    if (!this.isSpelledOut || !(this.flags & IGNORECASE)) return null;
    const others = [letter.toLowerCase(), letter.toUpperCase()].filter((each) => each !== letter && [...each].length === 1);
    return others.length === 0 ? null : letter + others.join("");
  }

  /** @returns {Part} */
  group() {
    const start = this.at - 1;
    if (this.letter() !== "?") return this.capture(start, null);
    if (this.taken(/\?#[^)]*\)/y) !== null) return this.part("", true);
    const reference = this.taken(/\?P=([^)]*)\)/y);
    if (reference !== null) {
      const number = this.names.get(reference[1]);
      if (number === undefined) throw this.fail(`unknown group name ${repr(reference[1])}`, start + 4);
      return this.part(this.back(number, start + 4));
    }
    if (this.source.startsWith("?P<", this.at)) return this.capture(start, this.name());
    const kind = this.taken(/\?(?::|<?[=!])/y);
    if (kind !== null) return this.inner(start, kind[0]);
    const flags = this.taken(/\?([aiLmsux]*)(?:-([imsx]+))?:/y);
    if (flags !== null) return this.flagged(start, flags[1], flags[2] ?? "");
    if (this.source.startsWith("?>", this.at)) throw this.unsupported("atomic groups");
    if (this.source.startsWith("?(", this.at)) throw this.unsupported("conditional groups");
    if (this.taken(/\?[aiLmsux]+\)/y) !== null) throw this.fail("global flags not at the start of the expression", start);
    if (this.at + 1 >= this.source.length) throw this.fail("unexpected end of pattern", this.at + 1);
    throw this.fail(`unknown extension ?${this.letter(this.at + 1)}`, start + 1);
  }

  name() {
    this.at += 3;
    const start = this.at;
    const found = this.taken(/([^>]*)(>?)/y);
    const [, name, end] = /** @type {RegExpExecArray} */ (found);
    if (end === "") throw this.fail(name === "" ? "missing group name" : "missing >, unterminated name", start);
    if (name === "") throw this.fail("missing group name", start);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw this.fail(`bad character in group name ${repr(name)}`, start);
    const known = this.names.get(name);
    if (known !== undefined) {
      throw this.fail(`redefinition of group name ${repr(name)} as group ${this.groups + 1}; was group ${known}`, start);
    }
    return name;
  }

  /** @param {number} start @param {string | null} name @returns {Part} */
  capture(start, name) {
    this.groups += 1;
    const number = this.groups;
    if (name !== null) this.names.set(name, number);
    this.open.add(number);
    const inside = this.inner(start, "");
    this.open.delete(number);
    this.closings.push(number);
    return { ...inside, captures: [number, ...inside.captures] };
  }

  /** @param {number} start @param {string} head @returns {Part} */
  inner(start, head) {
    const flags = this.flags;
    const inside = this.alternatives();
    if (this.letter() !== ")") throw this.fail("missing ), unterminated subpattern", start);
    this.at += 1;
    this.flags = flags;
    return { text: `(${head}${inside.text})`, captures: inside.captures, isRepeated: false, isEmpty: false };
  }

  /** @param {number} start @param {string} on @param {string} off @returns {Part} */
  flagged(start, on, off) {
    const flags = this.flags;
    for (const letter of on) this.flags |= FLAG_LETTERS[letter];
    for (const letter of off) this.flags &= ~FLAG_LETTERS[letter];
    const inside = this.alternatives();
    if (this.letter() !== ")") throw this.fail("missing ), unterminated subpattern", start);
    this.at += 1;
    this.flags = flags;
    return { text: `(?:${inside.text})`, captures: inside.captures, isRepeated: false, isEmpty: false };
  }

  /** A reference to a group before. @param {number} number @param {number} at */
  back(number, at) {
    if (number > this.groups) throw this.fail(`invalid group reference ${number}`, at);
    if (this.open.has(number)) throw this.fail("cannot refer to an open group", at - 1);
    if (this.unset.has(number)) throw this.unsupported("references to groups that may have matched nothing");
    return `(?:\\${number})`;
  }

  get classes() {
    return this.flags & ASCII ? ASCII_CLASSES : UNICODE_CLASSES;
  }

  /** @returns {Part} */
  escape() {
    const start = this.at - 1;
    const letter = this.letter();
    if (letter === "") throw this.fail("bad escape (end of pattern)", start);
    const word = `[${this.classes.w}]`;
    const assertion = {
      A: "(?<![\\s\\S])",
      Z: "(?![\\s\\S])",
      b: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
      B: `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word})(?!(?<![\\s\\S])(?![\\s\\S])))`,
    }[letter];
    if (assertion !== undefined) {
      this.at += 1;
      return this.part(assertion, true);
    }
    const octal = this.taken(/0[0-7]{0,2}|[1-3][0-7]{2}/y);
    if (octal !== null) return this.part(`\\u{${parseInt(octal[0], 8).toString(16)}}`);
    const back = this.taken(/[1-9]\d?/y);
    if (back !== null) return this.part(this.back(Number(back[0]), start + 1));
    const inside = this.member(start, false);
    return this.part(/[dwsDWS]/.test(letter) ? `[${inside}]` : inside);
  }

  /** What follows a backslash, as it is written outside or inside of brackets. @param {number} start @param {boolean} inSet */
  member(start, inSet) {
    const letter = this.take();
    if (/[dws]/.test(letter)) return this.classes[letter];
    if (/[DWS]/.test(letter)) return inSet ? `[^${this.classes[letter.toLowerCase()]}]` : `^${this.classes[letter.toLowerCase()]}`;
    if (letter in CONTROLS) return CONTROLS[letter];
    const code = this.code(letter, start);
    if (code !== null) return `\\u{${code.toString(16)}}`;
    if (/[a-zA-Z0-9]/.test(letter)) throw this.fail(`bad escape \\${letter}`, start);
    if (inSet) return SET_SYNTAX.test(letter) ? `\\${letter}` : letter;
    return this.literal(letter);
  }

  /** The code point of `\x41` and the like. @param {string} letter @param {number} start @returns {number | null} */
  code(letter, start) {
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits === undefined) return null;
    const found = this.taken(new RegExp(`[0-9a-fA-F]{${digits}}`, "y"));
    if (found !== null) return parseInt(found[0], 16);
    const part = /^[0-9a-fA-F]*/.exec(this.source.slice(this.at));
    throw this.fail(`incomplete escape \\${letter}${part?.[0] ?? ""}`, start);
  }

  set() {
    const start = this.at - 1;
    let text = "[";
    if (this.letter() === "^") text += this.take();
    const first = this.at;
    while (this.letter() !== "]" || this.at === first) {
      const before = this.at;
      const low = this.setMember(start);
      if (this.letter() !== "-" || this.letter(this.at + 1) === "]") {
        text += low.text;
        continue;
      }
      this.at += 1;
      if (this.at >= this.source.length) throw this.fail("unterminated character set", start);
      const high = this.setMember(start);
      const range = this.source.slice(before, this.at);
      if (low.code === null || high.code === null) throw this.fail(`bad character range ${range}`, before);
      if (high.code < low.code) throw this.fail(`bad character range ${range}`, before);
      text += this.range(low.code, high.code);
    }
    this.at += 1;
    return `${text}]`;
  }

  /** @param {number} low @param {number} high */
  range(low, high) {
    const written = (/** @type {number} */ from, /** @type {number} */ to) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`;
    if (!this.isSpelledOut || !(this.flags & IGNORECASE)) return written(low, high);
    let text = written(low, high);
    const overlap = (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ shift) => {
      const [from, to] = [Math.max(low, first), Math.min(high, last)];
      if (from <= to) text += written(from + shift, to + shift);
    };
    overlap(65, 90, 32);
    overlap(97, 122, -32);
    return text;
  }

  /** @param {number} start of the set @returns {{text: string, code: number | null}} the code of a single character */
  setMember(start) {
    if (this.at >= this.source.length) throw this.fail("unterminated character set", start);
    const place = this.at;
    const letter = this.take();
    if (letter !== "\\") {
      const text = SET_SYNTAX.test(letter) ? `\\${letter}` : this.bothCases(letter) ?? letter;
      return { text, code: Number(letter.codePointAt(0)) };
    }
    const escaped = this.letter();
    if (escaped === "") throw this.fail("unterminated character set", start);
    if (escaped === "b") {
      this.at += 1;
      return { text: "\\b", code: 8 };
    }
    const octal = this.taken(/[0-7]{1,3}/y);
    if (octal !== null) return { text: `\\u{${parseInt(octal[0], 8).toString(16)}}`, code: parseInt(octal[0], 8) };
    const text = this.member(place, true);
    if (/[dwsDWS]/.test(escaped)) return { text, code: null };
    const code = /^\\u\{([0-9a-f]+)\}$/.exec(text);
    if (code !== null) return { text, code: parseInt(code[1], 16) };
    const control = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }[escaped];
    return { text, code: control ?? Number(escaped.codePointAt(0)) };
  }
}
