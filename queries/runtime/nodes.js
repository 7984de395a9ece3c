/**
 * What a child of an element, or the result of `render()`, is as DOM nodes. Follows the server's
 * renderer: `None` is nothing, everything else that is not a node is its Python text.
 */

import { dictIterate } from "./dicts.js";
import { isDict } from "./kinds.js";
import { repr, str } from "./text.js";

const LIVE = Symbol("sprag.live");

/**
 * Notes that a node's markup does not say all about it, or about something in it: it has listeners, or
 * a value that people change.
 * @param {Node} node
 */
export function markLive(node) {
  /** @type {any} */ (node)[LIVE] = true;
}

/** @param {Node} node @returns {boolean} */
export function isLive(node) {
  return /** @type {any} */ (node)[LIVE] === true;
}

/**
 * Adds the nodes that `value` stands for to `nodes`. Lists, tuples, sets and iterators of any depth
 * are flattened; a component stands for what it renders.
 * @param {any} value
 * @param {Node[]} [nodes]
 * @returns {Node[]}
 */
export function toNodes(value, nodes = []) {
  if (value === null || value === undefined || value === "") return nodes;
  if (value instanceof DocumentFragment) nodes.push(...value.childNodes);
  else if (value instanceof Node) nodes.push(value);
  else if (typeof value !== "object") nodes.push(document.createTextNode(str(value)));
  else if (!isDict(value) && typeof value[Symbol.iterator] === "function") {
    for (const child of value) toNodes(child, nodes);
  } else if (typeof value.render === "function") toNodes(value.render(value.props), nodes);
  else nodes.push(document.createTextNode(repr(value)));
  return nodes;
}

/**
 * The one element that `value` stands for. Anything but a single element is wrapped in one that
 * has no box of its own, because a component is one element to Ragot.
 * @param {any} value
 * @returns {HTMLElement}
 */
export function toElement(value) {
  const nodes = toNodes(value);
  if (nodes.length === 1 && nodes[0] instanceof Element) return /** @type {HTMLElement} */ (nodes[0]);
  const wrapper = document.createElement("div");
  wrapper.style.display = "contents";
  wrapper.append(...nodes);
  return wrapper;
}

/** What `list(items or [])` iterates. @param {any} items @returns {Iterable<any>} */
export function itemsOf(items) {
  if (items === null || items === undefined) return [];
  return isDict(items) ? dictIterate(items) : items;
}
