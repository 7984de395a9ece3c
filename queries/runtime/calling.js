/** Calls of which only the run knows what they call: checked against the signature of the callee (`calls.js`). */

import { bound } from "./bound.js";
import { parse } from "./calls.js";
import { dictGet, dictHas, dictKeys } from "./dicts.js";
import { dictSet, isPlainKey, mappingEntries } from "./entries.js";
import { TypeError } from "./errors.js";
import { isClass, Keywords, nameOf, RECEIVER, SIGNATURE, typeName } from "./kinds.js";

/** @typedef {import("./calls.js").Parameters} Parameters */

/** Calls a function of which only the run knows what it takes. @param {any} callee @param {any[]} args @param {Record<string, any>} keywords @returns {any} */
export function callkw(callee, args, keywords) {
  return call(callee, ...placed(callee, args, keywords));
}

/** The same for a method. @param {any} object @param {string} name @param {any[]} args @param {Record<string, any>} keywords @returns {any} */
export function callmethodkw(object, name, args, keywords) {
  const method = object[name];
  // JavaScript says what is wrong.
  if (method === undefined) return object[name](...args);
  // Messages name the object's class.
  const callee = method[SIGNATURE] === undefined || isClass(method) ? method : bound(object, name);
  const values = placed(callee, args, keywords);
  return isClass(method) ? call(method, ...values) : object[name](...values);
}

/**
 * The same for a method that a browser class or a store has from the framework: its function does not say what it takes.
 * @param {any} object @param {string} name @param {string} signature @param {any[]} args @param {Record<string, any>} keywords @returns {any}
 */
export function callframework(object, name, signature, args, keywords) {
  const method = object?.[name];
  const isFramework = object?._lc !== undefined || typeof object?.getState === "function";
  if (!isFramework || typeof method !== "function" || method[SIGNATURE] !== undefined) return callmethodkw(object, name, args, keywords);
  return object[name](...arrange(parse(signature), bound(object, name), args, keywords));
}

/** Keywords of a call of which only the run knows whether it is of a builtin's method. */
class MethodKeywords extends Keywords {
  /** @param {any} receiver @param {string} name @param {any[]} args */
  callMethod(receiver, name, args) {
    return callmethodkw(receiver, name, args, this.values);
  }
}

/** @param {Record<string, any>} values */
export function kwmethod(values) {
  return new MethodKeywords(values);
}

/** Calls a value that may be a function, a class or an object with `__call__`. @param {any} callee @param {any[]} args @returns {any} */
export function call(callee, ...args) {
  if (typeof callee !== "function") return callable(callee).__call__(...args);
  // An enum is called with a value, whatever its constructor takes.
  if (isClass(callee) && typeof callee.__call__ === "function") return callee.__call__(...args);
  fits(callee, args);
  if (!isClass(callee)) return callee(...args);
  return new callee(...args);
}

/** Raises if a callee does not take so many arguments. @param {any} callee @param {any[]} args */
export function fits(callee, args) {
  const text = callee[SIGNATURE];
  if (text !== undefined) checkCount(callee, parse(text), args);
}

/** Raises if positional arguments are missing, or too many. @param {any} callee @param {Parameters} parameters @param {any[]} args */
function checkCount(callee, parameters, args) {
  const { positional, rest, keywordOnly, optional } = parameters;
  const last = args.at(-1);
  const count = last instanceof Keywords ? args.length - 1 : args.length;
  const given = last instanceof Keywords ? last.values : {};
  if (count > positional.length && rest === null) throw tooMany(callee, parameters, count, given);
  const isShort = count < positional.length && !optional.has(positional[count]);
  if (!isShort && keywordOnly.length === 0) return;
  requireAll(parameters, labelOf(callee), args.slice(0, count), given);
}

/** What Python's messages call a callee. @param {any} callee */
function labelOf(callee) {
  if (isClass(callee)) return `${nameOf(callee)}.__init__`;
  const receiver = callee[RECEIVER]?.[0];
  return receiver === undefined ? nameOf(callee) : `${typeof receiver === "function" ? nameOf(receiver) : typeName(receiver)}.${nameOf(callee)}`;
}

/** How many positional arguments a callee takes that no call writes: its receiver. @param {any} callee */
function hiddenArguments(callee) {
  return isClass(callee) || callee[RECEIVER] !== undefined ? 1 : 0;
}

/** A call of which it was known that it does not fit. @param {string} message @returns {never} */
export function mismatched(message) {
  throw new TypeError(message);
}

/** @param {any} value */
function callable(value) {
  if (typeof value?.__call__ === "function") return value;
  throw new TypeError(`'${typeName(value)}' object is not callable`);
}

