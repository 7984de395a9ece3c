/**
 * Objects that stand for a value of a builtin type: members of `IntEnum` and `StrEnum`, instances of classes that
 * derive from `str`, `int` or `float`. Operators and methods work on the value, which is under `HASHED_AS`.
 */

import { bitand, bitor, bitxor, div, divmod, floordiv, invert, lshift, mul, neg, pos, pow, rshift } from "./arithmetic.js";
import { ask } from "./classes.js";
import { round } from "./decimals.js";
import { format } from "./format.js";
import { asFloat, HASHED_AS, NotImplemented } from "./kinds.js";
import { contains } from "./membership.js";
import { mod } from "./modulo.js";
import { bool } from "./numbers.js";
import { add, sub } from "./operators.js";
import { ge, gt, le, lt } from "./ordering.js";
import { getslice } from "./slices.js";
import { repr, str } from "./text.js";
import { eq, getitem, len } from "./values.js";

/** The value that an object stands for, or the value itself. @param {any} value @returns {any} */
export function plain(value) {
  return typeof value === "object" && value !== null && value[HASHED_AS] !== undefined ? value[HASHED_AS] : value;
}

/** @typedef {(self: any, other: any) => any} Operator */
/** @type {Record<string, Operator>} */
const BINARY = { add, mod, mul };
/** @type {Record<string, Operator>} */
const OF_NUMBERS = {
  and: bitand, divmod, floordiv, lshift, or: bitor, pow, rshift, sub, truediv: div, xor: bitxor,
};
/** @type {Record<string, Operator>} */
const COMPARING = { eq, ge, gt, le, lt };
/** @type {Record<string, (self: any, ...args: any[]) => any>} */
const UNARY = {
  bool, neg, pos, invert, len, repr, str,
  int: (self) => Math.trunc(Number(self)),
  float: (self) => asFloat(Number(self)),
  round,
  index: (self) => Number(self),
  abs: (self) => (self < 0 ? neg(self) : self),
};

/** @param {any} prototype @param {string[]} names @param {(name: string) => (this: any, ...args: any[]) => any} method */
function define(prototype, names, method) {
  for (const name of names) {
    Object.defineProperty(prototype, `__${name}__`, { value: method(name), configurable: true, writable: true });
  }
}

/** @param {Record<string, Operator>} table @param {any} prototype @param {boolean} isReflected */
function operators(table, prototype, isReflected) {
  define(prototype, Object.keys(table), (name) => function (other) {
    return table[name](this[HASHED_AS], plain(other));
  });
  if (!isReflected) return;
  for (const name of Object.keys(table)) {
    define(prototype, [`r${name}`], () => function (other) {
      return table[name](plain(other), this[HASHED_AS]);
    });
  }
}

/** The methods of builtin types, as JavaScript spells them: what an object of such a class lacks, its value has. */
const METHODS = {
  number: ["asIntegerRatio", "bitCount", "bitLength", "conjugate", "isInteger"],
  text: "capitalize casefold center count endswith expandtabs find format formatMap index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith swapcase title toLowerCase toUpperCase translate trim zfill".split(" "),
};

/**
 * Gives a class the operators of the value that its instances stand for.
 * @param {any} type @param {"text" | "number"} kind @param {(other: any) => boolean} [differs] what is never equal
 */
export function standsFor(type, kind, differs = () => false) {
  const { prototype } = type;
  ask(METHODS[kind]);
  operators(BINARY, prototype, true);
  if (kind === "number") operators(OF_NUMBERS, prototype, true);
  operators(COMPARING, prototype, false);
  define(prototype, ["eq"], () => function (other) {
    return differs(other) ? NotImplemented : eq(this[HASHED_AS], plain(other));
  });
  const unary = kind === "number" ? ["neg", "pos", "invert", "int", "float", "index", "abs", "round"] : ["len"];
  define(prototype, ["bool", "repr", "str", ...unary], (name) => function (...args) {
    return UNARY[name](this[HASHED_AS], ...args);
  });
  define(prototype, ["format"], () => function (spec) {
    return spec === "" ? str(this) : format(this[HASHED_AS], spec);
  });
  if (kind === "number") {
    // As a child of `ui.*` an int shows its text, which is not its `repr`.
    Object.defineProperty(prototype, "props", { value: null, configurable: true, writable: true });
    Object.defineProperty(prototype, "render", {
      /** @this {any} */
      value() {
        return str(this);
      },
      configurable: true,
      writable: true,
    });
  }
  if (kind === "text") {
    define(prototype, ["iter"], () => function () {
      return this[HASHED_AS][Symbol.iterator]();
    });
    define(prototype, ["contains", "getitem"], (name) => function (other) {
      if (name === "contains") return contains(this[HASHED_AS], plain(other));
      const { start, stop, step } = other ?? {};
      return start === undefined ? getitem(this[HASHED_AS], other) : getslice(this[HASHED_AS], start, stop, step);
    });
  }
  for (const [name, value] of Object.entries({
    valueOf: /** @this {any} */ function () {
      return this[HASHED_AS];
    },
    toString: /** @this {any} */ function () {
      return str(this[HASHED_AS]);
    },
    toJSON: /** @this {any} */ function () {
      return this[HASHED_AS];
    },
  })) Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  if (kind === "text") {
    Object.defineProperty(prototype, Symbol.iterator, {
      /** @this {any} */
      value() {
        return this.__iter__();
      },
      configurable: true,
      writable: true,
    });
  }
}
