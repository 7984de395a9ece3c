/** Hash keys: a JavaScript `Map` key for each hashable Python value, equal where Python says equal. */

import { definesEqualityOnly, unhashable } from "./hashable.js";
import { whole } from "./integers.js";
import { Float, HASH_KEY, HASHED_AS, isDict, Tuple } from "./kinds.js";

/** @type {WeakMap<object, number>} */
const identities = new WeakMap();
let nextIdentity = 1;

/** A number that is this object's own. @param {object} object */
export function identity(object) {
  let number = identities.get(object);
  if (number === undefined) {
    number = nextIdentity;
    nextIdentity += 1;
    identities.set(object, number);
  }
  return number;
}

/**
 * The key under which a value is stored. Strings are told from everything else by a prefix;
 * `1`, `1.0` and `True` share a key, as in Python.
 * @param {any} value
 * @returns {any}
 */
export function hashKey(value) {
  switch (typeof value) {
    case "string":
      return `s${value}`;
    case "number":
      if (value === 0) return 0;
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
    case "boolean":
      return value ? 1 : 0;
    case "undefined":
      return null;
    case "object":
      return value === null ? null : objectKey(value);
    default:
      return value;
  }
}

/** @param {any} value */
function objectKey(value) {
  // Each NaN is itself alone.
  if (value instanceof Float) return Number.isNaN(Number(value)) ? value : hashKey(Number(value));
  if (value[HASHED_AS] !== undefined) return hashKey(value[HASHED_AS]);
  if (typeof value[HASH_KEY] === "function") return value[HASH_KEY]();
  if (typeof value.__hash__ === "function" || value.__eq__ !== undefined) return instanceKey(value);
  if (value instanceof Tuple) return `t${Array.from(value, partKey).join("")}`;
  if (Array.isArray(value) || isDict(value)) throw unhashable(value);
  return value;
}

/** @param {any} value */
function partKey(value) {
  return keyText(hashKey(value));
}

/** A key as text that no other key can be mistaken for, also when joined. @param {any} key */
export function keyText(key) {
  const text = typeof key === "object" && key !== null || typeof key === "function" ? `#${identity(key)}` : String(key);
  return `${typeof key === "string" ? "" : "~"}${text.length}:${text}`;
}

/** @type {WeakMap<object, any>} */
const instanceKeys = new WeakMap();
/** @type {Map<any, WeakRef<any>[]>} */
const sameHash = new Map();

/** Equal instances share the key of the first of them. @param {any} value */
function instanceKey(value) {
  if (definesEqualityOnly(value)) throw unhashable(value);
  if (typeof value.__eq__ !== "function") return value;
  const known = instanceKeys.get(value);
  if (known !== undefined) return known;
  const hash = hashKey(value.__hash__());
  const others = (sameHash.get(hash) ?? []).filter((reference) => reference.deref() !== undefined);
  const twin = others.map((reference) => reference.deref()).find((other) => isTwin(value, other));
  const key = twin === undefined ? Symbol("instance") : instanceKeys.get(twin);
  if (twin === undefined) others.push(new WeakRef(value));
  sameHash.set(hash, others);
  instanceKeys.set(value, key);
  return key;
}

/**
 * Whether an instance is equal to another one with its hash. The two need not be keys of one dict, so that what
 * `__eq__` raises for a class that it does not expect means nothing.
 * @param {any} value @param {any} other
 */
function isTwin(value, other) {
  if (value.constructor === other.constructor) return value.__eq__(other) === true;
  try {
    return value.__eq__(other) === true;
  } catch {
    return false;
  }
}

/** @param {bigint} value */
function hashOfInt(value) {
  const rest = whole(value % (2n ** 61n - 1n));
  return rest === -1 ? -2 : rest;
}

/** `hash(value)`: a number that equal values share within one page. @param {any} value */
export function hash(value) {
  if (typeof value?.__hash__ === "function") {
    if (typeof value === "object" && definesEqualityOnly(value)) throw unhashable(value);
    return value.__hash__();
  }
  const key = hashKey(value);
  if (typeof key === "number" && Number.isSafeInteger(key)) return key === -1 ? -2 : key;
  if (typeof key === "bigint") return hashOfInt(key);
  const text = keyText(typeof key === "symbol" ? key.description : key);
  let result = 0;
  for (let index = 0; index < text.length; index += 1) {
    result = (Math.imul(result, 31) + text.charCodeAt(index)) | 0;
  }
  return result;
}

/** `id(value)`: an object's own number; equal primitives share one. @param {any} value */
export function id(value) {
  if (typeof value === "object" && value !== null || typeof value === "function") return identity(value);
  return identity(primitive(value));
}

/** @type {Map<any, object>} */
const primitives = new Map();

/** @param {any} value */
function primitive(value) {
  const known = primitives.get(value) ?? {};
  primitives.set(value, known);
  return known;
}
