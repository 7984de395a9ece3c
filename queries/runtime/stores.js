/**
 * Stores in the browser: the same meaning as on the server. What is read is a copy, what is written is
 * copied, subscribers hear of a change at once and only if what they watch is different.
 */

import { dictEntries, dictGet, dictHas } from "./dicts.js";
import { dictDelete, dictOf, dictSet } from "./entries.js";
import { TypeError, ValueError } from "./errors.js";
import { isDict, KIND, Tuple, tupleFrom, typeName } from "./kinds.js";
import { eq } from "./values.js";

/** @typedef {Record<string, any>} State */
/** @typedef {string | string[]} Path `"user.name"` or its parts */
/** @typedef {Path | ((state: State) => any) | null} Selector */

/**
 * Makes a store, with what the server rendered the page with, and registers it with the framework.
 * @param {string} name
 * @param {State} [initial]
 */
export function createStoreBridge(name, initial = {}) {
  const payload = (/** @type {any} */ (window).__SPRAG_PAYLOAD__ ??= {});
  payload.stores ??= {};
  const bridge = new StoreBridge(name, initial, payload.stores[name] ?? {});
  (/** @type {any} */ (window).__SPRAG_STORE_BRIDGES__ ??= {})[name] = bridge;
  Object.defineProperty(payload.stores, name, {
    configurable: true,
    enumerable: true,
    get: () => bridge.snapshot(),
    set: (value) => bridge.patch(value),
  });
  return bridge;
}

class StoreBridge {
  /** @type {State} */
  #state;
  /** @type {Set<{ fn: (value: any) => any, selector: Selector, last: any }>} */
  #subscribers = new Set();

  /**
   * @param {string} name
   * @param {State} initial what `reset` returns to
   * @param {State} rendered the state that the server had
   */
  constructor(name, initial, rendered) {
    this.name = name;
    this.initial = copyOf(initial);
    this.#state = { ...copyOf(initial), ...copyOf(rendered) };
  }

  /** @param {Path | null} [path] everything if None @param {any} [fallback] */
  get(path = null, fallback = null) {
    return path === null ? this.snapshot() : copyOf(valueAt(this.#state, partsOf(path), fallback));
  }

  snapshot() {
    return copyOf(this.#state);
  }

  getState() {
    return this.snapshot();
  }

  /** @param {Path} path @param {any} value @returns {State} */
  set(path, value) {
    const parts = partsOf(path);
    const last = parts.pop();
    if (last === undefined) throw new ValueError(`store ${this.name}: set() needs a path that is not empty`);
    let target = this.#state;
    for (const part of parts) {
      if (!isDict(dictGet(target, part))) dictSet(target, part, {});
      target = dictGet(target, part);
    }
    dictSet(target, last, copyOf(value));
    return this.#changed();
  }

  /** Sets several top-level entries. @param {State} partial @returns {State} */
  patch(partial) {
    if (!isDict(partial)) throw new TypeError(`store ${this.name}: patch() takes a dict, not ${typeName(partial)}`);
    for (const [key, value] of dictEntries(copyOf(partial))) dictSet(this.#state, key, value);
    return this.#changed();
  }

  /**
   * Changes the state as one step.
   * @param {(draft: State) => State | null | undefined} mutator changes the draft, or returns a new state
   * @returns {State}
   */
  update(mutator) {
    if (typeof mutator !== "function") throw new TypeError(`store ${this.name}: update() takes a function`);
    const draft = this.snapshot();
    const replacement = mutator(draft) ?? draft;
    if (!isDict(replacement)) {
      throw new TypeError(`store ${this.name}: update() must return a dict or None, not ${typeName(replacement)}`);
    }
    this.#state = copyOf(replacement);
    return this.#changed();
  }

  /** @param {Path} path @returns {State} */
  delete(path) {
    const parts = partsOf(path);
    const last = parts.pop();
    const target = valueAt(this.#state, parts, null);
    const isThere = last !== undefined && isDict(target) && dictDelete(target, last);
    return isThere ? this.#changed() : this.snapshot();
  }

  clear() {
    this.#state = {};
    this.#changed();
    return null;
  }

  /** Back to what the store was declared with, in the two steps that the server takes. @returns {State} */
  reset() {
    this.clear();
    return this.patch(this.initial);
  }

  /**
   * Calls `fn` with the state, or what the selector takes from it, whenever that is different.
   * @param {(value: any) => any} fn
   * @param {{ selector?: Selector, immediate?: boolean }} [options]
   * @returns {() => null} stops it
   */
  subscribe(fn, { selector = null, immediate = false } = {}) {
    const subscriber = { fn, selector, last: this.#selected(selector) };
    this.#subscribers.add(subscriber);
    if (immediate) this.#tell(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
      return null;
    };
  }

  /** @param {Path} path @param {(value: any) => any} fn @returns {() => null} stops it */
  listen(path, fn) {
    return this.subscribe(fn, { selector: path });
  }

  /** @param {Selector} selector @param {any} [fallback] */
  select(selector, fallback = null) {
    return typeof selector === "function" ? selector(this.snapshot()) : this.get(selector, fallback);
  }

  __repr__() {
    return `<StoreBridge name='${this.name}'>`;
  }

  /** @param {Selector} selector */
  #selected(selector) {
    return selector === null ? this.snapshot() : this.select(selector);
  }

  #changed() {
    for (const subscriber of [...this.#subscribers]) {
      try {
        const value = this.#selected(subscriber.selector);
        if (eq(value, subscriber.last)) continue;
        subscriber.last = value;
      } catch (error) {
        console.error(`[sprag] store ${this.name}: a selector failed:`, error);
        continue;
      }
      this.#tell(subscriber);
    }
    return this.snapshot();
  }

  /** One subscriber's failure is not another's. @param {{ fn: (value: any) => any, last: any }} subscriber */
  #tell(subscriber) {
    try {
      subscriber.fn(copyOf(subscriber.last));
    } catch (error) {
      console.error(`[sprag] store ${this.name}: a subscriber failed:`, error);
    }
  }
}

/** @param {Path} path @returns {string[]} */
function partsOf(path) {
  if (typeof path === "string") return path.split(".").filter(Boolean);
  if (Array.isArray(path)) return [...path];
  throw new TypeError(`a path is a str, list or tuple, not ${typeName(path)}`);
}

/** @param {any} state @param {string[]} parts @param {any} fallback */
function valueAt(state, parts, fallback) {
  let value = state;
  for (const part of parts) {
    if (!isDict(value) || !dictHas(value, part)) return fallback;
    value = dictGet(value, part);
  }
  return value;
}

/**
 * A deep copy of plain data; what is not plain data is shared.
 * @param {any} value
 * @returns {any}
 */
function copyOf(value) {
  if (value instanceof Tuple) return tupleFrom(value.map(copyOf));
  if (Array.isArray(value)) return value.map(copyOf);
  if (value?.[KIND] === "set") return value.__copy__();
  if (!isDict(value)) return value;
  return dictOf(...dictEntries(value).map(([key, item]) => /** @type {[any, any]} */ ([key, copyOf(item)])));
}
