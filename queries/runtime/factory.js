/** `ui.li` as a value, and `getattr(ui, name)`: functions that make elements. */

import { keywords, sig } from "./calls.js";
import { For, Grid } from "./lists.js";
import { h, HTML, LazyImage } from "./ui.js";

/** What is no element. @type {Record<string, (...args: any[]) => any>} */
const PRIMITIVES = { For, Grid, HTML, LazyImage };

/**
 * @param {string} name of a tag, or of a primitive
 * @returns {(...args: any[]) => any}
 */
export function factory(name) {
  const primitive = PRIMITIVES[name];
  /** @param {any[]} args */
  const make = (...args) => {
    const given = keywords(args);
    return primitive ? primitive(args[0], given) : h(name.replace(/_+$/, ""), given, ...args);
  };
  return sig(make, "*args,**kwargs", name);
}
