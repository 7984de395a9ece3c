/** Python's `uuid`: random identifiers. */

import { keywordsOf, sig } from "../calls.js";
import { ValueError } from "../errors.js";
import { hash } from "../hash.js";
import { whole } from "../integers.js";
import { Keywords, NotImplemented } from "../kinds.js";
import { PyObject } from "../classes.js";

export class UUID extends PyObject {
  /** @param {any} [text] @param {any} [given] */
  constructor(text, given) {
    super();
    const { int, hex = text } = keywordsOf(text instanceof Keywords ? text : given);
    this.hex = (int === undefined ? hex : BigInt(int).toString(16).padStart(32, "0")).replace(/urn:|uuid:|[{}-]/g, "").toLowerCase();
    if (!/^[0-9a-f]{32}$/.test(this.hex)) throw new ValueError("badly formed hexadecimal UUID string");
  }

  get int() {
    return whole(BigInt(`0x${this.hex}`));
  }

  get version() {
    return parseInt(this.hex[12], 16);
  }

  __str__() {
    return this.hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  __repr__() {
    return `UUID('${this.__str__()}')`;
  }

  toJSON() {
    return this.__str__();
  }

  __hash__() {
    return hash(this.hex);
  }

  /** @param {any} other */
  __eq__(other) {
    return other instanceof UUID ? this.hex === other.hex : NotImplemented;
  }

  /** @param {any} other */
  __lt__(other) {
    return other instanceof UUID ? this.hex < other.hex : NotImplemented;
  }
}

sig(UUID, "hex=,*,int=");

/** A random one. `crypto.randomUUID` exists on secure pages only. */
export function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return new UUID(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
