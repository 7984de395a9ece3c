/** `%`. Apart from the other operators, because on text it formats. */

import { percent } from "./format.js";
import { isNumber } from "./kinds.js";
import { byZero, dispatch, inPlace, numeric, remainder } from "./operators.js";

/** `left % right`. @param {any} left @param {any} right @returns {any} */
export function mod(left, right) {
  if (typeof left === "string") return percent(left, right);
  if (!isNumber(left) || !isNumber(right)) return dispatch("%", left, right, "mod");
  if (Number(right) === 0) throw byZero(left, right, "integer modulo by zero", "float modulo");
  return numeric(remainder(Number(left), Number(right)), left, right);
}

/** `left %= right`. @param {any} left @param {any} right @returns {any} */
export const imod = (left, right) => inPlace(left, right, "__imod__", mod);
