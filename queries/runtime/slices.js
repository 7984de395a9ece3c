/** Slices: `value[start:stop:step]`, read, assigned and deleted, and the builtin `slice`. */

import { TypeError, ValueError } from "./errors.js";
import { iter } from "./iteration.js";
import { HASH_KEY, isDict, isNone, KIND, NotImplemented, Tuple, tupleFrom, tupleOf, TYPE, typed, typeName } from "./kinds.js";
import { repr } from "./text.js";
import { eq, points } from "./values.js";

/** `slice(start, stop, step)`: what stands between the brackets, as `__getitem__` receives it. */
export class Slice {
  /** @param {any} start @param {any} stop @param {any} step */
  constructor(start, stop, step) {
    this.start = start ?? null;
    this.stop = stop ?? null;
    this.step = step ?? null;
  }

  get [KIND]() {
    return "slice";
  }

  get [TYPE]() {
    return slice;
  }

  /** What `value[this]` is, where `value` has no method that would know. @param {any} value */
  __of__(value) {
    return getslice(value, this.start, this.stop, this.step);
  }

  /** `value[this] = items`. @param {any} value @param {any} items */
  __assign__(value, items) {
    setslice(value, this.start, this.stop, this.step, items);
  }

  /** `del value[this]`. @param {any} value */
  __delete__(value) {
    delslice(value, this.start, this.stop, this.step);
  }

  /** @returns {any} */
  [HASH_KEY]() {
    throw new TypeError("unhashable type: 'slice'");
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof Slice ? eq(this.bounds(), other.bounds()) : NotImplemented;
  }

  bounds() {
    return [this.start, this.stop, this.step];
  }

  __repr__() {
    return `slice(${repr(this.start)}, ${repr(this.stop)}, ${repr(this.step)})`;
  }

  /** @param {number} length */
  indices(length) {
    const { start, stop, step } = sliceBounds(this.start, this.stop, this.step, length);
    return tupleOf(start, stop, step);
  }
}

/** @param {any} bound @param {number} absent @param {number} low @param {number} high @param {number} length */
function clampBound(bound, absent, low, high, length) {
  if (isNone(bound)) return absent;
  const isWhole = Number.isInteger(bound) || typeof bound === "boolean" || typeof bound === "bigint";
  const whole = isWhole ? Number(bound) : bound?.__index__?.();
  if (whole === undefined) {
    throw new TypeError("slice indices must be integers or None or have an __index__ method");
  }
  return Math.max(low, Math.min(high, whole < 0 ? whole + length : whole));
}

/** `slice(stop)`, `slice(start, stop[, step])`. @param {any[]} bounds */
export function slice(...bounds) {
  return bounds.length === 1 ? new Slice(null, bounds[0], null) : new Slice(bounds[0], bounds[1], bounds[2]);
}
typed(slice, "slice", (value) => value instanceof Slice);

/** `slice.indices`: start, stop and step for a sequence of this length. @param {any} start @param {any} stop @param {any} step @param {number} length */
export function sliceBounds(start, stop, step, length) {
  const stride = isNone(step) ? 1 : clampBound(step, 1, -Infinity, Infinity, 0);
  if (stride === 0) throw new ValueError("slice step cannot be zero");
  const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
  return {
    start: clampBound(start, stride > 0 ? low : high, low, high, length),
    stop: clampBound(stop, stride > 0 ? high : low, low, high, length),
    step: stride,
  };
}

/** @param {{start: number, stop: number, step: number}} bounds */
function slicePlaces({ start, stop, step }) {
  const places = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) places.push(index);
  return places;
}

/** `value[start:stop:step]`. @param {any} value @param {any} start @param {any} stop @param {any} [step] @returns {any} */
export function getslice(value, start, stop, step) {
  if (typeof value?.__getitem__ === "function") return value.__getitem__(new Slice(start, stop, step));
  if (typeof value !== "string" && !Array.isArray(value)) {
    throw new TypeError(
      isDict(value) ? "unhashable type: 'slice'" : `'${typeName(value)}' object is not subscriptable`,
    );
  }
  const items = typeof value === "string" ? points(value) : value;
  const bounds = sliceBounds(start, stop, step, items.length);
  if (bounds.step === 1 && !(items instanceof Tuple)) {
    const part = items.slice(bounds.start, bounds.stop);
    return typeof value === "string" && typeof part !== "string" ? part.join("") : part;
  }
  const picked = slicePlaces(bounds).map((index) => items[index]);
  if (typeof value === "string") return picked.join("");
  return value instanceof Tuple ? tupleFrom(picked) : picked;
}

/** `value[start:stop:step] = items`. @param {any} value @param {any} start @param {any} stop @param {any} step @param {any} items */
export function setslice(value, start, stop, step, items) {
  if (typeof value?.__setitem__ === "function") {
    value.__setitem__(new Slice(start, stop, step), items);
    return;
  }
  if (!Array.isArray(value) || value instanceof Tuple) {
    throw new TypeError(`'${typeName(value)}' object does not support item assignment`);
  }
  if (isNone(items) || typeof items !== "object" && typeof items !== "string") {
    throw new TypeError(isNone(step) ? "can only assign an iterable" : "must assign iterable to extended slice");
  }
  const fresh = [...iter(items)];
  const bounds = sliceBounds(start, stop, step, value.length);
  if (bounds.step === 1) {
    replace(value, bounds.start, Math.max(0, bounds.stop - bounds.start), fresh);
    return;
  }
  const places = slicePlaces(bounds);
  if (places.length !== fresh.length) {
    throw new ValueError(
      `attempt to assign sequence of size ${fresh.length} to extended slice of size ${places.length}`,
    );
  }
  places.forEach((index, at) => {
    value[index] = fresh[at];
  });
}

/** Unlike `splice`, takes any number of items. @param {any[]} list @param {number} start @param {number} count @param {any[]} items */
function replace(list, start, count, items) {
  const tail = list.slice(start + count);
  list.length = start;
  const push = Array.prototype.push;
  for (const item of [...items, ...tail]) push.call(list, item);
}

/** `del value[start:stop:step]`. @param {any} value @param {any} start @param {any} stop @param {any} [step] */
export function delslice(value, start, stop, step) {
  if (typeof value?.__delitem__ === "function") {
    value.__delitem__(new Slice(start, stop, step));
    return;
  }
  if (!Array.isArray(value) || value instanceof Tuple) {
    throw new TypeError(`'${typeName(value)}' object does not support item deletion`);
  }
  const gone = new Set(slicePlaces(sliceBounds(start, stop, step, value.length)));
  const kept = value.filter((_, index) => !gone.has(index));
  replace(value, 0, value.length, kept);
}
