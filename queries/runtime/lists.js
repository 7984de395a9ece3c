/**
 * Keyed lists. A list is an element of
 * its own whose children carry their keys; when its component renders again, children with the same
 * key are kept and brought up to date, however deep the list lies and wherever it was made.
 */

import { createElement, renderList } from "../../vendor/ragot.esm.min.js";
import { itemsOf, place, toNodes } from "./nodes.js";
import { IGNORE, LIST, NUMBER, patch, useLists } from "./painting.js";
import { str } from "./text.js";

/** @typedef {{ key?: any, render?: any, pool_key?: string | null }} ListOptions */
/**
 * @typedef {ListOptions & { columns?: any, column_width?: any, gap?: any, apply_grid_styles?: boolean }} GridOptions
 */

/** What Ragot, and the server, write for `dataset._listKey`. */
const KEY = "data-_list-key";

/**
 * `ui.For`: one child per item, told apart by `key`: a field name, a function, or the position.
 * @param {any} items
 * @param {ListOptions} [options] `render` takes the item, or the item and its position if it requires two arguments
 * @returns {Element}
 */
export function For(items, options = {}) {
  return list("list", null, items, options);
}

/**
 * `ui.Grid`: a list laid out by CSS grid.
 * @param {any} items
 * @param {GridOptions} [options]
 * @returns {Element}
 */
export function Grid(items, options = {}) {
  return list("grid", gridStyle(options), items, options);
}

/**
 * @param {string} kind
 * @param {string | null} style
 * @param {any} items
 * @param {ListOptions} options
 */
function list(kind, style, items, { key = null, render = null, pool_key = null }) {
  useLists({ pair: pairLists, reconcile });
  const holder = createElement("div", null);
  holder.setAttribute(NUMBER, "0");
  holder.setAttribute(LIST, kind);
  if (style) holder.setAttribute("style", style);
  if (pool_key) holder.setAttribute("data-sprag-pool", pool_key);
  let index = 0;
  for (const item of itemsOf(items)) {
    const nodes = toNodes(render ? renderItem(render, item, index) : item);
    const first = holder.childNodes.length;
    place(holder, nodes);
    const child = holder.childNodes[first];
    if (child instanceof Element) child.setAttribute(KEY, keyOf(key, item, index));
    index += 1;
  }
  return holder;
}

/** @param {any} render a function, or a component class @param {any} item @param {number} index */
function renderItem(render, item, index) {
  if (typeof render.__call__ === "function") return render.__call__(item);
  return render.length > 1 ? render(item, index) : render(item);
}

/** @param {any} key @param {any} item @param {number} index @returns {string} */
function keyOf(key, item, index) {
  if (typeof key === "function") return str(key(item));
  const hasField = typeof key === "string" && typeof item === "object" && item !== null && Object.hasOwn(item, key);
  return str(hasField ? item[key] : index);
}

/** The style that the server writes for the same options. @param {GridOptions} options */
function gridStyle({ columns = null, column_width = null, gap = null, apply_grid_styles = true }) {
  if (!apply_grid_styles) return null;
  const parts = ["display: grid"];
  if (column_width) parts.push(`grid-template-columns: repeat(auto-fill, minmax(${str(column_width)}, 1fr))`);
  else if (columns) parts.push(`grid-template-columns: repeat(${str(columns)}, 1fr)`);
  if (gap !== null) parts.push(`gap: ${str(gap)}`);
  return parts.join("; ");
}

/**
 * Finds the lists that `morphDOM` is going to hold against each other, by walking as it walks.
 * @param {Node} old
 * @param {Node} fresh
 * @param {[Element, Element][]} pairs
 */
function pairLists(old, fresh, pairs) {
  if (!(old instanceof Element) || !(fresh instanceof Element) || old.tagName !== fresh.tagName) return;
  if (old.hasAttribute(IGNORE)) return;
  if (old.hasAttribute(LIST) && fresh.hasAttribute(LIST)) {
    pairs.push([old, fresh]);
    return;
  }
  const keyed = byRagotKey(old);
  [...fresh.childNodes].forEach((child, index) => {
    const key = child instanceof HTMLElement ? child.dataset.ragotKey : undefined;
    const partner = key === undefined ? old.childNodes[index] : keyed.get(key);
    if (partner) pairLists(partner, child, pairs);
  });
}

/** @param {Element} parent */
function byRagotKey(parent) {
  /** @type {Map<string, Element>} */
  const keyed = new Map();
  for (const child of parent.children) {
    const key = child.getAttribute("data-ragot-key");
    if (key !== null) keyed.set(key, child);
  }
  return keyed;
}

/**
 * Gives the live list the items of the next one.
 * @param {Element} live
 * @param {Element} next
 */
function reconcile(live, next) {
  const current = keyedChildren(live);
  const wanted = keyedChildren(next);
  if (!current || !wanted) {
    live.replaceChildren(...next.childNodes);
    return;
  }
  for (const [key, child] of wanted) {
    const kept = current.get(key);
    if (kept && kept.tagName !== child.tagName) kept.remove();
  }
  const poolKey = next.getAttribute("data-sprag-pool");
  renderList(live, [...wanted.values()], listKey, (child) => child, patch, { poolKey });
}

/** The children by key; nothing if they cannot be told apart by keys. @param {Element} holder */
function keyedChildren(holder) {
  /** @type {Map<string, HTMLElement>} */
  const keyed = new Map();
  for (const child of holder.childNodes) {
    const key = child instanceof HTMLElement ? child.getAttribute(KEY) : null;
    if (key === null || keyed.has(key)) return null;
    keyed.set(key, /** @type {HTMLElement} */ (child));
  }
  return keyed;
}

/** @param {HTMLElement} child */
function listKey(child) {
  return child.getAttribute(KEY);
}
