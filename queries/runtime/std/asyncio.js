/** Python's `asyncio` over promises: awaiting, running at once, timeouts. */

import { keywords, sig } from "../calls.js";
import { Exception, raised, TimeoutError } from "../errors.js";
import { isNone } from "../kinds.js";

export { TimeoutError };
export class CancelledError extends Exception {}

/** @param {number} seconds @param {any} [result] @returns {Promise<any>} */
export function sleep(seconds, result = null) {
  return new Promise((resolve) => setTimeout(() => resolve(result), Math.max(0, seconds) * 1000));
}

export const gather = sig(
  /** @param {any[]} given @returns {Promise<any[]>} */
  async (...given) => {
    const { return_exceptions: keep = false } = keywords(given);
    if (!keep) return Promise.all(given);
    const results = await Promise.allSettled(given);
    return results.map((result) => (result.status === "fulfilled" ? result.value : result.reason));
  },
  "*aws,return_exceptions=",
);

export const wait_for = sig(
  /** @param {any} awaited @param {any} seconds @returns {Promise<any>} */
  (awaited, seconds) => {
    if (isNone(seconds)) return Promise.resolve(awaited);
    /** @type {any} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(raised(TimeoutError)), seconds * 1000);
    });
    return Promise.race([awaited, late]).finally(() => clearTimeout(timer));
  },
  "fut,timeout",
);

/** A task: the promise itself, with what is known of its end. */
class Task {
  /** @param {any} awaited */
  constructor(awaited) {
    this.state = "pending";
    /** @type {any} */
    this.outcome = null;
    /** @type {any} */
    this.stop = null;
    const cancelled = new Promise((_, reject) => {
      this.stop = reject;
    });
    this.promise = Promise.race([awaited, cancelled]).then(
      (value) => this.settle("done", value),
      (error) => this.settle(error instanceof CancelledError ? "cancelled" : "failed", error),
    );
    this.promise.catch(() => undefined);
  }

  /** @param {string} state @param {any} outcome */
  settle(state, outcome) {
    this.state = state;
    this.outcome = outcome;
    if (state === "done") return outcome;
    throw outcome;
  }

  /** Makes a task awaitable. @param {any} resolve @param {any} reject */
  then(resolve, reject) {
    return this.promise.then(resolve, reject);
  }

  done() {
    return this.state !== "pending";
  }

  cancelled() {
    return this.state === "cancelled";
  }

  cancel() {
    if (this.done()) return false;
    this.stop(new CancelledError());
    return true;
  }

  result() {
    if (this.state === "done") return this.outcome;
    throw this.outcome ?? new Exception("Result is not set.");
  }
}

export const create_task = sig(/** @param {any} awaited */ (awaited) => new Task(awaited), "coro,name=");
export const ensure_future = create_task;
