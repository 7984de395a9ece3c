/** Python's `collections.abc`: what a value can do, for `isinstance`, and the methods that follow from a few for classes that derive from it. */

import { ABC } from "./abc.js";
import { dictUpdate, listIndex } from "../collections.js";
import { dictEntries } from "../dicts.js";
import { IndexError, KeyError, StopIteration, ValueError } from "../errors.js";
import { isClass, isDict, isNone, NAME, TEST, Tuple, tupleOf } from "../kinds.js";
import { PyObject } from "../classes.js";
import { PySet } from "../sets.js";
import { iter } from "../iteration.js";
import { Range } from "../ranges.js";
import { orderOf } from "../lineage.js";
import { keywords, sig } from "../calls.js";
import { eq, len } from "../values.js";

/** Whether the classes of a value define all of these methods. @param {any} value @param {string[]} names */
function defines(value, ...names) {
  return typeof value === "object" && value !== null && names.every((name) => typeof value[name] === "function");
}

/** @param {any} value */
const isSized = (value) => typeof value === "string" || Array.isArray(value) || value instanceof PySet || value instanceof Range || typeof value === "object" && value !== null && isDict(value);
/** @param {any} value */
const isIterable = (value) => isSized(value) || typeof value === "object" && value !== null
  && (value instanceof PyObject ? typeof (/** @type {any} */ (value)).__iter__ === "function" : typeof value[Symbol.iterator] === "function");
/** @param {any} value */
const isIterator = (value) => defines(value, "__iter__", "__next__") || typeof value === "object" && value !== null && !(value instanceof PyObject) && typeof value.next === "function";
/** @param {any} value */
const isList = (value) => Array.isArray(value) && !(value instanceof Tuple);
/** @param {any} value */
const isGenerator = (value) => Object.prototype.toString.call(value) === "[object Generator]";

/** Gives a base class its test, and keeps what derives from it to the usual one. @param {any} type @param {(value: any) => boolean} test */
function tested(type, test) {
  const derives = (/** @type {any} */ value) => typeof value === "object" && value !== null && isClass(value.constructor) && orderOf(value.constructor).includes(type);
  Object.defineProperty(type, TEST, { value: (/** @type {any} */ value) => derives(value) || test(value) });
}

export class Hashable extends ABC {}
tested(Hashable, (value) => !(isList(value) || value?.constructor === PySet || typeof value === "object" && value !== null && isDict(value)) && value?.__hash__ !== null);
export class Callable extends ABC {}
tested(Callable, (value) => typeof value === "function" || typeof value?.__call__ === "function");
export class Sized extends ABC {}
tested(Sized, (value) => isSized(value) || defines(value, "__len__"));
export class Container extends ABC {}
tested(Container, (value) => isSized(value) || defines(value, "__contains__"));
export class Iterable extends ABC {}
tested(Iterable, isIterable);
export class Reversible extends Iterable {}
tested(Reversible, (value) => isSized(value) && !(value instanceof PySet) || defines(value, "__reversed__", "__iter__"));
export class Collection extends Iterable {}
tested(Collection, (value) => isSized(value) || defines(value, "__len__", "__iter__", "__contains__"));
export class Awaitable extends ABC {}
tested(Awaitable, (value) => typeof value?.then === "function" || defines(value, "__await__"));
class AbstractCoroutine extends Awaitable {
  static [NAME] = "Coroutine";
}
tested(AbstractCoroutine, (value) => typeof value?.then === "function");
export class AsyncIterable extends ABC {}
tested(AsyncIterable, (value) => defines(value, "__aiter__") || typeof value?.[Symbol.asyncIterator] === "function");
export class AsyncIterator extends AsyncIterable {
  /** @returns {any} */
  __aiter__() {
    return this;
  }
}
tested(AsyncIterator, (value) => defines(value, "__aiter__", "__anext__") || typeof value?.[Symbol.asyncIterator] === "function");

class AbstractIterator extends Iterable {
  static [NAME] = "Iterator";

  /** @returns {any} */
  __iter__() {
    return this;
  }
}
tested(AbstractIterator, isIterator);
export class Generator extends AbstractIterator {
  /** @returns {any} */
  __next__() {
    throw new StopIteration();
  }
}
tested(Generator, isGenerator);

/** @typedef {any} Self what the classes that derive from these define */

export class Sequence extends Collection {
  /** @returns {any} */
  *__iter__() {
    const self = /** @type {Self} */ (this);
    for (let index = 0; ; index += 1) {
      let item;
      try {
        item = self.__getitem__(index);
      } catch (error) {
        if (error instanceof IndexError) return;
        throw error;
      }
      yield item;
    }
  }

  /** @param {any} item */
  __contains__(item) {
    return [...this.__iter__()].some((each) => eq(each, item));
  }

  /** @returns {any} */
  *__reversed__() {
    const self = /** @type {Self} */ (this);
    for (let index = len(self) - 1; index >= 0; index -= 1) yield self.__getitem__(index);
  }

  /** @param {any} value */
  index(value) {
    const items = [...this.__iter__()];
    if (!items.some((item) => eq(item, value))) throw new ValueError();
    return listIndex(items, value);
  }

