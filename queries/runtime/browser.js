/**
 * The classes that compiled browser classes extend: Ragot's `Component` and `Module` with the
 * meaning that SPRAG's Python documentation gives them. Owns construction, the lifecycle, state,
 * timers, listeners, sockets, actions and what decorators attach. Does not own markup (`ui.js`,
 * `lists.js`), stores (`stores.js`), or the values of Python (`values.js` and its neighbours).
 *
 * ## What compiled code looks like
 *
 *     # app/cards.py                                   // generated/components/Card.js
 *     @animate("is-visible")                           import { animate } from "../python/animate.js";
 *     class Card(Component):                           import { Component, ref } from "../python/browser.js";
 *         status = ref("[data-role='status']")         import { debounce } from "../python/timing.js";
 *                                                      import { For, h } from "../python/ui.js";
 *         @debounce(0.4)
 *         def save(self, event):                       export class Card extends Component {
 *             self.status.text_content = "saved"         static {
 *                                                          animate(this, "is-visible");
 *         def row(self, item):                             ref(this, "status", "[data-role='status']");
 *             return ui.li(item["label"])                }
 *
 *         def render(self, props=None):                  save(event) {
 *             items = props["items"]                       this.status.textContent = "saved";
 *             return ui.ul(                              }
 *                 ui.For(items, key="id",
 *                        render=self.row),               row(item) {
 *                 class_="card",                           return h("li", null, getitem(item, "label"));
 *                 onclick=self.save,                     }
 *             )
 *                                                        render(props = null) {
 *                                                          let items = getitem(props, "items");
 *                                                          return h("ul", { class: "card", onclick: <bound save> },
 *                                                            For(items, { key: "id", render: <bound row> }));
 *                                                        }
 *
 *                                                        static {
 *                                                          debounce(this, "save", 0.4);
 *                                                        }
 *                                                      }
 *
 *     # app/modules.py                                 // generated/modules/Counter.js
 *     class Counter(Module):                           import { Module } from "../python/browser.js";
 *         def __init__(self, screen=None, state=None): import { Card } from "../components/Card.js";
 *             super().__init__(screen=screen,          import { tally } from "../stores.js";
 *                              state=state or {"n": 0})
 *             self._ticks = 0                          export class Counter extends Module {
 *                                                        __init__(screen, state) {
 *         def on_start(self):                              super.__init__(screen, or(state, { n: 0 }));
 *             self.interval(self.tick, 0.5)                this._ticks = 0;
 *             self.subscribe(tally, self.on_tally)       }
 *             self.card = Card({"items": []})
 *             self.adopt_component(                      onStart() {
 *                 self.card,                               this.interval(<bound tick>, 0.5);
 *                 {"startArgs": [self.element]})           this.subscribe(tally, <bound onTally>);
 *                                                          this.card = Card.__call__({ items: [] });
 *                                                          this.adoptComponent(this.card, { startArgs: [this.element] });
 *                                                        }
 *                                                      }
 *
 * The rules behind it:
 *
 * - `new X(…)` is the framework's way to make an instance, with hydrated data. Code written in Python
 *   says `X.__call__(…)`, whose arguments are those of Python's constructor: of the class's own
 *   `__init__`, else `Component(props, state, refs, virtual_scroll)` and
 *   `Module(screen, state, stores, element, component)`. Both run `__init__`.
 * - No instance fields in compiled classes: they would run after `__init__`. Class attributes go to
 *   the prototype or are static.
 * - A class with an `__init__` has the signature of that method from `sig` (`calls.js`), so that the framework's
 *   data reach the parameters that have their names (`screen state props …`). A module that takes `screen=None, state=None`
 *   has it already.
 * - Decorators are calls in static blocks, method decorators bottom up as Python applies them:
 *   `debounce(this, "save", seconds)` and `throttle(…)` of `timing.js`; `infiniteScroll(this, "more", {…})`
 *   and `virtualScroll(this, {…})` of `scroll.js`; `animate(this, "class")` of `animate.js`;
 *   `name = ref(selector)` is `ref(this, "jsName", selector, "python_name")`, the last only if it differs.
 *   Method names are JavaScript's.
 * - Keyword-only parameters of the framework travel as a last plain object whose keys are the
 *   **Python** names, untouched: `For(items, { key, render, pool_key })`,
 *   `infiniteScroll(this, "more", { at, root, root_margin, top_at, visible_chunks })`,
 *   `store.subscribe(fn, { selector, immediate })`, `animateIn(element, { … })` of `dom.js`.
 *   Others are positional in the order of the Python signature, `undefined` where absent:
 *   `this.refetchOnSocket(event, action, onResult, onError)`, `this.timeout(fn, seconds)`.
 * - Times are seconds everywhere; nothing multiplies.
 */

