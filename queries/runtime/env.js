/**
 * `env()`, `public_env()` and `join_url()`. Values come from the payload in the page when they are
 * asked for, so that module-level constants see what code in `on_start` sees.
 */

import { createNavigationRuntime } from "../../runtime/navigation.js";
import { joinUrl as joinPath } from "../../runtime/urls.js";
import { KeyError, ValueError } from "./errors.js";
import { NAME, isDict } from "./kinds.js";
import { str } from "./text.js";

const BOOLEANS = new Map([
  ...["1", "true", "yes", "on"].map((word) => /** @type {[string, boolean]} */ ([word, true])),
  ...["0", "false", "no", "off"].map((word) => /** @type {[string, boolean]} */ ([word, false])),
]);

/** @returns {Record<string, any>} */
function payload() {
  return Reflect.get(window, "__SPRAG_PAYLOAD__") ?? {};
}

/** @returns {Record<string, string>} */
function variables() {
  return payload().env ?? Reflect.get(window, "__SPRAG_ENV__") ?? {};
}

/**
 * A variable that the app shows to the browser.
 * @param {string} name
 * @param {any} [fallback] absent: the variable is required
 * @param {{ cast?: any, required?: boolean }} [options]
 */
export function env(name, fallback, { cast = null, required = false } = {}) {
  const values = variables();
  if (!Object.hasOwn(values, name)) {
    if (required || fallback === undefined) throw new KeyError(`Missing required environment variable '${name}'.`);
    return fallback;
  }
  const text = values[name];
  const type = cast?.[NAME] ?? cast?.name;
  if (cast === null || type === "str") return text;
  if (type === "bool") return booleanOf(name, text);
  try {
    return cast(text);
  } catch (error) {
    const reason = str(error);
    throw new ValueError(`Could not cast environment variable '${name}' with '${type}': ${reason}`);
  }
}

/** @param {string} name @param {string} text */
function booleanOf(name, text) {
  const value = BOOLEANS.get(text.trim().toLowerCase());
  if (value === undefined) throw new ValueError(`Could not cast environment variable '${name}' to bool: '${text}'.`);
  return value;
}

/** @param {string} [prefix] @returns {Record<string, string>} */
export function publicEnv(prefix = "SPRAG_PUBLIC_") {
  return Object.fromEntries(Object.entries(variables()).filter(([name]) => name.startsWith(prefix)));
}

/**
 * Joins path parts to a base. A path of this site gets the prefix under which the site is hosted.
 * @param {any} [base]
 * @param {any[]} parts with a dict at the end for `trailing_slash`
 * @returns {string}
 */
export function joinUrl(base = "/", ...parts) {
  const options = isDict(parts.at(-1)) ? parts.pop() : {};
  findBase();
  const url = joinPath(base ? str(base) : "/", ...parts.map((part) => (part === null ? null : str(part))));
  return options.trailing_slash && !url.endsWith("/") ? `${url}/` : url;
}

/** The framework finds the prefix when it boots, which is after module-level constants are made. */
function findBase() {
  if (Reflect.has(window, "__SPRAG_BASE__")) return;
  const { mount, page } = payload();
  const { basePrefix } = createNavigationRuntime({ manifest: null, surface: mount ?? page ?? null });
  Reflect.set(window, "__SPRAG_BASE__", basePrefix);
}
