import assert from "node:assert/strict";
import test from "node:test";
import { Wiring } from "../../dev/wiring.js";
import { load, place, runtime } from "../browser/site.js";

globalThis.__SPRAG_HOT__ = {};
const { bound } = await runtime("bound");
const { Component, Module } = await runtime("browser");
const { createStoreBridge } = await runtime("stores");
const { h } = await runtime("ui");
const { bus } = await load("vendor/ragot.esm.min.js");

const store = createStoreBridge("wiring-test", { n: 0 });
class Badge extends Component {
  render() {
    return h("b", null, [this.state.text]);
  }
}

class Counter extends Module {
  onStart() {
    this.on(this.target, "click", bound(this, "count"));
    this.listen("wiring:ping", bound(this, "count"));
    this.subscribe(store, bound(this, "count"));
    this.interval(bound(this, "count"), 3600);
    this.badge = Badge.__call__({ text: "new" });
    this.adoptComponent(this.badge, { startArgs: [place()] });
  }

  count() {
    this.setState({ n: (this.state.n ?? 0) + 1 });
  }
}

const wiring = new Wiring();
wiring.watch(Badge);

function started(type = Counter) {
  wiring.watch(type);
  const module = new type({});
  module.target = place();
  module.start();
  return module;
}

const counts = ({ _lc, _subscribers }) => ({
  listeners: _lc._listeners.length,
  timers: _lc._intervals.size,
  cleanups: _lc._cleanups.length,
  subscribers: _subscribers.size,
});

test("however often on_start runs again, what it registers is there once", () => {
  const module = started();
  const before = counts(module);
  for (let round = 0; round < 100; round += 1) wiring.again(module);
  module.target.dispatchEvent(new Event("click"));
  assert.equal(module.state.n, 1);
  bus.emit("wiring:ping");
  assert.equal(module.state.n, 2);
  store.set("n", store.get("n") + 1);
  assert.equal(module.state.n, 3);
  assert.deepEqual(counts(module), before);
  module.stop();
});

test("on_stop undoes what only it knows of, as it was when on_start ran", () => {
  const open = new Set();
  class Feed extends Module {
    onStart() {
      this.feed = Symbol("feed");
      open.add(this.feed);
    }

    onStop() {
      open.delete(this.feed);
    }
  }
  const module = started(Feed);
  Feed.prototype.onStop = function () {
    assert.fail("it belongs to an on_start that has not run");
  };
  wiring.again(module);
  assert.deepEqual([...open], [module.feed]);
  Feed.prototype.onStop = function () {
    open.clear();
  };
  module.onStart();
  wiring.stopAsBefore(module);
  Feed.prototype.onStop = () => assert.fail("neither does it stop what ran before");
  module.stop();
  assert.equal(open.size, 0);
});

test("what others registered later stays", () => {
  const module = started();
  const heard = [];
  module.on(module.target, "click", () => heard.push("later"));
  module.addCleanup(() => heard.push("cleanup"));
  wiring.again(module);
  module.target.dispatchEvent(new Event("click"));
  assert.deepEqual([heard, module.state.n], [["later"], 1]);
  module.stop();
  assert.deepEqual(heard, ["later", "cleanup"]);
});

test("children that are adopted again go on with their state", () => {
  const module = started();
  module.badge.setStateSync({ text: "changed" });
  const before = module.badge;
  wiring.again(module);
  assert.notEqual(module.badge, before);
  assert.equal(module.badge.element.textContent, "changed");
  assert.equal(before._isMounted, false);
  module.stop();
});

test("instances that run are known, with who adopted them, and forgotten when they stop", () => {
  const module = started();
  assert.deepEqual(new Set(wiring.instances()), new Set([module, module.badge]));
  assert.deepEqual(wiring.lineage(module.badge), [module.badge, module]);
  module.stop();
  assert.deepEqual(wiring.instances(), []);
});

test("an on_start that goes on later is not known", async () => {
  class Late extends Counter {
    async onStart() {
      await null;
      super.onStart();
    }
  }
  const module = started(Late);
  assert.equal(wiring.isKnown(module), false);
  await null;
  module.stop();
  const known = started();
  assert.equal(wiring.isKnown(known), true);
  known.stop();
});

test("a handler that is bound runs the newest method, and is the same function", () => {
  const module = started();
  const handler = bound(module, "count");
  Counter.prototype.count = function () {
    this.setState({ n: "replaced" });
  };
  handler();
  assert.equal(module.state.n, "replaced");
  assert.equal(bound(module, "count"), handler);
  module.stop();
});
