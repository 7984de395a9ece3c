/**
 * The modules of the page and what takes the place of what when a new version of one is evaluated.
 *
 * A module keeps the URL under which it was first loaded; a new version is loaded from the same path with
 * `?v=`. Each hands over its bindings (`accept`), through which what it exports is read and written. When a
 * new version arrives, its values are written into the older ones, so that whoever imported those sees them.
 *
 * A class is replaced by emptying its prototype and letting that inherit from the new class's: every
 * instance, wherever it is held, then has the new methods and is an instance of the new class.
 */

/**
 * What a module exports, as accessors.
 * @typedef {Record<string, any>} Bindings
 */

/**
 * A step that can be taken back and taken again.
 * @typedef {{ forward(): void, back(): void }} Step
 */

/**
 * A class and what its prototype held before it was replaced.
 * @typedef {abstract new (...args: any[]) => any} Class
 */

export class Modules {
  /** @type {Map<string, { url: string, versions: Bindings[] }>} by path in the web root */
  #families = new Map();
  /** Classes that were replaced, each by the class that stands for it now. @type {Map<Class, Class>} */
  #replaced = new Map();
  /** Every class that was ever exported. @type {Set<Class>} */
  #classes = new Set();
  /** What the update that is being applied has done so far. @type {Step[]} */
  #steps = [];
  /** Whose values the update replaces, by path. @type {Map<string, Set<string>>} */
  #names = new Map();

  /** @param {(type: any) => void} onClass told of every class of a browser module */
  constructor(onClass) {
    this.onClass = onClass;
  }

  /**
   * Called by every module that can be replaced, at its end.
   * @param {string} path in the web root
   * @param {string} url
   * @param {Bindings} bindings
   */
  accept(path, url, bindings) {
    const family = this.#families.get(path);
    for (const value of Object.values(bindings)) this.#know(path, value);
    if (!family) {
      this.#families.set(path, { url: url.split("?")[0], versions: [bindings] });
      return;
    }
    for (const name of Object.keys(bindings)) this.#take(path, family.versions, name, bindings);
    family.versions.push(bindings);
  }

  /** @param {string} path */
  has(path) {
    return this.#families.has(path);
  }

  /** The class of a browser module, as it is now. @param {string} path @returns {any} */
  classOf(path) {
    const newest = this.#families.get(path)?.versions.at(-1);
    return newest && Object.values(newest)[0];
  }

  /** Where the web root is; nothing before the first module. @returns {string | null} */
  root() {
    for (const [path, { url }] of this.#families) return url.slice(0, -path.length);
    return null;
  }

  /**
   * Loads new versions of the modules that the page has, one after the other.
   * @param {{ path: string, version: number, names: string[] }[]} modules in the order of their evaluation
   */
  async load(modules) {
    this.#steps = [];
    this.#names = new Map(modules.map(({ path, names }) => [path, new Set(names)]));
    for (const { path, version } of modules) {
      const family = this.#families.get(path);
      if (family) await import(`${family.url}?v=${version}`);
    }
    this.#names = new Map();
  }

  /** Takes back what the last load did. */
  back() {
    for (const step of [...this.#steps].reverse()) step.back();
  }

  /** Does again what was taken back. */
  forward() {
    for (const step of this.#steps) step.forward();
  }

  /** @param {string} path @param {any} value */
  #know(path, value) {
    if (!isClass(value)) return;
    this.#classes.add(value);
    if (!path.startsWith("generated/shared/")) this.onClass(value);
  }

  /**
   * Settles what a name means from now on: the value of the new version, or the one it had, which keeps
   * counters, caches and the identity of classes. Functions are always the new ones, because they belong to
   * the variables of their module.
   * @param {string} path @param {Bindings[]} versions the older ones @param {string} name @param {Bindings} bindings
   */
  #take(path, versions, name, bindings) {
    const older = versions.filter((version) => name in version);
    const known = older.at(-1);
    if (!known) return;
    const before = known[name];
    const next = bindings[name];
    const names = this.#names.get(path);
    if (names && !names.has(name) && (typeof before !== "function" || isClass(before))) {
      bindings[name] = before;
      return;
    }
    const all = [...older, bindings];
    this.#do({
      forward: () => all.forEach((version) => (version[name] = next)),
      back: () => all.forEach((version) => (version[name] = before)),
    });
    if (isClass(before) && isClass(next)) this.#do(this.#replacement(before, next));
  }

  /** @param {Step} step */
  #do(step) {
    step.forward();
    this.#steps.push(step);
  }

  /**
   * @param {Class} before @param {Class} next
   * @returns {Step}
   */
  #replacement(before, next) {
    const held = Object.getOwnPropertyDescriptors(before.prototype);
    const parent = Object.getPrototypeOf(before.prototype);
    const standins = [...this.#replaced].filter(([, now]) => now === before).map(([old]) => old);
    const subclasses = [...this.#classes].filter((type) => Object.getPrototypeOf(type) === before);
    /** @param {Class} now */
    const point = (now) => {
      for (const old of standins) this.#standFor(old, now);
      for (const type of subclasses) {
        Object.setPrototypeOf(type, now);
        Object.setPrototypeOf(type.prototype, now.prototype);
      }
    };
    return {
      forward: () => {
        for (const key of Reflect.ownKeys(before.prototype)) delete before.prototype[key];
        this.#standFor(before, next);
        point(next);
      },
      back: () => {
        Object.defineProperties(before.prototype, held);
        Object.setPrototypeOf(before.prototype, parent);
        this.#replaced.delete(before);
        Reflect.deleteProperty(before, Symbol.hasInstance);
        point(before);
      },
    };
  }

  /** Instances of `old`, whose prototype is empty, are instances of `now`. @param {Class} old @param {Class} now */
  #standFor(old, now) {
    Object.setPrototypeOf(old.prototype, now.prototype);
    Object.defineProperty(old, Symbol.hasInstance, {
      configurable: true,
      value: (/** @type {unknown} */ value) => value instanceof now,
    });
    this.#replaced.set(old, now);
  }
}

/** @param {any} value @returns {value is Class} */
function isClass(value) {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}
