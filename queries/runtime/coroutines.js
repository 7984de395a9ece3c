/**
 * Coroutines: what calling an `async def` gives that is not awaited at once. As in Python, nothing of it runs
 * before it is awaited or made a task.
 */

import { call } from "./calling.js";
import { RuntimeError, TypeError } from "./errors.js";
import { isNone, NAME, nameOf, typeName } from "./kinds.js";

export class Coroutine {
  /** @param {any} callee @param {any[]} args */
  constructor(callee, args) {
    this.start = () => call(callee, ...args);
    this.label = nameOf(callee);
    this.isUsed = false;
  }

  /** Runs it; once. @returns {Promise<any>} */
  run() {
    if (this.isUsed) throw new RuntimeError("cannot reuse already awaited coroutine");
    this.isUsed = true;
    return this.start();
  }

  /** Makes it awaitable. @param {any} resolve @param {any} reject */
  then(resolve, reject) {
    return new Promise((settle) => settle(this.run())).then(resolve, reject);
  }

  close() {
    this.isUsed = true;
    return null;
  }

  __repr__() {
    return `<coroutine object ${this.label}>`;
  }

  static [NAME] = "coroutine";
}

/** A call of an `async def` that is not awaited where it stands. @param {any} callee @param {any[]} args */
export function coroutine(callee, ...args) {
  return new Coroutine(callee, args);
}

/** @param {any} value */
export function isCoroutine(value) {
  return value instanceof Coroutine || value instanceof Promise;
}

/** @param {any} value */
export function isCoroutineFunction(value) {
  return typeof value === "function" && Object.prototype.toString.call(value) === "[object AsyncFunction]";
}

/** What can be awaited. @param {any} value @returns {any} */
export function awaitable(value) {
  if (!isNone(value) && typeof value.then === "function") return value;
  if (typeof value?.__await__ === "function") return stepped(value.__await__());
  throw new TypeError(`object ${typeName(value)} can't be used in 'await' expression`);
}

/** The result of a generator that yields what it waits for. @param {any} generator */
async function stepped(generator) {
  let step = generator.next();
  while (!step.done) step = generator.next(await step.value);
  return step.value;
}
