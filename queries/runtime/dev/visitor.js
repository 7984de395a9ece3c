/**
 * What the visitor has done to the page that no state holds: typed text, ticks, focus, caret, scroll
 * positions, opened `<details>`. Taken before the page is changed and given back after, to the same element or
 * to the one in its place.
 */

/**
 * Where an element is: a selector that leads to it, and its name, if it has one.
 * @typedef {{ path: string, tag: string, name: string | null }} Spot
 */

/**
 * @typedef {object} Kept
 * @property {{ spot: Spot, value?: string, checked?: boolean, selected?: number[], html?: string }[]} fields
 * @property {{ spot: Spot, caret: [number, number, "forward" | "backward" | "none"] | null } | null} focus
 * @property {{ spot: Spot, top: number, left: number }[]} scrolled
 * @property {{ spot: Spot, open: boolean }[]} details
 * @property {{ x: number, y: number }} view
 */

/** Elements that the visitor scrolled or toggled. @type {Set<Element>} */
const touched = new Set();

/** Notices what is scrolled and toggled from now on. */
export function watchVisitor() {
  for (const type of ["scroll", "toggle"]) {
    document.addEventListener(type, ({ target }) => target instanceof Element && touched.add(target), { capture: true, passive: true });
  }
}

/**
 * Takes what there is.
 * @returns {{ kept: Kept, elements: Map<Spot, Element> }}
 */
export function takeVisitor() {
  /** @type {Map<Spot, Element>} */
  const elements = new Map();
  /** @param {Element} element */
  const at = (element) => {
    const spot = spotOf(element);
    elements.set(spot, element);
    return spot;
  };
  const present = [...touched].filter((element) => element.isConnected || !touched.delete(element));
  const scrolled = present.filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0);
  const details = present.filter((element) => element instanceof HTMLDetailsElement);
  const kept = {
    fields: changedFields().map((field) => ({ spot: at(field), ...valueOf(field) })),
    focus: focusOf(at),
    scrolled: scrolled.map((element) => ({ spot: at(element), top: element.scrollTop, left: element.scrollLeft })),
    details: details.map((element) => ({ spot: at(element), open: element.open })),
    view: { x: window.scrollX, y: window.scrollY },
  };
  return { kept, elements };
}

/**
 * Gives it back.
 * @param {Kept} kept
 * @param {Map<Spot, Element>} [elements] the elements that it was taken from, if this is the same document
 * @returns {boolean} whether everything found its place
 */
export function giveVisitor(kept, elements = new Map()) {
  let isWhole = true;
  /** @param {Spot} spot @param {(element: any) => void} give */
  const to = (spot, give) => {
    const known = elements.get(spot);
    const element = known?.isConnected ? known : elementAt(spot);
    if (element) give(element);
    else isWhole = false;
  };
  for (const { spot, ...value } of kept.fields) to(spot, (field) => giveValue(field, value));
  for (const { spot, open } of kept.details) to(spot, (element) => element.open !== open && (element.open = open));
  for (const { spot, top, left } of kept.scrolled) {
    to(spot, (element) => {
      if (element.scrollTop !== top) element.scrollTop = top;
      if (element.scrollLeft !== left) element.scrollLeft = left;
    });
  }
  const { focus, view } = kept;
  if (focus) to(focus.spot, (element) => giveFocus(element, focus.caret));
  if (window.scrollX !== view.x || window.scrollY !== view.y) window.scrollTo({ left: view.x, top: view.y, behavior: "instant" });
  return isWhole;
}

/**
 * Gives it back now, and again when what is about to be drawn has been drawn.
 * @param {ReturnType<typeof takeVisitor>} taken
 */
export async function giveVisitorThrough({ kept, elements }) {
  giveVisitor(kept, elements);
  // State that a module was given reaches its component in a microtask, which asks for a frame.
  for (let turn = 0; turn < 3; turn += 1) await null;
  requestAnimationFrame(() => giveVisitor(kept, elements));
}

/** Fields that say something else than their markup. @returns {Element[]} */
function changedFields() {
  return [...document.querySelectorAll("input, textarea, select, [contenteditable]")].filter(isChanged);
}

