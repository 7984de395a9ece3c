/** Python's `collections`: `defaultdict`, `Counter`, `OrderedDict`, `deque`, `namedtuple`. */

import { jsName } from "../attributes.js";
import { keywords, keywordsOf, sig, spreadKeywords } from "../calls.js";
import { dictUpdate } from "../collections.js";
import { attachTable, dictDelete, dictEntries, dictGet, dictHas, dictKeys, dictSet, dictSize, dictValues } from "../dicts.js";
import { IndexError, KeyError, TypeError, ValueError } from "../errors.js";
import { isDict, isNone, isNumber, Keywords, TABLE, Tuple, tupleFrom, tupleOf, typeName } from "../kinds.js";
import { iter, sorted } from "../iteration.js";
import { add, sub } from "../operators.js";
import { dictText, repr } from "../text.js";
import { eq, gt, lt } from "../values.js";

/** A dict that always has a table, so that all dict functions know it. */
class TableDict {
  constructor() {
    attachTable(this, new Map());
  }
}

export class defaultdict extends TableDict {
  /** @param {any} [factory] @param {any[]} rest */
  constructor(factory = null, ...rest) {
    super();
    Object.defineProperty(this, "defaultFactory", { value: factory instanceof Keywords ? null : factory, writable: true });
    const given = factory instanceof Keywords ? factory.values : keywords(rest);
    dictUpdate(this, rest[0], given);
  }

  /** @param {any} key */
  __missing__(key) {
    const { defaultFactory } = /** @type {any} */ (this);
    if (isNone(defaultFactory)) throw new KeyError(key);
    const value = defaultFactory();
    dictSet(this, key, value);
    return value;
  }

  __repr__() {
    return `defaultdict(${repr((/** @type {any} */ (this)).defaultFactory)}, ${dictText(this)})`;
  }
}
sig(defaultdict, "factory=,source=,**keywords");

export class OrderedDict extends TableDict {
  /** @param {any[]} args */
  constructor(...args) {
    super();
    const given = keywords(args);
    dictUpdate(this, args[0], given);
  }

  /** @param {any} key @param {any} [last] */
  moveToEnd(key, last = true) {
    if (!dictHas(this, key)) throw new KeyError(key);
    const value = dictGet(this, key);
    const others = dictEntries(this).filter(([other]) => !eq(other, key));
    (/** @type {any} */ (this))[TABLE].clear();
    const ordered = last ? [...others, [key, value]] : [[key, value], ...others];
    for (const [name, item] of ordered) dictSet(this, name, item);
    return null;
  }

  /** @param {any} [last] */
  popitem(last = true) {
    const key = last instanceof Keywords ? dictKeys(this).at(last.values.last ? -1 : 0) : dictKeys(this).at(last ? -1 : 0);
    if (key === undefined) throw new KeyError("dictionary is empty");
    const value = dictGet(this, key);
    dictDelete(this, key);
    return tupleOf(key, value);
  }

  /** @param {any} other */
  __eq__(other) {
    if (!isDict(other) || dictSize(this) !== dictSize(other)) return false;
    if (!(other instanceof OrderedDict)) return dictEntries(this).every(([key, value]) => dictHas(other, key) && eq(value, dictGet(other, key)));
    const theirs = dictEntries(other);
    return dictEntries(this).every(([key, value], index) => eq(key, theirs[index][0]) && eq(value, theirs[index][1]));
  }

  __repr__() {
    const pairs = dictEntries(this).map(([key, value]) => `(${repr(key)}, ${repr(value)})`);
    return pairs.length === 0 ? "OrderedDict()" : `OrderedDict([${pairs.join(", ")}])`;
  }
}
sig(OrderedDict, "source=,**keywords");
sig(OrderedDict.prototype.moveToEnd, "key,last=");
sig(OrderedDict.prototype.popitem, "last=");

export class Counter extends TableDict {
  /** @param {any[]} args */
  constructor(...args) {
    super();
    this.update(...args);
  }

  /** @param {any} key */
  __missing__(key) {
    void key;
    return 0;
  }

  /** @param {any[]} args */
  update(...args) {
    return this.tally(args, add);
  }

  /** @param {any[]} args */
  subtract(...args) {
    return this.tally(args, sub);
  }

