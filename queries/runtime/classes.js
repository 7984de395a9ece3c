/**
 * Classes: `isinstance`, `issubclass`, `type`, class attributes as instances see them.
 * `dataclass`, `Enum` and named tuples are in `std/`.
 */

import { attributesOf } from "./attributes.js";
import { AttributeError, IndexError, pythonName, StopIteration, TypeError } from "./errors.js";
import { isClass, NAME, nameOf, TEST, typed, typeName } from "./kinds.js";

export { isClass };

/** The base of every class written in Python that has no other base. */
export class PyObject {
  /** @param {any[]} args */
  constructor(...args) {
    this.__init__(...args);
  }

  /** @param {any[]} args */
  __init__(...args) {
    void args;
  }

  /** Lets `for…of`, spread and host code iterate what Python can iterate. */
  [Symbol.iterator]() {
    const self = /** @type {any} */ (this);
    if (typeof self.__iter__ === "function") {
      const iterator = self.__iter__();
      return iterator === self ? new StepIterator(self) : iterator[Symbol.iterator]();
    }
    if (typeof self.__getitem__ === "function") return itemsByIndex(self);
    throw new TypeError(`'${typeName(self)}' object is not iterable`);
  }
}

/** The old protocol: `obj[0]`, `obj[1]` … until `IndexError`. @param {any} object */
function* itemsByIndex(object) {
  for (let index = 0; ; index += 1) {
    let item;
    try {
      item = object.__getitem__(index);
    } catch (error) {
      if (error instanceof IndexError) return;
      throw error;
    }
    yield item;
  }
}

/** An object with `__next__`, seen as a JavaScript iterator. */
class StepIterator {
  /** @param {any} source */
  constructor(source) {
    this.source = source;
  }

  next() {
    try {
      return { done: false, value: this.source.__next__() };
    } catch (error) {
      if (error instanceof StopIteration) return { done: true, value: undefined };
      throw error;
    }
  }

  [Symbol.iterator]() {
    return this;
  }
}

/** What host code asks any object for; not an error where it is missing. */
const HOST_PROBES = new Set(["then", "toJSON", "nodeType", "length", "asymmetricMatch", "$$typeof", "inspect"]);

/** Whether the host asks, rather than Python code. @param {string} name @param {any} target */
function isHostProbe(name, target) {
  return name in target || HOST_PROBES.has(name);
}

// A name that neither an object nor its classes have is looked up here last: it may have been assigned to the
// class later, be `__getattr__`'s, or is an error.
Object.setPrototypeOf(PyObject.prototype, new Proxy(Object.prototype, {
  get(target, name, self) {
    if (typeof name === "symbol" || isHostProbe(name, target)) return Reflect.get(target, name, self);
    if (name.startsWith("__")) return undefined;
    const type = self.constructor;
    for (let owner = type; typeof owner === "function"; owner = Object.getPrototypeOf(owner)) {
      if (Object.prototype.propertyIsEnumerable.call(owner, name)) return exposed(type, name);
    }
    if (typeof self.__getattr__ === "function") return self.__getattr__(pythonName(name));
    throw new AttributeError(`'${typeName(self)}' object has no attribute '${pythonName(name)}'`);
  },
}));

// The same for what a class lacks: `__name__`, methods that take their receiver first, errors.
Object.setPrototypeOf(PyObject, new Proxy(Function.prototype, {
  get(target, name, type) {
    if (typeof name === "symbol" || isHostProbe(name, target)) return Reflect.get(target, name, type);
    if (name === "__name__" || name === "__qualname__") return nameOf(type);
    if (name.startsWith("__") && name !== "__init__") return undefined;
    const method = Object.getOwnPropertyDescriptor(ownerOf(type.prototype, name) ?? {}, name)?.value;
    if (typeof method === "function") return withReceiver(method);
    throw new AttributeError(`type object '${nameOf(type)}' has no attribute '${name}'`);
  },
}));

