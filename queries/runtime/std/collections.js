/** Python's `collections`: `defaultdict`, `Counter`, `OrderedDict`, `deque`, `namedtuple`. */

import { call, spreadKeywords } from "../calling.js";
import { keywords, keywordsOf, sig } from "../calls.js";
import { bareName, PyObject } from "../classes.js";
import { dictCopy, dictPop, dictPopItem, dictUpdate } from "../collections.js";
import { dictEntries, dictGet, dictHas, dictKeys, dictSize, dictValues } from "../dicts.js";
import { dictDelete, dictMerge, dictSet } from "../entries.js";
import { AttributeError, IndexError, KeyError, RuntimeError, TypeError, ValueError } from "../errors.js";
import { iter } from "../iteration.js";
import { isDict, isNone, isNumber, Keywords, NAME, nameOf, NotImplemented, TABLE, Tuple, tupleFrom, tupleOf, typeName } from "../kinds.js";
import { contains } from "../membership.js";
import { jsName } from "../naming.js";
import { add, sub } from "../operators.js";
import { gt, le, lt, sorted } from "../ordering.js";
import { getslice } from "../slices.js";
import { delitem, setitem } from "../storing.js";
import { DictBase } from "../tables.js";
import { dictText, repr } from "../text.js";
import { eq, getitem, len } from "../values.js";

export class defaultdict extends DictBase {
  static [NAME] = "collections.defaultdict";

  /** @param {any} [factory] @param {any[]} rest */
  __init__(factory = null, ...rest) {
    if (!isNone(factory) && !(factory instanceof Keywords) && typeof factory !== "function") throw new TypeError("first argument must be callable or None");
    Object.defineProperty(this, "defaultFactory", { value: factory instanceof Keywords ? null : factory, writable: true });
    const given = factory instanceof Keywords ? factory.values : keywords(rest);
    dictUpdate(this, rest[0], given);
  }

  /** @param {any} key */
  __missing__(key) {
    const { defaultFactory } = /** @type {any} */ (this);
    if (isNone(defaultFactory)) throw new KeyError(key);
    const value = call(defaultFactory);
    dictSet(this, key, value);
    return value;
  }

  copy() {
    return new defaultdict(/** @type {any} */ (this).defaultFactory, this);
  }

  /** @param {any} other */
  __or__(other) {
    return isDict(other) ? new defaultdict(/** @type {any} */ (this).defaultFactory, dictMerge(this, other)) : NotImplemented;
  }

  __repr__() {
    return `defaultdict(${repr((/** @type {any} */ (this)).defaultFactory)}, ${dictText(this)})`;
  }
}
sig(defaultdict, "factory=,source=,**keywords");

export class OrderedDict extends DictBase {
  static [NAME] = "collections.OrderedDict";

  /** @param {any} other */
  __or__(other) {
    if (!isDict(other)) return NotImplemented;
    const made = dictCopy(this);
    dictUpdate(made, other, {});
    return made;
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
    const name = bareName(nameOf(this.constructor));
    return pairs.length === 0 ? `${name}()` : `${name}([${pairs.join(", ")}])`;
  }

  copy() {
    return new OrderedDict(this);
  }
}
sig(OrderedDict, "source=,**keywords");
sig(OrderedDict.prototype.moveToEnd, "key,last=");
sig(OrderedDict.prototype.popitem, "last=");

