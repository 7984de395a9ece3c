/**
 * How attributes are spelled: Python's `user_name` is JavaScript's `userName`. The compiler has the same rule
 * (`lower/names.rs`), and notes with a class the names that the way back would get wrong.
 */

/** Names that the general rule would get wrong. */
const SPECIAL = new Map([
  ["base_uri", "baseURI"],
  ["document_uri", "documentURI"],
  ["inner_html", "innerHTML"],
  ["insert_adjacent_html", "insertAdjacentHTML"],
  ["outer_html", "outerHTML"],
  ["to_data_url", "toDataURL"],
]);

/** Names of JavaScript's objects and of the browser base's own fields: attributes do not take them. */
const TAKEN = new Set([
  "__proto__",
  "_batchDepth",
  "_isMounted",
  "_lc",
  "_notifyAll",
  "_notifyQueued",
  "_pendingState",
  "_performUpdate",
  "_renderQueued",
  "_renderRafId",
  "_scheduleNotify",
  "_socketHandlers",
  "_subscribers",
  "constructor",
  "prototype",
]);

/**
 * The name that Python gives an attribute, as compiled code spells it.
 * @param {string} name
 */
export function jsName(name) {
  const special = SPECIAL.get(name);
  if (special !== undefined) return special;
  if (TAKEN.has(name)) return `${name}$`;
  if (name.startsWith("_") || !name.includes("_") || !/\p{Ll}/u.test(name)) return name;
  const [head, ...tail] = name.split("_");
  return head + tail.map((part) => (part === "" ? "_" : part.slice(0, 1).toUpperCase() + part.slice(1))).join("");
}

/** On a class: Python's spelling of its attributes where `unspelled` would get it wrong. */
const SPELLED = Symbol("python.spelled");

/** Notes such names of a class, by their spelling in JavaScript. @param {any} type @param {Record<string, string>} names */
export function spelled(type, names) {
  Object.defineProperty(type, SPELLED, { value: { ...type[SPELLED], ...names }, configurable: true });
}

/** Notes the spelling of an attribute that was set by name. @param {any} object @param {string} name */
export function noteSpelling(object, name) {
  const property = jsName(name);
  if (unspelled(property) === name) return;
  Object.defineProperty(object, SPELLED, { value: { ...object[SPELLED], [property]: name }, configurable: true });
}

/** @param {string} property */
function unspelled(property) {
  for (const [name, special] of SPECIAL) if (special === property) return name;
  if (property.endsWith("$")) return property.slice(0, -1);
  if (property.startsWith("_") || !/\p{Ll}/u.test(property)) return property;
  return property.replace(/(?<=[\p{Ll}\d])\p{Lu}/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** The name that Python code gave an attribute. @param {string} property @param {any} [holder] the object or class */
export function pythonName(property, holder) {
  const noted = holder?.[SPELLED]?.[property] ?? holder?.constructor?.[SPELLED]?.[property];
  return noted ?? unspelled(property);
}
