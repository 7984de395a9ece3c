/** `getattr` and `hasattr` of names that only the run knows, and `dir`: they need the methods of every builtin type. */

import { TypeError } from "./errors.js";
import { isClass, isDict, typeName } from "./kinds.js";
import { orderOf } from "./lineage.js";
import { BY_NAME, hasMethod, methodOf } from "./methods.js";
import { attribute, classDict, hasAttribute, ownAttributes } from "./reflection.js";
import { pythonName } from "./spelling.js";

/** `getattr(object, name)` and `getattr(object, name, fallback)`. @param {any} object @param {string} name @param {any[]} fallback @returns {any} */
export function getattr(object, name, ...fallback) {
  if (typeof name !== "string") throw new TypeError(`attribute name must be string, not '${typeName(name)}'`);
  return hasMethod(object, name) ? methodOf(object, name, BY_NAME[name]) : attribute(object, name, ...fallback);
}

/** @param {any} object @param {string} name */
export function hasattr(object, name) {
  return hasMethod(object, name) || hasAttribute(object, name);
}

/** `dir(object)`. @param {any} object @returns {string[]} */
export function dir(object) {
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
