/**
 * What `on_start` of each running instance has registered, so that exactly that can be undone and made
 * again while everything else of the instance goes on. Also knows which instances run, and who adopted whom.
 */

/** @typedef {any} Owner a running Component or Module */

/**
 * @typedef {object} Registered
 * @property {any[]} listeners
 * @property {any[]} timers
 * @property {any[]} intervals
 * @property {(() => void)[]} cleanups
 * @property {any[]} sockets
 * @property {any[]} subscribers
 * @property {Set<string>} topics
 * @property {Set<Owner>} children adopted
 * @property {(() => void) | undefined} stop `on_stop` as it was when `on_start` ran: what undoes the rest
 * @property {boolean} isAsync `on_start` went on after it had returned: what it did then is not known
 */

/** @typedef {{ name: string, state: any }} ChildState a child's class and state */

export class Wiring {
  /** @type {Set<Owner>} */
  #started = new Set();
  /** @type {WeakMap<Owner, Registered>} */
  #registered = new WeakMap();
  /** Whose `on_start` runs. @type {Map<Owner, Registered>} */
  #running = new Map();
  /** @type {WeakMap<Owner, Owner>} */
  #owners = new WeakMap();
  /** @type {WeakSet<Function>} */
  #watching = new WeakSet();

  /** Watches the instances of a class. @param {any} type */
  watch(type) {
    for (let prototype = type.prototype; prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
      this.#around(prototype, "onStart", (owner, run) => this.#start(owner, run));
      this.#around(prototype, "adopt", (owner, run, [child]) => this.#adopt(owner, run, child));
      this.#around(prototype, "joinTopic", (owner, run, [topic]) => {
        this.#running.get(owner)?.topics.add(topic);
        return run();
      });
    }
  }

  /** All instances that run. @returns {Owner[]} */
  instances() {
    for (const owner of this.#started) {
      if (!owner._isMounted) this.#started.delete(owner);
    }
    return [...this.#started];
  }

  /** The chain of who adopted an instance, itself first. @param {Owner} owner @returns {Owner[]} */
  lineage(owner) {
    /** @type {Owner[]} */
    const chain = [];
    for (let next = owner; next && !chain.includes(next); next = this.#owners.get(next)) chain.push(next);
    return chain;
  }

  /** Whether `on_start` of an instance can be undone exactly. @param {Owner} owner */
  isKnown(owner) {
    return this.#registered.get(owner)?.isAsync !== true;
  }

  /**
   * Undoes what `on_start` registered and runs it again. Children that it adopts again get the state of
   * those that it had.
   * @param {Owner} owner
   */
  again(owner) {
    const states = this.childStates(owner);
    this.#undo(owner);
    owner.onStart();
    this.giveChildStates(owner, states);
  }

  /**
   * Has an instance, and the children that its `on_start` adopted, stop as they would have before their class was
   * replaced.
   * @param {Owner | null} owner
   */
  stopAsBefore(owner) {
    const registered = this.#registered.get(owner);
    if (!registered) return;
    if (registered.stop) Object.defineProperty(owner, "onStop", { value: registered.stop, configurable: true, writable: true });
    this.#leave(owner, registered);
    registered.children.forEach((child) => this.stopAsBefore(child));
  }

  /** The states of the children that `on_start` adopted. @param {Owner | null} owner @returns {ChildState[]} */
  childStates(owner) {
    const children = [...(this.#registered.get(owner)?.children ?? [])];
    return children.map((child) => ({ name: child.constructor.name, state: child.state }));
  }

  /** Gives the states to children of the same classes, in order. @param {Owner | null} owner @param {ChildState[]} states */
  giveChildStates(owner, states) {
    const left = [...states];
    for (const child of this.#registered.get(owner)?.children ?? []) {
      const index = left.findIndex(({ name }) => name === child.constructor.name);
      if (index === -1) continue;
      const [{ state }] = left.splice(index, 1);
      if (child.element && child.setStateSync) child.setStateSync(state);
      else child.setState?.(state);
    }
  }

  /**
   * @param {any} prototype @param {string} name
   * @param {(owner: Owner, run: () => any, args: any[]) => any} around
   */
  #around(prototype, name, around) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof own?.value !== "function" || this.#watching.has(own.value)) return;
    const method = own.value;
    /** @this {Owner} @param {any[]} args */
    const watched = function (...args) {
      return around(this, () => method.apply(this, args), args);
    };
    this.#watching.add(watched);
    Object.defineProperty(prototype, name, { ...own, value: watched });
  }

  /** @param {Owner} owner @param {() => any} run */
  #start(owner, run) {
    if (this.#running.has(owner)) return run();
    this.#started.add(owner);
    const before = held(owner);
    /** @type {Registered} */
    const registered = { ...before, topics: new Set(), children: new Set(), stop: owner.onStop, isAsync: false };
    this.#running.set(owner, registered);
    try {
      const result = run();
      registered.isAsync = typeof result?.then === "function";
      return result;
    } finally {
      this.#running.delete(owner);
      const after = held(owner);
      for (const kind of /** @type {(keyof typeof after)[]} */ (Object.keys(after))) {
        registered[kind] = after[kind].filter((each) => !before[kind].includes(each));
      }
      this.#registered.set(owner, registered);
    }
  }

  /** @param {Owner} owner @param {() => any} run @param {Owner} child */
  #adopt(owner, run, child) {
    if (child) this.#owners.set(child, owner);
    if (child) this.#running.get(owner)?.children.add(child);
    return run();
  }

  /** @param {Owner} owner */
  #undo(owner) {
    const registered = this.#registered.get(owner);
    if (!registered) return;
    stopped(owner, registered);
    const lifecycle = owner._lc;
    const now = held(owner);
    for (const listener of registered.listeners.filter((each) => now.listeners.includes(each))) {
      if (listener._busUnsub) listener._busUnsub();
      else listener.target.removeEventListener(listener.type, listener._registeredHandler ?? listener.handler, listener.options);
      lifecycle._listeners = lifecycle._listeners.filter((/** @type {any} */ each) => each !== listener);
    }
    registered.timers.forEach((timer) => lifecycle.clearTimeout(timer));
    registered.intervals.forEach((timer) => lifecycle.clearInterval(timer));
    for (const cleanup of registered.cleanups.filter((each) => now.cleanups.includes(each)).reverse()) {
      const index = lifecycle._cleanups.indexOf(cleanup);
      if (index === -1) continue;
      lifecycle._cleanups.splice(index, 1);
      cleanup();
    }
    for (const { socket, event, handler } of registered.sockets) {
      socket.off(event, handler);
      owner._socketHandlers = owner._socketHandlers.filter((/** @type {any} */ each) => each.handler !== handler || each.event !== event);
    }
    registered.subscribers.forEach((subscriber) => owner._subscribers.delete(subscriber));
    this.#leave(owner, registered);
    this.#registered.delete(owner);
  }

  /** Leaves topics that nothing else on the page has joined. @param {Owner} owner @param {Registered} registered */
  #leave(owner, { topics }) {
    const others = this.instances().filter((other) => other !== owner);
    const isJoined = (/** @type {string} */ topic) => others.some((other) => this.#registered.get(other)?.topics.has(topic));
    for (const topic of topics) {
      if (!isJoined(topic)) owner.leaveTopic(topic);
    }
    topics.clear();
  }
}

/** Undoes what the author's own `on_stop` knows of. @param {Owner} owner @param {Registered} registered */
function stopped(owner, { stop }) {
  try {
    stop?.call(owner);
  } catch (error) {
    console.warn(`[sprag] on_stop of ${owner.constructor.name} failed:`, error);
  }
}

/** What an instance holds of the page. @param {Owner} owner */
function held(owner) {
  const { _listeners, _timers, _intervals, _cleanups } = owner._lc;
  return {
    listeners: [..._listeners],
    timers: [..._timers],
    intervals: [..._intervals],
    cleanups: [..._cleanups],
    sockets: [...(owner._socketHandlers ?? [])],
    subscribers: [...(owner._subscribers ?? [])],
  };
}
