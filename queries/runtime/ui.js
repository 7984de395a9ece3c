/**
 * The `ui` namespace: `ui.div(…)` is `h("div", attributes, ...children)`. Attributes mean what
 * they mean to the server's renderer. Keyed lists live in `lists.js`.
 */

import { attr, createElement } from "../../vendor/ragot.esm.min.js";
import { KIND, isDict } from "./kinds.js";
import { emptyCopy, markLive, place, toNodes } from "./nodes.js";
import { str } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";

/** Elements that exist only in SVG and that Ragot would create as HTML. */
const SVG_ONLY = new Set(["animate", "desc", "filter", "image", "metadata", "set", "switch", "symbol", "use", "view"]);

/** Attributes that are properties of the node, because no attribute does the same. */
const PROPERTIES = new Set(["innerHTML", "textContent"]);

/** Elements whose value people change. */
const CONTROLS = new Set(["input", "option", "select", "textarea"]);

/** How many lazy images were made on this page so far. */
let lazyImages = 0;

/**
 * An element. Children are what `toNodes` takes.
 * @param {string} tag
 * @param {any} [attributes] by Python keyword: `class`, `data_role`, `onclick`; text or a node is the first child instead
 * @param {any[]} children
 * @returns {Element}
 */
export function h(tag, attributes, ...children) {
  if (typeof attributes === "string" || attributes instanceof Node) return h(tag, null, attributes, ...children);
  const node = empty(tag);
  // Nothing that can be seen so is inherited.
  for (const name in attributes) setAttribute(node, name, attributes[name]);
  const only = children.length === 1 ? children[0] : children;
  if (only !== null && only !== undefined && typeof only !== "object") node.textContent = str(only);
  else {
    const nodes = toNodes(only);
    if (svg.has(tag)) place(node, nodes.map((child) => asSvg(node, child)));
    else place(node, tag === "table" ? withBodies(nodes) : nodes);
  }
  if (CONTROLS.has(tag)) markLive(node);
  if (tag === "select") choose(/** @type {HTMLSelectElement} */ (node), attributes?.value);
  return node;
}

/**
 * The same, where children are computed before attributes: the order in which Python does it.
 * @param {string} tag
 * @param {any[]} children
 * @param {Record<string, any>} attributes
 */
export function inOrder(tag, children, attributes) {
  return h(tag, attributes, ...children);
}

/** HTML puts the rows of a table into a body, whether it is written or not. @param {Node[]} nodes */
function withBodies(nodes) {
  const parts = [];
  /** @type {Element | null} */
  let body = null;
  for (const node of nodes) {
    if (node.nodeName !== "TR") body = null;
    else if (!body) parts.push((body = createElement("tbody", null)));
    if (body) place(body, [node]);
    else parts.push(node);
  }
  return parts;
}

/**
 * The value of a `select` is no attribute: it says which of its options are selected.
 * @param {HTMLSelectElement} node
 * @param {any} value several, if it takes several
 */
function choose(node, value) {
  if (value === null || value === undefined) return;
  const values = (node.multiple && Array.isArray(value) ? value : [value]).map((each) => str(each));
  for (const option of node.options) option.toggleAttribute("selected", values.includes(option.value));
}

/**
 * Markup that the author trusts, as nodes.
 * @param {any} markup
 * @returns {DocumentFragment}
 */
export function HTML(markup) {
  const template = document.createElement("template");
  template.innerHTML = str(markup);
  return template.content;
}

/**
 * `ui.LazyImage`: an image that loads when it comes near the view.
 * @param {any} src
 * @param {Record<string, any>} [options] `placeholder`, and attributes
 * @returns {Element}
 */
export function LazyImage(src, { placeholder = null, ...attributes } = {}) {
  lazyImages += 1;
  return h("img", { ...attributes, "data-src": src, src: placeholder || null });
}

/** Tells, compared with an earlier answer, whether lazy images were made in between. */
export function lazyImageCount() {
  return lazyImages;
}

/** An empty element of each tag, to make others from: a copy costs less than what Ragot does. @type {Map<string, Element>} */
const models = new Map();

/** The tags of elements of SVG that were made so far. @type {Set<string>} */
const svg = new Set();

/** @param {string} tag @returns {Element} */
function empty(tag) {
  const model = models.get(tag);
  if (model !== undefined) return /** @type {Element} */ (model.cloneNode());
  const node = createElement(isSvgOnly(tag) ? `svg:${tag}` : tag, null);
  if (node.namespaceURI === SVG) svg.add(tag);
  // A name with a hyphen may get a constructor of its own.
  if (!tag.includes("-")) models.set(tag, /** @type {Element} */ (node.cloneNode()));
  return node;
}

/** HTML has no element with an upper-case letter. @param {string} tag */
function isSvgOnly(tag) {
  return SVG_ONLY.has(tag) || tag !== tag.toLowerCase();
}

/**
 * @param {Element} node
 * @param {string} keyword
 * @param {any} value
 */
function setAttribute(node, keyword, value) {
  if (value === null || value === undefined || value === false) return;
  const name = attributeName(keyword);
  if (typeof value === "function") {
    if (!name.startsWith("on")) return;
    attr(node, { [name.replaceAll("_", "")]: value });
    markLive(node);
  } else if (value === true) node.setAttribute(name, "");
  else if (name === "style" && isDict(value)) node.setAttribute(name, styleText(value));
  else if (name === "dataset" && isDict(value)) Object.assign(/** @type {HTMLElement} */ (node).dataset, value);
  else if (name === "value" && node.localName === "select") return;
  else if (name === "value" && node.localName === "textarea") node.textContent = str(value);
  else if (PROPERTIES.has(name)) Reflect.set(node, name, str(value));
  else node.setAttribute(name, name === "class" ? classText(value) : str(value));
}

/** Names of attributes by keyword: the browser knows a text best that it has seen before. @type {Map<string, string>} */
const attributeNames = new Map();

/**
 * Python keywords cannot hold hyphens or be reserved words: `data_role`, `aria_label`, `class_`.
 * @param {string} keyword
 */
function attributeName(keyword) {
  const known = attributeNames.get(keyword);
  if (known !== undefined) return known;
  const name = keyword.startsWith("data_") || keyword.startsWith("aria_") ? keyword.replaceAll("_", "-") : unreserved(keyword);
  attributeNames.set(keyword, name);
  return name;
}

/** @param {string} keyword */
function unreserved(keyword) {
  return keyword.endsWith("_") && !keyword.startsWith("_") ? keyword.slice(0, -1) : keyword;
}

/** @param {any} value a string, or a collection of class names */
function classText(value) {
  if (!Array.isArray(value) && !value[KIND]?.endsWith("set")) return str(value);
  return [...value].filter(Boolean).map(str).join(" ");
}

/**
 * The style that the server writes for the same dict.
 * @param {Record<string, any>} styles by CSS name or DOM name; numbers are not given a unit
 */
function styleText(styles) {
  return Object.entries(styles)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([name, value]) => `${name.includes("-") ? name : hyphenated(name)}: ${str(value)}`)
    .join("; ");
}

/** @param {string} name */
function hyphenated(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * `a`, `title`, `style` and `script` exist in HTML and in SVG; which is meant shows in the parent.
 * @param {Element} parent
 * @param {Node} child
 * @returns {Node}
 */
function asSvg(parent, child) {
  const isForeign = parent.localName === "foreignObject";
  if (isForeign || !(child instanceof Element) || child.namespaceURI === SVG) return child;
  const node = emptyCopy(child, SVG);
  for (const grandchild of [...child.childNodes]) node.appendChild(asSvg(node, grandchild));
  return node;
}
