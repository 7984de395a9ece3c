/** Order: `<` and its like on values of any type, sorting, the least and the greatest. */

import { call } from "./calling.js";
import { TypeError, ValueError } from "./errors.js";
import { iter, listed } from "./iteration.js";
import { isNone, isNumber, Keywords, NotImplemented, SIGNATURE, Tuple, typeName } from "./kinds.js";
import { same, SURROGATE, truth } from "./values.js";

/** A sorted list. Stable, also in reverse. @param {any} values @param {any} [key] @param {any} [reverse] @returns {any[]} */
export function sorted(values, key, reverse) {
  const items = listed(values);
  sortInPlace(items, key, reverse);
  return items;
}
Object.assign(sorted, { [SIGNATURE]: "iterable,key=,reverse=" });

/** `list.sort`. @param {any[]} list @param {any} [key] @param {any} [reverse] */
export function sortInPlace(list, key, reverse) {
  const sign = truth(reverse) ? -1 : 1;
  /** @type {any} */
  let items = [];
  // What a key or a comparison raises leaves the list as it was.
  if (isNone(key) && list.every(isPlainNumber)) {
    // Numbers alone, engines sort faster, the more so if they are short; and equal ones are the same.
    items = new (list.every((item) => (item | 0) === item) ? Int32Array : Float64Array)(list).sort();
    if (sign < 0) items.reverse();
  } else if (isNone(key)) {
    for (let index = 0; index < list.length; index += 1) items.push(list[index]);
    items.sort((/** @type {any} */ left, /** @type {any} */ right) => sign * order(left, right));
  } else {
    const pairs = list.map((item) => ({ item, rank: call(key, item) }));
    pairs.sort((left, right) => sign * order(left.rank, right.rank));
    items = pairs.map((pair) => pair.item);
  }
  for (let index = 0; index < items.length; index += 1) list[index] = items[index];
}

/** Whether there is no number equal to this one that differs from it. @param {any} item */
function isPlainNumber(item) {
  return typeof item === "number" && (item !== 0 || 1 / item > 0) && item === item;
}

/** How two items are sorted. @param {any} left @param {any} right */
function order(left, right) {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return lt(left, right) ? -1 : lt(right, left) ? 1 : 0;
}

/**
 * `min` and `max` of the items of one argument, or of several arguments.
 * @param {any[]} values @param {any} key @param {any[]} fallback the `default=`, if given
 * @param {string} name @param {(a: any, b: any) => boolean} better
 */
