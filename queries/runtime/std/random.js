/** Python's `random`: the Mersenne Twister, so that a seed gives the numbers that it gives in CPython. */

import { sig } from "../calls.js";
import { IndexError, TypeError, ValueError } from "../errors.js";
import { asFloat, isNone, tupleFrom, tupleOf } from "../kinds.js";
import { iter } from "../iteration.js";
import { range as rangeOf } from "../ranges.js";
import { getitem, len } from "../values.js";

const SIZE = 624;
const SHIFT = 397;

/** A generator of its own: `random.Random(seed)`. The module's functions share one. */
export class Random {
  /** @param {any} [seed] */
  constructor(seed = null) {
    this.state = new Uint32Array(SIZE);
    this.index = SIZE;
    /** The second of two normal numbers. @type {number | null} */
    this.spare = null;
    this.seed(seed);
  }

  /** @param {any} [value] an int, or None for a seed from the system */
  seed(value = null) {
    if (isNone(value)) this.seedArray([...crypto.getRandomValues(new Uint32Array(8))]);
    else if (Number.isSafeInteger(value) || typeof value === "boolean") {
      const size = Math.abs(Number(value));
      const high = Math.floor(size / 2 ** 32);
      this.seedArray(high === 0 ? [size] : [size % 2 ** 32, high]);
    } else throw new TypeError("in the browser the seed must be None or an int");
    this.spare = null;
    return null;
  }

  /** What `setstate` takes back. */
  getstate() {
    return tupleOf(3, tupleFrom([...this.state, this.index]), this.spare);
  }

  /** @param {any} given */
  setstate([, words, spare]) {
    this.state = Uint32Array.from(words.slice(0, SIZE));
    this.index = words[SIZE];
    this.spare = spare;
    return null;
  }

  /** @param {number} value */
  seedWord(value) {
    const { state } = this;
    state[0] = value;
    for (let index = 1; index < SIZE; index += 1) {
      const previous = state[index - 1] ^ (state[index - 1] >>> 30);
      state[index] = Math.imul(1812433253, previous) + index;
    }
    this.index = SIZE;
  }

  /** @param {number[]} key */
  seedArray(key) {
    this.seedWord(19650218);
    const { state } = this;
    let place = 1;
    const mix = (/** @type {number} */ factor, /** @type {number} */ extra) => {
      const previous = state[place - 1] ^ (state[place - 1] >>> 30);
      state[place] = (state[place] ^ Math.imul(previous, factor)) + extra;
      place += 1;
      if (place === SIZE) {
        state[0] = state[SIZE - 1];
        place = 1;
      }
    };
    for (let turn = 0; turn < Math.max(SIZE, key.length); turn += 1) {
      const at = turn % key.length;
      mix(1664525, key[at] + at);
    }
    for (let turn = 1; turn < SIZE; turn += 1) mix(1566083941, -place);
    state[0] = 0x80000000;
  }

