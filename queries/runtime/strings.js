/** The methods of `str`, by code point. Formatting is in `format.js`. */

import { dictEntries, dictGet } from "./dicts.js";
import { dictSet } from "./entries.js";
import { LookupError, TypeError, ValueError } from "./errors.js";
import { isPlainList, iter } from "./iteration.js";
import { HASHED_AS, isNone, Tuple, tupleOf, typeName } from "./kinds.js";

const SURROGATE = /[\ud800-\udfff]/;
/** What Python takes for whitespace; unlike JavaScript's `\s` with U+001C–U+001F and U+0085, without U+FEFF. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const TRAILING_SPACE = new RegExp(`[${SPACE}]+$`);
const SPACES = new RegExp(`[${SPACE}]+`);
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** @param {any} value @param {string} [prefix] of the message @returns {string} */
function text(value, prefix = "") {
  if (typeof value === "string") return value;
  throw new TypeError(`${prefix}must be str, not ${typeName(value)}`);
}

/** @param {string} value @param {any} characters @param {boolean} left @param {boolean} right */
function stripped(value, characters, left, right) {
  if (isNone(characters)) {
    const start = left ? value.replace(LEADING_SPACE, "") : value;
    return right ? start.replace(TRAILING_SPACE, "") : start;
  }
  const letters = [...value];
  if (typeof characters !== "string") throw new TypeError("strip arg must be None or str");
  const unwanted = new Set(characters);
  let start = 0;
  let end = letters.length;
  while (left && start < end && unwanted.has(letters[start])) start += 1;
  while (right && end > start && unwanted.has(letters[end - 1])) end -= 1;
  return letters.slice(start, end).join("");
}

/** @param {string} value @param {any} [characters] */
export const strip = (value, characters) => stripped(value, characters, true, true);
/** @param {string} value @param {any} [characters] */
export const lstrip = (value, characters) => stripped(value, characters, true, false);
/** @param {string} value @param {any} [characters] */
export const rstrip = (value, characters) => stripped(value, characters, false, true);

/** @param {string} value */
export const upper = (value) => value.toUpperCase();
/** @param {string} value */
export const lower = (value) => value.toLowerCase();
/** @param {string} value */
export const casefold = (value) => Array.from(value, folded).join("");

/** The case mappings there and back; dotless i has no partner, Cherokee folds to capitals. @param {string} letter */
function folded(letter) {
  if (/[\u0131\u13a0-\u13fd\uab70-\uabbf]/.test(letter)) return letter === "\u0131" ? letter : letter.toUpperCase();
  return Array.from(letter.toLowerCase().toUpperCase(), lower).join("");
}

/** @param {string} value */
export function capitalize(value) {
  const [first = "", ...rest] = value;
  return titled(first) + rest.join("").toLowerCase();
}

/** @param {string} letter */
function titled(letter) {
  const digraph = "ǅǈǋǲ".split("").find((title) => title.toUpperCase() === letter.toUpperCase());
  if (digraph !== undefined) return digraph;
  if (/[\u10d0-\u10ff]/.test(letter)) return letter;
  const upperCase = letter.toUpperCase();
  return [...upperCase].length <= 1 ? upperCase : upperCase[0] + upperCase.slice(1).toLowerCase();
}

/** @param {string} value */
export function title(value) {
  return value.replace(/\p{Cased}+/gu, (word) => capitalize(word));
}

/** @param {string} value */
export function swapcase(value) {
  return Array.from(value, (letter) => {
    if (/\p{Uppercase}/u.test(letter)) return letter.toLowerCase();
    return /\p{Lt}/u.test(letter) ? letter : letter.toUpperCase();
  }).join("");
}

