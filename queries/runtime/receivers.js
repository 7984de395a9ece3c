/** Methods of receivers of which only the run knows what they are: their own ones, and `get`. */

import { takes } from "./calls.js";
import { plainItem, read } from "./dicts.js";
import { AttributeError, TypeError } from "./errors.js";
import { isClass, isDict, isNone, Keywords, nameOf, SIGNATURE, typeName } from "./kinds.js";

/** How a method that a builtin type has is spelled in JavaScript. @param {string} name */
export function camelCase(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** @param {any} value */
function isCallable(value) {
  return typeof value === "function" || typeof value?.__call__ === "function";
}

/**
 * Whether what looks like a dict has this method itself: that of a dict's subclass, or an object of JavaScript's.
 * A function of Python's is a value of the dict.
 * @param {any} receiver @param {string} hostName
 */
export function isOwnMethod(receiver, hostName) {
  const method = receiver[hostName];
  return typeof method === "function" && !(Object.hasOwn(receiver, hostName) && method[SIGNATURE] !== undefined);
}

/** @param {any} receiver @param {string} name @param {string} hostName @param {any[]} args */
export function ownMethod(receiver, name, hostName, args) {
  const property = propertyOf(receiver, name, hostName);
  if (property === null) throw new AttributeError(`'${typeName(receiver)}' object has no attribute '${name}'`);
  const last = args.at(-1);
  if (last instanceof Keywords) return last.callMethod(receiver, property, args.slice(0, -1));
  const own = receiver[property];
  if (typeof own !== "function" || isClass(own) && typeof own.__call__ === "function") return own.__call__(...args);
  if (!isClass(own)) return receiver[property](...args);
  if (!takes(own, args)) throw new TypeError(`${nameOf(own)}.__init__() does not take these arguments`);
  return new own(...args);
}

/** Under which name a receiver has its own method. @param {any} receiver @param {string} name @param {string} hostName */
function propertyOf(receiver, name, hostName) {
  if (isNone(receiver)) return null;
  return [camelCase(name), hostName].find((property) => property in Object(receiver) && isCallable(receiver[property])) ?? null;
}

/**
 * `receiver.get(…)`, which only dicts have of all builtin types. What it mostly is, a text that a dict has, is decided at once.
 * @param {any} receiver @param {any} [key] @param {any} [fallback]
 */
export function get(receiver, key, fallback) {
  const item = typeof key === "string" ? plainItem(receiver, key) : undefined;
  if (item !== undefined && typeof receiver.get !== "function") return item;
  if (!isDict(receiver) || isOwnMethod(receiver, "get")) return ownMethod(receiver, "get", "get", [...arguments].slice(1));
  return read(receiver, key, fallback);
}
