/**
 * What decorators and `ref` attach to a browser class, and how the class's chain is searched for it.
 * A feature belongs to the class whose body asks for it; a subclass that overrides the decorated
 * method without decorating it has none, as in Python.
 */

import { orderOf } from "./lineage.js";

/**
 * @typedef {object} Feature
 * @property {string} name features of the same name replace each other along the chain
 * @property {string} [method] the method that it decorates
 * @property {(owner: any) => void} [start] before the author's `on_start`
 * @property {(owner: any, fresh: HTMLElement) => void} [carry] before a component's element becomes `fresh`
 * @property {(owner: any) => void} [drawn] after `on_start`, and whenever the component has drawn itself again
 * @property {(owner: any) => Promise<any>} [leave] before a component is removed
 */

const FEATURES = Symbol("sprag.features");
const REFS = Symbol("sprag.refs");

/** @param {any} owner @returns {any[]} the classes of an instance, the most basic first */
function lineage(owner) {
  return [...orderOf(owner.constructor)].reverse();
}

/** What a class itself was given. @param {any} type @param {symbol} kind @returns {any[]} */
function given(type, kind) {
  if (!Object.hasOwn(type, kind)) type[kind] = [];
  return type[kind];
}

/** @param {any} type @param {Feature} feature */
export function addFeature(type, feature) {
  given(type, FEATURES).push(feature);
}

/**
 * The features of each class, once an instance has been made: classes do not change after their body.
 * @type {WeakMap<object, Feature[]>}
 */
const known = new WeakMap();

/** @param {any} owner @returns {Feature[]} */
export function featuresOf(owner) {
  const features = known.get(owner.constructor) ?? collect(owner);
  known.set(owner.constructor, features);
  return features;
}

/** @param {any} owner @returns {Feature[]} */
function collect(owner) {
  /** @type {Map<string, Feature>} */
  const found = new Map();
  for (const type of lineage(owner)) {
    for (const [name, { method }] of found) {
      if (method && Object.hasOwn(type.prototype, method)) found.delete(name);
    }
    for (const feature of given(type, FEATURES)) found.set(feature.name, feature);
  }
  return [...found.values()];
}

/**
 * `name = ref(selector)`: the element that matches now, as `self.name` and in `self.refs`, of which Python's names are the keys.
 * @param {any} type
 * @param {string} name
 * @param {string} selector
 * @param {string} [pythonName] the key in `self.refs`, where it differs
 */
export function ref(type, name, selector, pythonName = name) {
  given(type, REFS).push([name, selector, name === pythonName], [pythonName, selector, true]);
  Object.defineProperty(type.prototype, name, {
    configurable: true,
    get() {
      return this.refs[name] ?? null;
    },
    set(value) {
      Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}

/**
 * The `refs` of an instance. Each is looked up when it is read, so that it is never an element that
 * is no longer in the page.
 * @param {any} owner
 * @returns {Record<string, Element | null>}
 */
export function refsOf(owner) {
  /** @type {Record<string, Element | null>} */
  const refs = {};
  for (const type of lineage(owner)) {
    for (const [name, selector, enumerable] of given(type, REFS)) {
      Object.defineProperty(refs, name, {
        configurable: true,
        enumerable,
        get: () => find(owner.element, selector),
        set: (value) => Object.defineProperty(refs, name, { value, writable: true }),
      });
    }
  }
  return refs;
}

/**
 * The first match in an owner's element, or the element itself.
 * @param {Element | null} element
 * @param {string} selector
 * @returns {Element | null}
 */
export function find(element, selector) {
  if (!element) return null;
  return element.matches(selector) ? element : element.querySelector(selector);
}