  /** The next 32 bits. */
  word() {
    if (this.index === SIZE) this.refill();
    let bits = this.state[this.index];
    this.index += 1;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  refill() {
    const { state } = this;
    for (let index = 0; index < SIZE; index += 1) {
      const bits = (state[index] & 0x80000000) | (state[(index + 1) % SIZE] & 0x7fffffff);
      state[index] = state[(index + SHIFT) % SIZE] ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }

  random() {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** @param {number} count at most 53 */
  getrandbits(count) {
    if (count > 53) throw new ValueError("in the browser at most 53 bits");
    if (count === 0) return 0;
    if (count <= 32) return this.word() >>> (32 - count);
    const low = this.word();
    return low + (this.word() >>> (64 - count)) * 2 ** 32;
  }

  /** An int from 0 up to but not including `limit`. @param {number} limit */
  below(limit) {
    const count = limit.toString(2).length;
    let value = this.getrandbits(count);
    while (value >= limit) value = this.getrandbits(count);
    return value;
  }

  /** @param {number} start @param {any} [stop] @param {any} [step] */
  randrange(start, stop = null, step = 1) {
    const values = isNone(stop) ? rangeOf(start) : rangeOf(start, stop, step);
    if (values.length === 0) {
      throw new ValueError(isNone(stop) ? "empty range for randrange()" : `empty range for randrange() (${start}, ${stop}, ${stop - start})`);
    }
    return values.at(this.below(values.length));
  }

  /** @param {number} low @param {number} high */
  randint(low, high) {
    return this.randrange(low, high + 1);
  }

  /** @param {number} low @param {number} high @returns {any} */
  uniform(low, high) {
    return asFloat(Number(low) + (Number(high) - Number(low)) * this.random());
  }

  /** @param {any} values */
  choice(values) {
    const size = len(values);
    if (size === 0) throw new IndexError("Cannot choose from an empty sequence");
    return getitem(values, this.below(size));
  }

  /** @param {any} values @param {any} [weights] @param {any} [cumulative] @param {any} [count] */
  choices(values, weights = null, cumulative = null, count = 1) {
    const pool = [...iter(values)];
    if (isNone(weights) && isNone(cumulative)) {
      return Array.from({ length: count }, () => pool[Math.floor(this.random() * pool.length)]);
    }
    let total = 0;
    const limits = isNone(cumulative) ? Array.from(iter(weights), (weight) => (total += Number(weight))) : [...iter(cumulative)];
    if (limits.length !== pool.length) throw new ValueError("The number of weights does not match the population");
    const most = Number(limits.at(-1));
    if (most <= 0) throw new ValueError("Total of weights must be greater than zero");
    return Array.from({ length: count }, () => {
      const wanted = this.random() * most;
      const found = limits.findIndex((limit) => wanted < limit);
      return pool[found < 0 ? pool.length - 1 : found];
    });
  }

  /** @param {any[]} values changed in place */
  shuffle(values) {
    for (let index = values.length - 1; index > 0; index -= 1) {
      const other = this.below(index + 1);
      [values[index], values[other]] = [values[other], values[index]];
    }
    return null;
  }

  /** @param {any} values @param {number} count */
  sample(values, count) {
    if (typeof values?.length !== "number") throw new TypeError(`Population must be a sequence.  For dicts or sets, use sorted(d).`);
    const pool = [...iter(values)];
    const size = pool.length;
    if (count < 0 || count > size) throw new ValueError("Sample larger than population or is negative");
    const limit = 21 + (count > 5 ? 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 0);
    if (size <= limit) {
      return Array.from({ length: count }, (_, turn) => {
        const place = this.below(size - turn);
        const result = pool[place];
        pool[place] = pool[size - turn - 1];
        return result;
      });
    }
    const taken = new Set();
    return Array.from({ length: count }, () => {
      let place = this.below(size);
      while (taken.has(place)) place = this.below(size);
      taken.add(place);
      return pool[place];
    });
  }

  /** @param {number} mean @param {number} deviation */
  gauss(mean = 0, deviation = 1) {
    let z = this.spare;
    this.spare = null;
    if (z === null) {
      const angle = this.random() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.spare = Math.sin(angle) * radius;
    }
    return asFloat(Number(mean) + z * Number(deviation));
  }

  /** @param {any} low @param {any} high @param {any} [mode] @returns {any} */
  triangular(low = 0, high = 1, mode = null) {
    let u = this.random();
    let [from, to] = [Number(low), Number(high)];
    if (from === to) return asFloat(from);
    let c = isNone(mode) ? 0.5 : (Number(mode) - from) / (to - from);
    if (u > c) {
      u = 1 - u;
      c = 1 - c;
      [from, to] = [to, from];
    }
    return asFloat(from + (to - from) * Math.sqrt(u * c));
  }

  /** @param {any} rate */
  expovariate(rate = 1) {
    return asFloat(-Math.log(1 - this.random()) / Number(rate));
  }

  /** @param {any} mean @param {any} deviation */
  lognormvariate(mean = 0, deviation = 1) {
    return asFloat(Math.exp(Number(this.normalvariate(mean, deviation))));
  }

  /** @param {any} alpha */
  paretovariate(alpha) {
    return asFloat((1 - this.random()) ** (-1 / Number(alpha)));
  }

  /** @param {any} alpha @param {any} beta */
  weibullvariate(alpha, beta) {
    return asFloat(Number(alpha) * (-Math.log(1 - this.random())) ** (1 / Number(beta)));
  }

  /** @param {any} shape @param {any} scale */
  gammavariate(shape, scale) {
    const [alpha, beta] = [Number(shape), Number(scale)];
    if (alpha <= 0 || beta <= 0) throw new ValueError("gammavariate: alpha and beta must be > 0.0");
    if (alpha > 1) {
      const spread = Math.sqrt(2 * alpha - 1);
      const b = alpha - Math.log(4);
      const c = alpha + spread;
      while (true) {
        const u1 = this.random();
        if (!(u1 > 1e-7 && u1 < 0.9999999)) continue;
        const u2 = 1 - this.random();
        const v = Math.log(u1 / (1 - u1)) / spread;
        const x = alpha * Math.exp(v);
        const z = u1 * u1 * u2;
        const r = b + c * v - x;
        if (r + 1 + Math.log(4.5) - 4.5 * z >= 0 || r >= Math.log(z)) return asFloat(x * beta);
      }
    }
    if (alpha === 1) return asFloat(-Math.log(1 - this.random()) * beta);
    while (true) {
      const b = (Math.E + alpha) / Math.E;
      const p = b * this.random();
      const x = p <= 1 ? p ** (1 / alpha) : -Math.log((b - p) / alpha);
      const u1 = this.random();
      if (p > 1 ? u1 <= x ** (alpha - 1) : u1 <= Math.exp(-x)) return asFloat(x * beta);
    }
  }

  /** @param {any} alpha @param {any} beta */
  betavariate(alpha, beta) {
    const y = Number(this.gammavariate(alpha, 1));
    return asFloat(y === 0 ? 0 : y / (y + Number(this.gammavariate(beta, 1))));
  }

  /** @param {number} mean @param {number} deviation */
  normalvariate(mean = 0, deviation = 1) {
    while (true) {
      const first = this.random();
      const second = 1 - this.random();
      const z = (4 * Math.exp(-0.5) / Math.sqrt(2)) * (first - 0.5) / second;
      if (z * z / 4 <= -Math.log(second)) return asFloat(Number(mean) + z * Number(deviation));
    }
  }
}

const shared = new Random();

export const seed = (/** @type {any} */ value = null) => shared.seed(value);
export const random = () => shared.random();
export const getrandbits = (/** @type {number} */ count) => shared.getrandbits(count);
export const randrange = (/** @type {number} */ start, /** @type {any} */ stop = null, /** @type {any} */ step = 1) => shared.randrange(start, stop, step);
export const randint = (/** @type {number} */ low, /** @type {number} */ high) => shared.randint(low, high);
export const uniform = (/** @type {number} */ low, /** @type {number} */ high) => shared.uniform(low, high);
export const choice = (/** @type {any} */ values) => shared.choice(values);
export const shuffle = (/** @type {any[]} */ values) => shared.shuffle(values);
export const sample = sig((/** @type {any} */ values, /** @type {number} */ count) => shared.sample(values, count), "population,k");
export const normalvariate = sig((/** @type {any} */ mean, /** @type {any} */ deviation) => shared.normalvariate(mean, deviation), "mu=,sigma=");
export const choices = sig(
  /** @param {any} values @param {any} weights @param {any} cumulative @param {any} count */
  (values, weights, cumulative, count) => shared.choices(values, weights, cumulative, count),
  "population,weights=,cum_weights=,k=",
);
/** A method of the generator that all share. @param {string} name @param {string} parameters @returns {any} */
const ofShared = (name, parameters) => sig((/** @type {any[]} */ ...args) => /** @type {any} */ (shared)[name](...args), parameters);
export const gauss = ofShared("gauss", "mu=,sigma=");
export const triangular = ofShared("triangular", "low=,high=,mode=");
export const expovariate = ofShared("expovariate", "lambd=");
export const lognormvariate = ofShared("lognormvariate", "mu=,sigma=");
export const paretovariate = ofShared("paretovariate", "alpha");
export const weibullvariate = ofShared("weibullvariate", "alpha,beta");
export const gammavariate = ofShared("gammavariate", "alpha,beta");
export const betavariate = ofShared("betavariate", "alpha,beta");
sig(Random.prototype.choices, "population,weights=,cum_weights=,k=");
sig(Random.prototype.sample, "population,k");
sig(Random, "x=");

