/** Python's `asyncio` over promises: tasks, waiting for several, timeouts, and what tasks share. */

import { call } from "../calling.js";
import { keywords, keywordsOf, sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { isCoroutine, isCoroutineFunction } from "../coroutines.js";
import { BaseException, Exception, RuntimeError, ValueError } from "../errors.js";
import { ExceptionGroup, TimeoutError } from "../exceptions.js";
import { iter } from "../iteration.js";
import { isNone, tupleOf } from "../kinds.js";
import { set } from "../sets.js";

export { TimeoutError };
export { isCoroutine as iscoroutine, isCoroutineFunction as iscoroutinefunction };
export class CancelledError extends BaseException {}
export class QueueEmpty extends Exception {}
export class QueueFull extends Exception {}
/** A result that is asked for too early, or given twice. */
class InvalidStateError extends Exception {}

export const FIRST_COMPLETED = "FIRST_COMPLETED";
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
export const ALL_COMPLETED = "ALL_COMPLETED";

/** @param {number} seconds @param {any} [result] @returns {any} */
export function sleep(seconds, result = null) {
  return new Promise((resolve) => setTimeout(() => resolve(result), Math.max(0, Number(seconds)) * 1000));
}
sig(sleep, "delay,result=");

/** A value that is there later. */
export class Future extends PyObject {
  constructor() {
    super();
    this.state = "pending";
    /** @type {any} */
    this.outcome = null;
    /** @type {((future: Future) => void)[]} */
    this.callbacks = [];
    /** @type {any} */
    this.resolve = null;
    /** @type {any} */
    this.reject = null;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  /** Makes it awaitable. @param {any} resolve @param {any} reject */
  then(resolve, reject) {
    return this.promise.then(resolve, reject);
  }

  /** @param {string} state @param {any} outcome */
  settle(state, outcome) {
    if (this.done()) throw new InvalidStateError("invalid state");
    this.state = state;
    this.outcome = outcome;
    if (state === "done") this.resolve(outcome);
    else this.reject(outcome);
    for (const callback of this.callbacks) queueMicrotask(() => call(callback, this));
    return null;
  }

  /** @param {any} value */
  setResult(value) {
    return this.settle("done", value);
  }

  /** @param {any} error */
  setException(error) {
    return this.settle("failed", typeof error === "function" ? new error() : error);
  }

  done() {
    return this.state !== "pending";
  }

  cancelled() {
    return this.state === "cancelled";
  }

  /** @param {any} [message] */
  cancel(message) {
    if (this.done()) return false;
    this.settle("cancelled", isNone(message) ? new CancelledError() : new CancelledError(message));
    return true;
  }

  result() {
    if (this.state === "done") return this.outcome;
    throw this.state === "pending" ? new InvalidStateError("Result is not set.") : this.outcome;
  }

  exception() {
    if (this.state === "failed") return this.outcome;
    if (this.state === "done") return null;
    throw this.state === "pending" ? new InvalidStateError("Exception is not set.") : this.outcome;
  }

  /** @param {any} callback */
  addDoneCallback(callback) {
    if (this.done()) queueMicrotask(() => call(callback, this));
    else this.callbacks.push(callback);
    return null;
  }
}

let made = 0;

/** A coroutine that runs by itself. */
export class Task extends Future {
  /** @param {any} awaited @param {string} [name] */
  constructor(awaited, name) {
    super();
    made += 1;
    this.label = name ?? `Task-${made}`;
    const settled = (/** @type {string} */ state) => (/** @type {any} */ outcome) => {
      if (this.done()) return;
      this.settle(state === "failed" && outcome instanceof CancelledError ? "cancelled" : state, outcome);
    };
    // Its first step comes after the code that makes it, as in Python's loop.
    queueMicrotask(() => {
      if (!this.done()) Promise.resolve(awaited).then(settled("done"), settled("failed"));
    });
  }

  getName() {
    return this.label;
  }
}

export const create_task = sig(/** @param {any} awaited @param {any} [given] */ (awaited, given) => new Task(awaited, keywordsOf(given).name), "coro,*,name=,context=");
/** @param {any} awaited @returns {any} */
export const ensure_future = (awaited) => (awaited instanceof Future ? awaited : new Task(awaited));

/** @param {any[]} given @returns {Promise<any>} */
export async function gather(...given) {
  const { return_exceptions: keep = false } = keywords(given);
  const tasks = given.map(ensure_future);
  if (!keep) return Promise.all(tasks);
  const results = await Promise.allSettled(tasks);
  return results.map((result) => (result.status === "fulfilled" ? result.value : result.reason));
}
sig(gather, "*aws,return_exceptions=");

/** What settles with `awaited`, or fails once the seconds are over. @param {any} awaited @param {any} seconds */
async function within(awaited, seconds) {
  if (isNone(seconds)) return awaited;
  const task = ensure_future(awaited);
  /** @type {any} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      task.cancel();
      reject(new TimeoutError());
    }, Number(seconds) * 1000);
  });
  try {
    return await Promise.race([late, task.promise.catch((/** @type {any} */ error) => (error instanceof CancelledError && task.cancelled() ? late : Promise.reject(error)))]);
  } finally {
    clearTimeout(timer);
  }
}
export const wait_for = sig(within, "fut,timeout");

