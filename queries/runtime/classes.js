/**
 * Classes: what an object or class lacks, `isinstance`, `issubclass`, class attributes as instances see them.
 * `dataclass`, `Enum` and named tuples are in `std/`, several bases in `inheritance.js`, making instances in
 * other ways in `instances.js`.
 */

import { AttributeError, IndexError, StopIteration, TypeError } from "./errors.js";
import {
  HASHED_AS, isClass, ITERATES, KIND, NAME, nameOf, ROOT, SIGNATURE, SUPERTYPES, TABLE, TEST, typed, typeName,
} from "./kinds.js";
import { orderOf } from "./lineage.js";
import { pythonName } from "./spelling.js";

export { isClass };

/** The base of every class written in Python that has no other base. */
export class PyObject {
  /** @param {any[]} args */
  constructor(...args) {
    this.__init__(...args);
  }

  /** @param {any[]} args */
  __init__(...args) {
    if (args.length === 0) return;
    const type = /** @type {any} */ (this.constructor);
    if (this.__init__ !== PyObject.prototype.__init__) throw new TypeError("object.__init__() takes exactly one argument (the instance to initialize)");
    if (type.__new__ === /** @type {any} */ (PyObject).__new__) throw new TypeError(`${nameOf(type)}() takes no arguments`);
  }

  /** @returns {any} */
  static __init_subclass__() {
    return null;
  }

  /** @returns {any} */
  get __class__() {
    return this.constructor;
  }

