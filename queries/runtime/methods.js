/**
 * The methods of Python's builtin types, for receivers whose type only the run knows: one export
 * per Python name. A receiver of another type gets its own method called, under JavaScript's spelling (`receivers.js`).
 */

import { pos } from "./arithmetic.js";
import * as asyncgenerators from "./asyncgenerators.js";
import { attr } from "./attributes.js";
import { digitsOf } from "./bigints.js";
import * as own from "./collections.js";
import { read } from "./dicts.js";
import { AttributeError, OverflowError, TypeError, ValueError } from "./errors.js";
import { formatText } from "./format.js";
import { whole } from "./integers.js";
import { close as closeGenerator, send as resume, throwInto } from "./iteration.js";
import {
  HASHED_AS, isClass, isDict, isFloat, isNone, isNumber, isOfBuiltin, isPlainDict, Keywords, KIND, nameOf, SIGNATURE,
  TEST, Tuple, tupleOf, typeName,
} from "./kinds.js";
import { camelCase, isOwnMethod, ownMethod } from "./receivers.js";
import { hasAttribute } from "./reflection.js";
import * as sets from "./sets.js";
import * as text from "./strings.js";
import { DictView } from "./views.js";

/** @typedef {"str" | "list" | "tuple" | "dict" | "set" | "frozenset" | "slice" | "int" | "float" | "generator" | "async_generator"} Kind */
/** @typedef {Partial<Record<Kind, (...args: any[]) => any>>} ByKind */

/** @type {Record<string, Kind>} */
const GENERATORS = { "[object Generator]": "generator", "[object AsyncGenerator]": "async_generator" };

/** @param {any} value @returns {Kind | null} */
function kindOf(value) {
  if (typeof value === "string") return "str";
  if (isPlainDict(value)) return "dict";
  if (isNumber(value)) return isFloat(value) ? "float" : "int";
  if (Array.isArray(value)) return value instanceof Tuple ? "tuple" : "list";
  if (typeof value !== "object" || value === null) return null;
  if (value[KIND] !== undefined) return value[KIND];
  if (isDict(value)) return "dict";
  return GENERATORS[Object.prototype.toString.call(value)] ?? null;
}

/**
 * @param {string} name
 * @param {ByKind} byKind
 * @returns {(receiver: any, ...args: any[]) => any}
 */
function method(name, byKind) {
  const hostName = OF_HOST[name] ?? camelCase(name);
  /** @type {(receiver: any, ...args: any[]) => any} */
  const callee = (receiver, ...args) => {
    const kind = kindOf(receiver);
    const builtin = kind === null ? undefined : byKind[kind];
    // A member of an enum that is text or a number too.
    if (kind === null && receiver?.[HASHED_AS] !== undefined && !(hostName in receiver)) {
      return callee(receiver[HASHED_AS], ...args);
    }
    if (builtin === undefined || redefines(receiver, kind, name, hostName)) {
      return ownMethod(receiver, name, hostName, args);
    }
    return builtin(receiver, ...args) ?? null;
  };
  return Object.assign(callee, { byKind });
}

/** Whether a dict of the host's, or a class that derives from the builtin type, has a method of its own. @param {any} receiver @param {Kind | null} kind @param {string} name @param {string} hostName */
function redefines(receiver, kind, name, hostName) {
  if (kind === "dict") return isOwnMethod(receiver, hostName);
  return typeof receiver === "object" && !isPlain(receiver) && typeof receiver[camelCase(name)] === "function";
}

/** Whether a value is of a builtin type itself. @param {any} value */
function isPlain(value) {
  return value[KIND] === undefined ? !("__init__" in value) : isOfBuiltin(value);
}

/** What JavaScript calls its own methods of that meaning. @type {Record<string, string>} */
const OF_HOST = { lower: "toLowerCase", strip: "trim", upper: "toUpperCase" };

/** @type {WeakMap<object, Map<string, any>>} */
const boundMethods = new WeakMap();

/**
 * `receiver.name` as a value, for a name that a builtin type has: bound, the same function at each use.
 * `str.lower` and the like give the method that takes its receiver first.
 * @param {any} receiver @param {string} name as Python spells it @param {any} builtin what is exported here under that name @returns {any}
 */
export function methodOf(receiver, name, builtin) {
  if (typeof receiver === "function" && Object.hasOwn(receiver, TEST)) {
    return name === "fromkeys" ? own.dictFromKeys : builtin;
  }
  const kind = kindOf(receiver);
  if (kind === null || builtin.byKind[kind] === undefined) return attr(receiver, camelCase(name), name);
  if (typeof receiver !== "object") return (/** @type {any[]} */ ...args) => builtin(receiver, ...args);
  const known = boundMethods.get(receiver) ?? new Map();
  boundMethods.set(receiver, known);
  if (!known.has(name)) known.set(name, (/** @type {any[]} */ ...args) => builtin(receiver, ...args));
  return known.get(name);
}