  /** @param {any[]} args @param {(a: any, b: any) => any} change */
  tally(args, change) {
    const given = keywords(args);
    for (const source of [args[0], given]) {
      if (isNone(source)) continue;
      const pairs = isDict(source) ? dictEntries(source) : Array.from(iter(source), (key) => [key, 1]);
      for (const [key, count] of pairs) dictSet(this, key, change(dictGet(this, key, 0), count));
    }
    return null;
  }

  /** @param {any} [count] @returns {any[]} */
  mostCommon(count = null) {
    const pairs = dictEntries(this).map(([key, value]) => tupleOf(key, value));
    const ranked = sorted(pairs, (/** @type {any} */ pair) => pair[1], true);
    return isNone(count) ? ranked : ranked.slice(0, count);
  }

  *elements() {
    for (const [key, count] of dictEntries(this)) {
      for (let turn = 0; turn < count; turn += 1) yield key;
    }
  }

  total() {
    return dictValues(this).reduce((left, right) => add(left, right), 0);
  }

  /** Keys of both, each with a combined count; only positive ones stay. @param {any} other @param {(a: any, b: any) => any} combine */
  combined(other, combine) {
    const result = new Counter();
    for (const key of [...dictKeys(this), ...dictKeys(other)]) {
      const count = combine(dictGet(this, key, 0), dictGet(other, key, 0));
      if (count > 0) dictSet(result, key, count);
    }
    return result;
  }

  /** @param {any} other */
  __add__(other) {
    return this.combined(other, add);
  }

  /** @param {any} other */
  __sub__(other) {
    return this.combined(other, sub);
  }

  /** @param {any} other */
  __and__(other) {
    return this.combined(other, (left, right) => (lt(left, right) ? left : right));
  }

  /** @param {any} other */
  __or__(other) {
    return this.combined(other, (left, right) => (gt(left, right) ? left : right));
  }

  __repr__() {
    const pairs = this.mostCommon().map(([key, value]) => `${repr(key)}: ${repr(value)}`);
    return pairs.length === 0 ? "Counter()" : `Counter({${pairs.join(", ")}})`;
  }
}
sig(Counter, "iterable=,**keywords");

/** A list that is cheap at both ends, with an optional greatest length. */
export class deque {
  /** @param {any} [values] @param {any} [limit] */
  constructor(values = null, limit = null) {
    /** @type {any[]} */
    this.items = [];
    this.maxlen = isNone(limit) ? null : limit;
    if (!isNone(values)) this.extend(values);
  }

  /** @param {any} item */
  append(item) {
    this.items.push(item);
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.shift();
    return null;
  }

  /** @param {any} item */
  appendleft(item) {
    this.items.unshift(item);
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.pop();
    return null;
  }

  /** @param {any} values */
  extend(values) {
    for (const value of [...iter(values)]) this.append(value);
    return null;
  }

  /** @param {any} values */
  extendleft(values) {
    for (const value of [...iter(values)]) this.appendleft(value);
    return null;
  }

  pop() {
    if (this.items.length === 0) throw new IndexError("pop from an empty deque");
    return this.items.pop();
  }

  popleft() {
    if (this.items.length === 0) throw new IndexError("pop from an empty deque");
    return this.items.shift();
  }

  clear() {
    this.items.length = 0;
    return null;
  }

  copy() {
    return new deque(this.items, this.maxlen);
  }

  reverse() {
    this.items.reverse();
    return null;
  }

  /** @param {number} steps */
  rotate(steps = 1) {
    const { length } = this.items;
    if (length === 0) return null;
    const cut = (((-steps % length) + length) % length);
    this.items = [...this.items.slice(cut), ...this.items.slice(0, cut)];
    return null;
  }

  /** @param {any} value */
  count(value) {
    return this.items.filter((item) => eq(item, value)).length;
  }

  /** @param {any} value */
  index(value) {
    const position = this.items.findIndex((item) => eq(item, value));
    if (position < 0) throw new ValueError(`${repr(value)} is not in deque`);
    return position;
  }

  /** @param {any} value */
  remove(value) {
    const position = this.items.findIndex((item) => eq(item, value));
    if (position < 0) throw new ValueError("deque.remove(x): x not in deque");
    this.items.splice(position, 1);
    return null;
  }

