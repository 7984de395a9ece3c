import assert from "node:assert/strict";
import test from "node:test";
import { frame, load, place, runtime } from "./site.js";

const { Component, Module, ref } = await runtime("browser");
const { h } = await runtime("ui");
const { callkw } = await runtime("calling");
const { keywordsOf, sig } = await runtime("calls");
const { createStoreBridge } = await runtime("stores");
const { debounce, throttle } = await runtime("timing");
const { bus } = await load("vendor/ragot.esm.min.js");

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Counter extends Module {
  __init__(screen = null, state = null) {
    super.__init__(screen, state ?? { n: 0 });
    this._started = 0;
  }

  onStart() {
    this._started += 1;
  }
}

test("the default state survives an empty one, and what the server sent wins", () => {
  assert.deepEqual(new Counter().state, { n: 0 });
  assert.deepEqual(new Counter({}).state, { n: 0 });
  assert.deepEqual(new Counter({ n: 3, m: 1 }).state, { n: 3, m: 1 });
  assert.deepEqual(Counter.__call__(undefined, { n: 5 }).state, { n: 5 });
  assert.deepEqual(new Module().state, {});
});

test("an __init__ with keywords gets what it names", () => {
  class Keyworded extends Module {
    __init__(given) {
      const { state } = keywordsOf(given);
      super.__init__(null, state ?? { fallback: true });
    }

    static {
      sig(this, "*,state=");
    }
  }
  class Inherited extends Keyworded {}
  assert.deepEqual(new Inherited({ a: 1 }).state, { a: 1 });
  assert.deepEqual(new Inherited().state, { fallback: true });
});

test("a module whose class only the run knows takes what its __init__ says", () => {
  class Named extends Counter {
    __init__(name) {
      super.__init__(null, { name });
    }

    static {
      sig(this, "name");
    }
  }
  class Plain extends Module {}
  assert.deepEqual(callkw(Counter, [], { state: { n: 7 } }).state, { n: 7 });
  assert.deepEqual(callkw(Named, [], { name: "a" }).state, { name: "a" });
  assert.deepEqual(callkw(Plain, [], { stores: [1] }).stores, [1]);
  assert.throws(() => callkw(Counter, [], { stores: [1] }), /unexpected keyword argument 'stores'/);
});

test("set_state returns the state and tells watchers in a microtask", async () => {
  const module = new Counter().start();
  const heard = [];
  const stop = module.watchState((state) => heard.push(state.n));
  assert.deepEqual(module.setState({ n: 1 }), { n: 1 });
  module.setState({ n: 2 });
  await null;
  stop();
  module.setState({ n: 3 });
  await null;
  assert.deepEqual(heard, [0, 2]);
  assert.equal(module._started, 1);
});

test("timers count in seconds and end with their owner", async () => {
  const module = new Counter().start();
  const heard = [];
  module.timeout((...args) => heard.push(["timeout", args.length]), 0.02);
  module.clearTimeout(module.timeout(() => heard.push("cleared"), 0.02));
  module.interval(() => heard.push("interval"), 0.05);
  await wait(70);
  module.stop();
  await wait(70);
  assert.deepEqual(heard, [["timeout", 0], "interval"]);
});

test("subscriptions give what ends them, and end with their owner", () => {
  const store = createStoreBridge("module-test", { n: 0 });
  const module = new Counter().start();
  const heard = [];
  const stopStore = module.subscribe(store, (state) => heard.push(`store ${state.n}`));
  module.subscribe(store, (n) => heard.push(`n ${n}`), { selector: "n", immediate: true });
  const stopBus = module.listen("topic", (data) => heard.push(`bus ${data}`));
  store.set("n", 1);
  module.emit("topic");
  stopStore();
  stopBus();
  store.set("n", 2);
  module.emit("topic", "again");
  module.stop();
  store.set("n", 3);
  bus.emit("topic", "after");
  assert.deepEqual(heard, ["n 0", "store 1", "n 1", "bus null", "n 2"]);
});

