/** `print`, to the console or to whatever has a `write`. */

import { isNone } from "./kinds.js";
import { str } from "./text.js";

/** The console ends a line by itself, so an `end` other than "\n" is added to the text. @param {string} text */
function toConsole(text) {
  console.log(text.replace(/\n$/, ""));
}

/** Where text goes for which no file is named. @type {(text: string) => void} */
let output = toConsole;

/** `print(…)` with its defaults. @param {any[]} values */
export function print(...values) {
  output(`${values.map((value) => str(value)).join(" ")}\n`);
  return null;
}

/** `print(…, sep=…, end=…, file=…)`. @param {any[]} values @param {any} sep @param {any} end @param {any} [file] */
export function printWith(values, sep, end, file = null) {
  const text = values.map((value) => str(value)).join(isNone(sep) ? " " : sep) + (isNone(end) ? "\n" : end);
  if (isNone(file)) output(text);
  else file.write(text);
  return null;
}

/** Sends what is printed elsewhere; the result sends it back to where it went before. @param {(text: string) => void} sink */
export function captured(sink) {
  const before = output;
  output = sink;
  return () => {
    output = before;
  };
}