import { bus, Component as RagotComponent, createLazyLoader, Module as RagotModule, ragotRegistry } from "../../vendor/ragot.esm.min.js";
import { accepted } from "./calls.js";
import { featuresOf, refsOf } from "./features.js";
import { SIGNATURE } from "./kinds.js";
import { paint, patch } from "./painting.js";
import { lazyImageCount } from "./ui.js";

export { ref } from "./features.js";

/** @typedef {Record<string, any>} Dict */
/** @typedef {(...args: any[]) => any} Fn */

/**
 * The arguments of the `X.__call__(…)` that is running, until the constructor takes them.
 * @type {any[] | null}
 */
let calling = null;

/** @returns {any[] | null} */
function takeCall() {
  const args = calling;
  calling = null;
  return args;
}

/**
 * Something that the framework puts on `window` when a surface boots.
 * @param {string} name
 * @param {string} method the Python method that needs it
 */
function booted(name, method) {
  const value = Reflect.get(window, name);
  if (!value) throw new Error(`${method}() needs a booted surface: it is available from on_start() on.`);
  return value;
}

/**
 * Runs `release` when the owner stops, or when the returned function is called, whichever is first.
 * @param {{ _lc: import("../../vendor/ragot.esm.min.js").Lifecycle }} owner
 * @param {Fn} release
 * @returns {Fn}
 */
function owned(owner, release) {
  const forget = owner._lc.addCleanup(release);
  return () => {
    if (forget()) release();
    return null;
  };
}

/** A static site has none and is not told so. @param {Module} module @param {string} method the Python method that needs it */
function liveSocket(module, method) {
  const socket = module.socket ?? Reflect.get(window, "__SPRAG_SOCKET__");
  if (!socket && !module.route?.static) console.warn(`[sprag] ${method}(): this surface has no socket.`);
  return socket ?? null;
}

/**
 * What `Component` and `Module` share.
 * @template {new (...args: any[]) => import("../../vendor/ragot.esm.min.js").Owner} T
 * @param {T} Base
 */
