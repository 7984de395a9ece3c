/** Python's `contextlib`: managers from generators, and small managers. */

import { call, callkw } from "../calling.js";
import { keywords, sig } from "../calls.js";
import { matches } from "../catching.js";
import { PyObject } from "../classes.js";
import { enter, exit } from "../context.js";
import { BaseException, RuntimeError } from "../errors.js";
import { isNone, NAME, nameOf, SIGNATURE } from "../kinds.js";
import { captured } from "../print.js";

export class AbstractContextManager extends PyObject {
  /** @returns {any} */
  __enter__() {
    return this;
  }

  /** @param {any[]} error @returns {any} */
  __exit__(...error) {
    void error;
    return null;
  }
}

/** A manager that also decorates functions, each call of which it surrounds. */
export class ContextDecorator extends PyObject {
  /** The manager of one call. @returns {any} */
  _recreate_cm() {
    return this;
  }

  /** @param {any} callee @returns {any} */
  __call__(callee) {
    /** @param {any[]} args */
    const surrounded = (...args) => {
      const manager = this._recreate_cm();
      enter(manager);
      let result;
      try {
        result = call(callee, ...args);
      } catch (error) {
        if (!exit(manager, error)) throw error;
        return null;
      }
      exit(manager);
      return result;
    };
    Object.defineProperty(surrounded, NAME, { value: nameOf(callee) });
    return callee[SIGNATURE] === undefined ? surrounded : sig(surrounded, callee[SIGNATURE]);
  }
}

/** What a function decorated with `@contextmanager` gives. */
class GeneratorManager extends ContextDecorator {
  /** @param {any} make @param {any[]} args */
  constructor(make, args) {
    super();
    /** @type {any} */
    this.make = () => make(...args);
    /** @type {any} */
    this.generator = this.make();
    this.again = () => new GeneratorManager(make, args);
  }

  _recreate_cm() {
    return this.again();
  }

  __enter__() {
    const step = this.generator.next();
    if (step.done) throw new RuntimeError("generator didn't yield");
    return step.value;
  }

  /** @param {any} type @param {any} error */
  __exit__(type, error) {
    if (isNone(type)) {
      if (this.generator.next().done) return false;
      throw new RuntimeError("generator didn't stop");
    }
    let step;
    try {
      step = this.generator.throw(error);
    } catch (raised) {
      if (raised === error) return false;
      throw raised;
    }
    if (step.done) return true;
    throw new RuntimeError("generator didn't stop after throw()");
  }
}

/** @param {any} make a generator function @returns {any} */
export function contextmanager(make) {
  return kept(make, (/** @type {any[]} */ ...args) => new GeneratorManager(make, args));
}

/** The same for an asynchronous generator. */
class AsyncGeneratorManager extends PyObject {
  /** @param {any} generator */
  constructor(generator) {
    super();
    /** @type {any} */
    this.generator = generator;
  }

  async __aenter__() {
    const step = await this.generator.next();
    if (step.done) throw new RuntimeError("generator didn't yield");
    return step.value;
  }

  /** @param {any} type @param {any} error */
  async __aexit__(type, error) {
    if (isNone(type)) {
      if ((await this.generator.next()).done) return false;
      throw new RuntimeError("generator didn't stop");
    }
    let step;
    try {
      step = await this.generator.throw(error);
    } catch (raised) {
      if (raised === error) return false;
      throw raised;
    }
    if (step.done) return true;
    throw new RuntimeError("generator didn't stop after athrow()");
  }
}

/** @param {any} make @returns {any} */
export function asynccontextmanager(make) {
  return kept(make, (/** @type {any[]} */ ...args) => new AsyncGeneratorManager(make(...args)));
}

/** A function under the name and with the parameters of another. @param {any} callee @param {any} made */
function kept(callee, made) {
  Object.defineProperty(made, NAME, { value: nameOf(callee) });
  return sig(made, callee[SIGNATURE] ?? "");
}

/** Swallows errors of these types. */
export class suppress extends ContextDecorator {
  /** @param {any[]} types */
  constructor(...types) {
    super();
    /** @type {any[]} */
    this.types = types;
  }

  __enter__() {
    return null;
  }

  /** @param {any} type @param {any} error */
  __exit__(type, error) {
    return !isNone(type) && matches(error, ...this.types);
  }
}

/** Closes what it is given. */
export class closing extends AbstractContextManager {
  /** @param {any} thing */
  constructor(thing) {
    super();
    /** @type {any} */
    this.thing = thing;
  }

  __enter__() {
    return this.thing;
  }

  __exit__() {
    this.thing.close();
    return null;
  }
}

/** Does nothing; `as` binds what it is given. */
export class nullcontext extends AbstractContextManager {
  /** @param {any} [result] */
  constructor(result = null) {
    super();
    this.enterResult = result;
  }

  __enter__() {
    return this.enterResult;
  }

  async __aenter__() {
    return this.enterResult;
  }

  async __aexit__() {
    return null;
  }
}

/** What `print` writes goes to a text file. */
export class redirect_stdout extends AbstractContextManager {
  /** @param {any} target */
  constructor(target) {
    super();
    /** @type {any} */
    this.target = target;
    this.restore = () => {};
  }

  __enter__() {
    this.restore = captured((text) => this.target.write(text));
    return this.target;
  }

  __exit__() {
    this.restore();
    return null;
  }
}

/** Any number of managers and callbacks, left in the opposite order. */
export class ExitStack extends PyObject {
  constructor() {
    super();
    /** @type {((error: any) => boolean)[]} whether each swallows the error */
    this.exits = [];
  }

  /** @returns {any} */
  __enter__() {
    return this;
  }

  /** @param {any} manager @returns {any} */
  enterContext(manager) {
    const value = enter(manager);
    this.exits.push((error) => exit(manager, error));
    return value;
  }

  /** @param {any} manager an object with `__exit__`, or a function of that kind @returns {any} */
  push(manager) {
    this.exits.push((error) => {
      if (typeof manager.__exit__ === "function") return exit(manager, error);
      return Boolean(call(manager, error === null ? null : error.constructor, error, null));
    });
    return manager;
  }

  /** @param {any} callee @param {any[]} args @returns {any} */
  callback(callee, ...args) {
    const given = keywords(args);
    this.exits.push(() => {
      callkw(callee, args, given);
      return false;
    });
    return callee;
  }

  /** @returns {any} */
  popAll() {
    const other = new ExitStack();
    other.exits = this.exits;
    this.exits = [];
    return other;
  }

  close() {
    this.leave(null);
    return null;
  }

  /** @param {any} type @param {any} error */
  __exit__(type, error) {
    return this.leave(isNone(type) ? null : error);
  }

  /** @param {any} error */
  leave(error) {
    let pending = error;
    while (this.exits.length > 0) {
      const last = /** @type {(error: any) => boolean} */ (this.exits.pop());
      try {
        if (last(pending) && pending !== null) pending = null;
      } catch (raised) {
        if (raised instanceof BaseException && pending !== null && raised !== pending) raised.__context__ = pending;
        pending = raised;
      }
    }
    if (pending !== null && pending !== error) throw pending;
    return error !== null && pending === null;
  }
}
sig(ExitStack.prototype.callback, "callback,/,*args,**kwds");
