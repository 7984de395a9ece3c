/** Python's `operator`: operators as functions. */

import { attr } from "../attributes.js";
import { callmethodkw } from "../calling.js";
import { keywords, sig } from "../calls.js";
import { listIndex } from "../collections.js";
import { TypeError } from "../errors.js";
import { iter } from "../iteration.js";
import { tupleFrom } from "../kinds.js";
import { BY_NAME } from "../methods.js";
import { jsName } from "../naming.js";
import { add as sum } from "../operators.js";
import * as storing from "../storing.js";
import * as values from "../values.js";

export { bitand as and_, bitor as or_, bitxor as xor, div as truediv, floordiv, invert, invert as inv, lshift, matmul, mul, neg, pos, pow, rshift } from "../arithmetic.js";
export { add, sub } from "../operators.js";
export { iadd, imul, isub } from "../updating.js";
export { mod } from "../modulo.js";
export { abs } from "../numbers.js";
export { geValue as ge, gtValue as gt, leValue as le, ltValue as lt } from "../ordering.js";
export { contains } from "../membership.js";
export { eqValue as eq, getitem, neValue as ne, truth } from "../values.js";

/** @param {any} left @param {any} right @returns {any} */
export function concat(left, right) {
  return sum(left, right);
}

/** @param {any} value */
export const not_ = (value) => !values.truth(value);
/** @param {any} left @param {any} right */
export const is_ = (left, right) => (left ?? null) === (right ?? null);
/** @param {any} left @param {any} right */
export const is_not = (left, right) => !is_(left, right);
/** @param {any} value @returns {any} */
export const index = (value) => (typeof value?.__index__ === "function" ? value.__index__() : value);
/** @param {any} container @param {any} key @param {any} value */
export const setitem = (container, key, value) => storing.setitem(container, key, value) ?? null;
/** @param {any} container @param {any} key */
export const delitem = (container, key) => storing.delitem(container, key) ?? null;
/** @param {any} container @param {any} item */
export const countOf = (container, item) => [...iter(container)].filter((each) => values.eq(each, item)).length;
/** @param {any} container @param {any} item */
export const indexOf = (container, item) => listIndex([...iter(container)], item);

/** A function that takes one or several parts of its argument. @param {any[]} parts @param {(value: any, part: any) => any} take @param {string} name */
function getter(parts, take, name) {
  if (parts.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`);
  if (parts.length === 1) return (/** @type {any} */ value) => take(value, parts[0]);
  return (/** @type {any} */ value) => tupleFrom(parts.map((part) => take(value, part)));
}

/** @param {any[]} keys */
export const itemgetter = (...keys) => getter(keys, values.getitem, "itemgetter");

/** @param {any} object @param {string} path */
function attribute(object, path) {
  return path.split(".").reduce((value, name) => attr(value, jsName(name), name), object);
}

/** @param {string[]} names */
export const attrgetter = (...names) => getter(names, attribute, "attrgetter");

/** The parameters of methods of builtin types that take keywords. @type {Record<string, string[]>} */
const NAMED = {
  expandtabs: ["tabsize"], rsplit: ["sep", "maxsplit"], sort: ["key", "reverse"], split: ["sep", "maxsplit"], splitlines: ["keepends"],
};

/** @param {string} name @param {any[]} args */
export function methodcaller(name, ...args) {
  const given = keywords(args);
  const builtin = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  return (/** @type {any} */ object) => {
    const isPlaced = Object.keys(given).every((key) => NAMED[name]?.includes(key));
    if (builtin !== undefined && isPlaced) return builtin(object, ...args, ...(NAMED[name] ?? []).slice(args.length).map((key) => given[key]));
    return callmethodkw(object, jsName(name), args, given);
  };
}
sig(methodcaller, "name,/,*args,**kwargs");
