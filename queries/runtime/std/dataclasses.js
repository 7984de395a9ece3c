/** Python's `dataclasses`. Attributes have JavaScript's spelling; `repr` and keywords have Python's. */

import { call, spreadKeywords } from "../calling.js";
import { keywordsOf, sig } from "../calls.js";
import { isOfFunctions, PyObject, REFUSED } from "../classes.js";
import { dictEntries } from "../dicts.js";
import { dictOf } from "../entries.js";
import { AttributeError, TypeError, ValueError } from "../errors.js";
import { hash } from "../hash.js";
import { EMPTIED, isClass, isDict, Keywords, KIND, nameOf, NotImplemented, Tuple, tupleFrom } from "../kinds.js";
import { orderOf } from "../lineage.js";
import { jsName } from "../naming.js";
import { ge, gt, le, lt } from "../ordering.js";
import { pythonName } from "../spelling.js";
import { repr } from "../text.js";
import { type as typeOf } from "../type.js";
import { eq } from "../values.js";

/** On a dataclass: its fields, inherited ones first. */
const FIELDS = Symbol("dataclass.fields");

/** On a dataclass: its fields and class variables, which `__dataclass_fields__` shows too. */
const DECLARED = Symbol("dataclass.declared");

/** Marks of annotations; the compiler reads them. */
export class InitVar {
  /** @param {any} type */
  static __class_getitem__(type) {
    void type;
    return this;
  }
}
export class KW_ONLY {}

/** What stands for a default that is not there. */
class Missing {
  __repr__() {
    return "<dataclasses._MISSING_TYPE object>";
  }
}
export const MISSING = new Missing();

/**
 * @typedef {object} Settings of a field, as `field(…)` takes them
 * @property {boolean} [init] @property {boolean} [repr] @property {boolean} [compare] @property {boolean | null} [hash]
 * @property {boolean} [kw_only] @property {any} [factory] @property {any} [metadata]
 * @property {boolean} [marker] it only says that those after it take keywords
 * @property {boolean} [class_var] it is no field: only `__dataclass_fields__` shows it
 * @property {boolean} [init_only] it is passed on to `__post_init__` and not kept
 */
/** @typedef {{frozen?: boolean, order?: boolean, eq?: boolean, repr?: boolean, init?: boolean, kw_only?: boolean, unsafe_hash?: boolean, slots?: boolean}} Options */

/** One field, as `fields()` gives it. */
class Field {
  /** @param {string} name @param {any} fallback @param {Settings} settings */
  constructor(name, fallback, settings) {
    this.name = name;
    this.property = jsName(name);
    this.default = fallback;
    this.defaultFactory = settings.factory ?? MISSING;
    this.init = settings.init ?? true;
    this.repr = settings.repr ?? true;
    this.compare = settings.compare ?? true;
    this.hash = settings.hash ?? null;
    this.kwOnly = settings.kw_only ?? false;
    this.metadata = settings.metadata ?? {};
    this.isInitOnly = settings.init_only ?? false;
    this.isClassVar = settings.class_var ?? false;
  }

  get isOptional() {
    return this.default !== MISSING || this.defaultFactory !== MISSING;
  }

  /** A value for an instance that got none; `undefined` if there is none. */
  fallback() {
    return this.default !== MISSING ? this.default : this.defaultFactory !== MISSING ? call(this.defaultFactory) : undefined;
  }
}

/** @param {any} type @returns {Field[]} */
function fieldsOf(type) {
  const found = (typeof type === "function" ? type : type?.constructor)?.[FIELDS];
  if (found === undefined) throw new TypeError("must be called with a dataclass type or instance");
  return found;
}

/** The fields that instances keep. @param {any} type */
const kept = (type) => fieldsOf(type).filter((field) => !field.isInitOnly);

/**
 * Makes a class a dataclass. A default is an attribute of the class.
 * @param {any} type
 * @param {(string | [string, Settings])[]} own
 * @param {Options} [options]
 * @param {string} [qualname] what its `repr` calls it, if that is not its name
 */
