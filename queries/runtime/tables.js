/** What a class extends that derives from `dict`, in Python or in `collections`: its entries are always in a table. */

import { keywords, sig } from "./calls.js";
import { PyObject } from "./classes.js";
import { dictClear as clear, dictPop, dictPopItem, dictSetDefault, dictUpdate } from "./collections.js";
import { dictEquals, dictHas, dictItem, dictIterate, read, dictSize } from "./dicts.js";
import { attachTable, dictDelete, dictMerge, dictSet } from "./entries.js";
import { KeyError } from "./errors.js";
import { iter } from "./iteration.js";
import { isDict, NotImplemented, TABLE } from "./kinds.js";
import { dictText } from "./text.js";
import { eq } from "./values.js";
import { DictView } from "./views.js";

export class DictBase extends PyObject {
  /** The table is there as soon as anything asks. @returns {any} */
  get [TABLE]() {
    return Object.hasOwn(this, "constructor") ? undefined : attachTable(this, new Map());
  }

  /** @param {any[]} args */
  __init__(...args) {
    const given = keywords(args);
    dictUpdate(this, args[0], given);
  }

  /** @param {any} key */
  __getitem__(key) {
    return dictItem(this, key);
  }

  /** @param {any} key @param {any} value */
  __setitem__(key, value) {
    dictSet(this, key, value);
  }

  /** @param {any} key */
  __delitem__(key) {
    if (!dictDelete(this, key)) throw new KeyError(key);
  }

  /** @param {any} key */
  __contains__(key) {
    return dictHas(this, key);
  }

  __len__() {
    return dictSize(this);
  }

  /** @returns {any} */
  __iter__() {
    return dictIterate(this);
  }

  /** @param {any} other @returns {any} */
  __eq__(other) {
    return isDict(other) ? dictEquals(this, other, eq) : NotImplemented;
  }

  /** @param {any} other */
  __or__(other) {
    return isDict(other) ? dictMerge(this, other) : NotImplemented;
  }

  /** @param {any} other */
  __ior__(other) {
    dictUpdate(this, other, {});
    return this;
  }

  __repr__() {
    return dictText(this);
  }

  /** @param {any} key @param {any} [fallback] */
  get(key, fallback) {
    return read(this, key, fallback);
  }

  keys() {
    return new DictView(this, "dict_keys");
  }

  values() {
    return new DictView(this, "dict_values");
  }

  items() {
    return new DictView(this, "dict_items");
  }

  /** @param {any} key @param {any} [value] */
  setdefault(key, value) {
    return dictSetDefault(this, key, value);
  }

  /** @param {any} key @param {any[]} fallback */
  pop(key, ...fallback) {
    return dictPop(this, key, ...fallback);
  }

  popitem() {
    return dictPopItem(this);
  }

  /** @param {any[]} args */
  update(...args) {
    const given = keywords(args);
    return dictUpdate(this, args[0], given);
  }

  clear() {
    clear(this);
    return null;
  }

  /** @returns {any} */
  copy() {
    return dictMerge(this);
  }

  /** @param {any} keys @param {any} [value] @returns {any} */
  static fromkeys(keys, value = null) {
    const result = new this();
    for (const key of iter(keys)) result.__setitem__(key, value);
    return result;
  }
}
sig(DictBase, "source=,/,**keywords");
sig(DictBase.prototype.update, "source=,/,**keywords");