  /** @param {number} position @param {any} value */
  insert(position, value) {
    if (this.maxlen !== null && this.items.length >= this.maxlen) throw new IndexError("deque already at its maximum size");
    this.items.splice(position < 0 ? Math.max(0, position + this.items.length) : position, 0, value);
    return null;
  }

  /** @param {any} position */
  place(position) {
    if (!isNumber(position)) throw new TypeError(`sequence index must be integer, not '${typeName(position)}'`);
    const index = Number(position) < 0 ? Number(position) + this.items.length : Number(position);
    if (index < 0 || index >= this.items.length) throw new IndexError("deque index out of range");
    return index;
  }

  /** @param {any} position */
  __getitem__(position) {
    return this.items[this.place(position)];
  }

  /** @param {any} position @param {any} value */
  __setitem__(position, value) {
    this.items[this.place(position)] = value;
  }

  /** @param {any} position */
  __delitem__(position) {
    this.items.splice(this.place(position), 1);
  }

  __len__() {
    return this.items.length;
  }

  [Symbol.iterator]() {
    return this.items[Symbol.iterator]();
  }

  __reversed__() {
    return [...this.items].reverse()[Symbol.iterator]();
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof deque && eq(this.items, other.items);
  }

  __repr__() {
    return this.maxlen === null ? `deque(${repr(this.items)})` : `deque(${repr(this.items)}, maxlen=${this.maxlen})`;
  }
}
sig(deque, "iterable=,maxlen=");

/**
 * `namedtuple(name, fields, defaults=…)`: a class of tuples with named items.
 * @param {string} name @param {any} names a text of names or an iterable of them @param {any} [defaults] @returns {any}
 */
export function namedtuple(name, names, defaults = null) {
  const fields = typeof names === "string" ? names.replaceAll(",", " ").split(/\s+/).filter(Boolean) : [...iter(names)];
  return tupleClass(name, fields, isNone(defaults) ? [] : [...iter(defaults)]);
}
sig(namedtuple, "typename,field_names,defaults=");

/** @param {string} name @param {string[]} fields @param {any[]} defaults of the last fields @returns {any} */
function tupleClass(name, fields, defaults) {
  const required = fields.length - defaults.length;
  const Named = class extends Tuple {
    /** @param {any[]} values */
    static __call__(...values) {
      if (values.length > fields.length) {
        throw new TypeError(`${name}.__new__() takes ${fields.length + 1} positional arguments but ${values.length + 1} were given`);
      }
      const missing = fields.filter((_, index) => values[index] === undefined && index < required);
      if (missing.length > 0) {
        throw new TypeError(`${name}.__new__() missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${missing.map((field) => `'${field}'`).join(" and ")}`);
      }
      return this.holding(fields.map((_, index) => (values[index] === undefined ? defaults[index - required] : values[index])));
    }

    /** @param {Iterable<any>} values */
    static holding(values) {
      const result = new this();
      for (const value of values) result.push(value);
      return Object.freeze(result);
    }

    /** @param {any} values */
    static _make(values) {
      return this.__call__(...iter(values));
    }

    _asdict() {
      return Object.fromEntries(fields.map((field, index) => [field, this[index]]));
    }

    /** @param {any} [changes] */
    _replace(changes) {
      const given = spreadKeywords(keywordsOf(changes));
      const unknown = Object.keys(given).filter((field) => !fields.includes(field));
      if (unknown.length > 0) throw new ValueError(`Got unexpected field names: ${repr(unknown)}`);
      return Named.holding(fields.map((field, index) => (field in given ? given[field] : this[index])));
    }

    __repr__() {
      return `${name}(${fields.map((field, index) => `${field}=${repr(this[index])}`).join(", ")})`;
    }
  };
  Object.defineProperty(Named, "name", { value: name });
  Object.defineProperty(Named, "_fields", { value: tupleFrom(fields) });
  Object.defineProperty(Named, "__match_args__", { value: fields.map((field) => jsName(field)) });
  sig(Named, fields.map((field, index) => (index < required ? field : `${field}=`)).join(","));
  sig(Named.prototype._replace, "**changes");
  fields.forEach((field, index) => {
    Object.defineProperty(Named.prototype, jsName(field), {
      get() {
        return this[index];
      },
    });
  });
  return Named;
}

