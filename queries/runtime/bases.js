/** What classes extend that derive from another builtin type: `class Stack(list)`, `class Tag(str)`. Dicts are in `tables.js`. */

import * as own from "./collections.js";
import { keywordsOf, sig } from "./calls.js";
import { create } from "./instances.js";
import { PyObject } from "./classes.js";
import { HASHED_AS, Keywords, Tuple, tupleFrom } from "./kinds.js";
import * as sets from "./sets.js";
import { iter } from "./iteration.js";
import { float, int } from "./numbers.js";
import { standsFor } from "./plain.js";
import { deleteListItem, setListItem } from "./storing.js";
import { repr, str } from "./text.js";
import { isSlice, placeOf, same } from "./values.js";

export { DictBase } from "./tables.js";

const push = Array.prototype.push;
const reverse = Array.prototype.reverse;

/** What `super()` reaches from a class that derives from a sequence. @template {new (...args: any[]) => any} B @param {B} base */
function sequence(base) {
  return class extends base {
    static get [Symbol.species]() {
      return Array;
    }

    /** @param {any[]} args */
    __init__(...args) {
      void args;
    }

    /** @returns {any} */
    __iter__() {
      return Array.prototype[Symbol.iterator].call(this);
    }

    /** Loops and conversions go by what the class says. */
    [Symbol.iterator]() {
      return this.__iter__()[Symbol.iterator]();
    }

    __len__() {
      return this.length;
    }

    /** @param {any} key @returns {any} */
    __getitem__(key) {
      if (isSlice(key)) {
        const items = Array.prototype.slice.call(this);
        return key.__of__(this instanceof Tuple ? tupleFrom(items) : items);
      }
      const kind = this instanceof Tuple ? "tuple" : "list";
      return this[placeOf(key, this.length, kind, `${kind} index out of range`)];
    }

    /** @param {any} item @returns {boolean} */
    __contains__(item) {
      return this.some((/** @type {any} */ member) => same(member, item));
    }

    /** @param {any} value */
    index(value) {
      return own.listIndex(/** @type {any} */ (this), value);
    }

    /** @param {any} value */
    count(value) {
      return own.listCount(/** @type {any} */ (this), value);
    }
  };
}

export class ListBase extends sequence(Array) {
  /** @param {any[]} args */
  constructor(...args) {
    super();
    this.__init__(...args);
  }

  /** @param {any} [values] */
  __init__(values = []) {
    for (const value of [...iter(values)]) push.call(this, value);
  }

  /** @param {any} key @param {any} item */
  __setitem__(key, item) {
    setListItem(this, key, item);
  }

  /** @param {any} key */
  __delitem__(key) {
    deleteListItem(this, key);
  }

  /** @param {any} item */
  append(item) {
    push.call(this, item);
    return null;
  }

  /** @param {any} values */
  extend(values) {
    return own.listExtend(this, values);
  }

  /** @param {number} index @param {any} item */
  insert(index, item) {
    return own.listInsert(this, index, item);
  }

  /** @param {any} value */
  remove(value) {
    return own.listRemove(this, value);
  }

  /** @param {number} [index] */
  pop(index) {
    return own.listPop(this, index);
  }

  /** @returns {any} */
  reverse() {
    reverse.call(this);
    return null;
  }

  /** `super().sort(key=…)` gives keywords, a call of an inherited method their values. @param {any} [key] @param {any} [isReversed] @returns {any} */
  sort(key, isReversed) {
    const given = keywordsOf(key);
    return own.listSort(this, key instanceof Keywords ? given.key : key, given.reverse ?? isReversed);
  }

  copy() {
    return Array.from(this);
  }

  clear() {
    this.length = 0;
    return null;
  }
}
sig(ListBase, "iterable=,/");
sig(ListBase.prototype.sort, "*,key=,reverse=");

export class TupleBase extends sequence(Tuple) {
  // @ts-expect-error: what `__new__` makes takes the place of what `super` would
  constructor(...args) {
    return create(new.target, args);
  }

  /** @param {any} [values] @returns {any} */
  static __new__(values = []) {
    const made = Reflect.construct(Array, [], this);
    for (const value of iter(values)) push.call(made, value);
    return made;
  }
}
sig(TupleBase, "iterable=,/");

export class SetBase extends sets.PySet {
  /** @param {any[]} args */
  constructor(...args) {
    super();
    this.__init__(...args);
  }

  /** @param {any} [values] */
  __init__(values = []) {
    for (const value of [...iter(values)]) sets.setAdd(this, value);
  }

  /** @param {any} value */
  add(value) {
    sets.setAdd(this, value);
    return null;
  }

  /** @param {any} value */
  remove(value) {
    return sets.setRemove(this, value);
  }

  /** @param {any} value */
  discard(value) {
    return sets.setDiscard(this, value);
  }

  /** @param {any[]} others */
  update(...others) {
    sets.setReplace(this, sets.setUnion(this, ...others));
    return null;
  }

  /** @param {any[]} others */
  union(...others) {
    return sets.setUnion(this, ...others);
  }

  pop() {
    return sets.setPop(this);
  }

  __repr__() {
    const items = Array.from(this, repr).join(", ");
    return `${this.constructor.name}(${items === "" ? "" : `{${items}}`})`;
  }
}
sig(SetBase, "iterable=,/");

/** A class whose instances stand for a value. @param {(...args: any[]) => any} convert */
function standing(convert) {
  return class extends PyObject {
    // @ts-expect-error: what `__new__` makes takes the place of what `super` would
    constructor(...args) {
      return create(new.target, args);
    }

    /** @param {any[]} args @returns {any} */
    static __new__(...args) {
      const made = Object.create(this.prototype);
      Object.defineProperty(made, HASHED_AS, { value: convert(...args.slice(0, 1)) });
      return made;
    }

    /** @param {any[]} args */
    __init__(...args) {
      void args;
    }
  };
}

/** `str()` of a number is its `repr`, also where a class has another. @param {any} type */
function shownByRepr(type) {
  Object.defineProperty(type.prototype, "__str__", {
    /** @this {any} */
    value() {
      return repr(this);
    },
    configurable: true,
    writable: true,
  });
}

export class TextBase extends standing(str) {}
standsFor(TextBase, "text");
sig(TextBase, "value=,/");

export class IntBase extends standing(int) {}
standsFor(IntBase, "number");
shownByRepr(IntBase);
sig(IntBase, "value=,/");

export class FloatBase extends standing(float) {}
standsFor(FloatBase, "number");
shownByRepr(FloatBase);
sig(FloatBase, "value=,/");
