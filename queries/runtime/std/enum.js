/** Python's `enum`: `Enum`, `IntEnum`, `StrEnum`, `auto`, `unique`. */

import { format } from "../format.js";
import { AttributeError, KeyError, TypeError, ValueError } from "../errors.js";
import { HASHED_AS, nameOf, NotImplemented } from "../kinds.js";
import { PyObject } from "../classes.js";
import { repr, str } from "../text.js";
import { eq, ge, getitem, gt, le, lt } from "../values.js";
import { mod } from "../modulo.js";
import { add, floordiv, mul, sub } from "../operators.js";

/** On an enum class: its members by name, aliases included. */
const MEMBERS = Symbol("enum.members");

/** The value that an enum numbers itself. */
class Auto {}

export const auto = () => new Auto();

export class Enum extends PyObject {
  /** @param {any} value */
  static __call__(value) {
    for (const member of this[Symbol.iterator]()) {
      if (member === value || eq(member.value, value)) return member;
    }
    if ("_missing_" in this) {
      const member = /** @type {any} */ (this)._missing_(value);
      if (member !== null && member !== undefined) return member;
    }
    throw new ValueError(`${repr(value)} is not a valid ${nameOf(this)}`);
  }

  /** @param {any} name */
  static __class_getitem__(name) {
    const member = membersOf(this).get(name);
    if (member === undefined) throw new KeyError(name);
    return member;
  }

  /** @param {any} value */
  static __contains__(value) {
    return value instanceof this;
  }

  static __len__() {
    return new Set(membersOf(this).values()).size;
  }

  static [Symbol.iterator]() {
    return new Set(membersOf(this).values())[Symbol.iterator]();
  }

  static get __members__() {
    return Object.fromEntries(membersOf(this));
  }

  __str__() {
    return `${nameOf(this.constructor)}.${/** @type {any} */ (this).name}`;
  }

  __repr__() {
    const { name, value } = /** @type {any} */ (this);
    return `<${nameOf(this.constructor)}.${name}: ${repr(value)}>`;
  }

  toJSON() {
    return /** @type {any} */ (this).value;
  }
}

/** @param {any} type @returns {Map<string, any>} */
function membersOf(type) {
  return type[MEMBERS] ?? new Map();
}

/** Operators that work on the value, for members that are ints or texts too. @type {Record<string, (self: any, other: any) => any>} */
const BY_VALUE = { __lt__: lt, __le__: le, __gt__: gt, __ge__: ge, __add__: add, __sub__: sub, __mul__: mul, __mod__: mod, __floordiv__: floordiv };

/** @param {any} value */
function plain(value) {
  return value instanceof Enum ? /** @type {any} */ (value).value : value;
}

/** A member that stands for its value. */
class ValueEnum extends Enum {
  /** @returns {any} */
  get plain() {
    return /** @type {any} */ (this).value;
  }

  get [HASHED_AS]() {
    return this.plain;
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof Enum && !(other instanceof ValueEnum) ? NotImplemented : eq(this.plain, plain(other));
  }

  valueOf() {
    return this.plain;
  }

  toString() {
    return str(this.plain);
  }

  __str__() {
    return str(this.plain);
  }

  /** @param {string} spec @returns {string} */
  __format__(spec) {
    return format(this.plain, spec);
  }
}

addOperators(ValueEnum.prototype, BY_VALUE);

/** @param {any} prototype @param {Record<string, (self: any, other: any) => any>} operators */
function addOperators(prototype, operators) {
  for (const [name, operate] of Object.entries(operators)) {
    Object.defineProperty(prototype, name, {
      /** @this {any} @param {any} other */
      value(other) {
        return operate(this.plain, plain(other));
      },
    });
  }
}

export class IntEnum extends ValueEnum {
  __int__() {
    return this.plain;
  }

  __index__() {
    return this.plain;
  }

  __bool__() {
    return this.plain !== 0;
  }

  /** @param {any} other */
  __radd__(other) {
    return add(other, this.plain);
  }

  /** @param {any} other */
  __rmul__(other) {
    return mul(other, this.plain);
  }
}

export class StrEnum extends ValueEnum {
  /** @param {any} other */
  __radd__(other) {
    return add(other, this.plain);
  }

  /** @param {any} item */
  __contains__(item) {
    return this.plain.includes(item);
  }

  /** @param {any} key */
  __getitem__(key) {
    return getitem(this.plain, key);
  }

  __len__() {
    return [...this.plain].length;
  }

  [Symbol.iterator]() {
    return this.plain[Symbol.iterator]();
  }
}

/** Shows members by name: only `IntEnum` and `StrEnum` themselves show the value. @param {any} type */
function shownByName(type) {
  for (const name of ["__str__", "toString"]) Object.defineProperty(type.prototype, name, { value: Enum.prototype.__str__ });
  Object.defineProperty(type.prototype, "__format__", {
    /** @this {any} @param {string} spec */
    value(spec) {
      return format(this.__str__(), spec);
    },
  });
}

/** `class Tone(str, Enum)` */
export class TextEnum extends StrEnum {}
shownByName(TextEnum);

/** `class Level(int, Enum)` */
export class NumberEnum extends IntEnum {}
shownByName(NumberEnum);

/**
 * Turns the named static values of a class into its members.
 * @param {any} type @param {string[]} names in order
 */
export function enumeration(type, names) {
  const members = new Map();
  Object.defineProperty(type, MEMBERS, { value: members });
  /** @type {any} */
  let last = 0;
  for (const name of names) {
    const given = type[name];
    const value = given instanceof Auto ? automatic(type, name, last, members) : given;
    last = value;
    const twin = [...members.values()].find((member) => eq(member.value, value));
    const member = twin ?? memberOf(type, name, value);
    members.set(name, member);
    Object.defineProperty(type, name, { value: member, enumerable: true, configurable: true });
  }
}

/** @param {any} type @param {string} name @param {any} last @param {Map<string, any>} members */
function automatic(type, name, last, members) {
  if (type.prototype instanceof StrEnum && !(type.prototype instanceof TextEnum)) return name.toLowerCase();
  if (members.size > 0 && typeof last !== "number") throw new TypeError("unable to sort non-numeric values");
  return last + 1;
}

/** @param {any} type @param {string} name @param {any} value */
function memberOf(type, name, value) {
  const member = Object.create(type.prototype);
  for (const [key, held] of Object.entries({ name, value })) {
    Object.defineProperty(member, key, {
      get: () => held,
      set: () => {
        throw new AttributeError(`<enum 'Enum'> cannot set attribute '${key}'`);
      },
      enumerable: true,
      configurable: true,
    });
  }
  Object.defineProperty(member, "_name_", { value: name });
  Object.defineProperty(member, "_value_", { value, writable: true });
  if (type.prototype.__init__ !== PyObject.prototype.__init__) {
    member.__init__(...(Array.isArray(value) ? value : [value]));
  }
  return member;
}

/** `@unique`. @param {any} type */
export function unique(type) {
  const aliases = [...membersOf(type)].filter(([name, member]) => member.name !== name);
  if (aliases.length === 0) return type;
  const list = aliases.map(([name, member]) => `${name} -> ${member.name}`).join(", ");
  throw new ValueError(`duplicate values found in <enum '${nameOf(type)}'>: ${list}`);
}