/** @param {any} awaited @returns {any} */
export const shield = (awaited) => {
  const inner = ensure_future(awaited);
  const outer = new Future();
  inner.promise.then((/** @type {any} */ value) => outer.done() || outer.setResult(value), (/** @type {any} */ error) => outer.done() || outer.setException(error));
  return outer;
};

/** @param {any} awaited @param {any} [given] @returns {Promise<any>} */
export async function wait(awaited, given) {
  const { timeout: seconds = null, return_when: until = ALL_COMPLETED } = keywordsOf(given);
  const tasks = [...iter(awaited)].map(ensure_future);
  if (tasks.length === 0) throw new ValueError("Set of Tasks/Futures is empty.");
  await new Promise((resolve) => {
    if (!isNone(seconds)) setTimeout(resolve, Number(seconds) * 1000);
    const check = () => {
      const isOver = tasks.every((task) => task.done())
        || until === FIRST_COMPLETED && tasks.some((task) => task.done())
        || until === FIRST_EXCEPTION && tasks.some((task) => task.state === "failed");
      if (isOver) resolve(null);
    };
    for (const task of tasks) task.addDoneCallback(check);
    check();
  });
  return tupleOf(set(tasks.filter((task) => task.done())), set(tasks.filter((task) => !task.done())));
}
sig(wait, "aws,*,timeout=,return_when=");

/** Awaitables, each of which gives the next result. @param {any} awaited @param {any} [given] */
export function* as_completed(awaited, given) {
  const { timeout: seconds = null } = keywordsOf(given);
  const tasks = [...iter(awaited)].map(ensure_future);
  /** @type {any[]} */
  const finished = [];
  /** @type {((task: any) => void)[]} */
  const waiting = [];
  for (const task of tasks) {
    task.addDoneCallback(() => {
      const next = waiting.shift();
      if (next === undefined) finished.push(task);
      else next(task);
    });
  }
  for (const _ of tasks) {
    void _;
    const next = new Promise((resolve) => {
      const task = finished.shift();
      if (task === undefined) waiting.push(resolve);
      else resolve(task);
    });
    yield within(next, seconds);
  }
}
sig(as_completed, "aws,*,timeout=");

/** Those that wait for something, in order. */
class Waiting {
  constructor() {
    /** @type {((value?: any) => void)[]} */
    this.resolves = [];
  }

  /** @returns {Promise<any>} */
  next() {
    return new Promise((resolve) => this.resolves.push(resolve));
  }

  /** Lets the first go on; whether there was one. */
  wake() {
    const resolve = this.resolves.shift();
    resolve?.();
    return resolve !== undefined;
  }
}

export class Event extends PyObject {
  constructor() {
    super();
    this.flag = false;
    this.waiting = new Waiting();
  }

  set() {
    this.flag = true;
    while (this.waiting.wake());
    return null;
  }

  clear() {
    this.flag = false;
    return null;
  }

  isSet() {
    return this.flag;
  }

  async wait() {
    if (!this.flag) await this.waiting.next();
    return true;
  }
}

