/**
 * How attributes are spelled: Python's `user_name` is JavaScript's `userName`. The compiler has the same rule
 * (`lower/names.rs`), and notes with a class the names that the way back would get wrong.
 */

/** Names that the general rule would get wrong. */
export const SPECIAL = new Map([
  ["base_uri", "baseURI"],
  ["document_uri", "documentURI"],
  ["inner_html", "innerHTML"],
  ["insert_adjacent_html", "insertAdjacentHTML"],
  ["outer_html", "outerHTML"],
  ["to_data_url", "toDataURL"],
]);

/** On a class: Python's spelling of its attributes where `unspelled` would get it wrong. */
export const SPELLED = Symbol("python.spelled");

/** Notes such names of a class, by their spelling in JavaScript. @param {any} type @param {Record<string, string>} names */
export function spelled(type, names) {
  Object.defineProperty(type, SPELLED, { value: { ...type[SPELLED], ...names }, configurable: true });
}

/** @param {string} property */
export function unspelled(property) {
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
