/** Python's `math`. Results that Python gives as floats are floats here too. */

import { floordiv, mul, power as rounded } from "../arithmetic.js";
import { digitsOf, magnitude, wholePart } from "../bigints.js";
import { sig } from "../calls.js";
import { OverflowError, TypeError, ValueError, ZeroDivisionError } from "../errors.js";
import { toFloat, whole } from "../integers.js";
import { iter } from "../iteration.js";
import { asFloat, isInt, isNone, isNumber, tupleOf, typeName } from "../kinds.js";

export const pi = Math.PI;
export const e = Math.E;
export const tau = 2 * Math.PI;
export const inf = Infinity;
export const nan = NaN;

/** @param {any} value @returns {number} */
function real(value) {
  if (isNumber(value)) return toFloat(value);
  if (typeof value?.__float__ === "function") return value.__float__();
  throw new TypeError(`must be real number, not ${typeName(value)}`);
}

/** @param {any} value @returns {any} */
function int(value) {
  if (isInt(value)) return typeof value === "boolean" ? Number(value) : value;
  if (typeof value?.__index__ === "function") return value.__index__();
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/**
 * A function of floats: NaN from numbers is outside its domain, infinity from finite ones an overflow.
 * @param {(...values: number[]) => number} compute
 * @returns {(...values: any[]) => any}
 */
function ofReals(compute) {
  return (...values) => {
    if (values.length < compute.length) throw new TypeError(`expected ${compute.length} arguments, got ${values.length}`);
    const numbers = values.map(real);
    const result = compute(...numbers);
    if (Number.isNaN(result) && !numbers.some(Number.isNaN)) throw new ValueError("math domain error");
    if (!Number.isFinite(result) && !Number.isNaN(result) && numbers.every(Number.isFinite)) {
      throw new OverflowError("math range error");
    }
    return asFloat(result);
  };
}

export const sqrt = ofReals(Math.sqrt);
export const cbrt = ofReals(Math.cbrt);
export const exp = ofReals(Math.exp);
export const exp2 = ofReals((value) => 2 ** value);
export const expm1 = ofReals(Math.expm1);
export const sin = ofReals(Math.sin);
export const cos = ofReals(Math.cos);
export const tan = ofReals(Math.tan);
export const asin = ofReals(Math.asin);
export const acos = ofReals(Math.acos);
export const atan = ofReals(Math.atan);
export const atan2 = ofReals(Math.atan2);
export const sinh = ofReals(Math.sinh);
export const cosh = ofReals(Math.cosh);
export const tanh = ofReals(Math.tanh);
export const asinh = ofReals(Math.asinh);
export const acosh = ofReals(Math.acosh);
export const atanh = ofReals((value) => (Math.abs(value) >= 1 ? NaN : Math.atanh(value)));
export const fmod = ofReals((left, right) => left % right);
export const degrees = ofReals((value) => value * (180 / Math.PI));
export const radians = ofReals((value) => value * (Math.PI / 180));
export const hypot = ofReals((...values) => norm(values));
export const fabs = ofReals(Math.abs);

const power = ofReals((base, exponent) => {
  // Where JavaScript has NaN.
  if (base === 1 || base === -1 && Math.abs(exponent) === Infinity) return 1;
  return base === 0 && exponent < 0 ? NaN : rounded(base, exponent);
});
export { power as pow };

/** @param {any} value @param {(value: number) => number} compute */
function logarithm(value, compute) {
  // A large int is a float times a power of two.
  const spare = typeof value === "bigint" ? Math.max(0, digitsOf(value, 2).length - 1000) : 0;
  if (spare > 0 && value > 0n) return compute(Number(value >> BigInt(spare))) + spare * compute(2);
  const number = real(value);
  if (number <= 0) throw new ValueError("math domain error");
  return compute(number);
}

/** @param {any} value @param {any} [base] @returns {any} */
export function log(value, base) {
  const result = logarithm(value, Math.log);
  if (isNone(base)) return asFloat(result);
  const scale = logarithm(base, Math.log);
  if (scale === 0) throw new ZeroDivisionError("float division by zero");
  return asFloat(result / scale);
}

/** @param {any} value */
export const log2 = (value) => asFloat(logarithm(value, Math.log2));
/** @param {any} value */
export const log10 = (value) => asFloat(logarithm(value, Math.log10));
/** @param {any} value */
export const log1p = (value) => asFloat(logarithm(real(value) + 1, () => Math.log1p(real(value))));

/** @param {any} value @param {(value: number) => number} cut @param {string} method @returns {any} */
function toInt(value, cut, method) {
  if (typeof value?.[method] === "function") return value[method]();
  if (typeof value === "bigint") return value;
  const number = real(value);
  if (Number.isNaN(number)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(number)) throw new OverflowError("cannot convert float infinity to integer");
  return wholePart(cut(number));
}

/** @param {any} value */
export const floor = (value) => toInt(value, Math.floor, "__floor__");
/** @param {any} value */
export const ceil = (value) => toInt(value, Math.ceil, "__ceil__");
/** @param {any} value */
export const trunc = (value) => toInt(value, Math.trunc, "__trunc__");

/** @param {any} value */
export const isnan = (value) => Number.isNaN(real(value));
/** @param {any} value */
export const isinf = (value) => Math.abs(real(value)) === Infinity;
/** @param {any} value */
export const isfinite = (value) => Number.isFinite(real(value));

/** @param {any} size @param {any} sign @returns {any} */
export function copysign(size, sign) {
  const number = real(sign);
  const isNegative = number < 0 || Object.is(number, -0);
  return asFloat(isNegative ? -Math.abs(real(size)) : Math.abs(real(size)));
}

/** @param {any} value */
export function modf(value) {
  const number = real(value);
  const integral = Math.trunc(number);
  return tupleOf(asFloat(Number.isFinite(number) ? number - integral : 0), asFloat(integral));
}

export const isclose = sig(
  /** @param {any} left @param {any} right @param {number} relative @param {number} absolute */
  (left, right, relative = 1e-9, absolute = 0) => {
    const [a, b] = [real(left), real(right)];
    if (a === b) return true;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
    const difference = Math.abs(a - b);
    return difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute;
  },
  "a,b,rel_tol=,abs_tol=",
);

/** @param {any[]} values @returns {any} */
export function gcd(...values) {
  return values.map(int).reduce((left, right) => {
    if (typeof left === "bigint" || typeof right === "bigint") return whole(divisor(BigInt(left), BigInt(right)));
    return divisor(left, right);
  }, 0);
}

/** @template {number | bigint} N @param {N} left @param {N} right @returns {any} */
function divisor(left, right) {
  let [a, b] = [magnitude(left), magnitude(right)];
  while (Number(b) !== 0) [a, b] = [b, /** @type {N} */ (a % b)];
  return a;
}

/** @param {any[]} values @returns {any} */
export function lcm(...values) {
  return values.map(int).reduce((left, right) => {
    if (Number(left) === 0 || Number(right) === 0) return 0;
    return magnitude(mul(floordiv(left, gcd(left, right)), right));
  }, 1);
}

/** `first * (first + 1) * … * last`, in halves, so that large factors meet late. @param {number} first @param {number} last @returns {any} */
function productOf(first, last) {
  if (first > last) return 1;
  if (first === last) return first;
  const middle = Math.floor((first + last) / 2);
  return mul(productOf(first, middle), productOf(middle + 1, last));
}

/** @param {any} value @returns {any} */
export function factorial(value) {
  const number = int(value);
  if (number < 0) throw new ValueError("factorial() not defined for negative values");
  return productOf(2, number);
}

/** @param {any} total @param {any} chosen @returns {any} */
export function comb(total, chosen) {
  const [n, k] = chosenOf(total, chosen);
  if (k > n) return 0;
  const few = Math.min(k, n - k);
  return floordiv(productOf(n - few + 1, n), factorial(few));
}

/** @param {any} total @param {any} [chosen] @returns {any} */
export function perm(total, chosen) {
  if (isNone(chosen)) return factorial(total);
  const [n, k] = chosenOf(total, chosen);
  return k > n ? 0 : productOf(n - k + 1, n);
}

/** @param {any} total @param {any} chosen */
function chosenOf(total, chosen) {
  const [n, k] = [int(total), int(chosen)];
  if (n < 0 || k < 0) throw new ValueError(`${n < 0 ? "n" : "k"} must be a non-negative integer`);
  return [n, k];
}

/** @param {any} value @returns {any} */
export function isqrt(value) {
  const number = int(value);
  if (number < 0) throw new ValueError("isqrt() argument must be nonnegative");
  if (typeof number === "bigint") return whole(bigRoot(number));
  const root = Math.floor(Math.sqrt(number));
  return root * root > number ? root - 1 : root;
}

/** Newton's method, from above. @param {bigint} value */
function bigRoot(value) {
  let root = 1n << BigInt(Math.ceil(digitsOf(value, 2).length / 2));
  for (let next = (root + value / root) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}

export const prod = sig(
  /** @param {any} values @param {any} start @returns {any} */
  (values, start = 1) => {
    let result = start;
    for (const value of iter(values)) result = mul(result, value);
    return result;
  },
  "iterable,start=",
);

/** The exact sum, rounded once. @param {any} values @returns {any} */
export function fsum(values) {
  /** @type {number[]} */
  let partials = [];
  for (const value of iter(values)) {
    let rest = real(value);
    const next = [];
    for (const partial of partials) {
      const [large, small] = Math.abs(rest) < Math.abs(partial) ? [partial, rest] : [rest, partial];
      rest = large + small;
      const error = small - (rest - large);
      if (error !== 0) next.push(error);
    }
    partials = [...next, rest];
  }
  return asFloat(partials.reduceRight((total, partial) => total + partial, 0));
}

/**
 * The length of a vector, rounded once: `Math.hypot` is off by a unit now and then. Squares and their sum
 * are kept in two parts.
 * @param {number[]} values
 */
function norm(values) {
  const sizes = values.map(Math.abs);
  const largest = Math.max(0, ...sizes.map((size) => (Number.isNaN(size) ? 0 : size)));
  if (largest === Infinity) return Infinity;
  if (largest === 0 || sizes.some(Number.isNaN)) return sizes.some(Number.isNaN) ? NaN : 0;
  const scale = 2 ** (Math.floor(Math.log2(largest)) + 1);
  // The sum starts at one, so that each square is the smaller part.
  let [sum, rest] = [1, 0];
  for (const size of sizes) {
    const [square, error] = squared(size / scale);
    const next = sum + square;
    rest += square - (next - sum) + error;
    sum = next;
  }
  const root = Math.sqrt(sum - 1 + rest);
  const [square, error] = squared(root);
  return (root + (sum - 1 - square + (rest - error)) / (2 * root)) * scale;
}

/** A square, and what rounding took off it. @param {number} value @returns {[number, number]} */
function squared(value) {
  const scaled = value * 134217729;
  const high = scaled - (scaled - value);
  const low = value - high;
  const square = value * value;
  return [square, high * high - square + 2 * high * low + low * low];
}

/** @param {any} left @param {any} right @returns {any} */
export function dist(left, right) {
  const others = [...iter(right)];
  return asFloat(norm(Array.from(iter(left), (value, index) => real(value) - real(others[index]))));
}

/** @param {any} value */
export function frexp(value) {
  const number = real(value);
  if (number === 0 || !Number.isFinite(number)) return tupleOf(asFloat(number), 0);
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(number))) + 1);
  let mantissa = number * 2 ** -exponent;
  while (Math.abs(mantissa) < 0.5) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  while (Math.abs(mantissa) >= 1) [mantissa, exponent] = [mantissa / 2, exponent + 1];
  return tupleOf(asFloat(mantissa), exponent);
}

