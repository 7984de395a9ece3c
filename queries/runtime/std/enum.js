/** Python's `enum`: `Enum`, `IntEnum`, `StrEnum`, `Flag`, `IntFlag`, `auto`, `unique`. */

import { bitand, bitor, bitxor } from "../arithmetic.js";
import { keywordsOf, sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { property } from "../descriptors.js";
import { dictEntries } from "../dicts.js";
import { AttributeError, KeyError, TypeError, ValueError } from "../errors.js";
import { format } from "../format.js";
import { HASHED_AS, isDict, isNone, nameOf, NotImplemented, Tuple, typeName } from "../kinds.js";
import { orderOf } from "../lineage.js";
import { plain, standsFor } from "../plain.js";
import { repr } from "../text.js";
import { eq } from "../values.js";

export { property };

/** On an enum class: its members by name, aliases included. */
const MEMBERS = Symbol("enum.members");

/** The value that an enum numbers itself; combined with others, what the numbers give together. */
class Auto {
  /** @param {((number: (each: Auto) => any) => any) | null} combine */
  constructor(combine = null) {
    this.combine = combine;
    /** @type {any} */
    this.value = undefined;
  }
}
addCombining(Auto.prototype);

/** @param {any} prototype */
function addCombining(prototype) {
  for (const [name, operate] of Object.entries({ or: bitor, and: bitand, xor: bitxor })) {
    for (const method of [`__${name}__`, `__r${name}__`]) {
      Object.defineProperty(prototype, method, {
        /** @this {Auto} @param {any} other */
        value(other) {
          return new Auto((number) => operate(number(this), other instanceof Auto ? number(other) : other));
        },
      });
    }
  }
}

export const auto = () => new Auto();

/** A value that is no member. */
class NonMember {
  /** @param {any} value */
  constructor(value) {
    this.value = value;
  }
}

/** @param {any} value */
export const nonmember = (value) => new NonMember(value);

/** @param {any} value */
export const member = (value) => value;

export class Enum extends PyObject {
  /** @param {any} value @param {any[]} rest */
  static __call__(value, ...rest) {
    if (value === undefined) throw new TypeError("EnumType.__call__() missing 1 required positional argument: 'value'");
    if (Object.getOwnPropertyDescriptor(this, MEMBERS) === undefined && rest.length > 0) return fromNames(this, value, rest[0], keywordsOf(rest[1]).start);
    return this.find(value);
  }

  /** The member of a value. @param {any} value @returns {any} */
  static find(value) {
    for (const each of membersOf(this).values()) {
      if (each === value || eq(each.value, plain(value))) return each;
    }
    if ("_missing_" in this) {
      const found = /** @type {any} */ (this)._missing_(value);
      if (!isNone(found)) return found;
    }
    throw new ValueError(`${repr(value)} is not a valid ${qualified(this)}`);
  }

  /** @param {any} name */
  static __class_getitem__(name) {
    const found = membersOf(this).get(name);
    if (found === undefined) throw new KeyError(name);
    return found;
  }

  /** @param {string} name */
  static __getattr__(name) {
    throw new AttributeError(name);
  }

  /** @param {any} value */
  static __contains__(value) {
    if (value instanceof this) return true;
    if (value instanceof Enum) return false;
    throw new TypeError(`unsupported operand type(s) for 'in': '${typeName(value)}' and 'EnumType'`);
  }

  static __len__() {
    return listed(this).length;
  }

  static __bool__() {
    return true;
  }

  static __reversed__() {
    return listed(this).reverse()[Symbol.iterator]();
  }

  static [Symbol.iterator]() {
    return listed(this)[Symbol.iterator]();
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
    throw new TypeError(`Object of type ${nameOf(this.constructor)} is not JSON serializable`);
  }
}
sig(Enum, "value,names=,*,module=,type=,start=");

/** @param {any} type */
function qualified(type) {
  return Object.hasOwn(type, "__qualname__") ? type.__qualname__ : nameOf(type);
}

/** @param {any} type @returns {Map<string, any>} */
function membersOf(type) {
  return type[MEMBERS] ?? new Map();
}

/** The members without aliases. @param {any} type @returns {any[]} */
function listed(type) {
  const members = [...new Set(membersOf(type).values())];
  return isFlag(type) ? members.filter(({ value }) => value > 0 && (value & (value - 1)) === 0) : members;
}

/** @param {any} type */
function isFlag(type) {
  return type.prototype instanceof Flag || type.prototype instanceof IntFlag;
}

/** `Enum("Name", "A B")`. @param {any} base @param {string} name @param {any} names @param {number} [start] */
function fromNames(base, name, names, start = 1) {
  const type = { [name]: class extends base {} }[name];
  const pairs = isDict(names) ? dictEntries(names) : (typeof names === "string" ? names.replaceAll(",", " ").split(/\s+/) : [...names])
    .filter((each) => each !== "").map((/** @type {any} */ each) => (Array.isArray(each) ? each : [each, auto()]));
  if (start !== 1 && pairs[0]?.[1] instanceof Auto) pairs[0][1] = start;
  for (const [key, value] of pairs) type[key] = value;
  enumeration(type, pairs.map(([key]) => key));
  return type;
}

/** A member that stands for its value. */
class ValueEnum extends Enum {
  get [HASHED_AS]() {
    return /** @type {any} */ (this).value;
  }
}

/** Members of other enums are never equal to those that stand for a value. @param {any} other */
const isPlainMember = (other) => other instanceof Enum && !(other instanceof ValueEnum);

export class IntEnum extends ValueEnum {}
standsFor(IntEnum, "number", isPlainMember);
shownAsMember(IntEnum);

export class StrEnum extends ValueEnum {}
standsFor(StrEnum, "text", isPlainMember);
shownAsMember(StrEnum);

/** @param {any} type */
function shownAsMember(type) {
  Object.defineProperty(type.prototype, "__repr__", { value: Enum.prototype.__repr__, configurable: true, writable: true });
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

/** What the methods of flags share: sets of bits, each combination an object of its own. @param {any} type */
function combinable(type) {
  /** @param {any} self @param {any} value */
  const combined = (self, value) => self.constructor.find(value);
  /** @type {Record<string, (left: number, right: number) => number>} */
  const operators = { and: (left, right) => left & right, or: (left, right) => left | right, xor: (left, right) => left ^ right };
  for (const [name, operate] of Object.entries(operators)) {
    for (const method of [`__${name}__`, `__r${name}__`]) {
      Object.defineProperty(type.prototype, method, {
        configurable: true,
        /** @this {any} @param {any} other */
        value(other) {
          const isKnown = other instanceof this.constructor || type === IntFlag && typeof plain(other) === "number";
          return isKnown ? combined(this, operate(this.value, other instanceof Enum ? /** @type {any} */ (other).value : other)) : NotImplemented;
        },
      });
    }
  }
  const methods = {
    /** @this {any} */
    __invert__() {
      const all = listed(this.constructor).reduce((sum, each) => sum | each.value, 0);
      return combined(this, all & ~this.value);
    },
    /** @this {any} @param {any} other */
    __contains__(other) {
      if (!(other instanceof this.constructor)) throw new TypeError(`unsupported operand type(s) for 'in': '${typeName(other)}' and '${nameOf(this.constructor)}'`);
      return (this.value & other.value) === other.value;
    },
    /** @this {any} */
    __bool__() {
      return this.value !== 0;
    },
    /** @this {any} */
    __len__() {
      return partsOf(this).length;
    },
    /** @this {any} */
    __repr__() {
      const type = nameOf(this.constructor);
      return this.name === null ? `<${type}: ${this.value}>` : `<${type}.${this.name}: ${this.value}>`;
    },
  };
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(type.prototype, name, { value, configurable: true, writable: true });
  Object.defineProperty(type.prototype, Symbol.iterator, {
    configurable: true,
    /** @this {any} */
    value() {
      return partsOf(this)[Symbol.iterator]();
    },
  });
}

/** The members of one bit that a flag holds. @param {any} flag @returns {any[]} */
function partsOf(flag) {
  return listed(flag.constructor).filter(({ value }) => (flag.value & value) !== 0);
}

/** On a flag class: its combinations by value. */
const COMBINATIONS = Symbol("enum.combinations");

/** `int.bit_length`. @param {number} value */
const widthOf = (value) => (value === 0 ? 0 : Math.abs(value).toString(2).length);

/** The bits of a number after its sign. @param {number} value @param {number} width */
function bitsOf(value, width) {
  const own = widthOf(value);
  const digits = (value < 0 ? value + 2 ** own : value).toString(2).padStart(own, "0");
  return value < 0 ? `0b1 ${digits.padStart(width, "1")}` : `0b0 ${digits.padStart(width, "0")}`;
}

/** @this {any} @param {any} value */
function findFlag(value) {
  const known = [...membersOf(this).values()].find((each) => each.value === plain(value));
  if (known !== undefined) return known;
  const whole = listed(this).reduce((sum, each) => sum | each.value, 0);
  if (typeof value !== "number") throw new ValueError(`${repr(value)} is not a valid ${qualified(this)}`);
  const all = 2 ** widthOf(whole);
  const keepsOthers = this.prototype instanceof IntFlag;
  if (value < 0 && (value >= -all || keepsOthers)) return this.find(value + Math.max(all, 2 ** widthOf(value)));
  const others = value & ~whole;
  if (others !== 0 && !keepsOthers) {
    const width = Math.max(widthOf(value), widthOf(whole));
    throw new ValueError(`<flag '${nameOf(this)}'> invalid value ${value}\n    given ${bitsOf(value, width)}\n  allowed ${bitsOf(whole, width)}`);
  }
  if (!Object.hasOwn(this, COMBINATIONS)) Object.defineProperty(this, COMBINATIONS, { value: new Map() });
  const made = this[COMBINATIONS].get(value);
  if (made !== undefined) return made;
  const parts = listed(this).filter((each) => (value & each.value) !== 0).map((each) => each.name);
  if (parts.length > 0 && others !== 0) parts.push(String(others));
  const flag = memberOf(this, parts.length === 0 ? null : parts.join("|"), value);
  this[COMBINATIONS].set(value, flag);
  return flag;
}

export class Flag extends Enum {
  __str__() {
    const { name, value } = /** @type {any} */ (this);
    return `${nameOf(this.constructor)}.${name ?? value}`;
  }
}
combinable(Flag);
Object.defineProperty(Flag, "find", { value: findFlag });

export class IntFlag extends ValueEnum {}
standsFor(IntFlag, "number", isPlainMember);
combinable(IntFlag);
Object.defineProperty(IntFlag, "find", { value: findFlag });

/**
 * Turns the named static values of a class into its members.
 * @param {any} type @param {string[]} names in order
 */
export function enumeration(type, names) {
  const base = orderOf(type)[1];
  if (base !== undefined && Object.hasOwn(base, MEMBERS) && membersOf(base).size > 0) {
    throw new TypeError(`<enum '${nameOf(type)}'> cannot extend <enum '${nameOf(base)}'>`);
  }
  const members = new Map();
  Object.defineProperty(type, MEMBERS, { value: members });
  /** @type {any[]} */
  const values = [];
  for (const name of names) {
    let given = type[name];
    if (given instanceof NonMember) {
      Object.defineProperty(type, name, { value: given.value, enumerable: true, configurable: true });
      continue;
    }
    if (Array.isArray(given) && given instanceof Tuple && given.some((each) => each instanceof Auto)) {
      given = Object.freeze(Tuple.from(given, (each) => (each instanceof Auto ? automatic(type, name, values) : each)));
    }
    const value = given instanceof Auto ? numbered(given, type, name, values) : plain(given);
    values.push(value);
    const made = memberOf(type, name, value);
    const twin = [...members.values()].find((each) => eq(each.value, made.value));
    members.set(name, twin ?? made);
    const held = twin ?? made;
    Object.defineProperty(type, name, {
      get: () => held,
      set: () => {
        throw new AttributeError(`cannot reassign member '${name}'`);
      },
      enumerable: true,
      configurable: true,
    });
  }
}

/** @param {Auto} given @param {any} type @param {string} name @param {any[]} values */
function numbered(given, type, name, values) {
  given.value = given.combine === null ? automatic(type, name, values) : given.combine((each) => each.value);
  return given.value;
}

/** @param {any} type @param {string} name @param {any[]} values those of the members before */
function automatic(type, name, values) {
  const { prototype } = type;
  if ("_generate_next_value_" in prototype) return prototype._generate_next_value_.call(name, 1, values.length, values);
  if ("_generate_next_value_" in type) return type._generate_next_value_(name, 1, values.length, values);
  if (type.prototype instanceof StrEnum && !(type.prototype instanceof TextEnum)) return name.toLowerCase();
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) throw new TypeError("unable to sort non-numeric values");
  const last = numbers.length === 0 ? 0 : Math.max(...numbers);
  if (!isFlag(type)) return last + 1;
  return last === 0 ? 1 : 2 ** (Math.floor(Math.log2(last)) + 1);
}

/** @param {any} type @param {string | null} name @param {any} value */
function memberOf(type, name, value) {
  const args = Array.isArray(value) && value instanceof Tuple ? [...value] : [value];
  const makesOwn = typeof type.__new__ === "function" && type.__new__ !== /** @type {any} */ (PyObject).__new__;
  const made = makesOwn ? type.__new__(...args) : Object.create(type.prototype);
  Object.defineProperty(made, "_name_", { value: name, configurable: true });
  if (!Object.hasOwn(made, "_value_")) Object.defineProperty(made, "_value_", { value, writable: true, configurable: true });
  if (type.prototype.__init__ !== PyObject.prototype.__init__) made.__init__(...args);
  for (const key of ["name", "value"]) {
    Object.defineProperty(made, key, {
      get: () => made[`_${key}_`],
      set: () => {
        throw new AttributeError(`<enum 'Enum'> cannot set attribute '${key}'`);
      },
      enumerable: true,
      configurable: true,
    });
  }
  return made;
}

/** `@unique`. @param {any} type */
export function unique(type) {
  const aliases = [...membersOf(type)].filter(([name, each]) => each.name !== name);
  if (aliases.length === 0) return type;
  const list = aliases.map(([name, each]) => `${name} -> ${each.name}`).join(", ");
  throw new ValueError(`duplicate values found in <enum '${nameOf(type)}'>: ${list}`);
}
