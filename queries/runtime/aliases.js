/** Types as values besides classes: `list[int]`, and unions such as `int | None`. What annotations say is erased. */

import { callkw } from "./calling.js";
import { sig } from "./calls.js";
import { hashKey, keyText } from "./hash.js";
import { Ellipsis, HASH_KEY, isNone, KIND, Keywords, nameOf, Tuple, tupleFrom, tupleOf } from "./kinds.js";
import { repr } from "./text.js";
import { eq } from "./values.js";

/** How a type is written inside of another. @param {any} type @returns {string} */
function shown(type) {
  if (type === Ellipsis) return "...";
  if (Array.isArray(type) && !(type instanceof Tuple) && !(type instanceof TypeUnion)) return `[${type.map(shown).join(", ")}]`;
  return typeof type === "function" ? nameOf(type) : repr(type);
}

/** @param {any} type @param {any} other @returns {any} */
export function typeUnion(type, other) {
  const options = [type, other].flatMap((each) => (each instanceof TypeUnion ? [...each] : [isNone(each) ? null : each]));
  const distinct = options.filter((option, index) => options.findIndex((each) => eq(each, option)) === index);
  return distinct.length === 1 ? type : TypeUnion.from(distinct);
}

/** `int | str`: an array, as what `isinstance` takes for several types. */
class TypeUnion extends Array {
  get [KIND]() {
    return "types.UnionType";
  }

  get __args__() {
    return tupleFrom(this);
  }

  /** @param {any} other */
  __or__(other) {
    return typeUnion(this, other);
  }

  /** @param {any} other */
  __ror__(other) {
    return typeUnion(other, this);
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof TypeUnion && other.length === this.length && this.every((each) => other.some((option) => eq(each, option)));
  }

  [HASH_KEY]() {
    return `u${[...this].map((each) => keyText(hashKey(each))).sort().join()}`;
  }

  __repr__() {
    return [...this].map((each) => (each === null ? "None" : shown(each))).join(" | ");
  }
}

/** `list[int]` and the like. */
class GenericAlias {
  /** @param {any} origin @param {any} args */
  constructor(origin, args) {
    this.__origin__ = origin;
    this.__args__ = args instanceof Tuple ? args : tupleOf(args);
    Object.freeze(this);
  }

  get [KIND]() {
    return "types.GenericAlias";
  }

  /** @param {any[]} args */
  __call__(...args) {
    const last = args.at(-1);
    return last instanceof Keywords ? callkw(this.__origin__, args.slice(0, -1), last.values) : callkw(this.__origin__, args, {});
  }

  /** @param {any} other */
  __or__(other) {
    return typeUnion(this, other);
  }

  /** @param {any} other */
  __ror__(other) {
    return typeUnion(other, this);
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof GenericAlias && other.__origin__ === this.__origin__ && eq(other.__args__, this.__args__);
  }

  [HASH_KEY]() {
    return `g${keyText(hashKey(tupleOf(this.__origin__, this.__args__)))}`;
  }

  __repr__() {
    return `${nameOf(this.__origin__)}[${Array.from(this.__args__, shown).join(", ")}]`;
  }
}
sig(GenericAlias.prototype.__call__, "*args,**keywords");

/** @param {any} origin @param {any} args one, or a tuple of them @returns {any} */
export function genericAlias(origin, args) {
  return new GenericAlias(origin, args);
}
