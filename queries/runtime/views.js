/** `dict.keys()`, `values()` and `items()`. */

import { dictGet, dictHas, dictIterate, dictSize, dictValues } from "./dicts.js";
import { iter } from "./iteration.js";
import { isPlainDict, KIND, NotImplemented, Tuple, tupleOf } from "./kinds.js";
import { set, setDifference, setIntersection, setIsDisjoint, setSymmetricDifference, setUnion } from "./sets.js";
import { repr } from "./text.js";
import { eq, same } from "./values.js";

/** A live view of a dict's keys, values or items. */
export class DictView {
  /** @param {any} target @param {"dict_keys" | "dict_values" | "dict_items"} kind */
  constructor(target, kind) {
    this.target = target;
    this.kind = kind;
  }

  get [KIND]() {
    return this.kind;
  }

  *[Symbol.iterator]() {
    for (const key of isPlainDict(this.target) ? dictIterate(this.target) : iter(this.target)) yield this.item(key);
  }

  /** @param {any} key */
  item(key) {
    if (this.kind === "dict_keys") return key;
    const value = dictGet(this.target, key);
    return this.kind === "dict_values" ? value : tupleOf(key, value);
  }

  __len__() {
    return dictSize(this.target);
  }

  /** @param {any} item */
  __contains__(item) {
    if (this.kind === "dict_keys") return dictHas(this.target, item);
    if (this.kind === "dict_values") return dictValues(this.target).some((value) => same(value, item));
    if (!(item instanceof Tuple) || item.length !== 2) return false;
    return dictHas(this.target, item[0]) && eq(dictGet(this.target, item[0]), item[1]);
  }

  __reversed__() {
    return [...this].reverse()[Symbol.iterator]();
  }

  /** @param {any} other */
  __eq__(other) {
    if (this.kind === "dict_values") return this === other;
    return eq(this.toSet(), other instanceof DictView ? other.toSet() : other);
  }

  __repr__() {
    return `${this.kind}(${repr([...this])})`;
  }

  /** @param {any} other */
  isdisjoint(other) {
    return setIsDisjoint(this.toSet(), other);
  }

  /** @param {any} other */
  __le__(other) {
    return this.compared(other, "__le__");
  }

  /** @param {any} other */
  __lt__(other) {
    return this.compared(other, "__lt__");
  }

  /** @param {any} other */
  __ge__(other) {
    return this.compared(other, "__ge__");
  }

  /** @param {any} other */
  __gt__(other) {
    return this.compared(other, "__gt__");
  }

  /** As sets are, whose views keys and items are. @param {any} other @param {"__le__" | "__lt__" | "__ge__" | "__gt__"} method */
  compared(other, method) {
    if (this.kind === "dict_values") return NotImplemented;
    return this.toSet()[method](other instanceof DictView ? other.toSet() : other);
  }

  toSet() {
    return set(this);
  }

  /** @param {any} other */
  __and__(other) {
    return setIntersection(this.toSet(), other);
  }

  /** @param {any} other */
  __or__(other) {
    return setUnion(this.toSet(), other);
  }

  /** @param {any} other */
  __sub__(other) {
    return setDifference(this.toSet(), other);
  }

  /** @param {any} other */
  __xor__(other) {
    return setSymmetricDifference(this.toSet(), other);
  }

  /** @param {any} other */
  __rand__(other) {
    return setIntersection(other, this.toSet());
  }

  /** @param {any} other */
  __ror__(other) {
    return setUnion(other, this.toSet());
  }

  /** @param {any} other */
  __rsub__(other) {
    return setDifference(other, this.toSet());
  }

  /** @param {any} other */
  __rxor__(other) {
    return setSymmetricDifference(other, this.toSet());
  }
}
