/** The operators that change what stands on their left, such as `+=`: lists and dicts themselves, other values by assignment. */

import { bitand, bitor, bitxor, div, floordiv, lshift, matmul, mul, pow, repeat, rshift } from "./arithmetic.js";
import { toCount } from "./bigints.js";
import { dictSet, pairsOf } from "./entries.js";
import { listed } from "./iteration.js";
import { isDict, isInt, isNumber, NotImplemented, Tuple } from "./kinds.js";
import { add, sub, unknown, unsupported } from "./operators.js";

/** @param {any} left @param {any} right @returns {any} */
export function imul(left, right) {
  if (!isList(left) || !isInt(right)) return inPlace(left, right, "__imul__", mul);
  const items = repeat(left, toCount(right));
  left.length = 0;
  for (const item of items) push.call(left, item);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export function ior(left, right) {
  if (!isDict(left) || typeof left.__ior__ === "function") return inPlace(left, right, "__ior__", bitor);
  for (const [key, value] of pairsOf(right)) dictSet(left, key, value);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export const iand = (left, right) => inPlace(left, right, "__iand__", bitand);

/** @param {any} left @param {any} right @returns {any} */
export const ixor = (left, right) => inPlace(left, right, "__ixor__", bitxor);

/** @param {any} left @param {any} right @returns {any} */
export const idiv = (left, right) => inPlace(left, right, "__itruediv__", div);

/** @param {any} left @param {any} right @returns {any} */
export const ifloordiv = (left, right) => inPlace(left, right, "__ifloordiv__", floordiv);

/** @param {any} left @param {any} right @returns {any} */
export const ipow = (left, right) => inPlace(left, right, "__ipow__", pow);

/** @param {any} left @param {any} right @returns {any} */
export const ilshift = (left, right) => inPlace(left, right, "__ilshift__", lshift);

/** @param {any} left @param {any} right @returns {any} */
export const irshift = (left, right) => inPlace(left, right, "__irshift__", rshift);

/** @param {any} left @param {any} right @returns {any} */
export const imatmul = (left, right) => inPlace(left, right, "__imatmul__", matmul);

/** The object's own in-place method, else the plain operator. @param {any} left @param {any} right @param {string} method @param {(a: any, b: any) => any} plain */
export function inPlace(left, right, method, plain) {
  return typeof left === "number" && typeof right === "number" ? plain(left, right) : inPlaceOther(left, right, method, plain);
}

/** @param {any} left @param {any} right @param {string} method @param {(a: any, b: any) => any} plain */
function inPlaceOther(left, right, method, plain) {
  if (isNumber(left) && isNumber(right)) return plain(left, right);
  if (typeof left?.[method] === "function") {
    const answer = left[method](right);
    if (answer !== NotImplemented) return answer;
  }
  try {
    return plain(left, right);
  } catch (error) {
    const operation = typeof error === "object" && error !== null ? unknown.get(error) : undefined;
    if (operation === undefined || operation.left !== left || operation.right !== right) throw error;
    throw unsupported(`${operation.symbol.split(" ")[0]}=`, left, right);
  }
}

export const push = Array.prototype.push;

/** @param {any} value @returns {value is any[]} */
export function isList(value) {
  return Array.isArray(value) && !(value instanceof Tuple);
}

/** `left += right`; the name is assigned the result. @param {any} left @param {any} right @returns {any} */
export function iadd(left, right) {
  return typeof left === "number" && typeof right === "number" ? add(left, right) : iaddOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function iaddOthers(left, right) {
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (!isList(left) || /** @type {any} */ (left).__iadd__) return inPlace(left, right, "__iadd__", add);
  for (const item of listed(right)) push.call(left, item);
  return left;
}

/** @param {any} left @param {any} right @returns {any} */
export const isub = (left, right) => inPlace(left, right, "__isub__", sub);
