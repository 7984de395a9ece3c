/**
 * Keyword arguments.
 *
 * A callee without keyword-only and `**` parameters takes all of its arguments by position;
 * `undefined` means absent. Any other callee takes keywords as one `Keywords` object: after all
 * positional parameters, or as the last argument if it has `*args`.
 */

import { Keywords, NAME, SIGNATURE } from "./kinds.js";

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
export function parse(text) {
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

/** Whether a callee takes arguments that are given by position; `calling.js` knows what Python says if not. @param {any} callee @param {any[]} args */
export function takes(callee, args) {
  if (callee[SIGNATURE] === undefined) return true;
  const { positional, rest, keywordOnly, optional } = parse(callee[SIGNATURE]);
  const required = [...positional.slice(args.length), ...keywordOnly].filter((name) => !optional.has(name));
  return required.length === 0 && (args.length <= positional.length || rest !== null);
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

/** On a function that is registered by the type of its first parameter: that type. */
export const ANNOTATION = Symbol("python.annotation");

/** @template {Function} F @param {F} callee @param {any} type @returns {F} */
export function annotated(callee, type) {
  return Object.defineProperty(callee, ANNOTATION, { value: type });
}
