/**
 * What a child of an element, or the result of `render()`, is as DOM nodes. Follows the server's
 * renderer: `None` is nothing, everything else that is not a node is its Python text.
 */

import { attr } from "../../vendor/ragot.esm.min.js";
import { dictIterate } from "./dicts.js";
import { isDict, ITERATES } from "./kinds.js";
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
  if (typeof value !== "object") nodes.push(document.createTextNode(str(value)));
  else if (value instanceof Element) nodes.push(value);
  else if (value instanceof DocumentFragment) nodes.push(.../** @type {DocumentFragment} */ (value.cloneNode(true)).childNodes);
  else if (value instanceof Node) nodes.push(value);
  else if (isIterable(value)) {
    for (const child of value) toNodes(child, nodes);
  } else if ("render" in value && typeof value.render === "function") toNodes(value.render(value.props), nodes);
  else nodes.push(document.createTextNode(repr(value)));
  return nodes;
}

/** Every Python object lets the host iterate it, also one that Python cannot. @param {any} value */
function isIterable(value) {
  if (isDict(value)) return false;
  const iterate = value[Symbol.iterator];
  if (iterate?.[ITERATES]) return typeof value.__iter__ === "function";
  return typeof iterate === "function";
}

/**
 * Appends nodes. Python's can stand in several places: one that is in a tree already is copied.
 * @param {Element} parent
 * @param {Node[]} nodes
 */
export function place(parent, nodes) {
  for (const node of nodes) {
    if (isLive(node)) markLive(parent);
    parent.appendChild(node.parentElement ? copyOf(node) : node);
  }
}

/** @param {Node} node @returns {Node} */
function copyOf(node) {
  if (!(node instanceof Element)) return node.cloneNode();
  const copy = emptyCopy(node);
  copy.append(...[...node.childNodes].map(copyOf));
  return copy;
}

/**
 * An element with the attributes and listeners of another, and without its children.
 * @param {Element} node
 * @param {string | null} [namespace]
 * @returns {Element}
 */
export function emptyCopy(node, namespace = node.namespaceURI) {
  const copy = document.createElementNS(namespace, node.localName);
  for (const { name, value } of node.attributes) copy.setAttribute(name, value);
  for (const [type, handler] of Object.entries(/** @type {any} */ (node)._ragotHandlers ?? {})) {
    attr(copy, { [`on${type}`]: handler });
  }
  if (isLive(node)) markLive(copy);
  return copy;
}

/**
 * The one element that `value` stands for. Anything but a single element is wrapped in one that
 * has no box of its own, because a component is one element to Ragot.
 * @param {any} value
 * @returns {HTMLElement}
 */
export function toElement(value) {
  const nodes = toNodes(value);
  if (nodes.length === 1 && nodes[0] instanceof Element) {
    return /** @type {HTMLElement} */ (nodes[0].parentElement ? copyOf(nodes[0]) : nodes[0]);
  }
  const wrapper = document.createElement("div");
  wrapper.style.display = "contents";
  place(wrapper, nodes);
  return wrapper;
}

/** What `list(items or [])` iterates. @param {any} items @returns {Iterable<any>} */
export function itemsOf(items) {
  if (items === null || items === undefined) return [];
  return isDict(items) ? dictIterate(items) : items;
}