test("listeners are removed by the function that was added", () => {
  const module = new Counter().start();
  const target = place();
  const heard = [];
  const handler = () => heard.push("click");
  module.on(target, "click", handler);
  target.click();
  module.off(target, "click", handler);
  target.click();
  module.on(target, "click", handler);
  module.stop();
  target.click();
  assert.deepEqual(heard, ["click"]);
});

class Label extends Component {
  render() {
    return h("p", { class_: "label" }, String(this.state.n ?? ""));
  }
}

test("adopted children are returned and end with their owner, components too", () => {
  const module = new Counter().start();
  const child = module.adopt(Counter.__call__());
  const label = module.adopt(Label.__call__());
  const parent = place();
  label.mount(parent);
  assert.equal(child._isMounted, true);
  module.stop();
  assert.equal(child._isMounted, false);
  assert.equal(parent.childNodes.length, 0);
});

test("an adopted component is mounted, synchronised and unmounted", async () => {
  for (const key of ["startArgs", "start_args"]) {
    const module = new Counter({ n: 1 }).start();
    const parent = place();
    const sync = (component, state) => component.setStateSync({ n: state.n });
    const label = module.adoptComponent(Label.__call__(), { [key]: [parent], sync });
    assert.equal(parent.textContent, "1");
    module.setState({ n: 2 });
    await null;
    assert.equal(label.element.textContent, "2");
    module.stop();
    assert.equal(parent.childNodes.length, 0);
  }
});

class Timed extends Module {
  calls = [];

  typed(text) {
    this.calls.push(text);
  }

  async asked(text) {
    this.calls.push(text);
    return text;
  }

  static {
    debounce(this, "typed", 0.02);
    throttle(this, "asked", 10);
  }
}

class Both extends Timed {
  static {
    throttle(this, "typed", 10);
  }
}

test("a debounced method runs once, with the last arguments, per instance", async () => {
  const [one, two] = [new Timed(), new Timed()];
  one.typed("a");
  one.typed("b");
  two.typed("c");
  await wait(50);
  assert.deepEqual([one.calls, two.calls], [["b"], ["c"]]);
});

test("a throttled method runs at once and keeps its promise; an override is not throttled", async () => {
  const module = new Timed();
  assert.equal(await module.asked("a"), "a");
  assert.equal(module.asked("b"), null);
  assert.deepEqual(module.calls, ["a"]);
  class Free extends Timed {
    asked(text) {
      this.calls.push(text);
    }
  }
  const free = new Free();
  free.asked("x");
  free.asked("y");
  assert.deepEqual(free.calls, ["x", "y"]);
});

test("a pending debounce ends with its owner", async () => {
  const module = new Timed().start();
  module.typed("a");
  module.stop();
  await wait(50);
  assert.deepEqual(module.calls, []);
});

class FakeSocket {
  handlers = [];
  sent = [];

  on(event, handler) {
    this.handlers.push([event, handler]);
  }

  off(event, handler) {
    this.handlers = this.handlers.filter(([name, fn]) => name !== event || fn !== handler);
  }

  emit(...args) {
    this.sent.push(args);
    return true;
  }

  joinTopic(topic) {
    return this.emit("join", topic);
  }

  receive(event, payload) {
    return Promise.all(this.handlers.filter(([name]) => name === event).map(([, handler]) => handler(payload)));
  }
}

test("socket events reach the module until it stops or unsubscribes", async () => {
  const module = new Counter().start();
  module.socket = new FakeSocket();
  const heard = [];
  const handler = (payload) => heard.push(payload);
  const stop = module.onSocket("a", handler);
  module.onSocket("b", handler);
  await module.socket.receive("a", 1);
  stop();
  await module.socket.receive("a", 2);
  module.offSocket("b", handler);
  await module.socket.receive("b", 3);
  module.onSocket("b", handler);
  module.stop();
  await module.socket.receive("b", 4);
  assert.deepEqual(heard, [1]);
  assert.equal(module.emitSocket("x"), true);
  assert.equal(module.joinTopic("t"), true);
  assert.deepEqual(module.socket.sent, [["x", null], ["join", "t"]]);
});

