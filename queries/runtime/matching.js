/** What `match` asks of its subject. */

import { PyObject } from "./classes.js";
import { dictHas } from "./dicts.js";
import { dictDelete, dictMerge } from "./entries.js";
import { AttributeError, TypeError } from "./errors.js";
import { isDict, KIND, nameOf, TEST } from "./kinds.js";

/** A sequence with this many items, or at least so many. @param {any} value @param {number} count @param {boolean} [exactly] @returns {boolean} */
export function isSequence(value, count, exactly = true) {
  if (!Array.isArray(value) && value?.[KIND] !== "range") return false;
  return exactly ? value.length === count : value.length >= count;
}

/** @param {any} value @returns {boolean} */
export function isMapping(value) {
  return isDict(value) || value instanceof Map;
}

/**
 * The value that the `index`-th positional pattern of `type(…)` is matched against.
 * @param {any} value @param {any} type @param {number} index @returns {any}
 */
export function matchArg(value, type, index) {
  if (Object.hasOwn(type, TEST) && type !== PyObject) return value;
  const names = type.__match_args__;
  if (names === undefined || index >= names.length) {
    const count = names?.length ?? 0;
    throw new TypeError(`${nameOf(type)}() accepts ${count} positional sub-pattern${count === 1 ? "" : "s"} (${index + 1} given)`);
  }
  return value[names[index]];
}

/** The attribute that a keyword pattern is matched against; `undefined` if there is none. @param {any} value @param {string} name @returns {any} */
export function matchAttr(value, name) {
  try {
    return value[name];
  } catch (error) {
    if (error instanceof AttributeError) return undefined;
    throw error;
  }
}

/** What `**rest` binds: the entries of a mapping except those of the keys. @param {any} value @param {any[]} keys @returns {any} */
export function mappingRest(value, ...keys) {
  const rest = dictMerge(value);
  for (const key of keys) if (dictHas(rest, key)) dictDelete(rest, key);
  return rest;
}
