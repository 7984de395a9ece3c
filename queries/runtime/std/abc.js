/** Python's `abc`: classes of which no instance can be made until all abstract methods are there. */

import { TypeError } from "../errors.js";
import { nameOf } from "../kinds.js";
import { isOfFunctions, PyObject } from "../classes.js";
import { orderOf } from "../lineage.js";
import { frozenset } from "../sets.js";
import { pythonName } from "../spelling.js";

/** On a class: the names that its body leaves to subclasses. */
const ABSTRACT = Symbol("abc.abstract");

export class ABC extends PyObject {
  /** @param {any[]} args */
  constructor(...args) {
    requireConcrete(new.target);
    super(...args);
  }
}

/** As a metaclass it is what `ABC` is as a base. */
export const ABCMeta = ABC;

/** Notes the abstract methods of a class. @param {any} type @param {string[]} names */
export function required(type, ...names) {
  Object.defineProperty(type, ABSTRACT, { value: names });
}

Object.defineProperty(ABC, "__abstractmethods__", {
  get() {
    return frozenset(missingIn(this).map((name) => pythonName(name, this)));
  },
});

/** @type {WeakMap<any, string[]>} */
const missing = new WeakMap();

/** @param {any} type */
function requireConcrete(type) {
  let names = missing.get(type);
  if (names === undefined) {
    names = missingIn(type);
    missing.set(type, names);
  }
  if (names.length === 0) return;
  const list = names.map((name) => pythonName(name, type)).sort().join(", ");
  throw new TypeError(`Can't instantiate abstract class ${nameOf(type)} with abstract method${names.length === 1 ? "" : "s"} ${list}`);
}

/** @param {any} type @returns {string[]} */
function missingIn(type) {
  const order = orderOf(type);
  const isDefined = (/** @type {any} */ owner, /** @type {string} */ name) => Object.hasOwn(owner.prototype, name) || Object.hasOwn(owner, name) && !isOfFunctions(owner, name);
  const names = new Set(order.flatMap((owner) => (Object.hasOwn(owner, ABSTRACT) ? owner[ABSTRACT] : [])));
  return [...names].filter((name) => {
    const definer = order.find((owner) => isDefined(owner, name));
    return definer !== undefined && Object.hasOwn(definer, ABSTRACT) && definer[ABSTRACT].includes(name);
  });
}

/** A decorator that only the compiler sees. @param {any} method */
export const abstractmethod = (method) => method;