/** The object of a prototype chain that has the property itself. @param {any} object @param {string} name */
function ownerOf(object, name) {
  let owner = object;
  while (owner !== null && owner !== PyObject.prototype && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner !== null && Object.hasOwn(owner, name) ? owner : null;
}

/** @type {WeakMap<object, any>} */
const functions = new WeakMap();

/** `Class.method`: a function whose first argument is the receiver. @param {any} method */
function withReceiver(method) {
  const known = functions.get(method);
  if (known !== undefined) return known;
  const made = (/** @type {any} */ self, /** @type {any[]} */ ...args) => method.apply(self, args);
  Object.defineProperty(made, NAME, { value: nameOf(method) });
  functions.set(method, made);
  return made;
}

/** `object`, as a type. */
export const object = PyObject;
typed(PyObject, "object", () => true);

/** `isinstance(value, type)`. @param {any} value @param {any} type a class, or a tuple of classes @returns {boolean} */
export function isinstance(value, type) {
  if (Array.isArray(type)) return type.some((option) => isinstance(value, option));
  if (type === null) return value === null || value === undefined;
  if (typeof type !== "function") {
    throw new TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union");
  }
  if (Object.hasOwn(type, TEST)) return type[TEST](value);
  return value instanceof type || (typeof value === "object" && value !== null && isMixedInto(value.constructor, type));
}

/** On a class with several bases: those after the first. */
const MIXED = Symbol("python.bases");

/** @param {any} type @param {any} base @returns {boolean} */
function isMixedInto(type, base) {
  for (let owner = type; typeof owner === "function"; owner = Object.getPrototypeOf(owner)) {
    const mixed = Object.getOwnPropertyDescriptor(owner, MIXED)?.value ?? [];
    if (mixed.some((/** @type {any} */ other) => other === base || other.prototype instanceof base || isMixedInto(other, base))) return true;
  }
  return false;
}

/** `issubclass(type, base)`. @param {any} type @param {any} base @returns {boolean} */
export function issubclass(type, base) {
  if (Array.isArray(base)) return base.some((option) => issubclass(type, option));
  if (typeof type !== "function") throw new TypeError("issubclass() arg 1 must be a class");
  if (type[NAME] === "bool" && base?.[NAME] === "int" && Object.hasOwn(type, TEST)) return true;
  return type === base || type.prototype instanceof base || base === PyObject || isMixedInto(type, base);
}

/** `type(value).__name__`. @param {any} value */
export function nameOfType(value) {
  return typeName(value);
}

/**
 * Class attributes: properties of the class that its instances see until they assign their own.
 * @param {any} type @param {Record<string, any>} attributes
 */
export function classAttributes(type, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    type[name] = value;
    expose(type, name);
  }
}

/**
 * Lets instances see static members of their class: class attributes, static and class methods.
 * @param {any} type @param {string[]} names
 */
export function expose(type, ...names) {
  for (const name of names) {
    Object.defineProperty(type.prototype, name, {
      configurable: true,
      get() {
        return exposed(this.constructor, name);
      },
      set(value) {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}

/** A static member as an instance sees it. @param {any} type @param {string} name */
function exposed(type, name) {
  const value = type[name];
  return typeof value === "function" && !isClass(value) ? classFunction(type, name, value) : value;
}

/** @type {WeakMap<object, Map<string, {source: any, bound: any}>>} */
const classFunctions = new WeakMap();

/** A class method with its class bound, the same function at every use. @param {any} type @param {string} name @param {any} source */
function classFunction(type, name, source) {
  const functions = classFunctions.get(type) ?? new Map();
  classFunctions.set(type, functions);
  const known = functions.get(name);
  if (known !== undefined && known.source === source) return known.bound;
  const bound = Object.assign(source.bind(type), { [NAME]: nameOf(source) });
  functions.set(name, { source, bound });
  return bound;
}

/**
 * What `class C(A, B)` extends: JavaScript's own chain carries only one base, so the members of the
 * others are copied to a class between, nearest base first.
 * @param {any} base @param {any[]} others those that Python asks after it
 */
export function mixin(base, ...others) {
  return joined(base, others, (target, name) => {
    const isDefault = Object.hasOwn(PyObject.prototype, name) && target[name] === (/** @type {any} */ (PyObject.prototype))[name];
    return isDefault || !(name in target);
  });
}

/** The same for bases that Python asks before the one that JavaScript's chain carries. @param {any} base @param {any[]} others */
export function mixinBefore(base, ...others) {
  return joined(base, others, (target, name) => !Object.hasOwn(target, name));
}

/** @param {any} base @param {any[]} others @param {(target: any, name: PropertyKey) => boolean} isMissing */
function joined(base, others, isMissing) {
  const type = { [nameOf(base)]: class extends base {} }[nameOf(base)];
  Object.defineProperty(type, MIXED, { value: others });
  for (const other of others) {
    for (let source = other.prototype; source && source !== PyObject.prototype && source !== Object.prototype;
      source = Object.getPrototypeOf(source)) {
      copyMembers(type.prototype, source, isMissing);
    }
    for (let source = other; source && source !== PyObject && source !== Function.prototype;
      source = Object.getPrototypeOf(source)) {
      copyMembers(type, source, isMissing);
    }
  }
  return type;
}

const OF_EVERY_CLASS = new Set(["constructor", "length", "name", "prototype", MIXED]);

/** @param {any} target @param {any} source @param {(target: any, name: PropertyKey) => boolean} isMissing */
function copyMembers(target, source, isMissing) {
  for (const name of Reflect.ownKeys(source)) {
    if (!OF_EVERY_CLASS.has(/** @type {string} */ (name)) && isMissing(target, name)) {
      Object.defineProperty(target, name, /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(source, name)));
    }
  }
}

/** @param {any} value */
export function callable(value) {
  return typeof value === "function" || typeof value?.__call__ === "function";
}

/** `vars(object)`. @param {any} object @returns {Record<string, any>} */
export function vars(object) {
  if (!(object instanceof PyObject)) throw new TypeError("vars() argument must have __dict__ attribute");
  return attributesOf(object);
}
