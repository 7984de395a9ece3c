/** Attributes by name: `setattr`, `delattr`, `vars`, and `getattr` where builtin types need not be known (`introspection.js`). */

import { attr } from "./attributes.js";
import { isOfFunctions, memberOf, PyObject, setclass, withReceiver } from "./classes.js";
import { attachTable } from "./entries.js";
import { AttributeError, BaseException, TypeError } from "./errors.js";
import { EMPTIED, isClass, isDict, isNone, seen, typeName } from "./kinds.js";
import { jsName, noteSpelling } from "./naming.js";
import { pythonName } from "./spelling.js";

/** `getattr` of a name that no builtin type has as a method. @param {any} object @param {string} name @param {any[]} fallback @returns {any} */
export function attribute(object, name, ...fallback) {
  if (fallback.length > 0 && !hasAttribute(object, name)) return fallback[0];
  return attr(object, jsName(name), name);
}

/** `hasattr` of such a name. @param {any} object @param {string} name */
export function hasAttribute(object, name) {
  if (isNone(object)) return false;
  const property = jsName(name);
  try {
    const value = attr(object, property, name);
    return !isNone(value) || property in Object(object) && (typeof object !== "object" || !isDict(object) || Object.hasOwn(object, property));
  } catch (error) {
    if (error instanceof AttributeError) return false;
    throw error;
  }
}

/** @param {any} object @param {string} name @param {any} value */
export function setattr(object, name, value) {
  if (isNone(object) || typeof object !== "object" && typeof object !== "function" || Array.isArray(object) && object.constructor === Array) {
    throw new AttributeError(`'${typeName(object)}' object has no attribute '${name}'`);
  }
  noteSpelling(object, name);
  if (isClass(object)) setclass(object, jsName(name), value);
  else object[jsName(name)] = value;
  return null;
}

/** @param {any} object @param {string} name */
export function delattr(object, name) {
  const property = jsName(name);
  if (seen.has(object)) {
    delete object[property];
    return null;
  }
  const owner = isNone(object) ? null : Object.getOwnPropertyDescriptor(object, property);
  const { refuse } = /** @type {any} */ (owner?.get ?? {});
  if (refuse !== undefined) refuse("delete");
  if (owner && !(owner.get && HELD in owner.get)) {
    const slot = object[EMPTIED]?.(property);
    if (slot !== undefined) Object.defineProperty(object, property, slot);
    else delete object[property];
    return null;
  }
  for (let type = Object(object); type !== null && type !== PyObject.prototype; type = Object.getPrototypeOf(type)) {
    const accessor = Object.getOwnPropertyDescriptor(type, property);
    const getter = /** @type {any} */ (accessor?.get);
    if (accessor?.set && "refuses" in accessor.set) throw new AttributeError(`property '${name}' of '${typeName(object)}' object has no deleter`);
    if (getter?.deleter === undefined) continue;
    getter.deleter.call(object);
    return null;
  }
  const held = isNone(object) || !isClass(object.constructor) ? undefined : memberOf(object.constructor, property);
  if (typeof held?.__delete__ === "function") return held.__delete__(object) ?? null;
  throw new AttributeError(isClass(object)
    ? `type object '${object.name}' has no attribute '${name}'`
    : `'${typeName(object)}' object has no attribute '${name}'`);
}

/** What a JavaScript error holds itself. */
const OF_ERRORS = new Set(["args", "message", "cause", "stack"]);

/** On the getter of an own accessor: what the instance holds under a name that its class has a data descriptor for. */
const HELD = Symbol("python.held");

/** What an instance holds itself; `undefined` if nothing. @param {any} object @param {string} property @returns {any} */
function heldBy(object, property) {
  const own = Object.getOwnPropertyDescriptor(object, property);
  return own?.get ? /** @type {any} */ (own.get)[HELD] : own?.value;
}

