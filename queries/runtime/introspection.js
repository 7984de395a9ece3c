/** `getattr` and `hasattr` of names that only the run knows, and `dir`: they need the methods of every builtin type. */

import { hasSpecial, special } from "./dunders.js";
import { TypeError } from "./errors.js";
import { isClass, isDict, typeName } from "./kinds.js";
import { orderOf } from "./lineage.js";
import { BY_NAME, hasMethod, methodOf } from "./methods.js";
import { attribute, classDict, hasAttribute, ownAttributes } from "./reflection.js";
import { sorted } from "./ordering.js";
import { pythonName } from "./spelling.js";

/** `getattr(object, name)` and `getattr(object, name, fallback)`. @param {any} object @param {string} name @param {any[]} fallback @returns {any} */
export function getattr(object, name, ...fallback) {
  if (typeof name !== "string") throw new TypeError(`attribute name must be string, not '${typeName(name)}'`);
  if (isSpecial(name) && (fallback.length === 0 || hasSpecial(object, name))) return special(object, name);
  return hasMethod(object, name) ? methodOf(object, name, BY_NAME[name]) : attribute(object, name, ...fallback);
}

/** @param {any} object @param {string} name */
export function hasattr(object, name) {
  if (isSpecial(name)) return hasSpecial(object, name);
  return hasMethod(object, name) || hasAttribute(object, name);
}

/** Whether a name is a special method's. `__dict__` and the like are attributes. @param {string} name */
function isSpecial(name) {
  return /^__\w+__$/.test(name) && !/^__(?:dict|annotations|slots|match_args|members|wrapped|dataclass_fields)__$/.test(name);
}

/** `dir(object)`. @param {any} object @returns {string[]} */
export function dir(object) {
  if (!isClass(object) && typeof object?.__dir__ === "function") return sorted(object.__dir__());
  const methods = Object.keys(BY_NAME).filter((name) => hasMethod(object, name));
  const names = new Set(["__class__", "__doc__", "__eq__", "__hash__", "__init__", "__repr__", "__str__", ...methods]);
  const type = isClass(object) ? object : object?.constructor;
  if (isClass(type)) {
    for (const owner of orderOf(type)) for (const name of Object.keys(classDict(owner))) names.add(name);
  }
  if (typeof object === "object" && object !== null && !Array.isArray(object) && !isDict(object)) {
    for (const name of ownAttributes(object)) names.add(pythonName(name, object));
  }
  return [...names].sort();
}