export class Counter extends DictBase {
  /** @param {any[]} args */
  __init__(...args) {
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

  /** @returns {any} */
  copy() {
    return new Counter(this);
  }

  /** @param {any} key */
  __delitem__(key) {
    dictDelete(this, key);
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

  __pos__() {
    return new Counter().combined(this, add);
  }

  __neg__() {
    return new Counter().combined(this, sub);
  }

  /** @param {any} other @param {(a: any, b: any) => boolean} compare */
  each(other, compare) {
    if (!(other instanceof Counter)) return NotImplemented;
    return [...dictKeys(this), ...dictKeys(other)].every((key) => compare(dictGet(this, key, 0), dictGet(other, key, 0)));
  }

  /** @param {any} other */
  __eq__(other) {
    if (other instanceof Counter) return this.each(other, eq);
    return super.__eq__(other);
  }

  /** @param {any} other */
  __le__(other) {
    return this.each(other, le);
  }

  /** @param {any} other */
  __ge__(other) {
    return this.each(other, (left, right) => le(right, left));
  }

  /** @param {any} other */
  __lt__(other) {
    return this.__le__(other) && !this.__eq__(other);
  }

  /** @param {any} other */
  __gt__(other) {
    return this.__ge__(other) && !this.__eq__(other);
  }

  __repr__() {
    const pairs = this.mostCommon().map(([key, value]) => `${repr(key)}: ${repr(value)}`);
    return pairs.length === 0 ? "Counter()" : `Counter({${pairs.join(", ")}})`;
  }
}
sig(Counter, "iterable=,**keywords");

/** A list that is cheap at both ends, with an optional greatest length. */
export class deque extends PyObject {
  static [NAME] = "collections.deque";

  /** @param {any} [values] @param {any} [limit] */
  constructor(values = null, limit = null) {
    super();
    /** @type {any[]} */
    this.items = [];
    /** How often items were added or removed. */
    this.changes = 0;
    this.maxlen = isNone(limit) ? null : limit;
    if (limit < 0) throw new ValueError("maxlen must be non-negative");
    if (!isNone(values)) this.extend(values);
  }

  /** @param {any} item */
  append(item) {
    this.changes += 1;
    this.items.push(item);
    if (this.maxlen !== null && this.items.length > this.maxlen) this.items.shift();
    return null;
  }

  /** @param {any} item */
  appendleft(item) {
    this.changes += 1;
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
    this.changes += 1;
    return this.items.pop();
  }

  popleft() {
    if (this.items.length === 0) throw new IndexError("pop from an empty deque");
    this.changes += 1;
    return this.items.shift();
  }

  clear() {
    this.changes += 1;
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
    this.changes += 1;
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
    if (position < 0) throw new ValueError(`${repr(value)} is not in deque`);
    this.changes += 1;
    this.items.splice(position, 1);
    return null;
  }

  /** @param {number} position @param {any} value */
  insert(position, value) {
    if (this.maxlen !== null && this.items.length >= this.maxlen) throw new IndexError("deque already at its maximum size");
    this.changes += 1;
    this.items.splice(position < 0 ? Math.max(0, position + this.items.length) : position, 0, value);
    return null;
  }

  /** @param {any} other */
  __lt__(other) {
    return other instanceof deque ? lt(this.items, other.items) : NotImplemented;
  }

  /** @param {any} other */
  __le__(other) {
    return other instanceof deque ? le(this.items, other.items) : NotImplemented;
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
    this.changes += 1;
    this.items.splice(this.place(position), 1);
  }

  __len__() {
    return this.items.length;
  }

  /** Raises where the loop's body added or removed some. */
  *[Symbol.iterator]() {
    const { changes } = this;
    for (let index = 0; index < this.items.length; index += 1) {
      yield this.items[index];
      if (this.changes !== changes) throw new RuntimeError("deque mutated during iteration");
    }
  }

  __reversed__() {
    return [...this.items].reverse()[Symbol.iterator]();
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof deque && eq(this.items, other.items);
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return other instanceof deque ? new deque([...this.items, ...other.items], this.maxlen) : NotImplemented;
  }

  /** @param {any} other @returns {any} */
  __iadd__(other) {
    this.extend(other);
    return this;
  }

  /** @param {any} times @returns {any} */
  __mul__(times) {
    return new deque(Array.from({ length: Math.max(0, times) }).flatMap(() => this.items), this.maxlen);
  }

  __repr__() {
    return this.maxlen === null ? `deque(${repr(this.items)})` : `deque(${repr(this.items)}, maxlen=${this.maxlen})`;
  }
}
sig(deque, "iterable=,maxlen=");

/**
 * `namedtuple(name, fields, defaults=…)`: a class of tuples with named items.
 * @param {string} name @param {any} names a text of names or an iterable of them @param {any} [given] @returns {any}
 */
export function namedtuple(name, names, given) {
  const { defaults = null, rename = false } = keywordsOf(given);
  let fields = typeof names === "string" ? names.replaceAll(",", " ").split(/\s+/).filter(Boolean) : [...iter(names)];
  if (rename) fields = fields.map((field, index) => (fields.indexOf(field) < index || !isField(field) ? `_${index}` : field));
  for (const [index, field] of fields.entries()) {
    if (field.startsWith("_") && !rename) throw new ValueError(`Field names cannot start with an underscore: ${repr(field)}`);
    if (fields.indexOf(field) < index) throw new ValueError(`Encountered duplicate field name: ${repr(field)}`);
    if (!isField(field) && !rename) throw new ValueError(`Type names and field names must be valid identifiers: ${repr(field)}`);
  }
  return tupleClass(name, fields, isNone(defaults) ? [] : [...iter(defaults)]);
}
sig(namedtuple, "typename,field_names,*,rename=,defaults=,module=");

/** @param {string} name */
const isField = (name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !/^(?:class|def|return|if|for|in|is|not|and|or|from|import|pass|None|True|False)$/.test(name);

/** @param {string} name @param {string[]} fields @param {any[]} defaults of the last fields @returns {any} */
function tupleClass(name, fields, defaults) {
  const required = fields.length - defaults.length;
  const Named = class extends Tuple {
    /** @param {any[]} values */
    static __call__(...values) {
      return this.__new__(...values);
    }

    /** All values of a tuple. @param {any[]} values those that a call gives */
    static complete(values) {
      if (values.length > fields.length) {
        const range = required < fields.length ? `from ${required + 1} to ${fields.length + 1}` : fields.length + 1;
        throw new TypeError(`${name}.__new__() takes ${range} positional arguments but ${values.length + 1} were given`);
      }
      const missing = fields.filter((_, index) => values[index] === undefined && index < required);
      if (missing.length > 0) {
        throw new TypeError(`${name}.__new__() missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${missing.map((field) => `'${field}'`).join(" and ")}`);
      }
      return fields.map((_, index) => (values[index] === undefined ? defaults[index - required] : values[index]));
    }

    /** @param {Iterable<any>} values */
    static holding(values) {
      const result = new this();
      for (const value of values) result.push(value);
      return Object.freeze(result);
    }

    /** `super().__new__(cls, …)` @param {any[]} values */
    static __new__(...values) {
      return this.holding(this.complete(values));
    }

    /** @param {any} values */
    static _make(values) {
      const given = [...iter(values)];
      if (given.length !== fields.length) throw new TypeError(`Expected ${fields.length} arguments, got ${given.length}`);
      return this.holding(given);
    }

    _asdict() {
      return Object.fromEntries(fields.map((field, index) => [field, this[index]]));
    }

    /** @param {any} [changes] */
    _replace(changes) {
      const given = spreadKeywords(keywordsOf(changes));
      const unknown = Object.keys(given).filter((field) => !fields.includes(field));
      if (unknown.length > 0) throw new ValueError(`Got unexpected field names: ${repr(unknown)}`);
      const type = /** @type {any} */ (this.constructor);
      return type.holding(fields.map((field, index) => (field in given ? given[field] : this[index])));
    }

    __repr__() {
      return `${nameOf(this.constructor)}(${fields.map((field, index) => `${field}=${repr(this[index])}`).join(", ")})`;
    }
  };
  Object.defineProperty(Named, "name", { value: name });
  const known = Object.fromEntries(defaults.map((value, index) => [fields[required + index], value]));
  for (const [key, value] of Object.entries({ _fields: tupleFrom(fields), _field_defaults: known })) {
    Object.defineProperty(Named, key, { value });
    Object.defineProperty(Named.prototype, key, { value });
  }
  Object.defineProperty(Named, "__match_args__", { value: tupleFrom(fields.map((field) => jsName(field))) });
  sig(Named, fields.map((field, index) => (index < required ? field : `${field}=`)).join(","));
  sig(Named.prototype._replace, "**changes");
  fields.forEach((field, index) => {
    Object.defineProperty(Named.prototype, jsName(field), {
      get() {
        return this[index];
      },
      set() {
        throw new AttributeError("can't set attribute");
      },
    });
  });
  return Named;
}

/** Several dicts seen as one; changes go to the first. */
export class ChainMap extends PyObject {
  /** @param {any[]} maps */
  constructor(...maps) {
    super();
    this.maps = maps.length === 0 ? [{}] : maps;
  }

  /** @param {any} key @returns {any} */
  __missing__(key) {
    throw new KeyError(key);
  }

  /** @param {any} key */
  __getitem__(key) {
    const found = this.maps.find((each) => contains(each, key));
    return found === undefined ? this.__missing__(key) : getitem(found, key);
  }

  /** @param {any} key @param {any} value */
  __setitem__(key, value) {
    setitem(this.maps[0], key, value);
  }

  /** @param {any} key */
  __delitem__(key) {
    if (!contains(this.maps[0], key)) throw new KeyError(`Key not found in the first mapping: ${repr(key)}`);
    delitem(this.maps[0], key);
  }

  /** @param {any} key */
  __contains__(key) {
    return this.maps.some((each) => contains(each, key));
  }

  /** The entries of all maps as one dict. */
  merged() {
    const all = {};
    for (const each of [...this.maps].reverse()) dictUpdate(all, each, {});
    return all;
  }

  __len__() {
    return dictSize(this.merged());
  }

  /** @returns {any} */
  __iter__() {
    return dictKeys(this.merged())[Symbol.iterator]();
  }

  keys() {
    return dictKeys(this.merged());
  }

  values() {
    return dictKeys(this.merged()).map((key) => this.__getitem__(key));
  }

  items() {
    return dictKeys(this.merged()).map((key) => tupleOf(key, this.__getitem__(key)));
  }

  /** @param {any} key @param {any} [fallback] */
  get(key, fallback = null) {
    return this.__contains__(key) ? this.__getitem__(key) : fallback;
  }

  /** @param {any} key @param {any[]} fallback */
  pop(key, ...fallback) {
    if (contains(this.maps[0], key) || fallback.length > 0) return dictPop(this.maps[0], key, ...fallback);
    throw new KeyError(`Key not found in the first mapping: ${repr(key)}`);
  }

  popitem() {
    if (dictSize(this.maps[0]) === 0) throw new KeyError("No keys found in the first mapping.");
    return dictPopItem(this.maps[0]);
  }

  /** @param {any[]} args */
  update(...args) {
    return dictUpdate(this.maps[0], args[0], keywords(args));
  }

  /** @param {any} key @param {any} [value] */
  setdefault(key, value = null) {
    if (!this.__contains__(key)) this.__setitem__(key, value);
    return this.__getitem__(key);
  }

  /** @param {any} [first] */
  newChild(first = {}) {
    return new ChainMap(first, ...this.maps);
  }

  get parents() {
    return new ChainMap(...this.maps.slice(1));
  }

  /** @param {any} other */
  __eq__(other) {
    return eq(this.merged(), other instanceof ChainMap ? other.merged() : other);
  }

  __repr__() {
    return `ChainMap(${this.maps.map((each) => repr(each)).join(", ")})`;
  }
}
sig(ChainMap.prototype.update, "source=,/,**keywords");
sig(ChainMap.prototype.newChild, "m=");

/** A dict for classes that derive from it: all that it does goes through its own `__getitem__` and `__setitem__`. */
export class UserDict extends PyObject {
  /** @param {any} [source] @param {any[]} rest */
  __init__(source = null, ...rest) {
    /** @type {any} */ (this).data = {};
    const given = source instanceof Keywords ? [source] : [source ?? undefined, ...rest];
    this.update(...given);
  }

  /** @returns {any} */
  get held() {
    return /** @type {any} */ (this).data;
  }

  /** @param {any} key @returns {any} */
  __getitem__(key) {
    const self = /** @type {any} */ (this);
    if (contains(this.held, key)) return getitem(this.held, key);
    if ("__missing__" in self) return self.__missing__(key);
    throw new KeyError(key);
  }

  /** @param {any} key @param {any} value */
  __setitem__(key, value) {
    setitem(this.held, key, value);
  }

  /** @param {any} key */
  __delitem__(key) {
    delitem(this.held, key);
  }

  /** @param {any} key */
  __contains__(key) {
    return contains(this.held, key);
  }

  __len__() {
    return len(this.held);
  }

  /** @returns {any} */
  __iter__() {
    return dictKeys(this.held)[Symbol.iterator]();
  }

  keys() {
    return [...this.__iter__()];
  }

  values() {
    return this.keys().map((key) => this.__getitem__(key));
  }

  items() {
    return this.keys().map((key) => tupleOf(key, this.__getitem__(key)));
  }

  /** @param {any} key @param {any} [fallback] */
  get(key, fallback = null) {
    try {
      return this.__getitem__(key);
    } catch (error) {
      if (error instanceof KeyError) return fallback;
      throw error;
    }
  }

  /** @param {any} key @param {any[]} fallback */
  pop(key, ...fallback) {
    if (!this.__contains__(key)) {
      if (fallback.length > 0) return fallback[0];
      throw new KeyError(key);
    }
    const value = this.__getitem__(key);
    this.__delitem__(key);
    return value;
  }

  /** @param {any} key @param {any} [value] */
  setdefault(key, value = null) {
    if (!this.__contains__(key)) this.__setitem__(key, value);
    return this.__getitem__(key);
  }

  /** @param {any[]} args */
  update(...args) {
    const given = keywords(args);
    const all = {};
    dictUpdate(all, args[0], given);
    for (const [key, value] of dictEntries(all)) this.__setitem__(key, value);
    return null;
  }

  clear() {
    /** @type {any} */ (this).data = {};
    return null;
  }

  copy() {
    return new /** @type {any} */ (this.constructor)(this.held);
  }

  /** @param {any} other */
  __eq__(other) {
    return eq(this.held, other instanceof UserDict ? other.held : other);
  }

  __repr__() {
    return repr(this.held);
  }
}
sig(UserDict, "dict=,/,**kwargs");
sig(UserDict.prototype.update, "source=,/,**keywords");

/** A list for classes that derive from it. */
export class UserList extends PyObject {
  /** @param {any} [values] */
  __init__(values = null) {
    /** @type {any} */ (this).data = isNone(values) ? [] : [...iter(values)];
  }

  /** @returns {any[]} */
  get held() {
    return /** @type {any} */ (this).data;
  }

  /** @param {any[]} values @returns {any} */
  made(values) {
    return new /** @type {any} */ (this.constructor)(values);
  }

  /** @param {any} item */
  append(item) {
    this.held.push(item);
    return null;
  }

  /** @param {any} values */
  extend(values) {
    this.held.push(...iter(values));
    return null;
  }

  /** @param {number} index @param {any} item */
  insert(index, item) {
    this.held.splice(index < 0 ? Math.max(0, index + this.held.length) : index, 0, item);
    return null;
  }

  /** @param {number} [index] */
  pop(index = -1) {
    const value = getitem(this.held, index);
    delitem(this.held, index);
    return value;
  }

  /** @param {any} value */
  remove(value) {
    delitem(this.held, this.index(value));
    return null;
  }

  /** @param {any} value */
  index(value) {
    const place = this.held.findIndex((item) => eq(item, value));
    if (place < 0) throw new ValueError(`${repr(value)} is not in list`);
    return place;
  }

  /** @param {any} value */
  count(value) {
    return this.held.filter((item) => eq(item, value)).length;
  }

  /** @param {any} [key] @param {any} [reverse] */
  sort(key, reverse) {
    /** @type {any} */ (this).data = sorted(this.held, key, reverse);
    return null;
  }

  reverse() {
    this.held.reverse();
    return null;
  }

  clear() {
    this.held.length = 0;
    return null;
  }

  copy() {
    return this.made(this.held);
  }

  /** @param {any} index @returns {any} */
  __getitem__(index) {
    const { start, stop, step } = index ?? {};
    return start === undefined ? getitem(this.held, index) : this.made(getslice(this.held, start, stop, step));
  }

  /** @param {any} index @param {any} value */
  __setitem__(index, value) {
    setitem(this.held, index, value);
  }

  /** @param {any} index */
  __delitem__(index) {
    delitem(this.held, index);
  }

  /** @param {any} item */
  __contains__(item) {
    return contains(this.held, item);
  }

  __len__() {
    return this.held.length;
  }

  /** @returns {any} */
  __iter__() {
    return this.held[Symbol.iterator]();
  }

  /** @param {any} other @returns {any} */
  __add__(other) {
    return this.made([...this.held, ...iter(other)]);
  }

  /** @param {any} other */
  __eq__(other) {
    return eq(this.held, other instanceof UserList ? other.held : other);
  }

  /** @param {any} other */
  __lt__(other) {
    return lt(this.held, other instanceof UserList ? other.held : other);
  }

  __repr__() {
    return repr(this.held);
  }
}
sig(UserList, "initlist=");
sig(UserList.prototype.sort, "*,key=,reverse=");
