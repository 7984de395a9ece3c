/**
 * Descriptors as values, and decorators of methods: `property(…)`, `staticmethod(…)`, `classmethod(…)`, and what
 * a decorator makes of a method. A plain `@property` is an accessor of the class and needs none of this.
 */

import { attr } from "./attributes.js";
import { call } from "./calling.js";
import { sig } from "./calls.js";
import { expose, memberOf, withoutFirst } from "./classes.js";
import { AttributeError } from "./errors.js";
import { isClass, isNone, NAME, nameOf, SIGNATURE, typed } from "./kinds.js";
import { orderOf } from "./lineage.js";
import { pythonName } from "./spelling.js";

/** `property(get, set, delete)`. */
class Property {
  static [NAME] = "property";

  /** @param {any} get @param {any} set @param {any} del @param {any} doc */
  constructor(get, set, del, doc) {
    this.fget = get;
    this.fset = set;
    this.fdel = del;
    this.__doc__ = doc;
    this.name = isNone(get) ? "" : nameOf(get);
  }

  /** @param {any} type @param {string} name */
  __set_name__(type, name) {
    void type;
    this.name = name;
  }

  /** @param {any} self */
  __get__(self) {
    if (isNone(self)) return this;
    return call(this.part(this.fget, self, "getter"), self);
  }

  /** @param {any} self @param {any} value */
  __set__(self, value) {
    call(this.part(this.fset, self, "setter"), self, value);
  }

  /** @param {any} self */
  __delete__(self) {
    call(this.part(this.fdel, self, "deleter"), self);
  }

  /** @param {any} part @param {any} self @param {string} kind */
  part(part, self, kind) {
    if (!isNone(part)) return part;
    throw new AttributeError(`property '${this.name}' of '${qualified(self.constructor)}' object has no ${kind}`);
  }

  /** @param {any} get */
  getter(get) {
    return new Property(get, this.fset, this.fdel, this.__doc__);
  }

  /** @param {any} set */
  setter(set) {
    return new Property(this.fget, set, this.fdel, this.__doc__);
  }

  /** @param {any} del */
  deleter(del) {
    return new Property(this.fget, this.fset, del, this.__doc__);
  }
}

/** @param {any} type */
function qualified(type) {
  return Object.hasOwn(type, "__qualname__") ? type.__qualname__ : nameOf(type);
}

/** @param {any} [get] @param {any} [set] @param {any} [del] @param {any} [doc] */
export function property(get = null, set = null, del = null, doc = null) {
  return new Property(get, set, del, doc);
}
typed(property, "property", (value) => value instanceof Property);
sig(property, "fget=,fset=,fdel=,doc=");

/** `Class.name` of a plain `@property`. @param {any} type @param {string} name @returns {any} */
export function classProperty(type, name) {
  const owner = orderOf(type).find(({ prototype }) => Object.hasOwn(prototype, name));
  const own = owner && Object.getOwnPropertyDescriptor(owner.prototype, name);
  if (own?.get === undefined) return attr(type, name, pythonName(name, type));
  const { get, set } = own;
  const getter = Object.defineProperty((/** @type {any} */ self) => get.call(self), NAME, { value: pythonName(name, type) });
  return new Property(getter, set === undefined || "refuses" in set ? null : (/** @type {any} */ self, /** @type {any} */ value) => set.call(self, value), null, null);
}

class StaticMethod {
  /** @param {any} callee */
  constructor(callee) {
    this.callee = callee;
  }

  __get__() {
    return this.callee;
  }

  /** @param {any[]} args */
  __call__(...args) {
    return call(this.callee, ...args);
  }
}

class ClassMethod {
  /** @param {any} callee */
  constructor(callee) {
    this.callee = callee;
  }

  /** @param {any} self @param {any} type */
  __get__(self, type) {
    void self;
    return (/** @type {any[]} */ ...args) => call(this.callee, type, ...args);
  }
}

/** @param {any} callee */
export function staticmethod(callee) {
  return new StaticMethod(callee);
}
typed(staticmethod, "staticmethod", (value) => value instanceof StaticMethod);

/** @param {any} callee */
export function classmethod(callee) {
  return new ClassMethod(callee);
}
typed(classmethod, "classmethod", (value) => value instanceof ClassMethod);

