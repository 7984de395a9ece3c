import assert from "node:assert/strict";
import test from "node:test";
import { frame, place, runtime, scrollIntoView } from "./site.js";

const { Component, Module, ref } = await runtime("browser");
const { For } = await runtime("lists");
const { h } = await runtime("ui");
const { infiniteScroll, virtualScroll } = await runtime("scroll");

class Feed extends Component {
  render() {
    return h("section", null, [
      For(this.state.items, { render: (item) => h("p", null, item) }),
      h(this.state.tag ?? "div", { data_role: "more" }),
    ]);
  }

  async loadMore() {
    this.calls = (this.calls ?? 0) + 1;
    await this.answer;
    this.setStateSync({ items: [...this.state.items, `item ${this.calls}`] });
  }

  static {
    ref(this, "more", "[data-role='more']");
    infiniteScroll(this, "loadMore", { at: "more" });
  }
}

const sentinel = (component) => component.element.querySelector("[data-role='more']");
const watchers = () => IntersectionObserver.live.size;

test("a sentinel that comes into view loads more, one call at a time", async () => {
  const feed = new Feed({ items: [] });
  feed.mount(place());
  let answer;
  feed.answer = new Promise((resolve) => (answer = resolve));
  scrollIntoView(sentinel(feed));
  scrollIntoView(sentinel(feed));
  answer();
  await frame();
  assert.equal(feed.calls, 1);
  scrollIntoView(sentinel(feed));
  await frame();
  assert.equal(feed.element.textContent, "item 1item 2");
});

test("the sentinel is found again when drawing replaces it, and left when the owner goes", async () => {
  const before = watchers();
  const feed = new Feed({ items: [] });
  feed.mount(place());
  feed.setStateSync({ tag: "footer" });
  scrollIntoView(sentinel(feed));
  await frame();
  assert.equal(feed.calls, 1);
  feed.unmount();
  assert.equal(watchers(), before);
});

test("an override without the decorator is not called", async () => {
  class Plain extends Feed {
    loadMore() {
      throw new Error("called");
    }
  }
  const before = watchers();
  new Plain({ items: [] }).mount(place());
  assert.equal(watchers(), before);
});

test("a module watches a sentinel that its component draws", async () => {
  class Loader extends Module {
    more() {
      this.called = true;
    }

    static {
      infiniteScroll(this, "more", { at: "[data-role='more']" });
    }
  }
  class View extends Component {
    render() {
      return h("div", null, this.state.full ? h("i", { data_role: "more" }) : null);
    }
  }
  const module = new Loader();
  const view = new View();
  module.element = place();
  view.module = module;
  module.adoptComponent(view, { startArgs: [module.element] });
  module.start();
  view.setStateSync({ full: true });
  scrollIntoView(sentinel(view));
  await frame();
  assert.equal(module.called, true);
  module.stop();
});

class Log extends Component {
  onStart() {
    this.count = 40;
  }

  total() {
    return this.count;
  }

  chunk(index) {
    return [h("p", null, `chunk ${index}`)];
  }

  evicted(index) {
    void index;
  }

  render() {
    const title = this.state.title ? [h("h1", null, this.state.title), h("div")] : null;
    return h("div", { class_: "log" }, title);
  }

  static {
    virtualScroll(this, { chunk: 10, initial_chunks: 2, max_chunks: 5 });
  }
}

test("a virtual list asks for its chunks after on_start and survives drawing", async () => {
  const log = new Log();
  const parent = place();
  log.mount(parent);
  await frame();
  const container = log.virtualScroll.element;
  assert.deepEqual([...container.querySelectorAll("p")].map((node) => node.textContent), ["chunk 0", "chunk 1"]);
  log.setStateSync({ title: "T" });
  assert.deepEqual([...log.element.children].map((node) => node.localName), ["h1", "div", "div"]);
  assert.equal(log.virtualScroll.element, container);
  assert.equal(container.parentNode, log.element);
  log.setStateSync({ title: "" });
  assert.deepEqual([...log.element.childNodes], [container]);
  assert.equal(container.querySelectorAll("p").length, 2);
  assert.equal(log.virtualScroll.debugState().visibleChunks.length, 2);
  log.unmount();
  assert.equal(parent.childNodes.length, 0);
  log.mount(parent);
  await frame();
  assert.equal(log.element.querySelectorAll("p").length, 2);
});