/** @param {any} field */
function isChanged(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (field instanceof HTMLInputElement && field.type === "file") return false;
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  return field === document.activeElement;
}

/** @param {any} field */
function isTick(field) {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

/** @param {any} field */
function valueOf(field) {
  if (field instanceof HTMLSelectElement) {
    return { selected: [...field.options].flatMap((option, index) => (option.selected ? [index] : [])) };
  }
  if (isTick(field)) return { checked: field.checked };
  return "value" in field ? { value: field.value } : { html: field.innerHTML };
}

/**
 * Only a field that is as its markup says has lost what it had.
 * @param {any} field @param {{ value?: string, checked?: boolean, selected?: number[], html?: string }} kept
 */
function giveValue(field, { value, checked, selected, html }) {
  if (html === undefined && isChanged(field)) return;
  if (value !== undefined && field.value !== value) field.value = value;
  if (checked !== undefined && field.checked !== checked) field.checked = checked;
  if (html !== undefined && field.innerHTML !== html) field.innerHTML = html;
  if (selected !== undefined && field.options) {
    [...field.options].forEach((option, index) => {
      if (option.selected !== selected.includes(index)) option.selected = selected.includes(index);
    });
  }
}

/** @param {(element: Element) => Spot} at @returns {Kept["focus"]} */
function focusOf(at) {
  const element = /** @type {any} */ (document.activeElement);
  if (!element || element === document.body || element === document.documentElement) return null;
  return { spot: at(element), caret: caretOf(element) };
}

/** @param {any} element @returns {[number, number, "forward" | "backward" | "none"] | null} */
function caretOf(element) {
  try {
    const { selectionStart, selectionEnd, selectionDirection } = element;
    return typeof selectionStart === "number" ? [selectionStart, selectionEnd, selectionDirection ?? "none"] : null;
  } catch {
    // Some kinds of input have no caret to ask for.
    return null;
  }
}

/** @param {any} element @param {[number, number, "forward" | "backward" | "none"] | null} caret */
function giveFocus(element, caret) {
  const { activeElement } = document;
  if (activeElement !== element) {
    if (activeElement && activeElement !== document.body) return;
    element.focus({ preventScroll: true });
  }
  if (!caret) return;
  const now = caretOf(element);
  if (!now || now[0] !== caret[0] || now[1] !== caret[1]) element.setSelectionRange?.(...caret);
}

/** @param {Element} element @returns {Spot} */
function spotOf(element) {
  const steps = [];
  /** @type {Element | null} */
  let at = element;
  for (; at && at !== document.body; at = at.parentElement) {
    const anchor = anchorOf(at);
    if (anchor) {
      steps.unshift(anchor);
      break;
    }
    steps.unshift(`${CSS.escape(at.localName)}:nth-of-type(${rank(at)})`);
  }
  if (!at || at === document.body) steps.unshift("body");
  return { path: steps.join(" > "), tag: element.localName, name: element.getAttribute("name") };
}

/** A selector that is an element's alone, if its attributes give one. @param {Element} element */
function anchorOf(element) {
  const island = element.getAttribute("data-sprag-hydrate-id");
  if (island) return `[data-sprag-hydrate-id="${CSS.escape(island)}"]`;
  const isAlone = element.id && document.querySelectorAll(`#${CSS.escape(element.id)}`).length === 1;
  return isAlone ? `#${CSS.escape(element.id)}` : null;
}

/** @param {Element} element its place among those of its name */
function rank(element) {
  let place = 1;
  for (let at = element.previousElementSibling; at; at = at.previousElementSibling) {
    if (at.localName === element.localName) place += 1;
  }
  return place;
}

/** @param {Spot} spot @returns {Element | null} */
function elementAt({ path, tag, name }) {
  const found = document.querySelector(path);
  if (found?.localName === tag && found.getAttribute("name") === name) return found;
  const named = name ? document.querySelectorAll(`${tag}[name="${CSS.escape(name)}"]`) : [];
  return named.length === 1 ? named[0] : null;
}
