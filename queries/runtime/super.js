/** `super()` where JavaScript's own does not do: attributes as values, and what `object` itself has. */

import { bitand, bitor, bitxor, mul } from "./arithmetic.js";
import { isOfFunctions, PyObject, withReceiver } from "./classes.js";
import { AttributeError } from "./errors.js";
import { hash, identity } from "./hash.js";
import { reversed } from "./iteration.js";
import { HASHED_AS, isClass, NotImplemented, Tuple, tupleFrom, typeName } from "./kinds.js";
import { linkOf, orderOf } from "./lineage.js";
import { add, sub } from "./operators.js";
import { ge, gt, le, lt } from "./ordering.js";
import { PySet, setUnion } from "./sets.js";
import { pythonName } from "./spelling.js";
import { repr, str } from "./text.js";
import { eq } from "./values.js";

/** What every object has. @type {Record<string, (self: any, ...args: any[]) => any>} */
const OF_OBJECT = {
  __eq__: (self, other) => (self === other ? true : NotImplemented),
  __ne__: (self, other) => (self === other ? false : NotImplemented),
  __hash__: (self) => (self[HASHED_AS] === undefined ? identity(self) : hash(self[HASHED_AS])),
  __repr__: (self) => `<${typeName(self)} object>`,
  __str__: (self) => repr(self),
  __format__: (self) => str(self),
  __init_subclass__: () => null,
};

/** The items of a list, tuple or set of any class, as a value of the builtin type. @param {any} value @returns {any} */
function plainItems(value) {
  if (value instanceof PySet) return setUnion(new PySet(), value);
  if (!Array.isArray(value)) return value;
  const items = Array.prototype.slice.call(value);
  return value instanceof Tuple ? tupleFrom(items) : items;
}

/** What a class that derives from a collection has from it, besides the methods of `bases.js`. @type {Record<string, (items: any, other: any) => any>} */
const OF_COLLECTION = {
  __add__: add,
  __and__: bitand,
  __eq__: (items, other) => (Array.isArray(other) || other instanceof PySet ? eq(items, other) : NotImplemented),
  __ge__: ge,
  __gt__: gt,
  __hash__: hash,
  __le__: le,
  __lt__: lt,
  __mul__: mul,
  __ne__: (items, other) => (Array.isArray(other) || other instanceof PySet ? !eq(items, other) : NotImplemented),
  __or__: bitor,
  __repr__: repr,
  __reversed__: reversed,
  __sub__: sub,
  __xor__: bitxor,
};

/**
 * `super().name` as a value. @param {any} home the class whose method asks @param {any} self an instance, or a class
 * @param {string} name
 */
export function superattr(home, self, name) {
  const isOfClass = isClass(self);
  const order = orderOf(isOfClass ? self : self.constructor);
  for (const owner of order.slice(order.indexOf(home) + 1)) {
    if (Object.hasOwn(owner, name) && !isOfFunctions(owner, name)) {
      const value = /** @type {any} */ (owner)[name];
      const isMethod = typeof value === "function" && !isClass(value);
      if (isMethod && Object.prototype.propertyIsEnumerable.call(owner, name)) {
        return isOfClass ? value : (/** @type {any[]} */ ...args) => value(self, ...args);
      }
      if (isMethod) return Object.assign(value.bind(isOfClass ? self : self.constructor), value);
      return typeof value?.__get__ === "function" ? value.__get__(isOfClass ? null : self, order[0]) : value;
    }
    const found = Object.getOwnPropertyDescriptor(owner.prototype, name);
    if (found?.get) return found.get.call(self);
    if (found) return isOfClass ? withReceiver(found.value) : found.value.bind(self);
  }
  const root = linkOf(order.at(-1));
  const isKnown = root !== PyObject || Object.hasOwn(PyObject.prototype, name);
  const end = isKnown ? Reflect.get(root.prototype ?? Object.prototype, name, self) : undefined;
  if (end !== undefined) return typeof end === "function" ? end.bind(self) : end;
  const isCollection = Array.isArray(self) || self instanceof PySet;
  if (isCollection && Object.hasOwn(OF_COLLECTION, name)) {
    return (/** @type {any} */ other) => OF_COLLECTION[name](plainItems(self), plainItems(other));
  }
  const method = Object.hasOwn(OF_OBJECT, name) ? OF_OBJECT[name] : undefined;
  if (method !== undefined) return (/** @type {any[]} */ ...args) => method(self, ...args);
  throw new AttributeError(`'super' object has no attribute '${pythonName(name, home)}'`);
}

/** `getattr(super(), name, fallback)`. @param {any} home @param {any} self @param {string} name @param {any} fallback @returns {any} */
export function superOr(home, self, name, fallback) {
  try {
    return superattr(home, self, name);
  } catch (error) {
    if (error instanceof AttributeError) return fallback;
    throw error;
  }
}

/** `hasattr(super(), name)`. @param {any} home @param {any} self @param {string} name */
export function hasSuper(home, self, name) {
  return superOr(home, self, name, undefined) !== undefined;
}
