/** `%`. Apart from the other operators, because on text it formats. */

import { quotientAndRest } from "./arithmetic.js";
import { percent } from "./format.js";
import { isNumber } from "./kinds.js";
import { dispatch } from "./operators.js";
import { inPlace } from "./updating.js";

/** `left % right`. @param {any} left @param {any} right @returns {any} */
export function mod(left, right) {
  if (typeof left === "number" && typeof right === "number") {
    const dividend = left | 0;
    const divisor = right | 0;
    if (dividend === left && divisor === right && dividend >= 0 && divisor > 0) return dividend % divisor;
  }
  return modOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function modOthers(left, right) {
  if (typeof left === "string") return percent(left, right);
  if (!isNumber(left) || !isNumber(right)) return dispatch("%", left, right, "mod");
  return quotientAndRest(left, right, "integer modulo by zero", "float modulo")[1];
}

/** `left %= right`. @param {any} left @param {any} right @returns {any} */
export const imod = (left, right) => inPlace(left, right, "__imod__", mod);
