/** The `dom` namespace: Ragot's helpers with the arguments that Python gives them. */

import * as ragot from "../../vendor/ragot.esm.min.js";
import { itemsOf, toNodes } from "./nodes.js";

export { attr, clear, css, hide, remove, show, toggle } from "../../vendor/ragot.esm.min.js";

/** @typedef {string | { class_name?: string, remove?: boolean }} AnimationOptions a class, or Python's keywords */

/** The first match, or None. @param {string} selector @param {any} [parent] */
export function query(selector, parent = null) {
  return ragot.$(selector, parent ?? document);
}

/** All matches, as a list. @param {string} selector @param {any} [parent] @returns {any[]} */
export function queryAll(selector, parent = null) {
  return [...ragot.$$(selector, parent ?? document)];
}

/** @param {any} parent @param {any} child markup, text, or a list of either */
export function append(parent, child) {
  return ragot.append(parent, ...toNodes(child));
}

/** @param {any} parent @param {any} child */
export function prepend(parent, child) {
  return ragot.prepend(parent, ...toNodes(child));
}

/** @param {any} parent @param {any} child @param {any} [reference] at the end if None */
export function insertBefore(parent, child, reference = null) {
  for (const node of toNodes(child)) ragot.insertBefore(parent, node, reference);
  return child;
}

/** Appends on the next frame. @param {any} parent @param {any} children */
export function batchAppend(parent, children) {
  return ragot.batchAppend(parent, toNodes([...itemsOf(children)]));
}

/** @param {string} svg markup that the author trusts @param {string | null} [className] */
export function createIcon(svg, className = null) {
  return ragot.createIcon(svg, className ?? "icon");
}

/** Drops the elements that keyed lists keep for reuse. @param {string | null} [key] all if None */
export function clearPool(key = null) {
  ragot.clearPool(key ?? undefined);
  return null;
}

/** @param {any} element @param {AnimationOptions} [options] */
export function animateIn(element, options) {
  ragot.animateIn(element, classOf(options));
  return null;
}

/**
 * @param {any} element
 * @param {AnimationOptions} [options]
 * @returns {Promise<void>} ends when the element has left
 */
export function animateOut(element, options) {
  const remove = typeof options === "object" && options.remove === true;
  return ragot.animateOut(element, classOf(options), remove);
}

/** @param {AnimationOptions} [options] */
function classOf(options) {
  return typeof options === "object" ? options.class_name : options;
}
