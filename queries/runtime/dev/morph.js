/**
 * Makes the prerendered part of the page look like a newer one. Elements that stay keep their identity, with
 * focus, typed text and scroll positions; islands, which are drawn by their components, are left alone.
 */

const ISLAND = "data-sprag-hydrate-id";

/** Attributes that visitors change by using the page. */
const VISITOR_S = new Set(["open"]);

/**
 * @param {Element} live
 * @param {Element} next of another document
 * @param {(live: Element) => boolean} isDrawn whether something else in the page draws what is in an element
 */
export function morph(live, next, isDrawn) {
  const isSameIsland = isIsland(live) && isIsland(next) && islandOf(live) === islandOf(next);
  morphAttributes(live, next);
  if (!isSameIsland && !isDrawn(live)) morphChildren(live, next, isDrawn);
}

/** @param {Element} live @param {Element} next */
function morphAttributes(live, next) {
  for (const { name } of [...live.attributes]) {
    if (!next.hasAttribute(name) && !VISITOR_S.has(name)) live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (live.getAttribute(name) !== value && !VISITOR_S.has(name)) live.setAttribute(name, value);
  }
}

/** @param {Element} live @param {Element} next @param {(live: Element) => boolean} isDrawn */
function morphChildren(live, next, isDrawn) {
  const wanted = [...next.childNodes].filter((node) => !isForeign(node));
  const free = new Set([...live.childNodes].filter((node) => !isForeign(node)));
  /** @type {ChildNode | null} */
  let cursor = null;
  for (const node of wanted) {
    const partner = partnerOf(node, free);
    if (partner) free.delete(partner);
    if (partner instanceof Element && node instanceof Element) morph(partner, node, isDrawn);
    else if (partner && partner.nodeValue !== node.nodeValue) partner.nodeValue = node.nodeValue;
    const placed = partner ?? document.importNode(node, true);
    const expected = passForeign(cursor ? cursor.nextSibling : live.firstChild);
    if (expected !== placed) live.insertBefore(placed, expected);
    cursor = /** @type {ChildNode} */ (placed);
  }
  for (const node of free) node.remove();
}

/** @param {ChildNode | null} node @returns {ChildNode | null} itself, or the next that is compared */
function passForeign(node) {
  while (node && isForeign(node)) node = node.nextSibling;
  return node;
}

/**
 * The live node for a node: the one with its key, else the first of its kind that has none.
 * @param {ChildNode} node
 * @param {Set<ChildNode>} free
 */
function partnerOf(node, free) {
  const key = keyOf(node);
  for (const candidate of free) {
    if (candidate.nodeName === node.nodeName && keyOf(candidate) === key) return candidate;
  }
  return null;
}

/** @param {Node} node */
function keyOf(node) {
  return node instanceof Element ? (node.getAttribute(ISLAND) ?? node.getAttribute("id")) : null;
}

/** Scripts have run, and what the client itself added is not the page's. @param {Node} node */
function isForeign(node) {
  return node.nodeName === "SCRIPT" || (node instanceof Element && node.hasAttribute("data-sprag-dev"));
}

/** @param {Element} element */
function isIsland(element) {
  return element.hasAttribute(ISLAND);
}

/** @param {Element} element */
function islandOf(element) {
  return ["data-sprag-hydrate", ISLAND, "data-sprag-module"].map((name) => element.getAttribute(name)).join("\n");
}
