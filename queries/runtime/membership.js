/** `item in container`, for values of any type. */

import { dictHas } from "./dicts.js";
import { TypeError } from "./errors.js";
import { iter } from "./iteration.js";
import { isDict, isNone, typeName } from "./kinds.js";
import { same, truth } from "./values.js";

/** `item in container`. @param {any} container @param {any} item @returns {boolean} */
export function contains(container, item) {
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
    throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (Array.isArray(container) && !("__contains__" in container)) return container.some((member) => same(member, item));
  if (typeof container?.__contains__ === "function") return truth(container.__contains__(item));
  if (isDict(container)) return dictHas(container, item);
  if (container instanceof Map || container instanceof Set) return container.has(item);
  if (isNone(container) || typeof container !== "object") {
    throw new TypeError(`argument of type '${typeName(container)}' is not iterable`);
  }
  for (const member of iter(container)) {
    if (same(member, item)) return true;
  }
  return false;
}
