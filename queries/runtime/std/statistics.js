/** Python's `statistics`. Sums are exact before they are divided. */

import { div, mul } from "../arithmetic.js";
import { sig } from "../calls.js";
import { ValueError } from "../errors.js";
import { hashKey } from "../hash.js";
import { iter } from "../iteration.js";
import { asFloat, isFloat, isNone, isNumber } from "../kinds.js";
import { add, sub } from "../operators.js";
import { sorted } from "../ordering.js";
import { fsum } from "./math.js";

export class StatisticsError extends ValueError {}

/** @param {any} data @param {string} name @param {number} [least] @returns {any[]} */
function given(data, name, least = 1) {
  const values = [...iter(data)];
  if (values.length >= least) return values;
  throw new StatisticsError(least === 1 ? `${name} requires at least one data point` : `${name} requires at least two data points`);
}

/** The exact sum of numbers, as an int if all of them are. @param {any[]} values @returns {any} */
function total(values) {
  if (!values.every(isNumber)) return values.reduce((sum, value) => add(sum, value));
  return values.some(isFloat) ? fsum(values) : values.reduce((sum, value) => add(sum, value), 0);
}

/** A quotient, as Python shows it: whole numbers of whole data are ints. @param {any} sum @param {number} count @param {any[]} values */
function quotient(sum, count, values) {
  if (!isNumber(sum)) return div(sum, count);
  const result = Number(sum) / count;
  return values.some(isFloat) || !Number.isInteger(result) ? asFloat(result) : result;
}

/** @param {any} data @returns {any} */
export function mean(data) {
  const values = given(data, "mean");
  return quotient(total(values), values.length, values);
}

/** @param {any} data @returns {any} */
export function fmean(data, weights = null) {
  const values = given(data, "fmean");
  if (isNone(weights)) return asFloat(Number(fsum(values)) / values.length);
  const shares = [...iter(weights)];
  if (shares.length !== values.length) throw new StatisticsError("data and weights must be the same length");
  const whole = Number(fsum(shares));
  if (whole === 0) throw new StatisticsError("sum of weights must be non-zero");
  return asFloat(Number(fsum(values.map((value, index) => Number(value) * Number(shares[index])))) / whole);
}
sig(fmean, "data,weights=");

/** @param {any} data @returns {any} */
export function geometric_mean(data) {
  const values = given(data, "geometric_mean");
  return asFloat(Math.exp(Number(fsum(values.map((value) => Math.log(Number(value))))) / values.length));
}

/** @param {any} data @returns {any} */
export function harmonic_mean(data) {
  const values = given(data, "harmonic_mean");
  if (values.some((value) => Number(value) < 0)) throw new StatisticsError("harmonic mean does not support negative values");
  if (values.some((value) => Number(value) === 0)) return 0;
  return asFloat(values.length / Number(fsum(values.map((value) => 1 / Number(value)))));
}

/** @param {any} data @param {string} name */
function ordered(data, name) {
  const values = sorted([...iter(data)]);
  if (values.length === 0) throw new StatisticsError(`no ${name} for empty data`);
  return values;
}

/** @param {any} data @returns {any} */
export function median(data) {
  const values = ordered(data, "median");
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle] : div(add(values[middle - 1], values[middle]), 2);
}

/** @param {any} data @returns {any} */
export function median_low(data) {
  const values = ordered(data, "median");
  return values[(values.length - 1) >> 1];
}

/** @param {any} data @returns {any} */
export function median_high(data) {
  const values = ordered(data, "median");
  return values[values.length >> 1];
}

/** Values with how often each occurs, in order of appearance. @param {any} data @returns {[any, number][]} */
function counted(data) {
  /** @type {Map<any, [any, number]>} */
  const counts = new Map();
  for (const value of iter(data)) {
    const key = hashKey(value);
    counts.set(key, [counts.get(key)?.[0] ?? value, (counts.get(key)?.[1] ?? 0) + 1]);
  }
  return [...counts.values()];
}

/** @param {any} data @returns {any} */
export function mode(data) {
  const counts = counted(data);
  if (counts.length === 0) throw new StatisticsError("no mode for empty data");
  const most = Math.max(...counts.map(([, count]) => count));
  return /** @type {[any, number]} */ (counts.find(([, count]) => count === most))[0];
}

/** @param {any} data @returns {any[]} */
export function multimode(data) {
  const counts = counted(data);
  const most = Math.max(0, ...counts.map(([, count]) => count));
  return counts.filter(([, count]) => count === most).map(([value]) => value);
}

/** The sum of squared distances from the middle. @param {any[]} values */
function squares(values) {
  const middle = Number(quotient(total(values), values.length, values));
  return total(values.map((value) => {
    const distance = sub(value, middle);
    return mul(distance, distance);
  }));
}

/** @param {any} data @param {string} name @param {number} least @param {number} fewer */
function spread(data, name, least, fewer) {
  const values = given(data, name, least);
  return quotient(squares(values), values.length - fewer, values);
}

/** @param {any} data @returns {any} */
export const variance = (data) => spread(data, "variance", 2, 1);
/** @param {any} data @returns {any} */
export const pvariance = (data) => spread(data, "pvariance", 1, 0);
/** @param {any} data @returns {any} */
export const stdev = (data) => asFloat(Math.sqrt(Number(spread(data, "stdev", 2, 1))));
/** @param {any} data @returns {any} */
export const pstdev = (data) => asFloat(Math.sqrt(Number(spread(data, "pstdev", 1, 0))));

/** @param {any} data @param {any} [options] @returns {any[]} */
export function quantiles(data, options) {
  const { n = 4, method = "exclusive" } = options?.values ?? {};
  const values = sorted([...iter(data)]);
  if (values.length < 2) throw new StatisticsError("must have at least two data points");
  const isInclusive = method === "inclusive";
  const span = isInclusive ? values.length - 1 : values.length + 1;
  return Array.from({ length: n - 1 }, (_, index) => {
    const whole = (index + 1) * span;
    let place = Math.floor(whole / n);
    if (!isInclusive) place = Math.max(1, Math.min(values.length - 1, place));
    const rest = isInclusive ? whole % n : whole - place * n;
    const [low, high] = isInclusive ? [values[place], values[place + 1] ?? values[place]] : [values[place - 1], values[place]];
    return div(add(mul(low, n - rest), mul(high, rest)), n);
  });
}
sig(quantiles, "data,*,n=,method=");
