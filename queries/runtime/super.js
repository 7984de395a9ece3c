/** `super()` where JavaScript's own does not do: attributes as values, and what `object` itself has. */

import { isOfFunctions, withReceiver } from "./classes.js";
import { AttributeError } from "./errors.js";
import { identity } from "./hash.js";
import { isClass, NotImplemented, typeName } from "./kinds.js";
import { linkOf, orderOf } from "./lineage.js";
import { pythonName } from "./spelling.js";
import { repr, str } from "./text.js";

/** What every object has. @type {Record<string, (self: any, ...args: any[]) => any>} */
const OF_OBJECT = {
  __eq__: (self, other) => (self === other ? true : NotImplemented),
  __ne__: (self, other) => (self === other ? false : NotImplemented),
  __hash__: (self) => identity(self),
  __repr__: (self) => `<${typeName(self)} object>`,
  __str__: (self) => repr(self),
  __format__: (self) => str(self),
  __init_subclass__: () => null,
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
      if (isMethod) return value.bind(isOfClass ? self : self.constructor);
      return typeof value?.__get__ === "function" ? value.__get__(isOfClass ? null : self, order[0]) : value;
    }
    const found = Object.getOwnPropertyDescriptor(owner.prototype, name);
    if (found?.get) return found.get.call(self);
    if (found) return isOfClass ? withReceiver(found.value) : found.value.bind(self);
  }
  const end = Reflect.get(linkOf(order.at(-1)).prototype ?? Object.prototype, name, self);
  if (end !== undefined) return typeof end === "function" ? end.bind(self) : end;
  const method = Object.hasOwn(OF_OBJECT, name) ? OF_OBJECT[name] : undefined;
  if (method !== undefined) return (/** @type {any[]} */ ...args) => method(self, ...args);
  throw new AttributeError(`'super' object has no attribute '${pythonName(name, home)}'`);
}
