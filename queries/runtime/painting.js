/** How a component's DOM becomes its next DOM. The keyed lists in it, if there are any, are brought up to date by `lists.js`. */

import { morphDOM } from "../../vendor/ragot.esm.min.js";
import { isLive, markLive, toElement } from "./nodes.js";

/** On the element that holds a list: its kind. */
export const LIST = "data-sprag-mount-kind";
/** On the same: which of the lists of its component it is. */
export const NUMBER = "data-sprag-mount";
export const IGNORE = "data-ragot-ignore";

/**
 * @typedef {object} Keyed
 * @property {(old: Node, fresh: Node, pairs: [Element, Element][]) => void} pair finds the lists of both trees that belong together
 * @property {(live: Element, next: Element) => void} reconcile gives the live list the items of the next one
 */

/** What knows keyed lists, once the page has made one. @type {Keyed | null} */
let keyed = null;

/** @param {Keyed} lists */
export function useLists(lists) {
  keyed = lists;
}

/**
 * What a component looks like now.
 * @param {{ render(props?: any): any, props: any }} component
 * @returns {HTMLElement}
 */
export function paint(component) {
  const root = toElement(component.render(component.props));
  const lists = [...root.querySelectorAll(`[${LIST}]`)];
  if (root.hasAttribute(LIST)) lists.unshift(root);
  lists.forEach((node, number) => node.setAttribute(NUMBER, String(number)));
  return root;
}

/**
 * Makes `old` look like `fresh` and returns the element that is now in its place. Elements that stay
 * keep their identity, listeners, focus and scroll position.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 * @returns {HTMLElement}
 */
export function patch(old, fresh) {
  if (isLive(fresh)) markLive(old);
  else if (!isLive(old) && old.isEqualNode(fresh)) return old;
  /** @type {[Element, Element][]} */
  const lists = [];
  if (fresh.matches(`[${LIST}]`) || fresh.querySelector(`[${LIST}]`)) keyed?.pair(old, fresh, lists);
  for (const [live] of lists) live.setAttribute(IGNORE, "");
  const result = /** @type {HTMLElement} */ (morphDOM(old, fresh));
  for (const [live, next] of lists) {
    live.removeAttribute(IGNORE);
    keyed?.reconcile(live, next);
  }
  return result;
}