/** The arguments of a call, each in the place that the callee's signature gives it. @param {any} callee @param {any[]} args @param {Record<string, any>} keywords @returns {any[]} */
export function placed(callee, args, keywords) {
  if (typeof callee !== "function") return placed(callable(callee).__call__, args, keywords);
  const text = callee[SIGNATURE];
  if (text === undefined) return Object.keys(keywords).length === 0 ? args : [...args, keywords];
  return arrange(parse(text), callee, args, keywords);
}

/** @param {Parameters} parameters @param {any} callee @param {any[]} args @param {Record<string, any>} keywords */
function arrange(parameters, callee, args, keywords) {
  const { positional, positionalOnly, rest } = parameters;
  const name = labelOf(callee);
  if (args.length > positional.length && rest === null) throw tooMany(callee, parameters, args.length, keywords);
  const placed = [...args];
  /** @type {Record<string, any>} */
  const others = {};
  for (const key of dictKeys(keywords)) {
    const value = dictGet(keywords, key);
    const index = positional.indexOf(key);
    if (index >= positionalOnly) {
      if (index < args.length) throw new TypeError(`${name}() got multiple values for argument '${key}'`);
      placed[index] = value;
    } else if (parameters.keywordOnly.includes(key) || parameters.keywords !== null) dictSet(others, key, value);
    else throw new TypeError(`${name}() got an unexpected keyword argument '${key}'`);
  }
  requireAll(parameters, name, placed, others);
  if (parameters.keywordOnly.length > 0 || parameters.keywords !== null) {
    while (placed.length < positional.length) placed.push(undefined);
    placed.push(new Keywords(others));
  }
  return Array.from(placed);
}

/** @param {any} callee @param {Parameters} parameters @param {number} count @param {Record<string, any>} keywords */
function tooMany(callee, { positional, optional, keywordOnly }, count, keywords) {
  const hidden = hiddenArguments(callee);
  const most = positional.length + hidden;
  const given = count + hidden;
  const least = positional.filter((key) => !optional.has(key)).length + hidden;
  const range = least === most ? `${most} positional argument${most === 1 ? "" : "s"}` : `from ${least} to ${most} positional arguments`;
  const extra = keywordOnly.filter((key) => dictHas(keywords, key)).length;
  const beside = `${given} positional argument${given === 1 ? "" : "s"} (and ${extra} keyword-only argument${extra === 1 ? "" : "s"}) were`;
  return new TypeError(`${labelOf(callee)}() takes ${range} but ${extra > 0 ? beside : `${given} ${given === 1 ? "was" : "were"}`} given`);
}

/** @param {Parameters} parameters @param {string} name @param {any[]} placed @param {Record<string, any>} others */
function requireAll({ positional, keywordOnly, optional }, name, placed, others) {
  const absent = positional.filter((key, index) => placed[index] === undefined && !optional.has(key));
  if (absent.length > 0) throw missing(name, absent, "positional");
  const absentKeywords = keywordOnly.filter((key) => !dictHas(others, key) && !optional.has(key));
  if (absentKeywords.length > 0) throw missing(name, absentKeywords, "keyword-only");
}

/** @param {string} name @param {string[]} names @param {string} kind */
function missing(name, names, kind) {
  const quoted = names.map((key) => `'${key}'`);
  const last = quoted.pop();
  const list = quoted.length === 0 ? last : `${quoted.join(", ")}${quoted.length > 1 ? "," : ""} and ${last}`;
  return new TypeError(`${name}() missing ${names.length} required ${kind} argument${names.length === 1 ? "" : "s"}: ${list}`);
}

/** A method that got fewer arguments than it needs. @param {string} method @param {number} count @param {string[]} names what it needs @returns {never} */
export function lacking(method, count, ...names) {
  throw missing(method, names.slice(count), "positional");
}

/** A keyword-only parameter without default that got no argument. @param {string} name @param {string[]} names */
export function missingKeywords(name, ...names) {
  return missing(name, names, "keyword-only");
}

/** `f(a=1, **first, **second)`: the keywords of several mappings. @param {any[]} parts @returns {Record<string, any>} */
export function joinedKeywords(...parts) {
  const result = {};
  for (const part of parts) Object.assign(result, spreadKeywords(part, ...Object.keys(result)));
  return result;
}

/** `f(**values)`: any mapping with string keys, as keywords; `others` are given beside it. @param {any} values @param {string[]} others @returns {Record<string, any>} */
export function spreadKeywords(values, ...others) {
  const entries = mappingEntries(values);
  if (entries === null) throw new TypeError(`argument after ** must be a mapping, not ${typeName(values)}`);
  for (const [key] of entries) {
    if (typeof key !== "string") throw new TypeError("keywords must be strings");
    if (!isPlainKey(key)) throw new TypeError(`the browser has no keyword '${key}'`);
    if (others.includes(key)) throw new TypeError(`got multiple values for keyword argument '${key}'`);
  }
  return Object.fromEntries(entries);
}