export class Semaphore extends PyObject {
  /** @param {number} [value] */
  constructor(value = 1) {
    super();
    if (value < 0) throw new ValueError("Semaphore initial value must be >= 0");
    this.free = value;
    this.waiting = new Waiting();
  }

  locked() {
    return this.free === 0;
  }

  async acquire() {
    if (this.free > 0) this.free -= 1;
    else await this.waiting.next();
    return true;
  }

  release() {
    if (!this.waiting.wake()) this.free += 1;
    return null;
  }

  async __aenter__() {
    await this.acquire();
    return null;
  }

  async __aexit__() {
    this.release();
    return null;
  }
}
sig(Semaphore, "value=");

export class Lock extends Semaphore {
  constructor() {
    super(1);
  }

  release() {
    if (this.free > 0) throw new RuntimeError("Lock is not acquired.");
    return super.release();
  }
}

export class Queue extends PyObject {
  /** @param {number} [maxsize] */
  constructor(maxsize = 0) {
    super();
    this.maxsize = maxsize;
    /** @type {any[]} */
    this.items = [];
    this.getters = new Waiting();
    this.putters = new Waiting();
    this.joiners = new Waiting();
    this.unfinished = 0;
  }

  qsize() {
    return this.items.length;
  }

  empty() {
    return this.items.length === 0;
  }

  full() {
    return this.maxsize > 0 && this.items.length >= this.maxsize;
  }

  /** @param {any} item */
  async put(item) {
    while (this.full()) await this.putters.next();
    return this.putNowait(item);
  }

  /** @param {any} item */
  putNowait(item) {
    if (this.full()) throw new QueueFull();
    this.items.push(item);
    this.unfinished += 1;
    this.getters.wake();
    return null;
  }

  async get() {
    while (this.empty()) await this.getters.next();
    return this.getNowait();
  }

  getNowait() {
    if (this.empty()) throw new QueueEmpty();
    const item = this.items.shift();
    this.putters.wake();
    return item;
  }

  taskDone() {
    if (this.unfinished === 0) throw new ValueError("task_done() called too many times");
    this.unfinished -= 1;
    if (this.unfinished === 0) while (this.joiners.wake());
    return null;
  }

  async join() {
    if (this.unfinished > 0) await this.joiners.next();
    return null;
  }
}
sig(Queue, "maxsize=");

/** Tasks that are all done when the block is left. */
export class TaskGroup extends PyObject {
  constructor() {
    super();
    /** @type {Task[]} */
    this.tasks = [];
  }

  async __aenter__() {
    return this;
  }

  /** @param {any} awaited @param {any} [given] */
  createTask(awaited, given) {
    const task = new Task(awaited, keywordsOf(given).name);
    this.tasks.push(task);
    return task;
  }

  /** @param {any} type @param {any} error */
  async __aexit__(type, error) {
    if (!isNone(type)) for (const task of this.tasks) task.cancel();
    for (let done = 0; done < this.tasks.length; done = this.tasks.filter((task) => task.done()).length) {
      await Promise.allSettled(this.tasks);
      await null;
    }
    const failed = this.tasks.filter((task) => task.state === "failed").map((task) => task.outcome);
    if (!isNone(type) && failed.length === 0) throw error;
    if (failed.length > 0) throw new ExceptionGroup("unhandled errors in a TaskGroup", failed);
    return false;
  }
}
sig(TaskGroup.prototype.createTask, "coro,*,name=,context=");

/** What little of the loop code asks for. */
class Loop extends PyObject {
  createFuture() {
    return new Future();
  }

  /** @param {any} awaited */
  createTask(awaited) {
    return new Task(awaited);
  }

  /** @param {any} callee @param {any[]} args */
  callSoon(callee, ...args) {
    queueMicrotask(() => call(callee, ...args));
    return null;
  }

  /** @param {any} seconds @param {any} callee @param {any[]} args */
  callLater(seconds, callee, ...args) {
    setTimeout(() => call(callee, ...args), Number(seconds) * 1000);
    return null;
  }

  time() {
    return performance.now() / 1000;
  }
}
const loop = new Loop();
export const get_running_loop = () => loop;
export const get_event_loop = get_running_loop;
