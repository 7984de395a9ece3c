/** Python's `types`. */

import { keywordsOf, sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { dictEntries } from "../dicts.js";
import { TypeError } from "../errors.js";
import { hashKey } from "../hash.js";
import { isClass, NotImplemented, RECEIVER, TABLE, TEST, typed, typeName } from "../kinds.js";
import { jsName, noteSpelling } from "../naming.js";
import { pythonName } from "../spelling.js";
import { repr } from "../text.js";
import { type } from "../type.js";
import { eq } from "../values.js";

export const NoneType = type(null);

/** An object of the attributes that it is given. */
export class SimpleNamespace extends PyObject {
  /** @param {any} [given] */
  __init__(given) {
    for (const [name, value] of Object.entries(keywordsOf(given))) {
      noteSpelling(this, name);
      /** @type {any} */ (this)[jsName(name)] = value;
    }
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof SimpleNamespace ? eq({ ...this }, { ...other }) : NotImplemented;
  }

  __repr__() {
    return `namespace(${Object.entries(this).map(([name, value]) => `${pythonName(name, this)}=${repr(value)}`).join(", ")})`;
  }
}
sig(SimpleNamespace, "**attributes");

/** A view of a dict through which it cannot be changed. */
export class MappingProxyType extends PyObject {
  /** @param {any} mapping */
  constructor(mapping) {
    super();
    Object.defineProperty(this, "mapping", { value: mapping });
  }

  /** @returns {any} */
  get [TABLE]() {
    return new LiveTable(/** @type {any} */ (this).mapping);
  }

  __setitem__() {
    throw new TypeError("'mappingproxy' object does not support item assignment");
  }

  __delitem__() {
    throw new TypeError("'mappingproxy' object does not support item deletion");
  }

  __repr__() {
    return `mappingproxy(${repr(/** @type {any} */ (this).mapping)})`;
  }
}

/** The entries of a dict as a table: of a plain object too. */
class LiveTable {
  /** @param {any} mapping */
  constructor(mapping) {
    this.keyOf = hashKey;
    this.entries = new Map(dictEntries(mapping).map((entry) => [hashKey(entry[0]), entry]));
  }

  get size() {
    return this.entries.size;
  }

  /** @param {any} key */
  has(key) {
    return this.entries.has(key);
  }

  /** @param {any} key */
  get(key) {
    return this.entries.get(key);
  }

  values() {
    return this.entries.values();
  }

  set() {
    throw new TypeError("'mappingproxy' object does not support item assignment");
  }

  delete() {
    throw new TypeError("'mappingproxy' object does not support item deletion");
  }

  clear() {
    this.delete();
  }
}

/** @param {string} name @param {(value: any) => boolean} test */
function kind(name, test) {
  const type = () => null;
  typed(type, name, test);
  return type;
}

const isFunction = (/** @type {any} */ value) => typeof value === "function" && !isClass(value) && !Object.hasOwn(value, TEST);
export const FunctionType = kind("function", (value) => isFunction(value) && value[RECEIVER] === undefined);
export const LambdaType = FunctionType;
export const MethodType = kind("method", (value) => isFunction(value) && value[RECEIVER] !== undefined);
export const GeneratorType = kind("generator", (value) => typeName(value) === "generator");