function authored(Base) {
  return class extends Base {
    /** @param {any[]} args */
    constructor(...args) {
      super(...args);
      this.refs = refsOf(this);
      // Ragot runs cleanups first to last; Python's, on the server as here, run last to first.
      this._lc._cleanups.shift = Array.prototype.pop;
    }

    /**
     * Makes an instance with the arguments of Python's constructor.
     * @param {any[]} args
     */
    static __call__(...args) {
      calling = args;
      try {
        return new this();
      } finally {
        calling = null;
      }
    }

    /** @param {string} event @param {any} [data] */
    emit(event, data = null) {
      return super.emit(event, data);
    }

    /**
     * Hears a bus event until the owner stops or the returned function is called.
     * @param {string} event
     * @param {Fn} handler
     * @returns {Fn}
     */
    listen(event, handler) {
      return owned(this, bus.on(event, handler));
    }

    /** Runs `fn` once. @param {Fn} fn @param {number} seconds @returns {any} a handle */
    timeout(fn, seconds) {
      return super.timeout(() => fn(), seconds * 1000);
    }

    /** Runs `fn` again and again. @param {Fn} fn @param {number} seconds @returns {any} a handle */
    interval(fn, seconds) {
      return super.interval(() => fn(), seconds * 1000);
    }

    /**
     * Takes ownership of a child: a module is started now, and either is stopped with its owner.
     * @template C
     * @param {C} child
     * @param {Dict} [options]
     * @returns {C}
     */
    adopt(child, options) {
      super.adopt(child, options ?? {});
      return child;
    }

    /** @param {any} source a form, or an event of one @returns {Dict} */
    formData(source) {
      return booted("__SPRAG_FORM_DATA__", "form_data")(source);
    }

    /**
     * @param {string} name the action
     * @param {any} source a form, or an event of one
     * @param {Fn | null} [onProgress]
     * @returns {Promise<any>}
     */
    async uploadForm(name, source, onProgress = null) {
      return booted("__SPRAG_UPLOADS__", "upload_form").submit(name, source, onProgress);
    }

    /**
     * @param {string} name the action
     * @param {any} file a File or Blob
     * @param {Dict | null} [payload]
     * @param {Fn | null} [onProgress]
     * @returns {Promise<any>}
     */
    async upload(name, file, payload = null, onProgress = null) {
      return booted("__SPRAG_UPLOADS__", "upload").upload(name, file, payload, onProgress);
    }

    /**
     * @param {any} error what an action or upload was rejected with
     * @param {string | null} [fallback]
     * @returns {string}
     */
    actionErrorMessage(error, fallback = null) {
      return booted("__SPRAG_ACTION_ERROR_MESSAGE__", "action_error_message")(error, fallback);
    }

    /**
     * @param {string} target a path of this app, or a URL
     * @param {Dict | boolean | null} [options] `{"replace": True}` leaves no history entry
     * @returns {string} where it went
     */
    navigate(target, options = null) {
      return booted("__SPRAG_NAVIGATE__", "navigate")(target, options ?? {});
    }

    /**
     * @param {Dict} metadata
     * @param {Dict | boolean | null} [options] `{"replace": True}` drops what was set before
     */
    setMetadata(metadata, options = null) {
      return booted("__SPRAG_SET_METADATA__", "set_metadata")(metadata, options ?? {});
    }
  };
}

/** Draws a part of the page and owns its listeners and timers. */
export class Component extends authored(RagotComponent) {
  /** @type {Promise<any> | null} while it plays its way out */
  #leaving = null;
  /** @type {{ refresh(): void } | null} */
  #lazyLoader = null;

  /**
   * @param {Dict} [state] hydrated
   * @param {{ props?: Dict, module?: any }} [options]
   */
  constructor(state = {}, options = {}) {
    super({});
    /** @type {Dict} */
    this.props = {};
    this.module = options.module ?? null;
    /** @type {any} */
    this.virtualScroll = null;
    this.#guardUnmount();
    const args = takeCall();
    if (args) this.__init__(...args);
    else this.#hydrate(state, options.props ?? {});
  }

  /**
   * @param {Dict | null} [props]
   * @param {Dict | null} [state]
   * @param {Dict | null} [refs]
   * @param {any} [virtualScroll]
   */
  __init__(props = null, state = null, refs = null, virtualScroll = null) {
    this.props = props ?? {};
    this.state = state ?? {};
    if (refs) Object.assign(this.refs, refs);
    this.virtualScroll = virtualScroll;
  }

