/** Python's `itertools`. */

import { keywords, sig } from "../calls.js";
import { TypeError, ValueError } from "../errors.js";
import { isInt, isNone, tupleFrom, tupleOf, typeName } from "../kinds.js";
import { iter } from "../iteration.js";
import { add } from "../operators.js";
import { eq, truth } from "../values.js";

export const count = sig(
  /** @param {any} start @param {any} step */
  function* count(start = 0, step = 1) {
    for (let value = start; ; value = add(value, step)) yield value;
  },
  "start=,step=",
);

/** @param {any} values */
export function* cycle(values) {
  const items = [];
  for (const value of iter(values)) {
    items.push(value);
    yield value;
  }
  while (items.length > 0) yield* items;
}

const repeated = sig(
  /** @param {any} value @param {any} times */
  function* repeat(value, times) {
    for (let turn = 0; isNone(times) || turn < times; turn += 1) yield value;
  },
  "object,times=",
);
export { repeated as repeat };

/** @param {any[]} sources */
export function* chain(...sources) {
  for (const source of sources) yield* iter(source);
}

/** @param {any} sources */
chain.from_iterable = function* (sources) {
  for (const source of iter(sources)) yield* iter(source);
};
chain.fromIterable = chain.from_iterable;

/** @param {any} values @param {any[]} bounds */
export function* islice(values, ...bounds) {
  const [start, stop, step] = bounds.length === 1 ? [0, bounds[0], 1] : [bounds[0] ?? 0, bounds[1], bounds[2] ?? 1];
  if (start < 0 || step < 1 || (!isNone(stop) && stop < 0)) {
    throw new ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
  }
  const source = iter(values);
  for (let index = 0; isNone(stop) || index < stop; index += 1) {
    const item = source.next();
    if (item.done) return;
    if (index >= start && (index - start) % step === 0) yield item.value;
  }
}

/** @param {any} keep @param {any} values */
export function* takewhile(keep, values) {
  for (const value of iter(values)) {
    if (!truth(keep(value))) return;
    yield value;
  }
}

/** @param {any} drop @param {any} values */
export function* dropwhile(drop, values) {
  let dropping = true;
  for (const value of iter(values)) {
    dropping = dropping && truth(drop(value));
    if (!dropping) yield value;
  }
}

/** @param {any} drop @param {any} values */
export function* filterfalse(drop, values) {
  for (const value of iter(values)) {
    if (!truth(isNone(drop) ? value : drop(value))) yield value;
  }
}

/** @param {any} values @param {any} selectors */
export function* compress(values, selectors) {
  const flags = iter(selectors);
  for (const value of iter(values)) {
    const flag = flags.next();
    if (flag.done) return;
    if (truth(flag.value)) yield value;
  }
}

/** @param {any} change @param {any} values */
export function* starmap(change, values) {
  for (const value of iter(values)) yield change(...iter(value));
}

export const accumulate = sig(
  /** @param {any} values @param {any} combine @param {any} initial */
  function* accumulate(values, combine, initial) {
    const join = isNone(combine) ? add : combine;
    let total = initial ?? undefined;
    if (total !== undefined) yield total;
    for (const value of iter(values)) {
      total = total === undefined ? value : join(total, value);
      yield total;
    }
  },
  "iterable,func=,initial=",
);

/** @param {any} values */
export function* pairwise(values) {
  let previous;
  let isFirst = true;
  for (const value of iter(values)) {
    if (!isFirst) yield tupleOf(previous, value);
    previous = value;
    isFirst = false;
  }
}

export const product = sig(
  /** @param {any[]} given */
  function* product(...given) {
    const { repeat = 1 } = keywords(given);
    const pools = Array.from({ length: repeat }, () => given.map((source) => [...iter(source)])).flat();
    yield* combined(pools, []);
  },
  "*iterables,repeat=",
);

/** @param {any[][]} pools @param {any[]} chosen @returns {Generator<any>} */
function* combined(pools, chosen) {
  if (chosen.length === pools.length) {
    yield tupleFrom(chosen);
    return;
  }
  for (const item of pools[chosen.length]) yield* combined(pools, [...chosen, item]);
}

/** Choices of `size` places out of `pool`. @param {any[]} pool @param {number} size @param {number[]} places @param {(places: number[]) => Iterable<number>} following @returns {Generator<any>} */
function* choices(pool, size, places, following) {
  if (places.length === size) {
    yield tupleFrom(places.map((place) => pool[place]));
    return;
  }
  for (const place of following(places)) yield* choices(pool, size, [...places, place], following);
}

/** @param {number} from @param {number} to */
function span(from, to) {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** How many to choose. @param {any} size @returns {number} */
function chosen(size) {
  if (!isInt(size)) throw new TypeError(`'${typeName(size)}' object cannot be interpreted as an integer`);
  if (size < 0) throw new ValueError("r must be non-negative");
  return Number(size);
}

/** @param {any} values @param {any} [size] */
export function permutations(values, size) {
  const pool = [...iter(values)];
  const all = span(0, pool.length);
  return choices(pool, chosen(size ?? pool.length), [], (places) => all.filter((place) => !places.includes(place)));
}

/** @param {any} values @param {any} size */
export function combinations(values, size) {
  const pool = [...iter(values)];
  return choices(pool, chosen(size), [], (places) => span((places.at(-1) ?? -1) + 1, pool.length));
}

/** @param {any} values @param {any} size */
export function combinations_with_replacement(values, size) {
  const pool = [...iter(values)];
  return choices(pool, chosen(size), [], (places) => span(places.at(-1) ?? 0, pool.length));
}

export const groupby = sig(
  /** @param {any} values @param {any} key */
  function* groupby(values, key) {
    const source = iter(values);
    const rank = isNone(key) ? (/** @type {any} */ value) => value : key;
    let step = source.next();
    while (!step.done) {
      const current = rank(step.value);
      const group = (function* () {
        while (!step.done && eq(rank(step.value), current)) {
          yield step.value;
          step = source.next();
        }
      })();
      yield tupleOf(current, group);
      while (!step.done && eq(rank(step.value), current)) step = source.next();
    }
  },
  "iterable,key=",
);

export const zip_longest = sig(
  /** @param {any[]} given */
  function* zip_longest(...given) {
    const { fillvalue = null } = keywords(given);
    const sources = given.map((source) => iter(source));
    while (true) {
      const steps = sources.map((source) => source.next());
      if (steps.every((step) => step.done)) return;
      yield tupleFrom(steps.map((step) => (step.done ? fillvalue : step.value)));
    }
  },
  "*iterables,fillvalue=",
);

/** @param {any} values @param {any} [copies] */
export function tee(values, copies = 2) {
  if (copies < 0) throw new ValueError("n must be >= 0");
  const source = iter(values);
  /** @type {any[]} */
  const seen = [];
  const reader = function* () {
    for (let index = 0; ; index += 1) {
      if (index === seen.length) {
        const step = source.next();
        if (step.done) return;
        seen.push(step.value);
      }
      yield seen[index];
    }
  };
  if (copies < 0) throw new TypeError("n must be >= 0");
  return tupleFrom(Array.from({ length: copies }, reader));
}