  set __class__(type) {
    if (!isClass(type)) throw new TypeError(`__class__ must be set to a class, not '${typeName(type)}' object`);
    Object.setPrototypeOf(this, type.prototype);
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

// What is asked of every value, so that no instance looks for it in the proxy below.
Object.defineProperty(PyObject.prototype, KIND, { value: undefined, writable: true });
Object.defineProperty(PyObject.prototype, TABLE, { value: undefined, writable: true });
Object.defineProperty(PyObject.prototype, HASHED_AS, { value: undefined, writable: true });
Object.defineProperty(PyObject.prototype, Symbol.toStringTag, { value: undefined, writable: true });

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

/** On an instance that takes no more attributes: what says so in its own way. */
export const REFUSED = Symbol("python.refused");

/**
 * A name that neither an object nor its classes have is looked up here last: it may have been assigned to the class
 * later, be `__getattr__`'s, or is an error. Assigned, it becomes the object's own.
 * @type {ProxyHandler<any>}
 */
const LAST = {
  get(target, name, self) {
    if (typeof name === "symbol" || isHostProbe(name, target)) return Reflect.get(target, name, self);
    if (name.endsWith("__")) return undefined;
    const type = self.constructor;
    if (ownerOf(type, name) !== undefined) return exposed(type, name, self);
    if (typeof self.__getattr__ === "function") return self.__getattr__(pythonName(name, type));
    throw new AttributeError(`'${typeName(self)}' object has no attribute '${pythonName(name, type)}'`);
  },
  set(target, name, value, self) {
    if (!Object.isExtensible(self)) self[REFUSED]?.(pythonName(String(name), self.constructor));
    if (!Object.isExtensible(self)) throw new AttributeError(`'${typeName(self)}' object has no attribute '${pythonName(String(name), self.constructor)}'`);
    if (typeof name === "string" && !isHostProbe(name, target) && !name.startsWith("__")) noteAssigned(name);
    return Reflect.set(target, name, value, self);
  },
};

/** For names that objects are often given, what finds and assigns them without the proxy, on which engines are slow. */
const assigned = Object.create(new Proxy(Object.prototype, LAST));
Object.setPrototypeOf(PyObject.prototype, assigned);

/** Names that were assigned once. @type {Set<string>} */
const assignedOnce = new Set();

/** Names of which the runtime asks whether an object has them (`in`). */
const ASKED_FOR = new Set(["render"]);

/** Leaves names to the proxy, which says of them truly that an object lacks them. @param {string[]} names */
export function ask(names) {
  for (const name of names) {
    ASKED_FOR.add(name);
    delete assigned[name];
  }
}

/** How many names are found without the proxy: programs may make up any number of them. */
const ENOUGH_NAMES = 1000;

/** @param {string} name a name that an object did not have before it was assigned */
function noteAssigned(name) {
  if (ASKED_FOR.has(name) || assignedOnce.size > ENOUGH_NAMES) return;
  if (!assignedOnce.has(name)) {
    assignedOnce.add(name);
    return;
  }
  const define = definer(name);
  Object.defineProperty(assigned, name, {
    configurable: true,
    get() {
      return LAST.get?.(Object.prototype, name, this);
    },
    set(value) {
      if (Object.isExtensible(this)) define(this, value);
      else LAST.set?.(Object.prototype, name, value, this);
    },
  });
}

/** Its constructor gives an object that exists: fields of a subclass become that one's. */
class Given {
  /** @param {object} object */
  constructor(object) {
    return object;
  }
}

/** Whether a class got a descriptor after its body, which objects of it then ask when they are assigned attributes. */
let hasLateDescriptor = false;

/**
 * What a class extends that makes the attributes that `__init__` begins with, of objects of that very class: a subclass
 * may mean something else by assigning one.
 */
export class Fields {
  /** @param {object} object @param {Function} type */
  constructor(object, type) {
    return object.constructor === type && !hasLateDescriptor ? object : {};
  }
}

/** What gives objects a property of their own; engines are faster at fields than at `Object.defineProperty`. @param {string} name @returns {(object: any, value: any) => void} */
function definer(name) {
  /** @type {any} */
  let given;
  class Definer extends Given {
    // @ts-expect-error A name that only the run knows.
    [name] = given;
  }
  return (object, value) => {
    given = value;
    new Definer(object);
    given = undefined;
  };
}

// The same for what a class lacks: `__name__`, methods that take their receiver first, errors.
Object.setPrototypeOf(PyObject, new Proxy(Function.prototype, {
  get(target, name, type) {
    if (typeof name === "symbol" || isHostProbe(name, target)) return Reflect.get(target, name, type);
    if (name === "__name__" || name === "__qualname__") return bareName(nameOf(type));
    if (name.startsWith("__") && name !== "__init__") return undefined;
    const method = methodOf(type, name) ?? (name === "__init__" ? PyObject.prototype.__init__ : undefined);
    if (method !== undefined) return withReceiver(method);
    if (name === "mro") return () => [...orderOf(type), PyObject];
    if (typeof type.__getattr__ === "function") return type.__getattr__(pythonName(name, type));
    throw new AttributeError(`type object '${nameOf(type)}' has no attribute '${pythonName(name, type)}'`);
  },
  set(target, name, value, type) {
    const isSet = Reflect.set(target, name, value, type);
    // A descriptor takes what instances are assigned.
    if (typeof name === "string" && typeof value === "object" && typeof value?.__set__ === "function") {
      hasLateDescriptor = true;
      expose(type, name);
    }
    return isSet;
  },
}));

/** The method that the classes of `type` define. @param {any} type @param {string} name @returns {any} */
function methodOf(type, name) {
  const owner = orderOf(type).find(({ prototype }) => Object.hasOwn(prototype, name));
  const method = owner && Object.getOwnPropertyDescriptor(owner.prototype, name)?.value;
  return typeof method === "function" ? method : undefined;
}

/** The class that holds a class attribute, among `type` and its bases; functions of the class are none. @param {any} type @param {string} name @returns {any} */
export function ownerOf(type, name) {
  return orderOf(type).find((owner) => Object.prototype.propertyIsEnumerable.call(owner, name));
}

/** @type {WeakMap<object, any>} */
const functions = new WeakMap();

/** `Class.method`: a function whose first argument is the receiver. @param {any} method */
export function withReceiver(method) {
  const known = functions.get(method);
  if (known !== undefined) return known;
  /** @type {any} */
  const made = (/** @type {any} */ self, /** @type {any[]} */ ...args) => method.apply(self, args);
  Object.defineProperty(made, NAME, { value: nameOf(method) });
  if (method[SIGNATURE] !== undefined) made[SIGNATURE] = ["self", method[SIGNATURE]].filter(Boolean).join(",");
  functions.set(method, made);
  return made;
}

/** `object`, as a type. */
export const object = PyObject;
typed(PyObject, "object", () => true);
Object.defineProperty(PyObject, ROOT, { value: true });
Object.defineProperty(PyObject.prototype[Symbol.iterator], ITERATES, { value: true });

/** `isinstance(value, type)`. @param {any} value @param {any} type a class, or a tuple of classes @returns {boolean} */
export function isinstance(value, type) {
  if (Array.isArray(type)) return type.some((option) => isinstance(value, option));
  if (type === null) return value === null || value === undefined;
  if (typeof type !== "function") {
    throw new TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union");
  }
  if (Object.hasOwn(type, TEST)) return type[TEST](value);
  return value instanceof type || (typeof value === "object" && value !== null && isDerived(value.constructor, type));
}

/** Whether one of a class's several bases leads to `base`. @param {any} type @param {any} base @returns {boolean} */
function isDerived(type, base) {
  return isClass(type) && orderOf(type).includes(base);
}

/** `issubclass(type, base)`. @param {any} type @param {any} base @returns {boolean} */
export function issubclass(type, base) {
  if (Array.isArray(base)) return base.some((option) => issubclass(type, option));
  if (typeof type !== "function") throw new TypeError("issubclass() arg 1 must be a class");
  if (typeof base !== "function") throw new TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union");
  if (type === base || base === PyObject) return true;
  if (type[SUPERTYPES]?.includes(base) || isDerived(type, base) || type.prototype instanceof base) return true;
  // Abstract bases ask for methods, which instances get from here.
  return type.prototype instanceof PyObject && Object.hasOwn(base, TEST) && base.prototype instanceof PyObject && base[TEST](type.prototype);
}

/** `type(value).__name__`. @param {any} value */
export function nameOfType(value) {
  return bareName(typeName(value));
}

/** A name without the module that messages put before those of some builtin types: `datetime.date`. @param {string} name */
export function bareName(name) {
  return name.slice(name.lastIndexOf(".") + 1);
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
        return exposed(this.constructor, name, this);
      },
      set(value) {
        const held = memberOf(this.constructor, name);
        if (typeof held?.__set__ === "function") held.__set__(this, value);
        else Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
    const value = Object.getOwnPropertyDescriptor(type, name)?.value;
    if (typeof value?.__set_name__ === "function") value.__set_name__(type, pythonName(name, type));
  }
}

/** What a class has under a name, as it was assigned. @param {any} type @param {string} name @returns {any} */
export function memberOf(type, name) {
  const owner = orderOf(type).find((each) => Object.hasOwn(each, name) && !isOfFunctions(each, name));
  return owner && Object.getOwnPropertyDescriptor(owner, name)?.value;
}

/** `name` and `length`, which every function has. @param {any} type @param {string} name */
export function isOfFunctions(type, name) {
  return (name === "name" || name === "length") && !Object.prototype.propertyIsEnumerable.call(type, name);
}

/** A static member as an instance sees it. @param {any} type @param {string} name @param {any} self @returns {any} */
export function exposed(type, name, self) {
  const value = memberOf(type, name);
  if (typeof value === "object" && typeof value?.__get__ === "function") return value.__get__(self, type);
  if (typeof value !== "function" || isClass(value)) return value;
  return Object.hasOwn(value, TEST) ? value : classFunction(type, name, value, ownerOf(type, name) === undefined ? type : self);
}

/** @type {WeakMap<object, Map<string, {source: any, bound: any}>>} */
const boundFunctions = new WeakMap();

/**
 * A function of a class: a static or class method with the class as `this`, or one that was assigned as an
 * attribute, which takes the instance first. The same function at every use.
 * @param {any} type @param {string} name @param {any} source @param {any} receiver the class or the instance
 */
function classFunction(type, name, source, receiver) {
  const functions = boundFunctions.get(receiver) ?? new Map();
  boundFunctions.set(receiver, functions);
  const known = functions.get(name);
  if (known !== undefined && known.source === source) return known.bound;
  const bound = receiver === type ? source.bind(type) : (/** @type {any[]} */ ...args) => source(receiver, ...args);
  Object.assign(bound, source);
  if (receiver !== type && source[SIGNATURE] !== undefined) bound[SIGNATURE] = withoutFirst(source[SIGNATURE]);
  Object.defineProperty(bound, NAME, { value: nameOf(source), configurable: true, writable: true });
  functions.set(name, { source, bound });
  return bound;
}

/** A signature without the parameter that takes the receiver. @param {string} signature */
export function withoutFirst(signature) {
  return signature.replace(/^[^*,]+(?:,(?:\/(?:,|$))?|$)/, "");
}

/**
 * `Class.name = value` once the class is there: instances and subclasses see it, in place of what the class had.
 * @param {any} type @param {string} name @param {any} value @returns {any}
 */
export function setclass(type, name, value) {
  if (!isClass(type)) {
    type[name] = value;
    return value;
  }
  // The member of an enum.
  Object.getOwnPropertyDescriptor(type, name)?.set?.call(type, value);
  Object.defineProperty(type, name, { value, configurable: true, enumerable: true, writable: true });
  if (typeof value === "function" && !isClass(value) && !Object.hasOwn(value, TEST)) {
    Object.defineProperty(type.prototype, name, {
      configurable: true,
      writable: true,
      /** @this {any} @param {any[]} args */
      value(...args) {
        return value(this, ...args);
      },
    });
    Object.defineProperty(type.prototype[name], NAME, { value: nameOf(value) });
    if (value[SIGNATURE] !== undefined) type.prototype[name][SIGNATURE] = withoutFirst(value[SIGNATURE]);
  } else {
    hasLateDescriptor ||= typeof value?.__set__ === "function";
    expose(type, name);
  }
  return value;
}

/** @param {any} value */
export function callable(value) {
  return typeof value === "function" || typeof value?.__call__ === "function";
}