/** `hasattr(receiver, name)` for such a name. @param {any} receiver @param {string} name @param {any} builtin */
export function hasMethodOf(receiver, name, builtin) {
  const kind = typeof receiver === "function" && Object.hasOwn(receiver, TEST) ? nameOf(receiver) : kindOf(receiver);
  return kind !== null && Object.hasOwn(builtin.byKind, kind) || hasAttribute(receiver, name);
}

/** `getattr(receiver, name, fallback)` for such a name. @param {any} receiver @param {string} name @param {any} builtin @param {any} fallback */
export function methodOr(receiver, name, builtin, fallback) {
  return hasMethodOf(receiver, name, builtin) ? methodOf(receiver, name, builtin) : fallback;
}

/** Splits trailing keywords off. @param {any[]} args @returns {[any[], Record<string, any>]} */
function withKeywords(args) {
  const last = args.at(-1);
  return last instanceof Keywords ? [args.slice(0, -1), last.values] : [args, {}];
}

/** @param {any} values */
function clearList(values) {
  values.length = 0;
}

/** @param {any} target @param {any[]} args */
function updateDict(target, ...args) {
  const [[source], keywords] = withKeywords(args);
  own.dictUpdate(target, source, keywords);
}

/** @param {any} target @param {any[]} others */
function updateSet(target, ...others) {
  sets.setReplace(target, sets.setUnion(target, ...others));
}

// Lists, and what they share with others
export const append = method("append", { list: own.listAppend });
export const extend = method("extend", { list: own.listExtend });
export const insert = method("insert", { list: own.listInsert });
export const reverse = method("reverse", { list: (values) => void Array.prototype.reverse.call(values) });
export const sort = method("sort", { list: own.listSort });
export const pop = method("pop", { list: own.listPop, dict: own.dictPop, set: sets.setPop });
export const remove = method("remove", { list: own.listRemove, set: sets.setRemove });
export const clear = method("clear", {
  list: clearList,
  dict: own.dictClear,
  set: (target) => target.entries.clear(),
});
export const copy = method("copy", {
  list: (values) => [...values],
  dict: own.dictCopy,
  set: sets.setCopy,
  frozenset: (source) => source,
});
export const index = method("index", { list: own.listIndex, tuple: own.listIndex, str: text.index });
export const count = method("count", { list: own.listCount, tuple: own.listCount, str: text.count });

// Dicts, and what they share with sets
export const get = method("get", { dict: read });
export const keys = method("keys", { dict: (target) => new DictView(target, "dict_keys") });
export const values = method("values", { dict: (target) => new DictView(target, "dict_values") });
export const items = method("items", { dict: (target) => new DictView(target, "dict_items") });
export const setdefault = method("setdefault", { dict: own.dictSetDefault });
export const popitem = method("popitem", { dict: own.dictPopItem });
export const update = method("update", { dict: updateDict, set: updateSet });

// Sets
export const add = method("add", { set: sets.setAdd });
export const discard = method("discard", { set: sets.setDiscard });
export const union = bothSets("union", sets.setUnion);
export const intersection = bothSets("intersection", sets.setIntersection);
export const difference = bothSets("difference", sets.setDifference);
export const symmetric_difference = bothSets("symmetric_difference", sets.setSymmetricDifference);
export const issubset = bothSets("issubset", sets.setIsSubset);
export const issuperset = bothSets("issuperset", sets.setIsSuperset);
export const isdisjoint = bothSets("isdisjoint", sets.setIsDisjoint);
export const intersection_update = inPlace("intersection_update", sets.setIntersection);
export const difference_update = inPlace("difference_update", sets.setDifference);
export const symmetric_difference_update = inPlace("symmetric_difference_update", sets.setSymmetricDifference);

/** @param {string} name @param {(...args: any[]) => any} operation */
function bothSets(name, operation) {
  return method(name, { set: operation, frozenset: operation });
}

/** @param {string} name @param {(...args: any[]) => any} operation */
function inPlace(name, operation) {
  return method(name, { set: (target, ...others) => sets.setReplace(target, operation(target, ...others)) });
}

// Text
/** @param {string} name @param {(...args: any[]) => any} operation */
function ofText(name, operation) {
  return method(name, { str: operation });
}