  /** @param {any} value */
  count(value) {
    return [...this.__iter__()].filter((item) => eq(item, value)).length;
  }
}
tested(Sequence, (value) => typeof value === "string" || Array.isArray(value) || value instanceof Range);

export class MutableSequence extends Sequence {
  /** @param {any} item */
  append(item) {
    const self = /** @type {Self} */ (this);
    self.insert(len(self), item);
    return null;
  }

  /** @param {any} values */
  extend(values) {
    for (const value of [...iter(values)]) this.append(value);
    return null;
  }

  /** @param {number} [index] */
  pop(index = -1) {
    const self = /** @type {Self} */ (this);
    const value = self.__getitem__(index);
    self.__delitem__(index);
    return value;
  }

  /** @param {any} value */
  remove(value) {
    const self = /** @type {Self} */ (this);
    self.__delitem__(this.index(value));
    return null;
  }

  clear() {
    while (len(this) > 0) this.pop();
    return null;
  }

  reverse() {
    const self = /** @type {Self} */ (this);
    const items = [...this.__iter__()].reverse();
    items.forEach((item, index) => self.__setitem__(index, item));
    return null;
  }

  /** @param {any} values @returns {any} */
  __iadd__(values) {
    this.extend(values);
    return this;
  }
}
tested(MutableSequence, isList);

export class Mapping extends Collection {
  /** @param {any} key */
  __contains__(key) {
    try {
      /** @type {Self} */ (this).__getitem__(key);
      return true;
    } catch (error) {
      if (error instanceof KeyError) return false;
      throw error;
    }
  }

  /** @returns {any[]} */
  keys() {
    return [...iter(this)];
  }

  values() {
    return this.keys().map((key) => /** @type {Self} */ (this).__getitem__(key));
  }

  items() {
    return this.keys().map((key) => tupleOf(key, /** @type {Self} */ (this).__getitem__(key)));
  }

  /** @param {any} key @param {any} [fallback] */
  get(key, fallback = null) {
    try {
      return /** @type {Self} */ (this).__getitem__(key);
    } catch (error) {
      if (error instanceof KeyError) return fallback;
      throw error;
    }
  }

  /** @param {any} other */
  __eq__(other) {
    /** @param {any} value */
    const plain = (value) => {
      const all = {};
      dictUpdate(all, value instanceof Mapping ? value.items() : value, {});
      return all;
    };
    return other instanceof Mapping || typeof other === "object" && other !== null && isDict(other) ? eq(plain(this), plain(other)) : false;
  }
}
tested(Mapping, (value) => typeof value === "object" && value !== null && isDict(value));

export class MutableMapping extends Mapping {
  /** @param {any} key @param {any[]} fallback */
  pop(key, ...fallback) {
    const self = /** @type {Self} */ (this);
    if (!this.__contains__(key)) {
      if (fallback.length > 0) return fallback[0];
      throw new KeyError(key);
    }
    const value = self.__getitem__(key);
    self.__delitem__(key);
    return value;
  }

  popitem() {
    const [key] = this.keys();
    if (key === undefined) throw new KeyError();
    return tupleOf(key, this.pop(key));
  }

  clear() {
    for (const key of this.keys()) /** @type {Self} */ (this).__delitem__(key);
    return null;
  }

  /** @param {any[]} args */
  update(...args) {
    const given = keywords(args);
    const all = {};
    dictUpdate(all, args[0], given);
    for (const [key, value] of dictEntries(all)) /** @type {Self} */ (this).__setitem__(key, value);
    return null;
  }

  /** @param {any} key @param {any} [value] */
  setdefault(key, value = null) {
    if (!this.__contains__(key)) /** @type {Self} */ (this).__setitem__(key, value);
    return /** @type {Self} */ (this).__getitem__(key);
  }
}
sig(MutableMapping.prototype.update, "source=,/,**keywords");
tested(MutableMapping, (value) => typeof value === "object" && value !== null && isDict(value));

class AnySet extends Collection {
  static [NAME] = "Set";

  /** @param {any} other */
  isdisjoint(other) {
    return [...iter(other)].every((item) => !(/** @type {Self} */ (this)).__contains__(item));
  }

  /** @param {any} other */
  __le__(other) {
    const others = [...iter(other)];
    return [...iter(this)].every((item) => others.some((each) => eq(each, item)));
  }

  /** @param {any} other */
  __eq__(other) {
    return !isNone(other) && len(this) === len(other) && this.__le__(other);
  }
}
tested(AnySet, (value) => value instanceof PySet);

export { AbstractCoroutine as Coroutine, AbstractIterator as Iterator, AnySet as Set };

export class MutableSet extends AnySet {
  /** @param {any} value */
  remove(value) {
    const self = /** @type {Self} */ (this);
    if (!self.__contains__(value)) throw new KeyError(value);
    self.discard(value);
    return null;
  }
}
tested(MutableSet, (value) => value?.constructor === PySet);

export class MappingView extends Sized {}
tested(MappingView, () => false);
export class KeysView extends MappingView {}
tested(KeysView, (value) => value?.kind === "dict_keys");
export class ValuesView extends MappingView {}
tested(ValuesView, (value) => value?.kind === "dict_values");
export class ItemsView extends MappingView {}
tested(ItemsView, (value) => value?.kind === "dict_items");
