/** Python's `dataclasses`. Attributes have JavaScript's spelling; `repr` and keywords have Python's. */

import { jsName } from "../attributes.js";
import { keywordsOf, sig, spreadKeywords } from "../calls.js";
import { PyObject } from "../classes.js";
import { dictEntries, dictOf } from "../dicts.js";
import { AttributeError, TypeError } from "../errors.js";
import { hash } from "../hash.js";
import { isDict, Keywords, nameOf, NotImplemented, Tuple, tupleFrom } from "../kinds.js";
import { repr } from "../text.js";
import { eq, ge, gt, le, lt } from "../values.js";

/** On a dataclass: its fields, inherited ones first. */
const FIELDS = Symbol("dataclass.fields");

/**
 * @typedef {object} FieldOptions
 * @property {boolean} [init] @property {boolean} [repr] @property {boolean} [compare] @property {boolean} [kw_only]
 */
/**
 * @typedef {object} Field
 * @property {string} name @property {string} property @property {(() => any) | null | undefined} fallback
 * @property {FieldOptions} options
 */
/** @typedef {{frozen?: boolean, order?: boolean, eq?: boolean, repr?: boolean, init?: boolean, kw_only?: boolean}} Options */

/** @param {any} type @returns {Field[]} */
function fieldsOf(type) {
  const found = (typeof type === "function" ? type : type?.constructor)?.[FIELDS];
  if (found === undefined) throw new TypeError("must be called with a dataclass type or instance");
  return found;
}

/**
 * Makes a class a dataclass.
 * @param {any} type
 * @param {[string, ((() => any) | null)?, FieldOptions?][]} own each field's name, default and options
 * @param {Options} [options]
 * @param {string} [qualname] what its `repr` calls it, if that is not its name
 */
export function dataclass(type, own, options = {}, qualname = "") {
  if (qualname !== "") Object.defineProperty(type, "__qualname__", { value: qualname });
  const fields = new Map((type[FIELDS] ?? []).map((/** @type {Field} */ field) => [field.name, field]));
  for (const [name, fallback, settings = {}] of own) {
    const full = { init: true, repr: true, compare: true, kw_only: options.kw_only ?? false, ...settings };
    fields.set(name, { name, property: jsName(name), fallback, options: full });
  }
  const all = [...fields.values()];
  Object.defineProperty(type, FIELDS, { value: all });
  Object.defineProperty(type, "__match_args__", {
    value: all.filter((field) => field.options.init && !field.options.kw_only).map((field) => field.property),
  });
  addMethods(type.prototype, all, type, options);
  return type;
}

/** @param {any} prototype @param {Field[]} fields @param {any} type @param {Options} options */
function addMethods(prototype, fields, type, options) {
  if (options.init !== false) addInit(prototype, fields, type, options.frozen === true);
  const compared = fields.filter((field) => field.options.compare);
  const key = (/** @type {any} */ self) => tupleFrom(compared.map((field) => self[field.property]));
  if (options.repr !== false) {
    const shown = fields.filter((field) => field.options.repr);
    define(prototype, "__repr__", function () {
      const self = /** @type {any} */ (this);
      const parts = shown.map((/** @type {Field} */ field) => `${field.name}=${repr(self[field.property])}`);
      const owner = self.constructor;
      return `${Object.hasOwn(owner, "__qualname__") ? owner.__qualname__ : nameOf(owner)}(${parts.join(", ")})`;
    });
  }
  if (options.eq !== false) {
    define(prototype, "__eq__", function (other) {
      return other?.constructor === this.constructor ? eq(key(this), key(other)) : NotImplemented;
    });
    if (!Object.hasOwn(prototype, "__hash__")) {
      /** @this {any} */
      const hashed = function () {
        return hash(key(this));
      };
      Object.defineProperty(prototype, "__hash__", { value: options.frozen ? hashed : null, configurable: true, writable: true });
    }
  }
  if (options.order === true) {
    for (const [name, compare] of Object.entries({ __lt__: lt, __le__: le, __gt__: gt, __ge__: ge })) {
      define(prototype, name, function (other) {
        return other?.constructor === this.constructor ? compare(key(this), key(other)) : NotImplemented;
      });
    }
  }
}

/** A method, unless the class has written its own. @param {any} prototype @param {string} name @param {(this: any, ...args: any[]) => any} method */
function define(prototype, name, method) {
  if (Object.hasOwn(prototype, name)) return;
  Object.defineProperty(prototype, name, { value: method, configurable: true, writable: true });
}

