/**
 * The classes of a class: its bases, and the order in which Python asks them. JavaScript's own chain carries
 * one base; where a class has several, `inheritance.js` notes them here.
 */

import { TypeError } from "./errors.js";
import { nameOf } from "./kinds.js";
import { PyObject } from "./classes.js";

/** On the class between one with several bases and its chain: these bases. */
export const BASES = Symbol("python.bases");

/** What a class extends, where its link has been replaced by one that looks at the instance. @type {WeakMap<any, any>} */
export const links = new WeakMap();

/** What `class C(…)` extends: a class, or the class between that holds its bases. @param {any} type @returns {any} */
export function linkOf(type) {
  return links.get(type) ?? Object.getPrototypeOf(type);
}

/** `type.__bases__`, without `object`. @param {any} type @returns {any[]} */
export function basesOf(type) {
  if (type === PyObject) return [];
  const link = linkOf(type);
  if (Object.hasOwn(link, BASES)) return link[BASES];
  return link === PyObject || !hasClass(link) ? [] : [link];
}

/** Whether a link of the chain is a class that Python can see: not `Function.prototype`, nor a class of the host's own. @param {any} link */
function hasClass(link) {
  return typeof link === "function" && link.prototype !== undefined && globalThis[/** @type {keyof typeof globalThis} */ (link.name)] !== link;
}

/** @type {WeakMap<any, any[]>} */
const orders = new WeakMap();

/** `type.__mro__`, without `object`. @param {any} type @returns {any[]} */
export function orderOf(type) {
  const known = orders.get(type);
  if (known !== undefined) return known;
  const order = [type, ...merged(basesOf(type))];
  orders.set(type, order);
  return order;
}

/** What comes after a class with these bases: C3. @param {any[]} bases @returns {any[]} */
export function merged(bases) {
  if (bases.length < 2) return bases.flatMap(orderOf);
  let lists = [...bases.map((base) => [...orderOf(base)]), [...bases]];
  const result = [];
  while ((lists = lists.filter((list) => list.length > 0)).length > 0) {
    const next = lists.map(([head]) => head).find((head) => !lists.some((list) => list.indexOf(head) > 0));
    if (next === undefined) {
      const names = bases.map(nameOf).join(", ");
      throw new TypeError(`Cannot create a consistent method resolution order (MRO) for bases ${names}`);
    }
    result.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
  return result;
}