  /** What the server sent wins over what `__init__` says. @param {Dict} state @param {Dict} props */
  #hydrate(state, props) {
    const own = this.__init__ !== Component.prototype.__init__;
    if (own) this.__init__(...accepted(this.constructor, { props, state }));
    this.props = { ...this.props, ...props };
    this.state = { ...this.state, ...state };
  }

  /** An `unmount` of the author's runs first, and cannot keep the node in the page. */
  #guardUnmount() {
    const { unmount } = this;
    if (unmount === Component.prototype.unmount) return;
    this.unmount = (/** @type {any[]} */ ...args) => {
      const result = Reflect.apply(unmount, this, args);
      const remove = () => Component.prototype.unmount.call(this);
      if (typeof result?.then === "function") return result.then(remove);
      remove();
      return result;
    };
  }

  /**
   * Merges into the state and draws again on the next frame.
   * @param {Dict} partial
   * @returns {Dict} the state
   */
  setState(partial) {
    this.state = { ...this.state, ...partial };
    if (!this._renderQueued) {
      this._renderQueued = true;
      this._renderRafId = requestAnimationFrame(() => this._performUpdate());
    }
    return this.state;
  }

  /**
   * Merges into the state and draws again now.
   * @param {Dict} partial
   * @returns {Dict} the state
   */
  setStateSync(partial) {
    this.state = { ...this.state, ...partial };
    if (this._renderRafId !== null) cancelAnimationFrame(this._renderRafId);
    this._performUpdate();
    return this.state;
  }

  _performUpdate() {
    this._renderRafId = null;
    this._renderQueued = false;
    if (!this.element || !this._isMounted) return;
    const fresh = this.#paint();
    for (const feature of featuresOf(this)) feature.carry?.(this, fresh);
    this.#adoptElement(patch(this.element, fresh));
    for (const feature of featuresOf(this)) feature.drawn?.(this);
    if (this.module) for (const feature of featuresOf(this.module)) feature.drawn?.(this.module);
    this.#lazyLoader?.refresh();
  }

  /** @param {any} parent */
  mount(parent) {
    return this.#place(parent, (element) => parent.appendChild(element));
  }

  /** @param {any} sibling */
  mountBefore(sibling) {
    return this.#place(sibling?.parentNode, (element) => sibling.parentNode.insertBefore(element, sibling));
  }

  /** Removes the component from the page; one that is animated leaves first. */
  unmount() {
    if (!this._isMounted || this.#leaving) return this.#leaving;
    const exits = featuresOf(this).flatMap((feature) => feature.leave?.(this) ?? []);
    if (exits.length === 0) return this.#remove();
    const leaving = Promise.all(exits).then(() => {
      if (this.#leaving === leaving) this.#remove();
    });
    this.#leaving = leaving;
    return leaving;
  }

  /** What an owner calls that does not know components. */
  stop() {
    return this.unmount();
  }

  /** @param {any} target @param {(element: HTMLElement) => void} insert */
  #place(target, insert) {
    if (this.#leaving) this.#remove();
    if (this._isMounted || !target) return this.element;
    this.#adoptElement(this.#paint());
    insert(this.element);
    this._isMounted = true;
    for (const feature of featuresOf(this)) feature.start?.(this);
    this.onStart();
    for (const feature of featuresOf(this)) feature.drawn?.(this);
    this.#lazyLoader?.refresh();
    return this.element;
  }

  #remove() {
    this.#leaving = null;
    super.unmount();
    this.#lazyLoader = null;
    this.refs = refsOf(this);
    return null;
  }

  #paint() {
    const before = lazyImageCount();
    const root = paint(this);
    if (lazyImageCount() > before) this.#lazyLoader ??= createLazyLoader(this, { selector: "img[data-src]" });
    return root;
  }

  /** @param {HTMLElement} element */
  #adoptElement(element) {
    this.element = element;
    Reflect.set(element, "__ragotComponent", this);
  }
}

/** Behaviour without markup: state, actions, sockets, timers and the component that it drives. */
export class Module extends authored(RagotModule) {
  /** What `sig` is not called for: the constructor's own parameters, and those that nearly every module takes. */
  static get [SIGNATURE]() {
    return this.prototype.__init__ === Module.prototype.__init__ ? "screen=,state=,stores=,element=,component=" : "screen=,state=";
  }

  static set [SIGNATURE](text) {
    Object.defineProperty(this, SIGNATURE, { value: text });
  }

  /** @param {Dict} [state] hydrated */
  constructor(state = {}) {
    super({});
    /** @type {any} */
    this.screen = null;
    /** @type {any[]} */
    this.stores = [];
    this.element = null;
    /** @type {any} */
    this.component = null;
    /** @type {any} */
    this.actions = null;
    /** @type {any} */
    this.route = null;
    /** @type {any} */
    this.socket = null;
    const args = takeCall();
    if (args) this.__init__(...args);
    else this.#hydrate(state ?? {});
  }

  /**
   * @param {any} [screen] always None in the browser
   * @param {Dict | null} [state]
   * @param {any[] | null} [stores]
   * @param {any} [element]
   * @param {any} [component]
   */
  __init__(screen = null, state = null, stores = null, element = null, component = null) {
    this.screen = screen;
    this.state = state ?? {};
    this.stores = stores ?? [];
    this.element = element;
    this.component = component;
  }

