/** Modules of the library as values: `clock = time`. */

import { KIND } from "./kinds.js";
import { jsName } from "./naming.js";

class PyModule {
  get [KIND]() {
    return "module";
  }

  __repr__() {
    return "<module>";
  }
}

/** @type {WeakMap<object, PyModule>} */
const known = new WeakMap();

/** A module whose members are attributes, spelled as those of other objects. @param {any} exports what JavaScript imports of it @returns {any} */
export function moduleOf(exports) {
  const made = known.get(exports) ?? new PyModule();
  if (!known.has(exports)) {
    known.set(exports, made);
    for (const [name, value] of Object.entries(exports)) Object.defineProperty(made, jsName(name), { value, enumerable: true });
  }
  return made;
}