export function dataclassOf(type, own, options = {}, qualname = "") {
  if (qualname !== "") Object.defineProperty(type, "__qualname__", { value: qualname });
  /** @type {Map<string, Field>} */
  const fields = new Map();
  for (const base of orderOf(type).slice(1).reverse()) {
    for (const field of Object.hasOwn(base, DECLARED) ? base[DECLARED] : []) fields.set(field.name, field);
  }
  let isKeywordOnly = options.kw_only ?? false;
  for (const entry of own) {
    const [name, settings] = typeof entry === "string" ? [entry, /** @type {Settings} */ ({})] : entry;
    if (settings.marker) {
      isKeywordOnly = true;
      continue;
    }
    const property = jsName(name);
    const hasDefault = Object.hasOwn(type, property) && !isOfFunctions(type, property);
    const fallback = hasDefault ? type[property] : MISSING;
    if (isMutable(fallback) && !settings.class_var) {
      throw new ValueError(`mutable default ${repr(typeOf(fallback))} for field ${name} is not allowed: use default_factory`);
    }
    fields.set(name, new Field(name, fallback, { kw_only: isKeywordOnly, ...settings }));
  }
  const declared = [...fields.values()];
  const all = declared.filter((field) => !field.isClassVar);
  Object.defineProperty(type, DECLARED, { value: declared });
  Object.defineProperty(type, FIELDS, { value: all });
  const positional = all.filter((field) => field.init && !field.kwOnly);
  const required = positional.findIndex((field, index) => !field.isOptional && positional.slice(0, index).some((each) => each.isOptional));
  if (required >= 0) throw new TypeError(`non-default argument '${positional[required].name}' follows default argument`);
  Object.defineProperty(type, "__match_args__", { value: tupleFrom(positional.map((field) => field.property)) });
  for (const owner of [type, type.prototype]) {
    Object.defineProperty(owner, "__dataclass_fields__", { get: () => Object.fromEntries(declared.map((field) => [field.name, field])), configurable: true });
  }
  addMethods(type.prototype, all, type, options);
  if (options.slots) closeInstances(type);
  return type;
}

/** `slots=True`: instances have no other attributes than those that they are made with. @param {any} type */
function closeInstances(type) {
  Object.defineProperty(type.prototype, EMPTIED, { value: () => undefined });
  const init = type.prototype.__init__;
  Object.defineProperty(type.prototype, "__init__", {
    configurable: true,
    writable: true,
    /** @this {any} @param {any[]} args */
    value(...args) {
      init.apply(this, args);
      if (this.constructor === type) Object.preventExtensions(this);
    },
  });
}

/** @param {any} value */
function isMutable(value) {
  return Array.isArray(value) && !(value instanceof Tuple) || value?.[KIND] === "set" || typeof value === "object" && value !== MISSING && isDict(value);
}

/** @param {any} type */
function qualified(type) {
  return Object.hasOwn(type, "__qualname__") ? type.__qualname__ : nameOf(type);
}

/** @param {any} prototype @param {Field[]} fields @param {any} type @param {Options} options */
function addMethods(prototype, fields, type, options) {
  const stored = fields.filter((field) => !field.isInitOnly);
  if (options.init !== false) addInit(prototype, fields, type, options.frozen === true);
  const keyOf = (/** @type {Field[]} */ chosen) => (/** @type {any} */ self) => tupleFrom(chosen.map((field) => self[field.property]));
  const key = keyOf(stored.filter((field) => field.compare));
  const hashed = keyOf(stored.filter((field) => field.hash ?? field.compare));
  if (options.repr !== false) {
    const shown = stored.filter((field) => field.repr);
    define(prototype, "__repr__", function () {
      return nested(this, () => {
        const parts = shown.map((field) => `${field.name}=${repr(this[field.property])}`);
        return `${qualified(this.constructor)}(${parts.join(", ")})`;
      });
    });
  }
  const isHashed = options.unsafe_hash === true || options.frozen === true && options.eq !== false;
  if (options.eq !== false) {
    const hasOwn = Object.hasOwn(prototype, "__hash__");
    define(prototype, "__eq__", function (other) {
      return other?.constructor === this.constructor ? eq(key(this), key(other)) : NotImplemented;
    });
    if (!hasOwn) Object.defineProperty(prototype, "__hash__", { value: null, configurable: true, writable: true });
  }
  if (isHashed && (prototype.__hash__ === null || !Object.hasOwn(prototype, "__hash__"))) {
    /** @this {any} */
    const value = function () {
      return hash(hashed(this));
    };
    Object.defineProperty(prototype, "__hash__", { value, configurable: true, writable: true });
    if (options.eq === false) define(prototype, "__eq__", function (other) {
      return this === other ? true : NotImplemented;
    });
  }
  if (options.order === true) {
    for (const [name, compare] of Object.entries({ __lt__: lt, __le__: le, __gt__: gt, __ge__: ge })) {
      define(prototype, name, function (other) {
        return other?.constructor === this.constructor ? compare(key(this), key(other)) : NotImplemented;
      });
    }
  }
}

/** Instances whose `repr` is under way. @type {Set<any>} */
const underWay = new Set();

/** @param {any} self @param {() => string} write */
function nested(self, write) {
  if (underWay.has(self)) return "...";
  underWay.add(self);
  try {
    return write();
  } finally {
    underWay.delete(self);
  }
}