/** @param {any} value @param {number} exponent */
export function ldexp(value, exponent) {
  const half = Math.trunc(exponent / 2);
  const result = real(value) * 2 ** half * 2 ** (exponent - half);
  if (!Number.isFinite(result) && Number.isFinite(real(value))) throw new OverflowError("math range error");
  return asFloat(result);
}

/** The IEEE remainder: to the nearest multiple, of two the even one. */
export const remainder = ofReals((left, right) => {
  if (!Number.isFinite(right) && !Number.isNaN(right)) return left;
  const rest = left % right;
  const size = Math.abs(right);
  const positive = Math.abs(rest);
  const isEven = Math.floor(Math.abs(left) / size) % 2 === 0;
  const near = positive * 2 > size || positive * 2 === size && !isEven ? positive - size : positive;
  return left < 0 ? -near : near;
});

/** The next float after `value` towards `target`. */
export const nextafter = (/** @type {any} */ value, /** @type {any} */ target) => {
  const [from, to] = [real(value), real(target)];
  if (Number.isNaN(from) || Number.isNaN(to)) return NaN;
  if (from === to) return asFloat(to);
  if (from === 0) return to > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([from]).buffer);
  bits[0] += (to > from) === (from > 0) ? 1n : -1n;
  return asFloat(new Float64Array(bits.buffer)[0]);
};

