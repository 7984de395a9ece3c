/** `%`. Apart from the other operators, because on text it formats. */

import { quotientAndRest } from "./arithmetic.js";
import { percent } from "./format.js";
import { isNumber } from "./kinds.js";
import { dispatch } from "./operators.js";
import { inPlace } from "./updating.js";

/** `left % right`. @param {any} left @param {any} right @returns {any} */
export function mod(left, right) {
  return typeof left === "number" && typeof right === "number" && (left | 0) === left && (right | 0) === right && left >= 0 && right > 0
    ? left % right
    : modOthers(left, right);
}

/** @param {any} left @param {any} right @returns {any} */
function modOthers(left, right) {
  if (typeof left === "string") return percent(left, right);
  if (!isNumber(left) || !isNumber(right)) return dispatch("%", left, right, "mod");
  return quotientAndRest(left, right, "integer modulo by zero", "float modulo")[1];
}

/** `left %= right`. @param {any} left @param {any} right @returns {any} */
export const imod = (left, right) => inPlace(left, right, "__imod__", mod);
