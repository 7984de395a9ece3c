/** `type(value)`. Apart from `classes.js`, because it needs every builtin type. */

import { dict, list, tuple } from "./collections.js";
import { BaseException, nativeType } from "./errors.js";
import { isDict, TYPE, typed, typeName } from "./kinds.js";
import { bool, float, int } from "./numbers.js";
import { str } from "./text.js";

/** @type {Record<string, any>} */
const TYPES = { bool, dict, float, int, list, str, tuple };

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
  if (value instanceof Error) return value instanceof BaseException ? value.constructor : nativeType(value);
  if (value[TYPE] !== undefined) return value[TYPE];
  const isBuiltin = typeof value !== "object" || name === "float" || Array.isArray(value) || isDict(value);
  return isBuiltin && Object.hasOwn(TYPES, name) ? TYPES[name] : value.constructor;
}
typed(type, "type", (value) => typeName(value) === "type");

