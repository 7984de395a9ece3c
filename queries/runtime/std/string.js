/** Python's `string`. */

import { capitalize, join, split } from "../strings.js";

export const ascii_lowercase = "abcdefghijklmnopqrstuvwxyz";
export const ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const ascii_letters = ascii_lowercase + ascii_uppercase;
export const digits = "0123456789";
export const hexdigits = "0123456789abcdefABCDEF";
export const octdigits = "01234567";
export const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
export const whitespace = " \t\n\r\v\f";
export const printable = digits + ascii_letters + punctuation + whitespace;

/** @param {string} text @param {string | null} [separator] */
export function capwords(text, separator = null) {
  return join(separator ?? " ", split(text, separator).map(capitalize));
}
