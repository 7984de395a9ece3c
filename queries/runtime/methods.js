/**
 * The methods of Python's builtin types, for receivers whose type only the run knows: one export
 * per Python name. A receiver of another type gets its own method called, under JavaScript's spelling.
 */

import { attr, jsName } from "./attributes.js";
import { callmethodkw } from "./calls.js";
import * as own from "./collections.js";
import { AttributeError, OverflowError, TypeError, ValueError } from "./errors.js";
import { formatText } from "./format.js";
import { FrozenSet, HASHED_AS, isDict, isFloat, isNumber, Keywords, PySet, Slice, TEST, Tuple, tupleOf, typeName } from "./kinds.js";
import { send as resume } from "./iteration.js";
import { exact } from "./operators.js";
import * as text from "./strings.js";
import { sliceBounds } from "./values.js";

import * as all from "./methods.js";

/** `methods.append(list, item)` … as one value. */
export * as methods from "./methods.js";

/** @typedef {"str" | "list" | "tuple" | "dict" | "set" | "frozenset" | "slice" | "int" | "float" | "generator"} Kind */

/** @param {any} value @returns {Kind | null} */
function kindOf(value) {
  if (typeof value === "string") return "str";
  if (isNumber(value)) return isFloat(value) ? "float" : "int";
  if (Array.isArray(value)) return value instanceof Tuple ? "tuple" : "list";
  if (value instanceof PySet) return value instanceof FrozenSet ? "frozenset" : "set";
  if (value instanceof Slice) return "slice";
  if (isDict(value)) return "dict";
  return Object.prototype.toString.call(value) === "[object Generator]" ? "generator" : null;
}

/**
 * @param {string} name
 * @param {Partial<Record<Kind, (...args: any[]) => any>>} byKind
 * @param {string[]} parameters names by which arguments may be passed, in order
 * @returns {(receiver: any, ...args: any[]) => any}
 */
function method(name, byKind, parameters = []) {
  const hostName = jsName(name);
  /** @type {(receiver: any, ...args: any[]) => any} */
  const callee = (receiver, ...args) => {
    const kind = kindOf(receiver);
    const builtin = kind === null ? undefined : byKind[kind];
    // A member of an enum that is text too.
    if (kind === null && typeof receiver?.[HASHED_AS] === "string" && !(hostName in receiver)) {
      return callee(receiver[HASHED_AS], ...args);
    }
    if (builtin === undefined || (kind === "dict" && typeof receiver[hostName] === "function")) {
      return ownMethod(receiver, name, hostName, args);
    }
    return builtin(receiver, ...positioned(name, args, parameters)) ?? null;
  };
  KINDS.set(callee, Object.keys(byKind));
  return callee;
}

/** @param {any} receiver @param {string} name @param {string} hostName @param {any[]} args */
function ownMethod(receiver, name, hostName, args) {
  if (receiver === null || receiver === undefined || typeof receiver[hostName] !== "function") {
    throw new AttributeError(`'${typeName(receiver)}' object has no attribute '${name}'`);
  }
  const last = args.at(-1);
  if (!(last instanceof Keywords)) return receiver[hostName](...args);
  return callmethodkw(receiver, hostName, args.slice(0, -1), last.values);
}

/** @type {WeakMap<object, Map<string, any>>} */
const boundMethods = new WeakMap();

/**
 * `receiver.name` as a value, for a name that a builtin type has: bound, the same function at each use.
 * `str.lower` and the like give the method that takes its receiver first.
 * @param {any} receiver @param {string} name as Python spells it @returns {any}
 */
export function methodOf(receiver, name) {
  const builtin = /** @type {any} */ (all)[name];
  if (typeof receiver === "function" && Object.hasOwn(receiver, TEST)) {
    return name === "fromkeys" ? own.dictFromKeys : builtin;
  }
  const kind = kindOf(receiver);
  if (kind === null || !KINDS.get(builtin)?.includes(kind)) return attr(receiver, jsName(name), name);
  if (typeof receiver !== "object") return (/** @type {any[]} */ ...args) => builtin(receiver, ...args);
  const known = boundMethods.get(receiver) ?? new Map();
  boundMethods.set(receiver, known);
  if (!known.has(name)) known.set(name, (/** @type {any[]} */ ...args) => builtin(receiver, ...args));
  return known.get(name);
}

/** The kinds of receiver that each method knows. @type {Map<any, string[]>} */
const KINDS = new Map();

/** Puts trailing keywords into their places. @param {string} name @param {any[]} args @param {string[]} parameters */
function positioned(name, args, parameters) {
  const last = args.at(-1);
  if (!(last instanceof Keywords)) return args;
  const placed = args.slice(0, -1);
  if (parameters[0] === "**") return [...placed, last];
  for (const [key, value] of Object.entries(last.values)) {
    const index = parameters.indexOf(key);
    if (index < 0) throw new TypeError(`${name}() got an unexpected keyword argument '${key}'`);
    placed[index] = value;
  }
  return placed;
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
  own.setReplace(target, own.setUnion(target, ...others));
}

