/** Python's `html`. */

import { sig } from "../calls.js";

/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** @param {string} text @param {any} [quote] */
export function escape(text, quote = true) {
  return text.replace(quote ? /[&<>"']/g : /[&<>]/g, (letter) => ESCAPES[letter]);
}
sig(escape, "s,quote=");

/** @type {Record<string, string>} */
const NAMED = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", copy: "©", reg: "®", trade: "™", hellip: "…", mdash: "—", ndash: "–",
  lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", bull: "•", euro: "€", pound: "£", yen: "¥", cent: "¢", sect: "§", deg: "°", plusmn: "±",
  times: "×", divide: "÷", laquo: "«", raquo: "»", larr: "←", rarr: "→", uarr: "↑", darr: "↓", para: "¶", middot: "·", frac12: "½",
};
/** Letters with a mark, as `eacute`. @type {Record<string, string>} */
const MARKS = { grave: "\u0300", acute: "\u0301", circ: "\u0302", tilde: "\u0303", uml: "\u0308", ring: "\u030a", cedil: "\u0327" };

/** @param {string} text */
export function unescape(text) {
  return text.replace(/&(?:#[xX]([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (name === undefined) return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
    const marked = /^([A-Za-z])(grave|acute|circ|tilde|uml|ring|cedil)$/.exec(name);
    if (marked !== null) return (marked[1] + MARKS[marked[2]]).normalize("NFC");
    return NAMED[name] ?? whole;
  });
}
