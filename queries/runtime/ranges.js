/** `range`: a lazy sequence of ints. */

import { TypeError, ValueError } from "./errors.js";
import { hashKey, keyText } from "./hash.js";
import { steps } from "./iteration.js";
import { HASH_KEY, isNumber, KIND, NAME, NotImplemented, tupleOf, TYPE, typed } from "./kinds.js";
import { Slice, sliceBounds } from "./slices.js";
import { repr } from "./text.js";
import { placeOf } from "./values.js";

export class Range {
  /** @param {number} start @param {number} stop @param {number} step */
  constructor(start, stop, step) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
    Object.freeze(this);
  }

  static [NAME] = "range";

  get [KIND]() {
    return "range";
  }

  get [TYPE]() {
    return range;
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  /** @param {number} index */
  at(index) {
    return this.start + index * this.step;
  }

  [HASH_KEY]() {
    const { length, start, step } = this;
    return `r${keyText(hashKey(tupleOf(length, length > 0 ? start : null, length > 1 ? step : null)))}`;
  }

  __len__() {
    return this.length;
  }

  /** @param {any} value */
  __contains__(value) {
    if (!isNumber(value) || typeof value === "bigint") return false;
    const steps = (Number(value) - this.start) / this.step;
    return Number.isInteger(steps) && steps >= 0 && steps < this.length;
  }

  /** @param {any} key @returns {any} */
  __getitem__(key) {
    if (!(key instanceof Slice)) return this.at(placeOf(key, this.length, "range", "range object index out of range"));
    const { start, stop, step } = sliceBounds(key.start, key.stop, key.step, this.length);
    return new Range(this.at(start), this.at(stop), this.step * step);
  }

  /** @param {any} value */
  count(value) {
    return this.__contains__(value) ? 1 : 0;
  }

  /** @param {any} value */
  index(value) {
    if (!this.__contains__(value)) throw new ValueError(`${repr(value)} is not in range`);
    return (Number(value) - this.start) / this.step;
  }

  /** Same items. @param {any} other */
  __eq__(other) {
    if (!(other instanceof Range)) return NotImplemented;
    if (this.length !== other.length) return false;
    return this.length === 0 || (this.start === other.start && (this.length === 1 || this.step === other.step));
  }

  __repr__() {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
}

/** `range(stop)`, `range(start, stop[, step])`. @param {any[]} bounds */
export function range(...bounds) {
  if (bounds.length === 0) throw new TypeError("range expected at least 1 argument, got 0");
  const [first, second = null, step = 1] = bounds.map(steps);
  if (step === 0) throw new ValueError("range() arg 3 must not be zero");
  return second === null ? new Range(0, first, step) : new Range(first, second, step);
}
typed(range, "range", (value) => value instanceof Range);