/** Puts a value into an instance, past what its class does when the attribute is assigned. @param {any} object @param {string} property @param {any} value */
function hold(object, property, value) {
  if (!isDescribed(object, property)) {
    Object.defineProperty(object, property, { value, configurable: true, enumerable: true, writable: true });
    return;
  }
  const type = Object.getPrototypeOf(object);
  /** @this {any} */
  const get = function () {
    return Reflect.get(type, property, this);
  };
  Object.defineProperty(object, property, {
    configurable: true,
    enumerable: true,
    get: Object.assign(get, { [HELD]: value }),
    set(given) {
      Reflect.set(type, property, given, this);
    },
  });
}

/** Whether reading an attribute asks the class, whatever the instance holds. @param {any} object @param {string} property */
function isDescribed(object, property) {
  for (let owner = Object.getPrototypeOf(object); owner !== null && owner !== PyObject.prototype; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertyDescriptor(owner, property);
    if (found === undefined) continue;
    if (found.get === undefined) return false;
    const member = memberOf(object.constructor, property);
    return member === undefined || typeof member?.__set__ === "function" || typeof member?.__delete__ === "function";
  }
  return false;
}

/** The attributes of an instance by JavaScript's names. @param {any} object @returns {string[]} */
export function ownAttributes(object) {
  return Object.keys(object).filter((name) => heldBy(object, name) !== undefined && !(object instanceof BaseException && OF_ERRORS.has(name)));
}

/** The attributes of an object, as the table of a dict. */
class AttributeTable {
  /** @type {any} */
  keyOf;

  /** @param {any} object */
  constructor(object) {
    this.object = object;
  }

  get size() {
    return ownAttributes(this.object).length;
  }

  /** @param {any} hashed @returns {string | null} */
  property(hashed) {
    return typeof hashed === "string" && hashed.startsWith("s") ? jsName(hashed.slice(1)) : null;
  }

  /** @param {any} hashed */
  has(hashed) {
    const property = this.property(hashed);
    return property !== null && heldBy(this.object, property) !== undefined;
  }

  /** @param {any} hashed */
  get(hashed) {
    return this.has(hashed) ? this.entry(String(this.property(hashed))) : undefined;
  }

  /** Key and value; assigning the value assigns the attribute. @param {string} property */
  entry(property) {
    const { object } = this;
    const pair = [pythonName(property, object), null];
    return Object.defineProperty(pair, 1, {
      get: () => heldBy(object, property),
      set: (value) => hold(object, property, value),
    });
  }

  /** @param {any} hashed @param {[string, any]} entry */
  set(hashed, [name, value]) {
    void hashed;
    noteSpelling(this.object, name);
    hold(this.object, jsName(name), value);
    return this;
  }

  /** @param {any} hashed */
  delete(hashed) {
    return this.has(hashed) && Reflect.deleteProperty(this.object, String(this.property(hashed)));
  }

  clear() {
    for (const name of ownAttributes(this.object)) Reflect.deleteProperty(this.object, name);
  }

  *values() {
    for (const property of ownAttributes(this.object)) yield this.entry(property);
  }
}

/** `vars(object)`, and with `isRead` `object.__dict__`: a dict that writes through. @param {any} object @param {boolean} [isRead] @returns {any} */
export function vars(object, isRead) {
  if (isClass(object)) return classDict(object);
  const hasDict = object instanceof PyObject || object instanceof BaseException || typeof object === "object" && object !== null && "__init__" in object;
  if (!hasDict || object[EMPTIED] !== undefined && !Object.isExtensible(object)) {
    if (isRead) throw new AttributeError(`'${typeName(object)}' object has no attribute '__dict__'`);
    throw new TypeError("vars() argument must have __dict__ attribute");
  }
  const dict = {};
  attachTable(dict, /** @type {any} */ (new AttributeTable(seen.get(object) ?? object)));
  return dict;
}

/** What a class body defined; functions of the class stand for its static and class methods. @param {any} type */
export function classDict(type) {
  /** @type {Record<string, any>} */
  const members = {};
  for (const name of Object.getOwnPropertyNames(type)) {
    if (name !== "prototype" && !isOfFunctions(type, name)) members[pythonName(name, type)] = type[name];
  }
  for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(type.prototype))) {
    const key = pythonName(name, type);
    if (name === "constructor" || key in members) continue;
    members[key] = get ?? (typeof value === "function" ? withReceiver(value) : value);
  }
  return members;
}
