/** Python's `numbers`: kinds of numbers, for `isinstance`. */

import { isInt, isNumber, typed } from "../kinds.js";

/** @param {string} name @param {(value: any) => boolean} test */
function kind(name, test) {
  const type = () => null;
  typed(type, name, test);
  return type;
}

const AnyNumber = kind("Number", isNumber);
export { AnyNumber as Number };
export const Real = kind("Real", isNumber);
export const Rational = kind("Rational", isInt);
export const Integral = kind("Integral", isInt);