/** `@name.deleter`: what `del object.name` runs. @param {any} type @param {string} name @param {any} method */
export function deleter(type, name, method) {
  const own = Object.getOwnPropertyDescriptor(type.prototype, name);
  if (own?.get) Object.defineProperty(own.get, "deleter", { value: method });
}

/** Lets an assignment to a property without setter raise what Python raises. @param {any} type @param {string[]} names */
export function readonly(type, ...names) {
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(type.prototype, name);
    if (own?.get === undefined || own.set !== undefined) continue;
    /** @this {any} */
    const set = function () {
      throw new AttributeError(`property '${pythonName(name, type)}' of '${qualified(this.constructor)}' object has no setter`);
    };
    Object.defineProperty(type.prototype, name, { ...own, set: Object.assign(set, { refuses: true }) });
  }
}

/**
 * `@decorator` on a method: the decorator sees a function that takes the receiver first, as in Python, and what it
 * gives takes the method's place.
 * @param {any} type @param {string} name @param {any} decorator
 */
export function decorate(type, name, decorator) {
  const own = Object.getOwnPropertyDescriptor(type.prototype, name) ?? {};
  const isProperty = own.get !== undefined;
  const made = call(decorator, explicit(isProperty ? own.get : own.value, name));
  if (isProperty) {
    Object.defineProperty(type.prototype, name, {
      ...own,
      /** @this {any} */
      get() {
        return call(made, this);
      },
    });
  } else if (typeof made === "function" && !isClass(made)) define(type.prototype, name, made);
  else {
    Reflect.deleteProperty(type.prototype, name);
    Object.defineProperty(type, name, { value: made, configurable: true, enumerable: true, writable: true });
    expose(type, name);
  }
}

/** The same for a static or class method. @param {any} type @param {string} name @param {any} decorator @param {boolean} takesClass */
export function decorateStatic(type, name, decorator, takesClass) {
  const method = type[name];
  if (takesClass) define(type, name, call(decorator, explicit(method, name)));
  else Object.defineProperty(type, name, { value: call(decorator, method), configurable: true, writable: true });
  expose(type, name);
}

/** A method as a function that takes its receiver first. @param {any} method @param {string} name */
function explicit(method, name) {
  /** @param {any} self @param {any[]} args */
  const made = (self, ...args) => method.apply(self, args);
  Object.defineProperty(made, NAME, { value: method[NAME] ?? pythonName(name) });
  return sig(made, method[SIGNATURE] !== undefined ? `self,${method[SIGNATURE]}` : "self,*args,**kwargs");
}

/** A function that takes its receiver first, as a method. @param {any} owner @param {string} name @param {any} made */
function define(owner, name, made) {
  /** @this {any} @param {any[]} args */
  const replacement = function (...args) {
    return call(made, this, ...args);
  };
  Object.assign(replacement, made);
  if (made[SIGNATURE] !== undefined) sig(replacement, withoutFirst(made[SIGNATURE]));
  Object.defineProperty(replacement, NAME, { value: nameOf(made), configurable: true });
  Object.defineProperty(owner, name, { value: replacement, configurable: true, writable: true });
}

/** `name = staticmethod(function)` or `classmethod(function)` in a class body. @param {any} type @param {string} name @param {any} callee @param {boolean} takesClass */
export function classFunction(type, name, callee, takesClass) {
  /** @this {any} @param {any[]} args */
  const ofClass = function (...args) {
    return call(callee, this, ...args);
  };
  const value = takesClass ? ofClass : callee;
  Object.defineProperty(type, name, { value, configurable: true, writable: true });
}

/** A property of which a class has one part and a base class the others. @param {any} type @param {string} name */
export function joined(type, name) {
  const own = Object.getOwnPropertyDescriptor(type.prototype, name);
  for (let base = Object.getPrototypeOf(type.prototype); base !== null; base = Object.getPrototypeOf(base)) {
    const other = Object.getOwnPropertyDescriptor(base, name);
    if (other === undefined) continue;
    Object.defineProperty(type.prototype, name, { ...own, get: own?.get ?? other.get, set: own?.set ?? other.set });
    return;
  }
}

/** The descriptor itself that a class has under a name: `name.register` in its body. @param {any} type @param {string} name @returns {any} */
export function descriptor(type, name) {
  return memberOf(type, name);
}