/** @param {string} value @param {any} separator @param {number} limit */
export function split(value, separator = null, limit = -1) {
  if (isNone(separator)) return splitSpaces(value, limit);
  if (typeof separator !== "string") throw new TypeError(`must be str or None, not ${typeName(separator)}`);
  if (separator === "") throw new ValueError("empty separator");
  const parts = value.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

/** @param {string} value @param {number} limit */
function splitSpaces(value, limit) {
  let rest = lstrip(value);
  const parts = [];
  while (rest !== "" && (limit < 0 || parts.length < limit)) {
    const space = SPACES.exec(rest);
    if (space === null) break;
    parts.push(rest.slice(0, space.index));
    rest = rest.slice(space.index + space[0].length);
  }
  const last = limit < 0 ? rest : rstrip(rest) === "" ? "" : rest;
  return last === "" ? parts : [...parts, last];
}

/** @param {string} value @param {any} separator @param {number} limit */
export function rsplit(value, separator = null, limit = -1) {
  if (limit < 0) return split(value, separator);
  const mirrored = split(mirror(value), isNone(separator) ? null : mirror(separator), limit);
  return mirrored.map(mirror).reverse();
}

/** @param {string} value */
function mirror(value) {
  return [...value].reverse().join("");
}

/** @param {string} value @param {any} [keepEnds] */
export function splitlines(value, keepEnds = false) {
  const lines = [];
  let start = 0;
  for (const end of value.matchAll(LINE_END)) {
    const next = end.index + end[0].length;
    lines.push(value.slice(start, keepEnds ? next : end.index));
    start = next;
  }
  return start < value.length ? [...lines, value.slice(start)] : lines;
}

/** @param {string} value @param {string} separator */
export function partition(value, separator) {
  return parted(value, separator, value.indexOf(nonEmpty(separator)), [value, "", ""]);
}

/** @param {string} value @param {string} separator */
export function rpartition(value, separator) {
  return parted(value, separator, value.lastIndexOf(nonEmpty(separator)), ["", "", value]);
}

/** @param {string} separator */
function nonEmpty(separator) {
  if (text(separator) === "") throw new ValueError("empty separator");
  return separator;
}

/** @param {string} value @param {string} separator @param {number} index @param {string[]} absent */
function parted(value, separator, index, absent) {
  if (index < 0) return tupleOf(...absent);
  return tupleOf(value.slice(0, index), separator, value.slice(index + separator.length));
}

/** @param {string} separator @param {any} parts */
export function join(separator, parts) {
  const isIterable = typeof parts === "object" || typeof parts?.[Symbol.iterator] === "function";
  if (!isIterable || parts === null) throw new TypeError("can only join an iterable");
  const texts = isPlainList(parts) ? parts : [...iter(parts)];
  for (let index = 0; index < texts.length; index += 1) {
    if (typeof texts[index] !== "string") return joinValues(separator, texts);
  }
  return texts.join(separator);
}

/** Joins what is not all text: members of an enum may stand for some. @param {string} separator @param {any[]} values */
function joinValues(separator, values) {
  const texts = values.map((value) => value?.[HASHED_AS] ?? value);
  const index = texts.findIndex((value) => typeof value !== "string");
  if (index < 0) return texts.join(separator);
  throw new TypeError(`sequence item ${index}: expected str instance, ${typeName(values[index])} found`);
}

/** @param {string} value @param {string} old @param {string} fresh @param {number} count */
export function replace(value, old, fresh, count = -1) {
  text(old, "replace() argument 1 ");
  text(fresh, "replace() argument 2 ");
  if (count < 0) return old === "" && SURROGATE.test(value) ? fresh + [...value].join(fresh) + fresh : value.replaceAll(old, () => fresh);
  let result = "";
  let rest = value;
  for (let turn = 0; turn < count; turn += 1) {
    const index = rest.indexOf(old);
    if (index < 0) break;
    const step = old === "" ? (rest.codePointAt(0) ?? 0) > 0xffff ? 2 : 1 : old.length;
    result += old === "" ? fresh + rest.slice(0, step) : rest.slice(0, index) + fresh;
    if (old === "" && rest === "") break;
    rest = rest.slice(index + step);
  }
  return result + rest;
}

/** Start and end of the part that is searched, by code point. @param {string[] | string} letters @param {any} start @param {any} stop */
function part(letters, start, stop) {
  const length = letters.length;
  const at = (/** @type {any} */ bound, /** @type {number} */ absent) => {
    if (isNone(bound)) return absent;
    return bound < 0 ? Math.max(0, bound + length) : bound;
  };
  return { from: at(start, 0), to: Math.min(length, at(stop, length)) };
}

/** @param {string} value @param {string} wanted @param {any} start @param {any} stop @param {boolean} last */
function search(value, wanted, start, stop, last) {
  text(wanted);
  const letters = SURROGATE.test(value) ? [...value] : value;
  const { from, to } = part(letters, start, stop);
  if (from > to) return -1;
  const piece = letters.slice(from, to);
  const inside = typeof piece === "string" ? piece : piece.join("");
  const index = last ? inside.lastIndexOf(wanted) : inside.indexOf(wanted);
  if (index < 0) return -1;
  return from + (typeof piece === "string" ? index : [...inside.slice(0, index)].length);
}

/** @param {string} value @param {string} wanted @param {any} [start] @param {any} [stop] */
export const find = (value, wanted, start, stop) => search(value, wanted, start, stop, false);
/** @param {string} value @param {string} wanted @param {any} [start] @param {any} [stop] */
export const rfind = (value, wanted, start, stop) => search(value, wanted, start, stop, true);
/** @param {string} value @param {string} wanted @param {any} [start] @param {any} [stop] */
export const index = (value, wanted, start, stop) => found(find(value, wanted, start, stop));
/** @param {string} value @param {string} wanted @param {any} [start] @param {any} [stop] */
export const rindex = (value, wanted, start, stop) => found(rfind(value, wanted, start, stop));

/** @param {number} position */
function found(position) {
  if (position < 0) throw new ValueError("substring not found");
  return position;
}

/** @param {string} value @param {any} start @param {any} stop @returns {string | null} null if the part lies outside */
function section(value, start, stop) {
  if (isNone(start) && isNone(stop)) return value;
  const letters = [...value];
  const { from, to } = part(letters, start, stop);
  return from > to || from > letters.length ? null : letters.slice(from, to).join("");
}

/** @param {string} value @param {string} wanted @param {any} [start] @param {any} [stop] */
export function count(value, wanted, start, stop) {
  text(wanted);
  const inside = section(value, start, stop);
  if (inside === null) return 0;
  return wanted === "" ? [...inside].length + 1 : inside.split(wanted).length - 1;
}

/** @param {string} value @param {any} prefix a text or a tuple of them @param {any} [start] @param {any} [stop] */
export function startswith(value, prefix, start, stop) {
  const inside = section(value, start, stop);
  return inside !== null && options(prefix, "startswith").some((option) => inside.startsWith(option));
}

/** @param {string} value @param {any} suffix a text or a tuple of them @param {any} [start] @param {any} [stop] */
export function endswith(value, suffix, start, stop) {
  const inside = section(value, start, stop);
  return inside !== null && options(suffix, "endswith").some((option) => inside.endsWith(option));
}

/** @param {any} option @param {string} method @returns {string[]} */
function options(option, method) {
  if (typeof option === "string") return [option];
  if (!(option instanceof Tuple)) {
    throw new TypeError(`${method} first arg must be str or a tuple of str, not ${typeName(option)}`);
  }
  for (const each of option) text(each, `tuple for ${method} must only contain str, not `);
  return option;
}

/** @param {string} value @param {string} prefix */
export const removeprefix = (value, prefix) => (value.startsWith(prefix) ? value.slice(prefix.length) : value);
/** @param {string} value @param {string} suffix */
export const removesuffix = (value, suffix) => (suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value);

/** @param {string} value @param {number} width @param {string} fill @param {(missing: number) => number} before */
function padded(value, width, fill, before) {
  if (!Number.isInteger(Number(width)) || typeof width === "string") {
    throw new TypeError(`'${typeName(width)}' object cannot be interpreted as an integer`);
  }
  if ([...fill].length !== 1) throw new TypeError("The fill character must be exactly one character long");
  const missing = width - [...value].length;
  if (missing <= 0) return value;
  const start = before(missing);
  return fill.repeat(start) + value + fill.repeat(missing - start);
}

/** @param {string} value @param {number} width @param {string} [fill] */
export const ljust = (value, width, fill = " ") => padded(value, width, fill, () => 0);
/** @param {string} value @param {number} width @param {string} [fill] */
export const rjust = (value, width, fill = " ") => padded(value, width, fill, (missing) => missing);
/** @param {string} value @param {number} width @param {string} [fill] */
export const center = (value, width, fill = " ") =>
  padded(value, width, fill, (missing) => Math.floor(missing / 2) + (missing & width & 1));

/** @param {string} value @param {number} width */
export function zfill(value, width) {
  const sign = /^[+-]/.test(value) ? value[0] : "";
  return sign + rjust(value.slice(sign.length), width - sign.length, "0");
}

/** @param {string} value @param {number} [size] */
export function expandtabs(value, size = 8) {
  let column = 0;
  return Array.from(value, (letter) => {
    if (letter === "\t") {
      const width = size > 0 ? size - (column % size) : 0;
      column += width;
      return " ".repeat(width);
    }
    column = letter === "\n" || letter === "\r" ? 0 : column + 1;
    return letter;
  }).join("");
}

/** @param {RegExp} pattern @returns {(value: string) => boolean} */
const every = (pattern) => (value) => pattern.test(value);

export const isdigit = every(
  /^[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u,
);
export const isdecimal = every(/^\p{Nd}+$/u);
/** Numbers, and the ideographs that are read as one. */
export const isnumeric = every(
  /^[\p{N}㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}]+$/u,
);
export const isalpha = every(/^\p{L}+$/u);
export const isalnum = every(/^[\p{L}\p{N}]+$/u);
export const isspace = every(new RegExp(`^[${SPACE}]+$`));
export const isidentifier = every(/^[\p{XID_Start}_]\p{XID_Continue}*$/u);
export const isascii = every(/^[\0-\x7f]*$/);
export const isprintable = every(/^(?:[^\p{C}\p{Z}]| )*$/u);
/** @param {string} value */
export const isupper = (value) => /\p{Uppercase}/u.test(value) && !/[\p{Lowercase}\p{Lt}]/u.test(value);
/** @param {string} value */
export const islower = (value) => /\p{Lowercase}/u.test(value) && !/[\p{Uppercase}\p{Lt}]/u.test(value);
/** @param {string} value */
export const istitle = (value) => /\p{Uppercase}|\p{Lt}/u.test(value) && !/\p{Cased}[\p{Uppercase}\p{Lt}]|(?<!\p{Cased})\p{Lowercase}/u.test(value);

/** @param {any} changes */
function codePointKeys(changes) {
  const table = {};
  for (const [key, change] of dictEntries(changes)) {
    dictSet(table, typeof key === "string" ? key.codePointAt(0) : key, change);
  }
  return table;
}

/** `str.maketrans`: from a dict, or from texts of equal length and letters to drop. @param {any} from @param {string} [to] @param {string} [drop] */
export function maketrans(from, to, drop = "") {
  if (typeof from !== "string") return codePointKeys(from);
  const target = [...(to ?? "")];
  if ([...from].length !== target.length) {
    throw new ValueError("the first two maketrans arguments must have equal length");
  }
  const table = {};
  [...from].forEach((letter, position) => dictSet(table, letter.codePointAt(0), target[position].codePointAt(0)));
  for (const letter of drop) dictSet(table, letter.codePointAt(0), null);
  return table;
}

/** @param {string} value @param {any} table */
export function translate(value, table) {
  return Array.from(value, (letter) => {
    const change = dictGet(table, letter.codePointAt(0));
    if (change === undefined) return letter;
    return typeof change === "number" ? String.fromCodePoint(change) : change ?? "";
  }).join("");
}

/** @param {string} value @param {string} [encoding] */
export function encode(value, encoding = "utf-8") {
  if (!/^utf-?8$/i.test(encoding)) throw new LookupError(`unknown encoding: ${encoding}`);
  return new TextEncoder().encode(value);
}
