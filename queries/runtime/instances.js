/**
 * Instances that are made in other ways than `new` and `__init__`: classes with `__new__`, `__slots__`,
 * `__setattr__` or `__delattr__`. Such a class has a constructor that calls `create`.
 */

import { fits } from "./calling.js";
import { isinstance, PyObject } from "./classes.js";
import { AttributeError, TypeError } from "./errors.js";
import { EMPTIED, isClass, nameOf, seen } from "./kinds.js";
import { orderOf } from "./lineage.js";
import { jsName, noteSpelling } from "./naming.js";
import { pythonName } from "./spelling.js";

/** Gives `object` what only classes made here call; apps without such classes do not load it. */
function install() {
  if (Object.hasOwn(PyObject, "__new__")) return;
  Object.defineProperty(PyObject, "__new__", { value: bare, configurable: true, writable: true });
  Object.defineProperty(PyObject.prototype, "__setattr__", { value: setOwn, configurable: true, writable: true });
  Object.defineProperty(PyObject.prototype, "__delattr__", { value: deleteOwn, configurable: true, writable: true });
}

/** On a class: its `__slots__`, as JavaScript spells them. */
const SLOTS = Symbol("python.slots");

/** What calling a class gives. @param {any} type @param {any[]} args @returns {any} */
export function create(type, args) {
  install();
  fits(type, args);
  const made = type.__new__(...args);
  if (isinstance(made, type)) made.__init__(...args);
  return made;
}

/** @param {any} type @param {string[]} names */
export function slots(type, ...names) {
  Object.defineProperty(type, SLOTS, { value: names.map((name) => jsName(name)) });
  Object.defineProperty(type.prototype, EMPTIED, { value: emptied, configurable: true });
}

/** A slot without its value, if an attribute is one. @this {any} @param {string} name */
function emptied(name) {
  return slotsOf(this.constructor)?.includes(name) ? emptySlot(name) : undefined;
}

/** The slots of an instance; `null` if any of its classes lets it have other attributes. @param {any} type @returns {string[] | null} */
function slotsOf(type) {
  const order = orderOf(type);
  return order.every((owner) => Object.hasOwn(owner, SLOTS)) ? order.flatMap((owner) => owner[SLOTS]) : null;
}

/** The proxies through which instances are seen. @type {WeakMap<object, any>} */
const proxies = new WeakMap();

/** `object.__new__(type)`: an instance of which no `__init__` has run. @this {any} @returns {any} */
function bare() {
  const type = this;
  if (!isClass(type)) throw new TypeError("object.__new__(X): X is not a type object");
  const instance = Object.create(type.prototype);
  const names = slotsOf(type);
  for (const name of names ?? []) Object.defineProperty(instance, name, emptySlot(name));
  if (names !== null) Object.preventExtensions(instance);
  const { __setattr__, __delattr__ } = type.prototype;
  if (__setattr__ === setOwn && __delattr__ === deleteOwn) return instance;
  const proxy = new Proxy(instance, WATCHED);
  seen.set(proxy, instance);
  proxies.set(instance, proxy);
  return proxy;
}

/** A slot that holds nothing. @param {string} name @returns {PropertyDescriptor & ThisType<any>} */
function emptySlot(name) {
  /** @this {any} */
  const get = function () {
    throw new AttributeError(`'${nameOf(this.constructor)}' object has no attribute '${pythonName(name, this.constructor)}'`);
  };
  const refuse = () => {
    throw new AttributeError(pythonName(name));
  };
  return {
    configurable: true,
    get: Object.assign(get, { refuse }),
    set(value) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  };
}

/** @type {ProxyHandler<any>} */
const WATCHED = {
  set(instance, name, value, self) {
    if (typeof name === "symbol") return Reflect.set(instance, name, value);
    self.__setattr__(pythonName(name, instance), value);
    return true;
  },
  deleteProperty(instance, name) {
    if (typeof name === "symbol") return Reflect.deleteProperty(instance, name);
    (proxies.get(instance) ?? instance).__delattr__(pythonName(name, instance));
    return true;
  },
};

/** `object.__setattr__`. @this {any} @param {string} name @param {any} value */
function setOwn(name, value) {
  const property = jsName(name);
  const instance = seen.get(this) ?? this;
  noteSpelling(instance, name);
  for (let owner = Object.getPrototypeOf(instance); owner !== null && owner !== PyObject.prototype; owner = Object.getPrototypeOf(owner)) {
    const setter = Object.getOwnPropertyDescriptor(owner, property)?.set;
    if (setter !== undefined) {
      setter.call(instance, value);
      return null;
    }
  }
  Object.defineProperty(instance, property, { value, configurable: true, enumerable: true, writable: true });
  return null;
}

/** `object.__delattr__`. @this {any} @param {string} name */
function deleteOwn(name) {
  const property = jsName(name);
  const instance = seen.get(this) ?? this;
  if (!Object.hasOwn(instance, property)) throw new AttributeError(`'${nameOf(instance.constructor)}' object has no attribute '${name}'`);
  Reflect.deleteProperty(instance, property);
  return null;
}

/** `object.__setattr__(instance, …)` and the like. @param {string} name @param {any} self @param {any[]} args @returns {any} */
export function ofObject(name, self, ...args) {
  install();
  switch (name) {
    case "__new__":
      return bare.call(self);
    case "__setattr__":
      return setOwn.call(self, args[0], args[1]);
    case "__delattr__":
      return deleteOwn.call(self, args[0]);
    default:
      return null;
  }
}
