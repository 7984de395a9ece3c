/**
 * Keyword arguments.
 *
 * A callee without keyword-only and `**` parameters takes all of its arguments by position;
 * `undefined` means absent. Any other callee takes keywords as one `Keywords` object: after all
 * positional parameters, or as the last argument if it has `*args`.
 */

import { dictGet, dictHas, dictKeys, dictSet, mappingEntries } from "./dicts.js";
import { TypeError } from "./errors.js";
import { isClass, isDict, Keywords, NAME, nameOf, RECEIVER, SIGNATURE, typeName } from "./kinds.js";

/** @param {Record<string, any>} values */
export function kw(values) {
  return new Keywords(values);
}

/**
 * @typedef {object} Parameters
 * @property {string[]} positional names that take positional arguments, in order
 * @property {number} positionalOnly how many of them no keyword reaches
 * @property {string | null} rest the name after `*`
 * @property {string[]} keywordOnly
 * @property {string | null} keywords the name after `**`
 * @property {Set<string>} optional names that have a default
 */

/** @type {Map<string, Parameters>} */
const parsed = new Map();

/** @param {string} text @returns {Parameters} */
function parse(text) {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  /** @type {Parameters} */
  const result = { positional: [], positionalOnly: 0, rest: null, keywordOnly: [], keywords: null, optional: new Set() };
  let names = result.positional;
  for (const part of text.split(",").filter(Boolean)) {
    if (part === "/") result.positionalOnly = names.length;
    else if (part.startsWith("**")) result.keywords = part.slice(2);
    else if (part.startsWith("*")) {
      result.rest = part.slice(1) || null;
      names = result.keywordOnly;
    } else {
      const name = part.replace("=", "");
      names.push(name);
      if (part !== name) result.optional.add(name);
    }
  }
  parsed.set(text, result);
  return result;
}

/**
 * Notes how a function (or a class, for its constructor) takes arguments: `"a,b=,/,*args,c=,**kw"`.
 * A name is given where JavaScript's is not the one that Python gives.
 * @template {Function} F @param {F} callee @param {string} text @param {string} [name] @returns {F}
 */
export function sig(callee, text, name) {
  const marked = /** @type {any} */ (callee);
  if (name !== undefined) marked[NAME] = name;
  marked[SIGNATURE] = text;
  return callee;
}

/** Calls a function of which only the run knows what it takes. @param {any} callee @param {any[]} args @param {Record<string, any>} keywords @returns {any} */
export function callkw(callee, args, keywords) {
  return call(callee, ...placed(callee, args, keywords));
}

/** The same for a method. @param {any} object @param {string} name @param {any[]} args @param {Record<string, any>} keywords @returns {any} */
export function callmethodkw(object, name, args, keywords) {
  const method = object[name];
  const values = placed(method, args, keywords);
  return isClass(method) ? call(method, ...values) : object[name](...values);
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
  const text = callee[SIGNATURE];
  if (text !== undefined) checkCount(callee, parse(text), args);
  if (!isClass(callee)) return callee(...args);
  return new callee(...args);
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

/**
 * The arguments that pass to `callee` those of the offered values that its signature names.
 * @param {any} callee @param {Record<string, any>} offered @returns {any[]}
 */
export function accepted(callee, offered) {
  const text = callee?.[SIGNATURE];
  if (text === undefined) return [];
  const { positional, keywordOnly, keywords: open } = parse(text);
  const args = positional.map((name) => offered[name]);
  if (keywordOnly.length === 0 && open === null) return args;
  const rest = Object.entries(offered).filter(
    ([name, value]) => value !== undefined && (open === null ? keywordOnly.includes(name) : !positional.includes(name)),
  );
  return [...args, new Keywords(Object.fromEntries(rest))];
}

/**
 * Takes the keywords off the end of a callee's rest parameter: `const given = keywords(rest)`.
 * @param {any[]} rest @returns {Record<string, any>}
 */
export function keywords(rest) {
  const last = rest.at(-1);
  if (!(last instanceof Keywords)) return {};
  rest.pop();
  return last.values;
}

/** What a callee without `*args` received after its positional parameters. @param {any} last @returns {Record<string, any>} */
export function keywordsOf(last) {
  return last instanceof Keywords ? last.values : {};
}

/** A keyword-only argument, taken out of the rest; `undefined` if absent. @param {Record<string, any>} given @param {string} name */
export function takeKeyword(given, name) {
  const value = given[name];
  delete given[name];
  return value;
}

/** A keyword-only parameter without default that got no argument. @param {string} name @param {string[]} names */
export function missingKeywords(name, ...names) {
  return missing(name, names, "keyword-only");
}

/** `f(**values)`: any mapping with string keys, as keywords; `others` are given beside it. @param {any} values @param {string[]} others @returns {Record<string, any>} */
export function spreadKeywords(values, ...others) {
  const entries = mappingEntries(values);
  if (entries === null) throw new TypeError(`argument after ** must be a mapping, not ${typeName(values)}`);
  for (const [key] of entries) {
    if (typeof key !== "string") throw new TypeError("keywords must be strings");
    if (others.includes(key)) throw new TypeError(`got multiple values for keyword argument '${key}'`);
  }
  return Object.fromEntries(entries);
}

/** On a function that is registered by the type of its first parameter: that type. */
export const ANNOTATION = Symbol("python.annotation");

/** @template {Function} F @param {F} callee @param {any} type @returns {F} */
export function annotated(callee, type) {
  return Object.defineProperty(callee, ANNOTATION, { value: type });
}
