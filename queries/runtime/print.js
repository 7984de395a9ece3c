/** `print`, to the console. */

import { isNone } from "./kinds.js";
import { str } from "./text.js";

/** `print(…)` with its defaults. @param {any[]} values */
export function print(...values) {
  console.log(values.map((value) => str(value)).join(" "));
  return null;
}

/** `print(…, sep=…, end=…)`. The console ends a line by itself, so an `end` other than "\n" is added to the text. @param {any[]} values @param {any} sep @param {any} end */
export function printWith(values, sep, end) {
  const text = values.map((value) => str(value)).join(isNone(sep) ? " " : sep);
  console.log(isNone(end) ? text : `${text}${end}`.replace(/\n$/, ""));
  return null;
}
