/** Python's `heapq`: the same moves as CPython's, so that a list printed half-way looks the same. */

import { call } from "../calling.js";
import { keywords, sig } from "../calls.js";
import { IndexError } from "../errors.js";
import { iter } from "../iteration.js";
import { isNone } from "../kinds.js";
import { lt, sorted } from "../ordering.js";

/** @param {any[]} heap @param {number} start @param {number} place */
function siftDown(heap, start, place) {
  const item = heap[place];
  while (place > start) {
    const parent = (place - 1) >> 1;
    if (!lt(item, heap[parent])) break;
    heap[place] = heap[parent];
    place = parent;
  }
  heap[place] = item;
}

/** @param {any[]} heap @param {number} place */
function siftUp(heap, place) {
  const start = place;
  const item = heap[place];
  let child = 2 * place + 1;
  while (child < heap.length) {
    if (child + 1 < heap.length && !lt(heap[child], heap[child + 1])) child += 1;
    heap[place] = heap[child];
    place = child;
    child = 2 * place + 1;
  }
  heap[place] = item;
  siftDown(heap, start, place);
}

/** @param {any[]} heap @param {any} item */
export function heappush(heap, item) {
  heap.push(item);
  siftDown(heap, 0, heap.length - 1);
  return null;
}

/** @param {any[]} heap @returns {any} */
export function heappop(heap) {
  if (heap.length === 0) throw new IndexError("index out of range");
  const last = heap.pop();
  if (heap.length === 0) return last;
  const first = heap[0];
  heap[0] = last;
  siftUp(heap, 0);
  return first;
}

/** @param {any[]} heap @param {any} item @returns {any} */
export function heapreplace(heap, item) {
  if (heap.length === 0) throw new IndexError("index out of range");
  const first = heap[0];
  heap[0] = item;
  siftUp(heap, 0);
  return first;
}

/** @param {any[]} heap @param {any} item @returns {any} */
export function heappushpop(heap, item) {
  return heap.length > 0 && lt(heap[0], item) ? heapreplace(heap, item) : item;
}

/** @param {any[]} values */
export function heapify(values) {
  for (let place = (values.length >> 1) - 1; place >= 0; place -= 1) siftUp(values, place);
  return null;
}

/** @param {number} count @param {any} values @param {any} [key] @returns {any[]} */
export const nlargest = (count, values, key) => sorted([...iter(values)], key, true).slice(0, Math.max(0, count));
sig(nlargest, "n,iterable,key=");

/** @param {number} count @param {any} values @param {any} [key] @returns {any[]} */
export const nsmallest = (count, values, key) => sorted([...iter(values)], key).slice(0, Math.max(0, count));
sig(nsmallest, "n,iterable,key=");

/** Merges sorted inputs; among equal items, those of earlier inputs come first. @param {any[]} inputs */
export function* merge(...inputs) {
  const { key = null, reverse = false } = keywords(inputs);
  const rank = (/** @type {any} */ item) => (isNone(key) ? item : call(key, item));
  const heads = inputs.map((values) => {
    const source = iter(values);
    return { source, step: source.next() };
  });
  while (true) {
    let best = null;
    for (const head of heads) {
      if (head.step.done) continue;
      const [mine, other] = [rank(head.step.value), best === null ? null : rank(best.step.value)];
      if (best === null || (reverse ? lt(other, mine) : lt(mine, other))) best = head;
    }
    if (best === null) return;
    yield best.step.value;
    best.step = best.source.next();
  }
}
sig(merge, "*iterables,key=,reverse=");
