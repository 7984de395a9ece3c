/**
 * The classes of a class: its bases, and the order in which Python asks them. JavaScript's own chain carries
 * one base; where a class has several, `inheritance.js` notes them here.
 */

import { ROOT } from "./kinds.js";

/** On the class between one with several bases and its chain: these bases. */
export const BASES = Symbol("python.bases");
/** On the same: what comes after a class with these bases. */
export const ORDER = Symbol("python.order");

/** What a class extends, where its link has been replaced by one that looks at the instance. @type {WeakMap<any, any>} */
export const links = new WeakMap();

/** What `class C(…)` extends: a class, or the class between that holds its bases. @param {any} type @returns {any} */
export function linkOf(type) {
  return links.get(type) ?? Object.getPrototypeOf(type);
}

/** `type.__bases__`, without `object`. @param {any} type @returns {any[]} */
export function basesOf(type) {
  if (isRoot(type)) return [];
  const link = linkOf(type);
  if (Object.hasOwn(link, BASES)) return link[BASES];
  return isRoot(link) || !hasClass(link) ? [] : [link];
}

/** Whether a class is `object`. @param {any} type */
function isRoot(type) {
  return Object.hasOwn(type, ROOT);
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
  const link = linkOf(type);
  const order = [type, ...(Object.hasOwn(link, ORDER) ? link[ORDER] : basesOf(type).flatMap(orderOf))];
  orders.set(type, order);
  return order;
}
