/** Python's `string`. */

import { keywords, sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { KeyError, ValueError } from "../errors.js";
import { contains } from "../membership.js";
import { capitalize, join, split } from "../strings.js";
import { str } from "../text.js";
import { getitem } from "../values.js";

export const ascii_lowercase = "abcdefghijklmnopqrstuvwxyz";
export const ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const ascii_letters = ascii_lowercase + ascii_uppercase;
export const digits = "0123456789";
export const hexdigits = "0123456789abcdefABCDEF";
export const octdigits = "01234567";
export const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
export const whitespace = " \t\n\r\v\f";
export const printable = digits + ascii_letters + punctuation + whitespace;

/** @param {string} text @param {string | null} [separator] */
export function capwords(text, separator = null) {
  return join(separator ?? " ", split(text, separator).map(capitalize));
}

/** `$name` in texts. */
export class Template extends PyObject {
  /** @param {string} template */
  constructor(template) {
    super();
    this.template = template;
  }

  /** @param {any[]} args a mapping, and keywords */
  substitute(...args) {
    return this.filled(args, (name, found) => {
      if (found === undefined) throw new KeyError(name);
      return str(found);
    }, (place) => {
      const before = this.template.slice(0, place).split("\n");
      throw new ValueError(`Invalid placeholder in string: line ${before.length}, col ${before[before.length - 1].length + 1}`);
    });
  }

  /** @param {any[]} args */
  safeSubstitute(...args) {
    return this.filled(args, (_, found, whole) => (found === undefined ? whole : str(found)), () => "$");
  }

  /** @param {any[]} args @param {(name: string, found: any, whole: string) => string} write @param {(place: number) => string} invalid */
  filled(args, write, invalid) {
    const given = keywords(args);
    const [mapping = {}] = args;
    return this.template.replace(/\$(?:(\$)|(?:([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)\})|())/g, (whole, escaped, named, braced, _, place) => {
      if (escaped !== undefined) return "$";
      const name = named ?? braced;
      if (name === undefined) return invalid(place);
      return write(name, given[name] ?? (contains(mapping, name) ? getitem(mapping, name) : undefined), whole);
    });
  }
}
sig(Template.prototype.substitute, "*args,**kws");
sig(Template.prototype.safeSubstitute, "*args,**kws");
