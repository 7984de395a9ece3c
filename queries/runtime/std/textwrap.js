/** Python's `textwrap`: paragraphs of a given width. */

import { keywordsOf, sig } from "../calls.js";
import { ValueError } from "../errors.js";

/** @typedef {{width?: number, initial_indent?: string, subsequent_indent?: string, placeholder?: string, max_lines?: number | null, break_long_words?: boolean, break_on_hyphens?: boolean}} Options */

const OPTIONS = "*,initial_indent=,subsequent_indent=,expand_tabs=,replace_whitespace=,break_long_words=,break_on_hyphens=,drop_whitespace=,max_lines=,placeholder=,tabsize=";

/** Words, spaces, and the parts of words with hyphens. @param {string} text @param {boolean} onHyphens */
function chunks(text, onHyphens) {
  const pattern = onHyphens ? /\s+|[^\s-]*\w+[^\s-]*-+(?=\w)|[^\s-]+(?:-+(?!\w)[^\s-]*)*-*|-+/g : /\s+|\S+/g;
  return text.match(pattern) ?? [];
}

/** @param {string} text @param {number} width @param {Options} options @returns {string[]} */
function wrapped(text, width, options) {
  const { initial_indent: first = "", subsequent_indent: others = "", placeholder = " [...]", max_lines: limit = null } = options;
  if (width <= 0) throw new ValueError(`invalid width ${width} (must be > 0)`);
  const words = chunks(text.replace(/\t/g, "        ").replace(/[\n\v\f\r]/g, " "), options.break_on_hyphens ?? true).reverse();
  /** @type {string[]} */
  const lines = [];
  while (words.length > 0) {
    const indent = lines.length === 0 ? first : others;
    const room = width - indent.length;
    if (words.at(-1)?.trim() === "" && lines.length > 0) words.pop();
    const line = [];
    let size = 0;
    while (words.length > 0 && size + words[words.length - 1].length <= room) {
      const word = /** @type {string} */ (words.pop());
      line.push(word);
      size += word.length;
    }
    const next = words.at(-1);
    if (next !== undefined && next.length > room) {
      const space = Math.max(1, room - size);
      if (options.break_long_words ?? true) {
        line.push(next.slice(0, space));
        words[words.length - 1] = next.slice(space);
      } else if (line.length === 0) line.push(/** @type {string} */ (words.pop()));
      size = line.join("").length;
    }
    if (line.at(-1)?.trim() === "") size -= /** @type {string} */ (line.pop()).length;
    if (line.length === 0) continue;
    const isLast = words.length === 0 || words.length === 1 && words[0].trim() === "";
    if (limit === null || lines.length + 1 < limit || isLast && size <= room) {
      lines.push(indent + line.join(""));
      continue;
    }
    while (line.length > 0) {
      if (line[line.length - 1].trim() !== "" && size + placeholder.length <= room) {
        lines.push(indent + line.join("") + placeholder);
        return lines;
      }
      size -= /** @type {string} */ (line.pop()).length;
    }
    const before = lines.at(-1)?.trimEnd();
    if (before !== undefined && before.length + placeholder.length <= width) lines[lines.length - 1] = before + placeholder;
    else lines.push(indent + placeholder.trimStart());
    return lines;
  }
  return lines;
}

/** @param {string} text @param {number} [width] @param {any} [given] @returns {string[]} */
export function wrap(text, width = 70, given) {
  return wrapped(text, width, keywordsOf(given));
}
sig(wrap, `text,width=,${OPTIONS}`);

/** @param {string} text @param {number} [width] @param {any} [given] */
export function fill(text, width = 70, given) {
  return wrapped(text, width, keywordsOf(given)).join("\n");
}
sig(fill, `text,width=,${OPTIONS}`);

/** @param {string} text @param {number} width @param {any} [given] */
export function shorten(text, width, given) {
  return wrapped(text.trim().split(/\s+/).join(" "), width, { ...keywordsOf(given), max_lines: 1 }).join("\n");
}
sig(shorten, `text,width,${OPTIONS}`);

/** Removes the white space that all lines begin with. @param {string} text */
export function dedent(text) {
  const lines = text.replace(/^[ \t]+$/gm, "").split("\n");
  const margins = lines.filter((line) => line.trim() !== "").map((line) => /** @type {RegExpMatchArray} */ (line.match(/^[ \t]*/))[0]);
  let margin = margins[0] ?? "";
  for (const other of margins) while (!other.startsWith(margin)) margin = margin.slice(0, -1);
  return lines.map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line)).join("\n");
}

/** @param {string} text @param {string} prefix @param {any} [predicate] */
export function indent(text, prefix, predicate = null) {
  const chosen = predicate ?? ((/** @type {string} */ line) => line.trim() !== "");
  return text.replace(/[^\n]*(?:\n|$)/g, (line) => (line !== "" && chosen(line) ? prefix + line : line));
}
sig(indent, "text,prefix,predicate=");
