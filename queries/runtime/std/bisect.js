/** Python's `bisect`: places in sorted lists. */

import { call } from "../calling.js";
import { sig } from "../calls.js";
import { listInsert } from "../collections.js";
import { ValueError } from "../errors.js";
import { isNone } from "../kinds.js";
import { lt } from "../ordering.js";
import { getitem, len } from "../values.js";

const PARAMETERS = "a,x,lo=,hi=,*,key=";

/** @param {any} values @param {any} low @param {any} high @param {(item: any) => boolean} goesOn */
function place(values, low, high, goesOn) {
  let from = isNone(low) ? 0 : low;
  if (from < 0) throw new ValueError("lo must be non-negative");
  let to = isNone(high) ? len(values) : high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (goesOn(getitem(values, middle))) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** @param {any} key @returns {(item: any) => any} */
const ranked = (key) => (isNone(key) ? (item) => item : (item) => call(key, item));

/** @param {any} values @param {any} x @param {any} [low] @param {any} [high] @param {any} [given] @returns {number} */
export function bisect_left(values, x, low, high, given) {
  const rank = ranked(given?.values.key);
  return place(values, low, high, (item) => lt(rank(item), x));
}
sig(bisect_left, PARAMETERS);

/** @param {any} values @param {any} x @param {any} [low] @param {any} [high] @param {any} [given] @returns {number} */
export function bisect_right(values, x, low, high, given) {
  const rank = ranked(given?.values.key);
  return place(values, low, high, (item) => !lt(x, rank(item)));
}
sig(bisect_right, PARAMETERS);

/** @param {any} values @param {any} x @param {any} [low] @param {any} [high] @param {any} [given] */
export function insort_left(values, x, low, high, given) {
  return listInsert(values, bisect_left(values, ranked(given?.values.key)(x), low, high, given), x);
}
sig(insort_left, PARAMETERS);

/** @param {any} values @param {any} x @param {any} [low] @param {any} [high] @param {any} [given] */
export function insort_right(values, x, low, high, given) {
  return listInsert(values, bisect_right(values, ranked(given?.values.key)(x), low, high, given), x);
}
sig(insort_right, PARAMETERS);

export { bisect_right as bisect, insort_right as insort };
