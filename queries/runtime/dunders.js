/** Special methods and attributes by their names: `value.__len__()`, `type.__mro__`, `function.__doc__`. */

import { bitand, bitor, bitxor, div, floordiv, invert, lshift, mul, neg, pos, pow, rshift } from "./arithmetic.js";
import { aiter, anext } from "./asyncgenerators.js";
import { call } from "./calling.js";
import { bareName, PyObject } from "./classes.js";
import { AttributeError } from "./errors.js";
import { format } from "./format.js";
import { hash } from "./hash.js";
import { iterator, next } from "./iteration.js";
import { DOC, isClass, isDict, isNone, isNumber, nameOf, NotImplemented, RECEIVER, SUPERTYPES, TEST, tupleFrom, typeName } from "./kinds.js";
import { basesOf, orderOf } from "./lineage.js";
import { contains } from "./membership.js";
import { mod } from "./modulo.js";
import { abs, bool, float, int } from "./numbers.js";
import { add, sub } from "./operators.js";
import { ge, gt, le, lt } from "./ordering.js";
import { PySet } from "./sets.js";
import { delitem, setitem } from "./storing.js";
import { repr, str } from "./text.js";
import { type } from "./type.js";
import { eq, getitem, len } from "./values.js";

/** @typedef {(self: any, ...args: any[]) => any} Special */

/** Gives `NotImplemented` where the builtin operator would raise. @param {Special} operate @returns {Special} */
function attempt(operate) {
  return (self, other) => {
    try {
      return operate(self, other);
    } catch (error) {
      if (nameOf(Object(error).constructor) === "TypeError") return NotImplemented;
      throw error;
    }
  };
}

/** @type {Record<string, Special>} */
const BINARY = {
  add, sub, mul, truediv: div, floordiv, mod, pow, and: bitand, or: bitor, xor: bitxor, lshift, rshift,
};

/** What values of builtin types have. @type {Record<string, Special>} */
const OF_BUILTINS = {
  __len__: len,
  __contains__: contains,
  __getitem__: getitem,
  __setitem__: (self, key, value) => setitem(self, key, value) ?? null,
  __delitem__: (self, key) => delitem(self, key) ?? null,
  __iter__: iterator,
  __next__: next,
  __aiter__: aiter,
  __anext__: anext,
  __call__: call,
  __lt__: attempt(lt),
  __le__: attempt(le),
  __gt__: attempt(gt),
  __ge__: attempt(ge),
  __neg__: neg,
  __pos__: pos,
  __invert__: invert,
  __abs__: abs,
  __int__: int,
  __float__: float,
  __index__: pos,
  ...binary(),
};

/** @returns {Record<string, Special>} */
function binary() {
  return Object.fromEntries(Object.entries(BINARY).flatMap(([name, operate]) => [
    [`__${name}__`, attempt(operate)],
    [`__r${name}__`, attempt((self, other) => operate(other, self))],
  ]));
}

/** What every value has. @type {Record<string, Special>} */
const OF_ALL = {
  __eq__: (self, other) => (eq(self, other) ? true : areComparable(self, other) ? false : NotImplemented),
  __ne__: (self, other) => (eq(self, other) ? false : areComparable(self, other) ? true : NotImplemented),
  __hash__: hash,
  __repr__: repr,
  __str__: str,
  __bool__: bool,
  __format__: (self, spec) => format(self, spec),
};

/** @param {any} self @param {any} other */
function areComparable(self, other) {
  if (self instanceof PyObject) return false;
  return isNumber(self) ? isNumber(other) : typeName(self) === typeName(other);
}