export const capitalize = ofText("capitalize", text.capitalize);
export const casefold = ofText("casefold", text.casefold);
export const center = ofText("center", text.center);
export const encode = ofText("encode", text.encode);
export const endswith = ofText("endswith", text.endswith);
export const expandtabs = ofText("expandtabs", text.expandtabs);
export const find = ofText("find", text.find);
export const format = ofText("format", (template, ...args) => formatText(template, ...withKeywords(args)));
export const format_map = ofText("format_map", (template, mapping) => formatText(template, [], mapping));
export const isalnum = ofText("isalnum", text.isalnum);
export const isalpha = ofText("isalpha", text.isalpha);
export const isascii = ofText("isascii", text.isascii);
export const isdecimal = ofText("isdecimal", text.isdecimal);
export const isdigit = ofText("isdigit", text.isdigit);
export const isidentifier = ofText("isidentifier", text.isidentifier);
export const islower = ofText("islower", text.islower);
export const isnumeric = ofText("isnumeric", text.isnumeric);
export const isprintable = ofText("isprintable", text.isprintable);
export const isspace = ofText("isspace", text.isspace);
export const istitle = ofText("istitle", text.istitle);
export const isupper = ofText("isupper", text.isupper);
export const join = ofText("join", text.join);
export const ljust = ofText("ljust", text.ljust);
export const lower = ofText("lower", text.lower);
export const lstrip = ofText("lstrip", text.lstrip);
export const maketrans = ofText("maketrans", (_, ...args) => text.maketrans(.../** @type {[any]} */ (args)));
export const partition = ofText("partition", text.partition);
export const removeprefix = ofText("removeprefix", text.removeprefix);
export const removesuffix = ofText("removesuffix", text.removesuffix);
export const replace = ofText("replace", text.replace);
export const rfind = ofText("rfind", text.rfind);
export const rindex = ofText("rindex", text.rindex);
export const rjust = ofText("rjust", text.rjust);
export const rpartition = ofText("rpartition", text.rpartition);
export const rsplit = ofText("rsplit", text.rsplit);
export const rstrip = ofText("rstrip", text.rstrip);
export const split = ofText("split", text.split);
export const splitlines = ofText("splitlines", text.splitlines);
export const startswith = ofText("startswith", text.startswith);
export const strip = ofText("strip", text.strip);
export const swapcase = ofText("swapcase", text.swapcase);
export const title = ofText("title", text.title);
export const translate = ofText("translate", text.translate);
export const upper = ofText("upper", text.upper);
export const zfill = ofText("zfill", text.zfill);

// Numbers
export const is_integer = method("is_integer", { float: (value) => Number.isInteger(Number(value)) });
export const bit_length = method("bit_length", { int: (value) => (Number(value) === 0 ? 0 : digitsOf(value, 2).length) });
export const bit_count = method("bit_count", { int: (value) => digitsOf(value, 2).replaceAll("0", "").length });
export const as_integer_ratio = method("as_integer_ratio", { int: (value) => tupleOf(pos(value), 1), float: (value) => ratio(Number(value)) });

/** @param {number} value */
function ratio(value) {
  if (Number.isNaN(value)) throw new ValueError("cannot convert NaN to integer ratio");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert Infinity to integer ratio");
  let [top, bottom] = [value, 1n];
  while (!Number.isInteger(top)) [top, bottom] = [top * 2, bottom * 2n];
  return tupleOf(whole(BigInt(top)), whole(bottom));
}

export const conjugate = method("conjugate", { int: pos, float: pos });

// Slices
export const indices = method("indices", { slice: (bounds, length) => bounds.indices(length) });

// Generators
export const send = method("send", { generator: resume });
export const close = method("close", { generator: closeGenerator });
const throw_ = method("throw", { generator: throwInto });
export { throw_ as throw };
export const asend = method("asend", { async_generator: asyncgenerators.asend });
export const athrow = method("athrow", { async_generator: asyncgenerators.athrow });
export const aclose = method("aclose", { async_generator: asyncgenerators.aclose });

/** Every method by its name, for names that only the run knows. @type {Record<string, any>} */
export const BY_NAME = {
  aclose,
  add,
  append,
  as_integer_ratio,
  asend,
  athrow,
  bit_count,
  bit_length,
  capitalize,
  casefold,
  center,
  clear,
  close,
  conjugate,
  copy,
  count,
  difference,
  difference_update,
  discard,
  encode,
  endswith,
  expandtabs,
  extend,
  find,
  format,
  format_map,
  get,
  index,
  indices,
  insert,
  intersection,
  intersection_update,
  is_integer,
  isalnum,
  isalpha,
  isascii,
  isdecimal,
  isdigit,
  isdisjoint,
  isidentifier,
  islower,
  isnumeric,
  isprintable,
  isspace,
  issubset,
  issuperset,
  istitle,
  isupper,
  items,
  join,
  keys,
  ljust,
  lower,
  lstrip,
  maketrans,
  partition,
  pop,
  popitem,
  remove,
  removeprefix,
  removesuffix,
  replace,
  reverse,
  rfind,
  rindex,
  rjust,
  rpartition,
  rsplit,
  rstrip,
  send,
  setdefault,
  sort,
  split,
  splitlines,
  startswith,
  strip,
  swapcase,
  symmetric_difference,
  symmetric_difference_update,
  title,
  translate,
  union,
  update,
  upper,
  values,
  zfill,
  throw: throw_,
};

/** Whether a value of a builtin type has a method. @param {any} receiver @param {string} name as Python spells it */
export function hasMethod(receiver, name) {
  if (!Object.hasOwn(BY_NAME, name)) return false;
  const kind = typeof receiver === "function" && Object.hasOwn(receiver, TEST) ? nameOf(receiver) : kindOf(receiver);
  return kind !== null && Object.hasOwn(BY_NAME[name].byKind, kind);
}
