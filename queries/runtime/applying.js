/** `map` and `filter`: iterators that call a function for each item. */

import { call } from "./calling.js";
import { DONE, iter, Iterator, zipped } from "./iteration.js";
import { isNone } from "./kinds.js";
import { truth } from "./values.js";

/** @param {(...items: any[]) => any} change @param {any[]} sources */
export function map(change, ...sources) {
  const items = zipped(sources, false);
  return new Iterator(() => {
    const step = items.next();
    return step.done ? DONE : { done: false, value: call(change, ...step.value) };
  }, "map");
}

/** @param {any} keep a predicate, or None for the value's own truth @param {any} values */
export function filter(keep, values) {
  const source = iter(values);
  return new Iterator(() => {
    for (let step = source.next(); !step.done; step = source.next()) {
      if (truth(isNone(keep) ? step.value : call(keep, step.value))) return step;
    }
    return DONE;
  }, "filter");
}
