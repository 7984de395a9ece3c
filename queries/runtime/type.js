/** `type(value)`. Apart from `classes.js`, because it needs every builtin type. */

import { dict, list, tuple } from "./collections.js";
import { BaseException, nativeType } from "./errors.js";
import { isDict, isNone, KIND, TYPE, typed, typeName } from "./kinds.js";
import { bool, float, int } from "./numbers.js";
import { str } from "./text.js";

/** @type {Record<string, any>} */
const TYPES = { bool, dict, float, int, list, str, tuple };

/** Types that Python code has no name for, by the one that they have. @type {Map<string, any>} */
const nameless = new Map();

/** @param {string} name */
function typeNamed(name) {
  if (!nameless.has(name)) {
    const made = () => null;
    typed(made, name, (value) => typeName(value) === name);
    nameless.set(name, made);
  }
  return nameless.get(name);
}

/** `type(value)`. @param {any} value @returns {any} */
export function type(value) {
  const name = typeName(value);
  if (name === "type") return type;
  if (isNone(value) || typeof value === "function") return typeNamed(name);
  if (value instanceof Error) return value instanceof BaseException ? value.constructor : nativeType(value);
  if (value[TYPE] !== undefined) return value[TYPE];
  const isBuiltin = typeof value !== "object" || name === "float" || Array.isArray(value) || isDict(value);
  if (isBuiltin && Object.hasOwn(TYPES, name)) return TYPES[name];
  const isNameless = value[KIND] !== undefined || value.__init__ === undefined && typeof value.next === "function";
  return isNameless ? typeNamed(name) : value.constructor;
}
typed(type, "type", (value) => typeName(value) === "type");