/** A method, unless the class has written its own. @param {any} prototype @param {string} name @param {(this: any, ...args: any[]) => any} method */
function define(prototype, name, method) {
  if (Object.hasOwn(prototype, name)) return;
  Object.defineProperty(prototype, name, { value: method, configurable: true, writable: true });
}

/** @param {any} prototype @param {Field[]} fields @param {any} type @param {boolean} isFrozen */
function addInit(prototype, fields, type, isFrozen) {
  const taken = fields.filter((field) => field.init);
  const positional = taken.filter((field) => !field.kwOnly);
  const keywordOnly = taken.filter((field) => field.kwOnly);
  const required = positional.filter((field) => !field.isOptional).length;
  define(prototype, "__init__", function (...args) {
    const given = keywordsOf(args.at(-1));
    const values = args.filter((value) => !(value instanceof Keywords));
    if (values.length > positional.length) throw tooMany(nameOf(type), required + 1, positional.length + 1, values.length + 1);
    /** @type {any[]} */
    const passedOn = [];
    const missing = [];
    for (const field of fields) {
      const index = positional.indexOf(field);
      let value = index < 0 ? (field.init ? given[field.name] : undefined) : values[index];
      if (value === undefined) {
        if (field.init && !field.isOptional) missing.push(field);
        value = field.fallback();
      }
      if (field.isInitOnly) passedOn.push(value);
      else if (value !== undefined) keep(this, field.property, value);
    }
    if (missing.length > 0) throw lacking(nameOf(type), missing);
    if (typeof this.__post_init__ === "function") this.__post_init__(...passedOn);
    if (isFrozen && this.constructor === type) freeze(this);
    else if (isFrozen && this.constructor[FIELDS].length > 0) freeze(this);
  });
  const spelled = (/** @type {Field} */ field) => field.name + (field.isOptional ? "=" : "");
  const parts = positional.map(spelled);
  if (keywordOnly.length > 0) parts.push("*", ...keywordOnly.map(spelled));
  if (Object.hasOwn(prototype, "__init__") && prototype.__init__.length > 0) return;
  sig(type, parts.join(","), nameOf(type));
  sig(prototype.__init__, parts.join(","), `${nameOf(type)}.__init__`);
}

/** Sets an attribute, also of an instance of which a base class has made it already. @param {any} self @param {string} property @param {any} value */
function keep(self, property, value) {
  const own = Object.getOwnPropertyDescriptor(self, property);
  if (own?.get) Object.defineProperty(self, property, { value, configurable: true, enumerable: true, writable: true });
  else self[property] = value;
}

/** @param {string} name @param {Field[]} fields */
function lacking(name, fields) {
  const positional = fields.filter((field) => !field.kwOnly);
  const kind = positional.length > 0 ? "positional" : "keyword-only";
  const quoted = (positional.length > 0 ? positional : fields).map((field) => `'${field.name}'`);
  const count = quoted.length;
  const last = quoted.pop();
  const list = count === 1 ? last : `${quoted.join(", ")}${count > 2 ? "," : ""} and ${last}`;
  return new TypeError(`${name}.__init__() missing ${count} required ${kind} argument${count === 1 ? "" : "s"}: ${list}`);
}

/** @param {string} name @param {number} least @param {number} most @param {number} count */
function tooMany(name, least, most, count) {
  const range = least === most ? `${most} positional argument${most === 1 ? "" : "s"}` : `from ${least} to ${most} positional arguments`;
  return new TypeError(`${name}.__init__() takes ${range} but ${count} were given`);
}

/** Makes every assignment raise `FrozenInstanceError`. @param {any} instance */
function freeze(instance) {
  for (const name of Object.keys(instance)) {
    const value = instance[name];
    const refuse = (/** @type {string} */ what) => {
      throw new FrozenInstanceError(`cannot ${what} field '${pythonName(name, instance)}'`);
    };
    Object.defineProperty(instance, name, {
      enumerable: true,
      configurable: true,
      get: Object.assign(() => value, { refuse }),
      set: () => refuse("assign to"),
    });
  }
  Object.defineProperty(instance, REFUSED, {
    value: (/** @type {string} */ name) => {
      throw new FrozenInstanceError(`cannot assign to field '${name}'`);
    },
  });
  Object.preventExtensions(instance);
}

export class FrozenInstanceError extends AttributeError {}

/** `@dataclass` on a class that is there already: its class attributes are the fields that have defaults. @param {any} [type] @returns {any} */
export function dataclass(type) {
  const make = (/** @type {any} */ each) => dataclassOf(each, Object.keys(each));
  return isClass(type) ? make(type) : make;
}

