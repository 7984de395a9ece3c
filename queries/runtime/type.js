/** `type(value)`. Apart from `classes.js`, because it needs every builtin type. */

import { dict, frozenset, list, set, tuple } from "./collections.js";
import { isDict, NotImplemented, typed, typeName } from "./kinds.js";
import { bool, float, int } from "./numbers.js";
import { str } from "./text.js";

/** @type {Record<string, any>} */
const TYPES = { bool, dict, float, frozenset, int, list, set, str, tuple };

/** The type of None. */
export function NoneType() {
  return null;
}
typed(NoneType, "NoneType", (value) => value === null || value === undefined);

/** The type of functions. */
function function_() {
  return null;
}
typed(function_, "function", (value) => typeName(value) === "function");

/** The type of generators. */
function generator() {
  return null;
}
typed(generator, "generator", (value) => typeName(value) === "generator");

/** `type(value)`. @param {any} value @returns {any} */
export function type(value) {
  const name = typeName(value);
  if (name === "NoneType") return NoneType;
  if (name === "type") return type;
  if (name === "generator") return generator;
  if (name === "function") return function_;
  const isBuiltin = typeof value !== "object" || name === "float" || Array.isArray(value) || isDict(value) || name.endsWith("set");
  if (isBuiltin && Object.hasOwn(TYPES, name)) return TYPES[name];
  return value === NotImplemented ? Object : value.constructor;
}
typed(type, "type", (value) => typeName(value) === "type");

