/** `with` and `async with`. */

import { matches, nativeType } from "./catching.js";
import { BaseException, during, TypeError } from "./errors.js";
import { typeName } from "./kinds.js";
import { truth } from "./values.js";

/** The value that `with manager as value` binds. @param {any} manager @returns {any} */
export function enter(manager) {
  return manager[method(manager, "__enter__", "__exit__")]();
}

/**
 * Leaves a manager; whether it swallows the error.
 * @param {any} manager @param {any} [error] what was thrown, or null @returns {boolean}
 */
export function exit(manager, error = null) {
  try {
    return truth(manager.__exit__(...about(error)));
  } catch (raised) {
    throw error === null ? raised : during(error, raised);
  }
}

/** @param {any} manager @returns {Promise<any>} */
export async function enterAsync(manager) {
  return await manager[method(manager, "__aenter__", "__aexit__")]();
}

/** @param {any} manager @param {any} [error] @returns {Promise<boolean>} */
export async function exitAsync(manager, error = null) {
  try {
    return truth(await manager.__aexit__(...about(error)));
  } catch (raised) {
    throw error === null ? raised : during(error, raised);
  }
}

/** Type, value and traceback, as `__exit__` takes them. @param {any} error */
function about(error) {
  if (error === null) return [null, null, null];
  const isPython = matches(error, BaseException);
  return [error instanceof BaseException ? error.constructor : nativeType(error), error, isPython ? error.__traceback__ : null];
}

/** @param {any} manager @param {string} name @param {string} pair */
function method(manager, name, pair) {
  if (typeof manager?.[name] === "function" && typeof manager[pair] === "function") return name;
  const kind = name === "__enter__" ? "context manager" : "asynchronous context manager";
  throw new TypeError(`'${typeName(manager)}' object does not support the ${kind} protocol`);
}