/** Whether a builtin type has a special method is seen by what it does with one of its values. @param {any} self @param {string} name */
function has(self, name) {
  if (Object.hasOwn(OF_ALL, name)) return name !== "__bool__" || isNumber(self);
  if (self instanceof PyObject || !Object.hasOwn(OF_BUILTINS, name)) return false;
  const isSized = typeof self === "string" || Array.isArray(self) || self instanceof PySet || typeof self === "object" && self !== null && isDict(self);
  switch (name) {
    case "__len__":
    case "__contains__":
    case "__iter__":
      return isSized || typeof self?.[name === "__iter__" ? Symbol.iterator : "length"] === "function";
    case "__getitem__":
      return isSized && !(self instanceof PySet);
    case "__setitem__":
    case "__delitem__":
      return typeof self === "object" && isSized && !(self instanceof PySet) && !Object.isFrozen(self);
    case "__call__":
      return typeof self === "function";
    case "__aiter__":
    case "__anext__":
      return typeof self?.[Symbol.asyncIterator] === "function";
    case "__next__":
      return typeof self?.next === "function";
    default:
      return isNumber(self) || isSized && isOfSized(name.replace("__r", "__"), self);
  }
}

/** Whether text, a sequence, a set or a dict has an operator. @param {string} name @param {any} self */
function isOfSized(name, self) {
  const isSequence = typeof self === "string" || Array.isArray(self);
  switch (name) {
    case "__add__":
    case "__mul__":
      return isSequence;
    case "__mod__":
      return typeof self === "string";
    case "__or__":
      return !isSequence;
    case "__and__":
    case "__sub__":
    case "__xor__":
      return self instanceof PySet;
    default:
      return /^__[lg][te]__$/.test(name) && (isSequence || self instanceof PySet);
  }
}

/** Notes a docstring. @param {any} callee @param {string | null} text @returns {any} */
export function doc(callee, text) {
  if (typeof callee === "function") Object.defineProperty(callee, DOC, { value: text, configurable: true });
  return callee;
}

/** `value.__name__` as a value. @param {any} self @param {string} name @returns {any} */
export function special(self, name) {
  const own = isNone(self) ? undefined : self[name];
  if (typeof own === "function" && !isClass(own)) return isClass(self) ? own : own.bind(self);
  if (own !== undefined) return own;
  const attribute = typeof self === "function" ? ofFunction(self, name) : undefined;
  if (attribute !== undefined) return attribute;
  switch (name) {
    case "__class__":
      return type(self);
    case "__doc__":
      return docOf(self.constructor);
    case "__module__":
      return "__browser__";
  }
  if (Object.hasOwn(OF_ALL, name) && has(self, name)) return (/** @type {any[]} */ ...args) => OF_ALL[name](self, ...args);
  if (has(self, name)) return (/** @type {any[]} */ ...args) => OF_BUILTINS[name](self, ...args);
  if (typeof self?.__getattr__ === "function") return self.__getattr__(name);
  throw new AttributeError(isClass(self)
    ? `type object '${nameOf(self)}' has no attribute '${name}'`
    : `'${typeName(self)}' object has no attribute '${name}'`);
}

/** `hasattr` of such a name. @param {any} self @param {string} name */
export function hasSpecial(self, name) {
  try {
    return special(self, name) !== undefined;
  } catch (error) {
    if (error instanceof AttributeError) return false;
    throw error;
  }
}

/** Only files that read docstrings keep theirs. @param {any} callee @returns {string | null} */
function docOf(callee) {
  const text = callee?.[DOC];
  if (text !== undefined) return text;
  throw new AttributeError("the browser has no docstring of this: only files that read `__doc__` keep their docstrings");
}

/** @param {any} callee a function or class @param {string} name @returns {any} */
function ofFunction(callee, name) {
  switch (name) {
    case "__name__":
    case "__qualname__":
      return bareName(nameOf(callee));
    case "__doc__":
      return docOf(callee[RECEIVER]?.[1] ?? callee);
    case "__module__":
      return "__browser__";
    case "__mro__":
      if (isClass(callee)) return tupleFrom([...orderOf(callee), PyObject]);
      return Object.hasOwn(callee, TEST) ? tupleFrom([callee, ...(callee[SUPERTYPES] ?? []), PyObject]) : undefined;
    case "__bases__":
      return isClass(callee) ? tupleFrom(basesOf(callee).length > 0 ? basesOf(callee) : [PyObject]) : undefined;
    case "__self__":
    case "__func__":
      return callee[RECEIVER]?.[name === "__self__" ? 0 : 1];
    default:
      return undefined;
  }
}