// Lists, and what they share with others
export const append = method("append", { list: (values, item) => void values.push(item) });
export const extend = method("extend", { list: own.listExtend });
export const insert = method("insert", { list: own.listInsert });
export const reverse = method("reverse", { list: (values) => void values.reverse() });
export const sort = method("sort", { list: (values, ...options) => sortWith(values, options) }, ["key", "reverse"]);
export const pop = method("pop", { list: own.listPop, dict: own.dictPop, set: own.setPop });
export const remove = method("remove", { list: own.listRemove, set: own.setRemove });
export const clear = method("clear", {
  list: clearList,
  dict: own.dictClear,
  set: (target) => target.entries.clear(),
});
export const copy = method("copy", {
  list: (values) => [...values],
  dict: own.dictCopy,
  set: own.setCopy,
  frozenset: (source) => source,
});
export const index = method("index", { list: own.listIndex, tuple: own.listIndex, str: text.index });
export const count = method("count", { list: own.listCount, tuple: own.listCount, str: text.count });

/** @param {any[]} values @param {any[]} options */
function sortWith(values, [key, reversed]) {
  own.listSort(values, key, reversed);
}

// Dicts, and what they share with sets
export const get = method("get", { dict: own.dictRead });
export const keys = method("keys", { dict: (target) => new own.DictView(target, "dict_keys") });
export const values = method("values", { dict: (target) => new own.DictView(target, "dict_values") });
export const items = method("items", { dict: (target) => new own.DictView(target, "dict_items") });
export const setdefault = method("setdefault", { dict: own.dictSetDefault });
export const popitem = method("popitem", { dict: own.dictPopItem });
export const update = method("update", { dict: updateDict, set: updateSet }, ["**"]);

// Sets
export const add = method("add", { set: own.setAdd });
export const discard = method("discard", { set: own.setDiscard });
export const union = bothSets("union", own.setUnion);
export const intersection = bothSets("intersection", own.setIntersection);
export const difference = bothSets("difference", own.setDifference);
export const symmetric_difference = bothSets("symmetric_difference", own.setSymmetricDifference);
export const issubset = bothSets("issubset", own.setIsSubset);
export const issuperset = bothSets("issuperset", own.setIsSuperset);
export const isdisjoint = bothSets("isdisjoint", own.setIsDisjoint);
export const intersection_update = inPlace("intersection_update", own.setIntersection);
export const difference_update = inPlace("difference_update", own.setDifference);
export const symmetric_difference_update = inPlace("symmetric_difference_update", own.setSymmetricDifference);

/** @param {string} name @param {(...args: any[]) => any} operation */
function bothSets(name, operation) {
  return method(name, { set: operation, frozenset: operation });
}

/** @param {string} name @param {(...args: any[]) => any} operation */
function inPlace(name, operation) {
  return method(name, { set: (target, ...others) => own.setReplace(target, operation(target, ...others)) });
}

// Text
/** @param {string} name @param {(...args: any[]) => any} operation @param {string[]} [parameters] */
function ofText(name, operation, parameters) {
  return method(name, { str: operation }, parameters);
}

export const capitalize = ofText("capitalize", text.capitalize);
export const casefold = ofText("casefold", text.casefold);
export const center = ofText("center", text.center);
export const encode = ofText("encode", text.encode, ["encoding", "errors"]);
export const endswith = ofText("endswith", text.endswith);
export const expandtabs = ofText("expandtabs", text.expandtabs, ["tabsize"]);
export const find = ofText("find", text.find);
export const format = ofText("format", (template, ...args) => formatText(template, ...withKeywords(args)), ["**"]);
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
export const rsplit = ofText("rsplit", text.rsplit, ["sep", "maxsplit"]);
export const rstrip = ofText("rstrip", text.rstrip);
export const split = ofText("split", text.split, ["sep", "maxsplit"]);
export const splitlines = ofText("splitlines", text.splitlines, ["keepends"]);
export const startswith = ofText("startswith", text.startswith);
export const strip = ofText("strip", text.strip);
export const swapcase = ofText("swapcase", text.swapcase);
export const title = ofText("title", text.title);
export const translate = ofText("translate", text.translate);
export const upper = ofText("upper", text.upper);
export const zfill = ofText("zfill", text.zfill);

// Numbers
export const is_integer = method("is_integer", { float: (value) => Number.isInteger(Number(value)) });
export const bit_length = method("bit_length", { int: (value) => (Number(value) === 0 ? 0 : Math.abs(value).toString(2).length) });
export const bit_count = method("bit_count", { int: (value) => Math.abs(value).toString(2).replaceAll("0", "").length });
export const as_integer_ratio = method("as_integer_ratio", { int: (value) => tupleOf(Number(value), 1), float: (value) => ratio(Number(value)) });

/** @param {number} value */
function ratio(value) {
  if (Number.isNaN(value)) throw new ValueError("cannot convert NaN to integer ratio");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert Infinity to integer ratio");
  let bottom = 1;
  while (!Number.isInteger(value * bottom)) bottom *= 2;
  return tupleOf(exact(value * bottom), exact(bottom));
}

// Slices
export const indices = method("indices", { slice: sliceIndices });

/** @param {any} bounds @param {number} length */
function sliceIndices({ start, stop, step }, length) {
  const whole = sliceBounds(start, stop, step, length);
  return tupleOf(whole.start, whole.stop, whole.step);
}

// Generators
export const send = method("send", { generator: resume });
export const close = method("close", { generator: (generator) => void generator.return() });
const throw_ = method("throw", { generator: (generator, error) => generator.throw(error).value });
export { throw_ as throw };