/** @param {any} value */
export const ulp = (value) => {
  const number = Math.abs(real(value));
  return asFloat(Number.isFinite(number) ? Number(nextafter(number, Infinity)) - number : number);
};

/** Lanczos' approximation of the gamma function: g, and the coefficients of a quotient of polynomials. */
const LANCZOS_G = 6.024680040776729583740234375;
const NUMERATOR = [
  23531376880.410759, 42919803642.649099, 35711959237.355668, 17921034426.037210, 6039542586.3520280,
  1439720407.3117217, 248874557.86205415, 31426415.585400194, 2876370.6289353724, 186056.26539522350,
  8071.6720023658162, 210.82427775157935, 2.5066282746310003,
];
const DENOMINATOR = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];

/** @param {number} x */
function lanczosSum(x) {
  // In powers of 1 / x where x is large, so that none of them overflows.
  const places = NUMERATOR.map((_, place) => (x < 5 ? NUMERATOR.length - 1 - place : place));
  const at = x < 5 ? x : 1 / x;
  const value = (/** @type {number[]} */ coefficients) => places.reduce((total, place) => total * at + coefficients[place], 0);
  return value(NUMERATOR) / value(DENOMINATOR);
}

/** The sine of pi times x. @param {number} x */
function sineOfPi(x) {
  const turned = Math.abs(x) % 2;
  const sine = turned % 1 === 0 ? 0 : Math.sin(Math.PI * turned);
  return x < 0 ? -sine : sine;
}