/** @param {any} prototype @param {Field[]} fields @param {any} type @param {boolean} isFrozen */
function addInit(prototype, fields, type, isFrozen) {
  const taken = fields.filter((field) => field.options.init);
  const positional = taken.filter((field) => !field.options.kw_only);
  const keywordOnly = taken.filter((field) => field.options.kw_only);
  define(prototype, "__init__", function (...args) {
    const given = keywordsOf(args.at(-1));
    const values = args.filter((value) => !(value instanceof Keywords));
    if (values.length > positional.length) throw tooMany(nameOf(type), positional, values.length);
    for (const field of fields) {
      const index = positional.indexOf(field);
      const value = index < 0 ? (field.options.init ? given[field.name] : undefined) : values[index];
      this[field.property] = value === undefined ? fallbackOf(field, nameOf(type)) : value;
    }
    if (typeof this.__post_init__ === "function") this.__post_init__();
    if (isFrozen) freeze(this);
  });
  const spelled = (/** @type {Field} */ field) => field.name + (typeof field.fallback === "function" ? "=" : "");
  const parts = positional.map(spelled);
  if (keywordOnly.length > 0) parts.push("*", ...keywordOnly.map(spelled));
  sig(type, parts.join(","));
  if (Object.hasOwn(prototype, "__init__")) sig(prototype.__init__, parts.join(","));
}

/** @param {string} name @param {Field[]} positional @param {number} count */
function tooMany(name, positional, count) {
  const most = positional.length + 1;
  return new TypeError(`${name}.__init__() takes ${most} positional argument${most === 1 ? "" : "s"} but ${count + 1} were given`);
}

/** @param {Field} field @param {string} type */
function fallbackOf(field, type) {
  if (typeof field.fallback === "function") return field.fallback();
  if (!field.options.init) return undefined;
  throw new TypeError(`${type}.__init__() missing 1 required positional argument: '${field.name}'`);
}

/** Makes every assignment raise `FrozenInstanceError`. @param {any} instance */
function freeze(instance) {
  for (const name of Object.keys(instance)) {
    const value = instance[name];
    Object.defineProperty(instance, name, {
      enumerable: true,
      configurable: true,
      get: () => value,
      set: () => {
        throw new FrozenInstanceError(`cannot assign to field '${pythonName(instance, name)}'`);
      },
    });
  }
  Object.preventExtensions(instance);
}

/** @param {any} instance @param {string} property */
function pythonName(instance, property) {
  return fieldsOf(instance).find((field) => field.property === property)?.name ?? property;
}

export class FrozenInstanceError extends AttributeError {}

/** @param {any} value */
export function is_dataclass(value) {
  return (typeof value === "function" ? value : value?.constructor)?.[FIELDS] !== undefined;
}

/** @param {any} value a dataclass or an instance @returns {Tuple} */
export function fields(value) {
  return tupleFrom(fieldsOf(value).map(({ name }) => ({ name })));
}

/** `replace(instance, **changes)`. @param {any} instance @param {any} [changes] @returns {any} */
export function replace(instance, changes) {
  const given = spreadKeywords(keywordsOf(changes));
  /** @type {any[]} */
  const positional = [];
  /** @type {Record<string, any>} */
  const others = {};
  const known = fieldsOf(instance).filter((field) => field.options.init);
  for (const name of Object.keys(given)) {
    if (!known.some((field) => field.name === name)) {
      throw new TypeError(`${nameOf(instance.constructor)}.__init__() got an unexpected keyword argument '${name}'`);
    }
  }
  for (const field of known) {
    const value = field.name in given ? given[field.name] : instance[field.property];
    if (field.options.kw_only) others[field.name] = value;
    else positional.push(value);
  }
  return new instance.constructor(...positional, new Keywords(others));
}
sig(replace, "obj,/,**changes");

export const asdict = (/** @type {any} */ instance) => plain(instance, "dict");
export const astuple = (/** @type {any} */ instance) => plain(instance, "tuple");

/** @param {any} value @param {"dict" | "tuple"} shape @returns {any} */
function plain(value, shape) {
  if (value instanceof PyObject && is_dataclass(value)) {
    const pairs = fieldsOf(value).map((field) => /** @type {[any, any]} */ ([field.name, plain(/** @type {any} */ (value)[field.property], shape)]));
    return shape === "dict" ? dictOf(...pairs) : tupleFrom(pairs.map(([, item]) => item));
  }
  if (value instanceof Tuple) return tupleFrom(Array.from(value, (item) => plain(item, shape)));
  if (Array.isArray(value)) return value.map((item) => plain(item, shape));
  if (!isDict(value)) return value;
  return dictOf(...dictEntries(value).map(([key, item]) => /** @type {[any, any]} */ ([key, plain(item, shape)])));
}