function extreme(values, key, fallback, name, better) {
  if (values.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`);
  const source = values.length === 1 ? iter(values[0]) : iter(values);
  const first = source.next();
  if (first.done) {
    if (fallback.length > 0) return fallback[0];
    throw new ValueError(`${name}() arg is an empty sequence`);
  }
  let best = first.value;
  let rank = isNone(key) ? best : call(key, best);
  for (const value of source) {
    const other = isNone(key) ? value : call(key, value);
    if (better(other, rank)) [best, rank] = [value, other];
  }
  return best;
}

/** @param {any[]} values */
export function min(...values) {
  const given = values.at(-1);
  if (given instanceof Keywords) return minBy(values.slice(0, -1), given.values.key, ...fallbackOf(given));
  return extreme(values, null, [], "min", lt);
}
Object.assign(min, { [SIGNATURE]: "*values,key=,default=" });

/** @param {any[]} values */
export function max(...values) {
  const given = values.at(-1);
  if (given instanceof Keywords) return maxBy(values.slice(0, -1), given.values.key, ...fallbackOf(given));
  return extreme(values, null, [], "max", gt);
}
Object.assign(max, { [SIGNATURE]: "*values,key=,default=" });

/** @param {Keywords} given */
function fallbackOf(given) {
  return "default" in given.values ? [given.values.default] : [];
}

/** `min(…, key=…, default=…)`. @param {any[]} values the positional arguments @param {any} key @param {any[]} fallback */
export function minBy(values, key, ...fallback) {
  return extreme(values, key, fallback, "min", lt);
}

/** `max(…, key=…, default=…)`. @param {any[]} values the positional arguments @param {any} key @param {any[]} fallback */
export function maxBy(values, key, ...fallback) {
  return extreme(values, key, fallback, "max", gt);
}

/**
 * One of the four comparisons.
 * @typedef {object} Comparison
 * @property {string} symbol
 * @property {string} method @property {string} reflected
 * @property {(order: number) => boolean} accepts
 */

/** @type {Comparison} */
const LESS = { symbol: "<", method: "__lt__", reflected: "__gt__", accepts: (order) => order < 0 };

/** @type {Comparison} */
const LESS_OR_EQUAL = { symbol: "<=", method: "__le__", reflected: "__ge__", accepts: (order) => order <= 0 };

/** @type {Comparison} */
const GREATER = { symbol: ">", method: "__gt__", reflected: "__lt__", accepts: (order) => order > 0 };

/** @type {Comparison} */
const GREATER_OR_EQUAL = { symbol: ">=", method: "__ge__", reflected: "__le__", accepts: (order) => order >= 0 };

/** The truth of `left < right`. @param {any} left @param {any} right @returns {boolean} */
export function lt(left, right) {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return truth(compare(left, right, LESS));
}

/** The truth of `left <= right`. @param {any} left @param {any} right @returns {boolean} */
export function le(left, right) {
  if (typeof left === "number" && typeof right === "number") return left <= right;
  return truth(compare(left, right, LESS_OR_EQUAL));
}

/** The truth of `left > right`. @param {any} left @param {any} right @returns {boolean} */
export function gt(left, right) {
  if (typeof left === "number" && typeof right === "number") return left > right;
  return truth(compare(left, right, GREATER));
}

/** The truth of `left >= right`. @param {any} left @param {any} right @returns {boolean} */
export function ge(left, right) {
  if (typeof left === "number" && typeof right === "number") return left >= right;
  return truth(compare(left, right, GREATER_OR_EQUAL));
}

/** `left < right`. @param {any} left @param {any} right @returns {any} */
export function ltValue(left, right) {
  return compare(left, right, LESS);
}

/** `left <= right`. @param {any} left @param {any} right @returns {any} */
export function leValue(left, right) {
  return compare(left, right, LESS_OR_EQUAL);
}

/** `left > right`. @param {any} left @param {any} right @returns {any} */
export function gtValue(left, right) {
  return compare(left, right, GREATER);
}

/** `left >= right`. @param {any} left @param {any} right @returns {any} */
export function geValue(left, right) {
  return compare(left, right, GREATER_OR_EQUAL);
}

/** What a comparison gives: a bool, or the answer of the operands' class. @param {any} left @param {any} right @param {Comparison} how @returns {any} */
function compare(left, right, how) {
  const { symbol, method, reflected, accepts } = how;
  if (isNumber(left) && isNumber(right)) return accepts(difference(left.valueOf(), right.valueOf()));
  if (typeof left === "string" && typeof right === "string") return accepts(compareText(left, right));
  if (Array.isArray(left) && Array.isArray(right) && !(/** @type {any} */ (left)[method]) && left instanceof Tuple === right instanceof Tuple) {
    const length = Math.min(left.length, right.length);
    for (let index = 0; index < length; index += 1) {
      if (!same(left[index], right[index])) return compare(left[index], right[index], how);
    }
    return accepts(left.length - right.length);
  }
  const ways = [[left, method, right], [right, reflected, left]];
  // A subclass on the right is asked first.
  const kind = left?.constructor;
  if (typeof kind === "function" && kind !== right?.constructor && right instanceof kind) ways.reverse();
  for (const [self, name, other] of ways) {
    if (!self?.[name]) continue;
    const answer = self[name](other);
    if (answer !== NotImplemented) return answer;
  }
  throw new TypeError(
    `'${symbol}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** NaN where the numbers have no order, so that every comparison is false. @param {any} left @param {any} right */
function difference(left, right) {
  if (left < right) return -1;
  if (left > right) return 1;
  return left == right ? 0 : NaN;
}

/** Order by code point; JavaScript's own is by UTF-16 unit. @param {string} left @param {string} right */
export function compareText(left, right) {
  if (left === right) return 0;
  if (SURROGATE.test(left) || SURROGATE.test(right)) {
    const others = [...right];
    for (const [index, letter] of [...left].entries()) {
      if (index >= others.length) return 1;
      const difference = Number(letter.codePointAt(0)) - Number(others[index].codePointAt(0));
      if (difference !== 0) return difference;
    }
    return -1;
  }
  return left < right ? -1 : 1;
}