/** @param {number} x */
function isPole(x) {
  return x <= 0 && Number.isInteger(x);
}

/** @param {any} value @returns {any} */
export function gamma(value) {
  const x = real(value);
  if (isPole(x) || x === -Infinity) throw new ValueError("math domain error");
  if (!Number.isFinite(x)) return asFloat(x);
  if (Number.isInteger(x) && x <= 23) return asFloat(Number(factorial(x - 1)));
  const size = Math.abs(x);
  if (size < 1e-20) return finite(1 / x);
  if (size > 200) return x < 0 ? asFloat(0 / sineOfPi(x)) : finite(Infinity);
  const half = LANCZOS_G - 0.5;
  const y = size + half;
  const error = size > half ? y - size - half : y - half - size;
  const z = (error * LANCZOS_G) / y;
  // In two steps where one would overflow.
  const power = size < 140 ? y ** (size - 0.5) : y ** (size / 2 - 0.25);
  const steps = size < 140 ? [power] : [power, power];
  if (x > 0) {
    const first = lanczosSum(size) / Math.exp(y);
    return finite(steps.reduce((product, step) => product * step, first + z * first));
  }
  const first = ((-Math.PI / sineOfPi(size) / size) * Math.exp(y)) / lanczosSum(size);
  return finite(steps.reduce((quotient, step) => quotient / step, first - z * first));
}

/** @param {any} value @returns {any} */
export function lgamma(value) {
  const x = real(value);
  if (isPole(x)) throw new ValueError("math domain error");
  if (!Number.isFinite(x)) return asFloat(Number.isNaN(x) ? x : Infinity);
  if (x === 1 || x === 2) return asFloat(0);
  const size = Math.abs(x);
  if (size < 1e-20) return asFloat(-Math.log(size));
  const scaled = Math.log(lanczosSum(size)) - LANCZOS_G + (size - 0.5) * (Math.log(size + LANCZOS_G - 0.5) - 1);
  if (x > 0) return finite(scaled);
  return finite(Math.log(Math.PI) - Math.log(Math.abs(sineOfPi(size))) - Math.log(size) - scaled);
}

/** @param {number} result */
function finite(result) {
  if (!Number.isFinite(result)) throw new OverflowError("math range error");
  return asFloat(result);
}