test("refetch_on_socket calls the action that the event or the call names", async () => {
  const module = new Counter().start();
  module.socket = new FakeSocket();
  module.actions = { call: async (name, payload) => ({ name, payload }) };
  const heard = [];
  const stop = module.refetchOnSocket(undefined, "list", (result, message) => heard.push([result, message]));
  await module.socket.receive("sprag:refetch", null);
  await module.socket.receive("sprag:refetch", { action: "one", payload: { id: 1 } });
  stop();
  await module.socket.receive("sprag:refetch", null);
  assert.deepEqual(heard, [
    [{ name: "list", payload: {} }, null],
    [{ name: "one", payload: { id: 1 } }, { action: "one", payload: { id: 1 } }],
  ]);
  const errors = [];
  module.actions = { call: () => Promise.reject(new Error("down")) };
  module.refetchOnSocket("again", "list", null, (error, message) => errors.push([error.message, message]));
  await module.socket.receive("again", { x: 1 });
  assert.deepEqual(errors, [["down", { x: 1 }]]);
});

test("without a socket the module goes on, and says so", (context) => {
  const warn = context.mock.method(console, "warn", () => {});
  const module = new Counter().start();
  assert.equal(typeof module.onSocket("a", () => {}), "function");
  assert.equal(module.emitSocket("a", 1), false);
  assert.equal(warn.mock.callCount(), 2);
  module.route = { static: true };
  assert.equal(module.joinTopic("t"), false);
  assert.equal(warn.mock.callCount(), 2);
});

class Shop extends Module {
  onStart() {
    this.tax = this.provider("tax");
    this.delegate(this.element, "click", "button", (event, target) => {
      this.setState({ clicked: target.textContent, rate: this.tax.rate });
    });
  }

  static {
    ref(this, "button", "button");
  }
}

class ShopView extends Component {
  render(props) {
    return h("div", null, [h("button", null, props.name), h("output", null, this.state.clicked)]);
  }
}

class Tax extends Module {
  onStart() {
    this.rate = 19;
  }
}

test("the framework boots a page of compiled classes, and tears it down", async () => {
  document.body.innerHTML =
    '<div id="app-root"><div data-sprag-hydrate="ShopView" data-sprag-hydrate-id="sprag-h1">old</div>' +
    '<div data-sprag-hydrate="Label" data-sprag-hydrate-id="sprag-h2"></div></div>';
  const state = { name: "Buy" };
  window.__SPRAG_PAYLOAD__ = {
    page: { path: "/shop", actions: [], providers: { tax: "Tax" } },
    hydration: [
      { id: "sprag-h1", component: "ShopView", module: "Shop", props: state, state, module_state: state },
      { id: "sprag-h2", component: "Label", module: null, props: { n: 4 }, state: { n: 4 } },
    ],
  };
  const { startSurfaceBoot } = await load("runtime/boot.js");
  startSurfaceBoot({
    manifest: { routes: [], mounts: [] },
    componentRegistry: { ShopView, Label },
    moduleRegistry: { Shop, Tax },
  });
  await frame();
  const page = document.querySelector("#app-root");
  assert.equal(page.textContent, "Buy4");
  page.querySelector("button").click();
  await frame();
  assert.equal(page.querySelector("output").textContent, "Buy");
  const { module } = window.__SPRAG_RUNTIME_ROOT__.records[0];
  assert.equal(module.button, page.querySelector("button"));
  assert.equal(module.state.rate, 19);
  assert.equal(module.actionErrorMessage(new Error("no")), "no");
  assert.deepEqual(module.formData(h("form", null, h("input", { name: "a", value: "1" }))), { a: "1" });
  window.__SPRAG_TEARDOWN__();
  assert.equal(page.textContent, "");
});