  /** The default state survives an empty one; what the server sent wins over it. @param {Dict} state */
  #hydrate(state) {
    const sent = Object.keys(state).length > 0 ? state : null;
    const own = this.__init__ !== Module.prototype.__init__;
    if (own) this.__init__(...accepted(this.constructor, { screen: null, state: sent }));
    this.state = { ...this.state, ...state };
  }

  start() {
    if (this._isMounted) return this;
    for (const feature of featuresOf(this)) feature.start?.(this);
    super.start();
    for (const feature of featuresOf(this)) feature.drawn?.(this);
    return this;
  }

  /**
   * Merges into the state; watchers hear of it in a microtask.
   * @param {Dict} partial
   * @returns {Dict} the state
   */
  setState(partial) {
    super.setState(partial);
    return this.state;
  }

  /**
   * Calls `fn` when a store, or another module's state, changes. Given a function first, watches this
   * module's own state.
   * @param {any} source
   * @param {any} [fn]
   * @param {Dict} [options] `selector`, `immediate`
   * @returns {Fn} stops it
   */
  subscribe(source, fn, options) {
    if (typeof source === "function") return super.subscribe(source, fn);
    return owned(this, source.subscribe(fn, options));
  }

  /**
   * Mounts a component now and unmounts it when this module stops.
   * @template C
   * @param {C} component
   * @param {Dict | null} [options] `startArgs`: what `mount` gets; `sync(component, state, module)`: called
   *   now and on every state change
   * @returns {C}
   */
  adoptComponent(component, options = null) {
    const { start_args: startArgs, start_method: startMethod, stop_method: stopMethod, ...rest } = options ?? {};
    const given = Object.entries({ startArgs, startMethod, stopMethod }).filter(([, value]) => value !== undefined);
    super.adoptComponent(component, { ...Object.fromEntries(given), ...rest });
    return component;
  }

  /** A provider of this page or mount. @param {string} name */
  provider(name) {
    return ragotRegistry.require(name);
  }

  /**
   * Calls an action of this surface's controller.
   * @param {string} name
   * @param {Dict | null} [payload]
   * @returns {Promise<any>} rejects with an error that has `status` and `response`
   */
  async callAction(name, payload = null) {
    const client = this.actions ?? booted("__SPRAG_ACTIONS__", "call_action");
    return client.call(name, payload ?? {});
  }

  /**
   * Hears a socket event until the module stops or the returned function is called.
   * @param {string} event
   * @param {Fn} handler
   * @returns {Fn}
   */
  onSocket(event, handler) {
    const socket = liveSocket(this, "on_socket");
    if (socket) super.onSocket(socket, event, handler);
    return () => this.offSocket(event, handler);
  }

  /** @param {string} event @param {Fn} handler */
  offSocket(event, handler) {
    super.offSocket(this.socket ?? Reflect.get(window, "__SPRAG_SOCKET__"), event, handler);
    return null;
  }

  /**
   * @param {string} event
   * @param {any} [payload]
   * @returns {boolean} whether it went out; while the socket connects it is queued
   */
  emitSocket(event, payload = null) {
    return liveSocket(this, "emit_socket")?.emit(event, payload) ?? false;
  }

  /**
   * Calls an action whenever the server says that its result is out of date. The event's payload may
   * name the action and its arguments.
   * @param {string | null} [event]
   * @param {string | null} [action]
   * @param {Fn | null} [onResult] takes the result and the event's payload
   * @param {Fn | null} [onError] takes the error and the event's payload
   * @returns {Fn} stops it
   */
  refetchOnSocket(event = null, action = null, onResult = null, onError = null) {
    return this.onSocket(event ?? "sprag:refetch", async (/** @type {any} */ message = null) => {
      const name = message?.action || action;
      if (!name) return console.warn("[sprag] refetch_on_socket(): neither the call nor the event names an action.");
      try {
        const result = await this.callAction(name, message?.payload);
        onResult?.(result, message);
      } catch (error) {
        if (!onError) throw error;
        onError(error, message);
      }
    });
  }

  /** @param {string} topic @returns {boolean} whether the server has been told */
  joinTopic(topic) {
    return liveSocket(this, "join_topic")?.joinTopic(topic) ?? false;
  }

  /** @param {string} topic @returns {boolean} whether the server has been told */
  leaveTopic(topic) {
    return liveSocket(this, "leave_topic")?.leaveTopic(topic) ?? false;
  }
}
