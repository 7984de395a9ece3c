/** Python's `urllib.parse`. */

import { sig } from "../calls.js";
import { dictEntries, dictGet } from "../dicts.js";
import { dictSet } from "../entries.js";
import { ValueError } from "../errors.js";
import { iter } from "../iteration.js";
import { isDict, tupleOf } from "../kinds.js";
import { namedtuple } from "./collections.js";
import { str } from "../text.js";

const ALWAYS_SAFE = /[A-Za-z0-9_.~-]/;

/** @param {string} text @param {string} [safe] */
export function quote(text, safe = "/") {
  let result = "";
  for (const letter of str(text)) {
    if (ALWAYS_SAFE.test(letter) && letter.length === 1 || safe.includes(letter)) result += letter;
    else for (const byte of new TextEncoder().encode(letter)) result += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return result;
}
sig(quote, "string,safe=");

/** @param {string} text @param {string} [safe] */
export function quote_plus(text, safe = "") {
  return quote(text, `${safe} `).replaceAll(" ", "+");
}
sig(quote_plus, "string,safe=");

/** @param {string} text */
export function unquote(text) {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => new TextDecoder().decode(Uint8Array.from(run.slice(1).split("%"), (byte) => parseInt(byte, 16))));
}

/** @param {string} text */
export function unquote_plus(text) {
  return unquote(text.replaceAll("+", " "));
}

/** @param {any} query a mapping or pairs @param {any} [doseq] */
export function urlencode(query, doseq = false) {
  const pairs = isDict(query) ? dictEntries(query) : [...iter(query)];
  return pairs.flatMap(([key, value]) => (doseq && Array.isArray(value) ? value : [value]).map((/** @type {any} */ each) => `${quote_plus(str(key))}=${quote_plus(str(each))}`)).join("&");
}
sig(urlencode, "query,doseq=");

/** @param {string} query @param {any} [keepBlank] @returns {any[]} */
export function parse_qsl(query, keepBlank = false) {
  return query.split("&").filter(Boolean).map((part) => part.split(/=(.*)/s)).filter(([, value = ""]) => value !== "" || keepBlank)
    .map(([key, value = ""]) => tupleOf(unquote_plus(key), unquote_plus(value)));
}
sig(parse_qsl, "qs,keep_blank_values=");

/** @param {string} query @param {any} [keepBlank] */
export function parse_qs(query, keepBlank = false) {
  const result = {};
  for (const [key, value] of parse_qsl(query, keepBlank)) {
    const values = dictGet(result, key);
    if (values === undefined) dictSet(result, key, [value]);
    else values.push(value);
  }
  return result;
}
sig(parse_qs, "qs,keep_blank_values=");

const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** What the network part of a URL says. @param {any} type */
function withHost(type) {
  const parts = (/** @type {any} */ self) => /^(?:([^@:]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(self.netloc) ?? [];
  /** @type {Record<string, (self: any) => any>} */
  const members = {
    username: (self) => parts(self)[1] ?? null,
    password: (self) => parts(self)[2] ?? null,
    hostname: (self) => parts(self)[3]?.replace(/^\[|\]$/g, "").toLowerCase() || null,
    port: (self) => (parts(self)[4] ? Number(parts(self)[4]) : null),
  };
  for (const [name, read] of Object.entries(members)) {
    Object.defineProperty(type.prototype, name, {
      get() {
        return read(this);
      },
    });
  }
  Object.defineProperty(type.prototype, "geturl", {
    /** @this {any} */
    value() {
      const params = this.params ? `;${this.params}` : "";
      const query = this.query === "" ? "" : `?${this.query}`;
      return `${this.scheme === "" ? "" : `${this.scheme}:`}${this.netloc === "" ? "" : `//${this.netloc}`}${this.path}${params}${query}${this.fragment === "" ? "" : `#${this.fragment}`}`;
    },
  });
  return type;
}

const ParseResult = withHost(namedtuple("ParseResult", ["scheme", "netloc", "path", "params", "query", "fragment"]));
const SplitResult = withHost(namedtuple("SplitResult", ["scheme", "netloc", "path", "query", "fragment"]));

/** @param {string} url */
function split(url) {
  const found = PARTS.exec(url);
  if (found === null) throw new ValueError(`invalid URL: ${url}`);
  return { scheme: (found[1] ?? "").toLowerCase(), netloc: found[2] ?? "", path: found[3], query: found[4] ?? "", fragment: found[5] ?? "" };
}

/** @param {string} url */
export function urlparse(url) {
  const { scheme, netloc, path, query, fragment } = split(url);
  const last = path.slice(path.lastIndexOf("/") + 1);
  const at = last.indexOf(";");
  const params = at < 0 ? "" : last.slice(at + 1);
  return ParseResult.__call__(scheme, netloc, at < 0 ? path : path.slice(0, path.length - params.length - 1), params, query, fragment);
}

/** @param {string} url */
export function urlsplit(url) {
  const { scheme, netloc, path, query, fragment } = split(url);
  return SplitResult.__call__(scheme, netloc, path, query, fragment);
}

/** @param {string} base @param {string} url */
export function urljoin(base, url) {
  if (base === "") return url;
  if (url === "") return base;
  const isAbsolute = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(base);
  const root = "http://sprag.invalid";
  const joined = new URL(url, isAbsolute ? base : new URL(base, root));
  const text = joined.href;
  if (!isAbsolute) return text.startsWith(root) ? base.startsWith("/") || url.startsWith("/") ? text.slice(root.length) : text.slice(root.length + 1) : text;
  return joined.pathname === "/" && !/\/$/.test(url) && !/^https?:\/\/[^/]+\//.test(base) ? text.replace(/\/(?=$|\?|#)/, "") : text;
}
