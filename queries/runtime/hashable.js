/** Whether a value has a hash. The hashes themselves are in `hash.js`, for which dicts of plain strings have no use. */

import { TypeError } from "./errors.js";
import { HASH_KEY, HASHED_AS, isDict, Tuple, typeName } from "./kinds.js";

/** Raises if a value cannot be hashed. @param {any} value @returns {void} */
export function requireHash(value) {
  if (typeof value !== "object" || value === null) return;
  if (value[HASHED_AS] !== undefined) requireHash(value[HASHED_AS]);
  else if (typeof value[HASH_KEY] === "function") value[HASH_KEY]();
  else if (typeof value.__hash__ === "function" || value.__eq__ !== undefined) {
    if (definesEqualityOnly(value)) throw unhashable(value);
    value.__hash__?.();
  } else if (value instanceof Tuple) value.forEach(requireHash);
  else if (Array.isArray(value) || isDict(value)) throw unhashable(value);
}

/** A class with `__eq__` and without `__hash__` beside it is unhashable. @param {any} value */
export function definesEqualityOnly(value) {
  for (let type = value; type !== null; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(type, "__hash__")) return type.__hash__ === null;
    if (Object.hasOwn(type, "__eq__")) return true;
  }
  return false;
}

/** @param {any} value */
export function unhashable(value) {
  return new TypeError(`unhashable type: '${typeName(value)}'`);
}
