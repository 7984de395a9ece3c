/** `@debounce` and `@throttle`: methods that run less often than they are called. */

import { sig } from "./calls.js";
import { SIGNATURE } from "./kinds.js";

/**
 * Replaces a method by one that runs once its instance has not called it for `seconds`, with the last
 * arguments. What it returns is lost, as it runs later.
 * @param {any} type
 * @param {string} name
 * @param {number} seconds
 */
export function debounce(type, name, seconds) {
  const method = type.prototype[name];
  /** @type {WeakMap<object, any>} */
  const timers = new WeakMap();
  replace(type, name, function (/** @type {any[]} */ ...args) {
    this.clearTimeout(timers.get(this));
    timers.set(
      this,
      this.timeout(() => method.apply(this, args), seconds),
    );
    return null;
  });
}

/**
 * Replaces a method by one that ignores calls of its instance within `seconds` of one that ran.
 * @param {any} type
 * @param {string} name
 * @param {number} seconds
 */
export function throttle(type, name, seconds) {
  const method = type.prototype[name];
  /** @type {WeakMap<object, number>} */
  const ran = new WeakMap();
  replace(type, name, function (/** @type {any[]} */ ...args) {
    const now = performance.now();
    if (now - (ran.get(this) ?? -Infinity) < seconds * 1000) return null;
    ran.set(this, now);
    return method.apply(this, args);
  });
}

/** What takes the place of a method takes the same arguments. @param {any} type @param {string} name @param {(this: any, ...args: any[]) => any} method */
function replace(type, name, method) {
  const { [SIGNATURE]: signature } = type.prototype[name];
  type.prototype[name] = method;
  if (signature !== undefined) sig(method, signature);
}
