/** What Python asks of asynchronous iterators besides `async for`: `anext`, and the methods of asynchronous generators. */

import { GeneratorExit, raised, RuntimeError, StopAsyncIteration, TypeError } from "./errors.js";
import { isNone, typeName } from "./kinds.js";

/** `anext(iterator)` and `anext(iterator, fallback)`. @param {any} source @param {any[]} fallback @returns {Promise<any>} */
export async function anext(source, ...fallback) {
  try {
    if (typeof source?.__anext__ === "function") return await source.__anext__();
    if (typeof source?.[Symbol.asyncIterator] === "function") return yielded(await source.next());
  } catch (error) {
    if (fallback.length > 0 && error instanceof StopAsyncIteration) return fallback[0];
    throw error;
  }
  throw new TypeError(`'${typeName(source)}' object is not an async iterator`);
}

/** `aiter(value)`. @param {any} value @returns {any} */
export function aiter(value) {
  if (typeof value?.__aiter__ === "function") return value.__aiter__();
  if (typeof value?.[Symbol.asyncIterator] === "function") return value[Symbol.asyncIterator]();
  throw new TypeError(`'${typeName(value)}' object is not an async iterable`);
}

/** `generator.asend(value)`. @param {any} generator @param {any} value */
export async function asend(generator, value) {
  return yielded(await generator.next(value));
}

/** `generator.athrow(error)`. @param {any} generator @param {any} error @param {any} [value] */
export async function athrow(generator, error, value) {
  return yielded(await generator.throw(raised(typeof error === "function" && !isNone(value) ? new error(value) : error)));
}

/** `generator.aclose()`: the generator sees a GeneratorExit where it stands. @param {any} generator */
export async function aclose(generator) {
  let step;
  try {
    step = await generator.throw(new GeneratorExit());
  } catch (error) {
    if (error instanceof GeneratorExit || error instanceof StopAsyncIteration) return null;
    throw error;
  }
  if (!step.done) throw new RuntimeError("async generator ignored GeneratorExit");
  return null;
}

/** @param {IteratorResult<any>} step */
function yielded(step) {
  if (step.done) throw new StopAsyncIteration();
  return step.value;
}
