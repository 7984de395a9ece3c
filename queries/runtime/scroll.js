/** `@infinite_scroll` and `@virtual_scroll`. */

import { VirtualScroller } from "../../vendor/ragot.esm.min.js";
import { addFeature, find } from "./features.js";
import { toElement } from "./nodes.js";

/**
 * @typedef {object} InfiniteOptions
 * @property {string} at the sentinel: a selector, or the name of a `ref`
 * @property {string | null} [root] selector of the element that scrolls; the page if absent
 * @property {string} [root_margin]
 * @property {string | null} [top_at] a second sentinel, before the content
 * @property {number | null} [visible_chunks] taken, but nothing is evicted: what is drawn is the author's state
 */

/**
 * Calls a method whenever a sentinel comes into view, one call at a time. If the sentinel is still in
 * view when the content has grown, the method is called again.
 * @param {any} type
 * @param {string} name
 * @param {InfiniteOptions} options
 */
export function infiniteScroll(type, name, options) {
  /** @type {WeakMap<object, SentinelWatch[]>} */
  const watches = new WeakMap();
  const sentinels = [options.at, ...(options.top_at ? [options.top_at] : [])];
  addFeature(type, {
    name: `infiniteScroll:${name}`,
    method: name,
    start(owner) {
      const made = sentinels.map((sentinel) => new SentinelWatch(owner, name, sentinel, options));
      watches.set(owner, made);
      owner.addCleanup(() => made.forEach((watch) => watch.stop()));
    },
    drawn: (owner) => watches.get(owner)?.forEach((watch) => watch.check()),
  });
}

/** Watches one sentinel for one owner, also when drawing again replaces its element. */
class SentinelWatch {
  /** @type {IntersectionObserver | null} */
  #observer = null;
  /** @type {Element | null} */
  #sentinel = null;
  /** The length of the content when the method was last called. */
  #lengthAtCall = -1;
  #isRunning = false;

  /**
   * @param {any} owner
   * @param {string} method
   * @param {string} selector
   * @param {InfiniteOptions} options
   */
  constructor(owner, method, selector, options) {
    this.owner = owner;
    this.method = method;
    this.selector = selector;
    this.options = options;
  }

  /** Looks for the sentinel, and whether it is in view now. */
  check() {
    const sentinel = this.owner.refs?.[this.selector] ?? find(this.owner.element, this.selector);
    const isNew = sentinel !== this.#sentinel;
    if (!isNew && (this.#isRunning || this.#length() === this.#lengthAtCall)) return;
    this.#sentinel = sentinel;
    this.#observe();
  }

  stop() {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#sentinel = null;
  }

  /** A new observer reports at once whether its element is in view. */
  #observe() {
    this.#observer?.disconnect();
    if (!this.#sentinel) return;
    const { root_margin: rootMargin = "600px" } = this.options;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#run();
      },
      { root: this.#root(), rootMargin },
    );
    this.#observer.observe(this.#sentinel);
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#lengthAtCall = this.#length();
    try {
      await this.owner[this.method]();
    } finally {
      this.#isRunning = false;
    }
    if (this.#sentinel) this.check();
  }

  #root() {
    return this.options.root ? document.querySelector(this.options.root) : null;
  }

  #length() {
    return (this.#root() ?? document.documentElement).scrollHeight;
  }
}

/**
 * @typedef {object} VirtualOptions
 * @property {number} chunk items per chunk
 * @property {number} [max_chunks] how many chunks the page holds at most
 * @property {number} [initial_chunks]
 * @property {string | null} [root] selector of the element that scrolls
 * @property {string} [root_margin]
 * @property {string | null} [container_class]
 * @property {number} [pool_size]
 * @property {number} [child_pool_size]
 * @property {string} [axis]
 */

/**
 * A component whose content is drawn in chunks as they come into view: `chunk(i)` gives one, `total()`
 * the number of items. `self.virtual_scroll` is the scroller.
 * @param {any} type a Component class
 * @param {VirtualOptions} options
 */
export function virtualScroll(type, options) {
  addFeature(type, {
    name: "virtualScroll",
    start(component) {
      component.virtualScroll = createScroller(component, options);
      component.addCleanup(() => component.virtualScroll.unmount());
    },
    drawn: (component) => component.virtualScroll.mount(component.element),
    carry: (component, fresh) => keep(component.element, component.virtualScroll.element, fresh),
  });
}

/** @param {any} component @param {VirtualOptions} options */
function createScroller(component, options) {
  const { root = null, max_chunks = 5, initial_chunks = 1, root_margin = "1200px 0px", pool_size = 0 } = options;
  const scroller = new VirtualScroller({
    chunkSize: options.chunk,
    maxChunks: max_chunks,
    initialChunks: initial_chunks,
    rootMargin: root_margin,
    root: root ? document.querySelector(root) : null,
    containerClass: options.container_class ?? "",
    poolSize: pool_size,
    childPoolSize: options.child_pool_size ?? 0,
    axis: options.axis ?? "auto",
    renderChunk: (/** @type {number} */ index, /** @type {any} */ context) => chunkOf(component.chunk(index, context)),
    totalItems: () => component.total(),
    ...hooks(component),
  });
  return Object.assign(scroller, { debugState: () => scroller.getDebugState() });
}

/** The scroller's optional callbacks that the component has. @param {any} component */
function hooks(component) {
  /** @type {Record<string, (...args: any[]) => any>} */
  const found = {};
  if (component.measure) found.measureChunk = (element, index) => component.measure(element, index);
  if (component.placeholder) found.buildPlaceholder = (index, size) => toElement(component.placeholder(index, size));
  if (component.evicted) found.onChunkEvicted = (index) => component.evicted(index);
  if (component.recycle) found.onRecycle = (element, index) => component.recycle(element, index);
  return found;
}

/** @param {any} chunk what `chunk(i)` returned: markup, nothing, or a promise of either @returns {any} */
function chunkOf(chunk) {
  if (typeof chunk?.then === "function") return chunk.then(chunkOf);
  return chunk === null || chunk === undefined ? null : toElement(chunk);
}

/**
 * Lets a node that `render()` knows nothing of survive the next drawing: it keeps its place after what
 * `render()` draws, and a stand-in for it in `fresh` makes the morph leave it alone. It is not moved,
 * as that would lose its scroll position.
 * @param {Element} parent
 * @param {Element | null} node
 * @param {Element} fresh
 */
function keep(parent, node, fresh) {
  if (node?.parentNode !== parent) return;
  while ([...parent.childNodes].indexOf(node) > fresh.childNodes.length) node.previousSibling?.remove();
  while ([...parent.childNodes].indexOf(node) < fresh.childNodes.length) node.before("");
  node.setAttribute("data-ragot-ignore", "");
  fresh.append(node.cloneNode(false));
}