/** `field(…)` outside of a class body, as `make_dataclass` takes it. @param {any} [given] */
export function field(given) {
  const { default_factory: factory, ...settings } = keywordsOf(given);
  return new Settled(settings.default, { factory, ...settings });
}
sig(field, "*,default=,default_factory=,init=,repr=,hash=,compare=,metadata=,kw_only=");

/** A default with its settings. */
class Settled {
  /** @param {any} value @param {any} settings */
  constructor(value, settings) {
    this.value = value;
    this.settings = settings;
  }
}

/** `make_dataclass(name, fields, **options)`. @param {string} name @param {any[]} described @param {any} [given] */
export function make_dataclass(name, described, given) {
  const { bases = [], namespace = {}, ...options } = keywordsOf(given);
  const base = bases[0] ?? PyObject;
  const type = { [name]: class extends base {} }[name];
  /** @type {[string, Settings][]} */
  const own = [];
  for (const entry of described) {
    const [key, , fallback] = typeof entry === "string" ? [entry] : [...entry];
    const { value, settings } = fallback instanceof Settled ? fallback : { value: fallback, settings: {} };
    if (value !== undefined) Object.defineProperty(type, jsName(key), { value, configurable: true, writable: true });
    own.push([key, settings]);
  }
  for (const [key, value] of dictEntries(namespace)) {
    Object.defineProperty(type.prototype, jsName(key), {
      /** @this {any} @param {any[]} args */
      value(...args) {
        return call(value, this, ...args);
      },
    });
  }
  return dataclassOf(type, own, options);
}
sig(make_dataclass, "cls_name,fields,*,bases=,namespace=,init=,repr=,eq=,order=,frozen=,kw_only=");

/** @param {any} value */
export function is_dataclass(value) {
  return (typeof value === "function" ? value : value?.constructor)?.[FIELDS] !== undefined;
}

/** @param {any} value a dataclass or an instance @returns {Tuple} */
export function fields(value) {
  return tupleFrom(kept(value));
}

/** `replace(instance, **changes)`. @param {any} instance @param {any} [changes] @returns {any} */
export function replace(instance, changes) {
  const given = spreadKeywords(keywordsOf(changes));
  /** @type {any[]} */
  const positional = [];
  /** @type {Record<string, any>} */
  const others = {};
  const known = fieldsOf(instance).filter((each) => each.init);
  for (const name of Object.keys(given)) {
    if (fieldsOf(instance).some((each) => each.name === name && !each.init)) {
      throw new ValueError(`field ${name} is declared with init=False, it cannot be specified with replace()`);
    }
    if (!known.some((each) => each.name === name)) {
      throw new TypeError(`${nameOf(instance.constructor)}.__init__() got an unexpected keyword argument '${name}'`);
    }
  }
  for (const each of known) {
    const value = each.name in given ? given[each.name] : each.isInitOnly ? undefined : instance[each.property];
    if (each.kwOnly) others[each.name] = value;
    else positional.push(value);
  }
  const args = Object.keys(others).length > 0 ? [...positional, new Keywords(others)] : positional;
  return new instance.constructor(...args);
}
sig(replace, "obj,/,**changes");

/** @param {any} instance @param {any} [given] */
export function asdict(instance, given) {
  const { dict_factory: factory } = keywordsOf(given);
  return plain(requireInstance(instance, "asdict"), "dict", factory);
}
sig(asdict, "obj,*,dict_factory=");

/** @param {any} instance */
export const astuple = (instance) => plain(requireInstance(instance, "astuple"), "tuple");

/** @param {any} instance @param {string} name */
function requireInstance(instance, name) {
  if (typeof instance === "object" && is_dataclass(instance)) return instance;
  throw new TypeError(`${name}() should be called on dataclass instances`);
}

/** @param {any} value @param {"dict" | "tuple"} shape @param {any} [factory] @returns {any} */
function plain(value, shape, factory) {
  if (typeof value !== "object" || value === null) return value;
  if (is_dataclass(value)) {
    const pairs = kept(value).map((each) => /** @type {[any, any]} */ ([each.name, plain(value[each.property], shape, factory)]));
    if (shape === "tuple") return tupleFrom(pairs.map(([, item]) => item));
    return factory ? call(factory, pairs.map((pair) => tupleFrom(pair))) : dictOf(...pairs);
  }
  if (value.constructor === Tuple) return tupleFrom(Array.from(value, (item) => plain(item, shape, factory)));
  if (Array.isArray(value) && !(value instanceof Tuple)) return value.map((item) => plain(item, shape, factory));
  if (!isDict(value)) return value;
  return dictOf(...dictEntries(value).map(([key, item]) => /** @type {[any, any]} */ ([key, plain(item, shape, factory)])));
}
