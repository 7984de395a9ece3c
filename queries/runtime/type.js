/** `type(value)`. Apart from `classes.js`, because it needs every builtin type. */

import { sig } from "./calls.js";
import { nativeType } from "./catching.js";
import { PyObject, setclass, withoutFirst } from "./classes.js";
import { dict, list, tuple } from "./collections.js";
import { dictEntries } from "./dicts.js";
import { BaseException } from "./errors.js";
import { several, subclassed } from "./inheritance.js";
import { isDict, isNone, isOfBuiltin, KIND, SIGNATURE, TYPE, typed, typeName } from "./kinds.js";
import { jsName } from "./naming.js";
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

/** `type(value)`, or `type(name, bases, members)`. @param {any} value @param {any} [bases] @param {any} [members] @returns {any} */
export function type(value, bases, members) {
  if (bases !== undefined) return classOf(value, bases, members);
  const name = typeName(value);
  if (name === "type") return type;
  if (isNone(value) || typeof value === "function") return typeNamed(name);
  if (value instanceof Error) return value instanceof BaseException ? value.constructor : nativeType(value);
  if (value[TYPE] !== undefined && isOfBuiltin(value)) return value[TYPE];
  const isBuiltin = typeof value !== "object" || name === "float" || Array.isArray(value) || isDict(value);
  if (isBuiltin && Object.hasOwn(TYPES, name)) return TYPES[name];
  const isNameless = value[KIND] !== undefined && isOfBuiltin(value) || value.__init__ === undefined && typeof value.next === "function";
  return isNameless ? typeNamed(name) : value.constructor ?? dict;
}

/** A class made by name. @param {string} name @param {any[]} bases @param {any} members */
function classOf(name, bases, members) {
  const base = bases.length > 1 ? several(...bases) : bases[0] ?? PyObject;
  const made = { [name]: class extends base {} }[name];
  for (const [key, value] of dictEntries(members)) {
    setclass(made, jsName(key), value);
    if (key === "__init__" && value?.[SIGNATURE] !== undefined) sig(made, withoutFirst(value[SIGNATURE]));
  }
  subclassed(made, {});
  return made;
}
typed(type, "type", (value) => typeName(value) === "type");
