/** Python's `io`: text in memory. */

import { sig } from "../calls.js";
import { TypeError, ValueError } from "../errors.js";
import { isNone, typeName } from "../kinds.js";
import { PyObject } from "../classes.js";

export class StringIO extends PyObject {
  /** @param {any} [text] */
  constructor(text = "") {
    super();
    /** @type {string} */
    this.text = text ?? "";
    this.place = 0;
    this.closed = false;
  }

  /** @param {any} text */
  write(text) {
    this.requireOpen();
    if (typeof text !== "string") throw new TypeError(`string argument expected, got '${typeName(text)}'`);
    this.text = this.text.slice(0, this.place).padEnd(this.place, "\0") + text + this.text.slice(this.place + text.length);
    this.place += text.length;
    return text.length;
  }

  /** @param {any} lines */
  writelines(lines) {
    for (const line of lines) this.write(line);
    return null;
  }

  /** @param {any} [size] */
  read(size = null) {
    this.requireOpen();
    const end = isNone(size) || size < 0 ? this.text.length : this.place + size;
    const part = this.text.slice(this.place, end);
    this.place += part.length;
    return part;
  }

  readline() {
    this.requireOpen();
    const end = this.text.indexOf("\n", this.place);
    return this.read(end < 0 ? null : end + 1 - this.place);
  }

  readlines() {
    return [...this];
  }

  getvalue() {
    this.requireOpen();
    return this.text;
  }

  /** @param {number} place @param {number} [from] */
  seek(place, from = 0) {
    this.place = from === 2 ? this.text.length + place : from === 1 ? this.place + place : place;
    return this.place;
  }

  tell() {
    return this.place;
  }

  /** @param {any} [size] */
  truncate(size = null) {
    this.text = this.text.slice(0, isNone(size) ? this.place : size);
    return this.text.length;
  }

  close() {
    this.closed = true;
    return null;
  }

  flush() {
    return null;
  }

  requireOpen() {
    if (this.closed) throw new ValueError("I/O operation on closed file");
  }

  /** @returns {any} */
  __enter__() {
    return this;
  }

  __exit__() {
    return this.close();
  }

  /** @returns {any} */
  __iter__() {
    return lines(this);
  }
}
sig(StringIO, "initial_value=,newline=");

/** @param {StringIO} file */
function* lines(file) {
  for (let line = file.readline(); line !== ""; line = file.readline()) yield line;
}
