/** Attributes by names that only the run knows. */

import { SPECIAL, SPELLED, unspelled } from "./spelling.js";

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

/** Notes the spelling of an attribute that was set by name. @param {any} object @param {string} name */
export function noteSpelling(object, name) {
  const property = jsName(name);
  if (unspelled(property) === name) return;
  Object.defineProperty(object, SPELLED, { value: { ...object[SPELLED], [property]: name }, configurable: true });
}
