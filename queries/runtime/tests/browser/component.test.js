import assert from "node:assert/strict";
import test from "node:test";
import { frame, place, runtime } from "./site.js";

const { Component, ref } = await runtime("browser");
const { For } = await runtime("lists");
const { h, HTML, LazyImage } = await runtime("ui");
const { sig } = await runtime("calls");
const { animate } = await runtime("animate");

class Rows extends Component {
  row(item) {
    return h("li", { data_id: item.id }, [item.label, h("input")]);
  }

  render(props = null) {
    const rows = this.state.rows ?? props.rows;
    return h("section", null, [
      this.state.title && h("h1", null, this.state.title),
      For(rows, { key: "id", render: (item) => this.row(item) }),
    ]);
  }
}

const rows = (...ids) => ids.map((id) => ({ id, label: `row ${id}` }));

test("hydrated state and props reach render, as the framework hands them over", () => {
  const component = new Rows({ title: "T" }, { props: { rows: rows(1) }, module: null });
  component.mount(place());
  assert.equal(component.element.querySelector("h1").textContent, "T");
  assert.equal(component.element.querySelectorAll("li").length, 1);
  assert.equal(component.module, null);
});

test("python's constructor takes props first, and the state is empty if none is given", () => {
  const card = Rows.__call__({ rows: rows(1) });
  assert.deepEqual([card.props, card.state], [{ rows: rows(1) }, {}]);
  const other = Rows.__call__({ rows: [] }, { title: "x" });
  assert.deepEqual([other.props, other.state], [{ rows: [] }, { title: "x" }]);
});

test("a component class can render the items of a list", () => {
  const list = For([{ title: "a", level: 1 }], { render: Heading });
  assert.equal(list.innerHTML, '<h1 data-_list-key="0">a</h1>');
});

class Heading extends Component {
  render(props) {
    return h("h1", null, props.title);
  }
}

class Panel extends Component {
  __init__(props = null, state = null) {
    super.__init__(props, { open: false, ...state });
    this._opened = 0;
  }

  static {
    sig(this, "props=,state=");
  }

  render() {
    return h("div", null, String(this.state.open));
  }
}

class Titled extends Component {
  __init__(title, level = 1) {
    super.__init__({ title, level });
  }

  static {
    sig(this, "title,level=");
  }

  render(props) {
    return h(`h${props.level}`, null, props.title);
  }
}

test("an __init__ runs however the component is made, and hydrated data win", () => {
  const hydrated = new Panel({ open: true }, { props: {}, module: null });
  assert.deepEqual([hydrated.state, hydrated._opened], [{ open: true }, 0]);
  assert.deepEqual(new Panel({ other: 1 }, { props: { a: 1 } }).state, { open: false, other: 1 });
  assert.equal(Titled.__call__("x", 2).render({ title: "x", level: 2 }).outerHTML, "<h2>x</h2>");
  assert.equal(new Titled({}, { props: { title: "y", level: 3 } }).props.title, "y");
});

test("a component renders its children where they stand", () => {
  const parent = h("div", null, [Titled.__call__("a"), Titled.__call__("b").render({ title: "b", level: 2 })]);
  assert.equal(parent.innerHTML, "<h1>a</h1><h2>b</h2>");
});

test("set_state merges at once, returns the state and draws on the next frame", async () => {
  const component = new Rows({ title: "a" }, { props: { rows: [] } });
  component.mount(place());
  const { element: before } = component;
  assert.deepEqual(component.setState({ title: "b" }), { title: "b" });
  assert.equal(component.state.title, "b");
  assert.equal(before.textContent, "a");
  await frame();
  assert.equal(component.element, before);
  assert.equal(before.textContent, "b");
  assert.deepEqual(component.setStateSync({ title: "c" }), { title: "c" });
  assert.equal(before.textContent, "c");
});

test("a list keeps the elements of its keys and brings them up to date", () => {
  const component = new Rows({ rows: rows(1, 2, 3) });
  component.mount(place());
  const list = component.element.querySelector("[data-sprag-mount]");
  const [first, second, third] = list.children;
  first.querySelector("input").value = "typed";
  component.setStateSync({ title: "now a title", rows: [{ id: 3, label: "changed" }, ...rows(4, 1)] });
  const now = component.element.querySelector("[data-sprag-mount]");
  assert.deepEqual([...now.children].map((child) => child.dataset.id), ["3", "4", "1"]);
  assert.equal(now.children[0].textContent, "changed");
  component.setStateSync({ rows: rows(1, 4) });
  assert.deepEqual([...now.children].map((child) => child.dataset.id), ["1", "4"]);
  assert.equal(second.isConnected, false);
  void third;
});

test("reordering moves the elements of a list that stays in place", () => {
  const component = new Rows({ rows: rows(1, 2) });
  component.mount(place());
  const list = component.element.querySelector("[data-sprag-mount]");
  const [first, second] = list.children;
  first.querySelector("input").value = "typed";
  component.setStateSync({ rows: rows(2, 1) });
  assert.deepEqual([...list.children], [second, first]);
  assert.equal(list.children[1].querySelector("input").value, "");
  assert.equal(component.element.outerHTML.includes("data-ragot"), false);
});

test("an item that looks the same still gets its new listener and its rendered value", () => {
  const heard = [];
  class Handlers extends Component {
    render() {
      const { turn } = this.state;
      return For([1], {
        render: () => h("p", null, [h("button", { onclick: () => heard.push(turn) }), h("input")]),
      });
    }
  }
  const component = new Handlers({ turn: 1 });
  component.mount(place());
  const [button, input] = component.element.firstChild.children;
  input.value = "typed";
  component.setStateSync({ turn: 2 });
  button.click();
  assert.deepEqual(heard, [2]);
  assert.equal(button.isConnected, true);
  assert.equal(input.value, "");
});

test("nested lists, and lists in early returns and helpers, are brought up to date", () => {
  class Nested extends Component {
    helper(group) {
      return h("ul", null, For(group.items, { render: (item) => h("li", null, item) }));
    }

    render() {
      if (this.state.short) return For(this.state.groups, { key: "id", render: (group) => h("b", null, group.id) });
      return h("div", null, For(this.state.groups, { key: "id", render: (group) => this.helper(group) }));
    }
  }
  const component = new Nested({ groups: [{ id: "a", items: [1, 2] }] });
  component.mount(place());
  const inner = component.element.querySelector("ul > div");
  component.setStateSync({ groups: [{ id: "b", items: [9] }, { id: "a", items: [1, 2, 3] }] });
  assert.equal(component.element.textContent, "9123");
  assert.equal(inner.textContent, "123");
  const numbers = [...component.element.querySelectorAll("[data-sprag-mount]")].map((node) => node.dataset.spragMount);
  assert.deepEqual(numbers, ["0", "1", "2"]);
  component.setStateSync({ short: true });
  assert.equal(component.element.textContent, "ba");
  component.setStateSync({ groups: [{ id: "c" }] });
  assert.equal(component.element.textContent, "c");
});

test("a list that gives way to another element leaves nothing behind", () => {
  class Switch extends Component {
    render() {
      const list = For(this.state.items, { render: (item) => h("i", null, item) });
      return h("div", null, this.state.items.length > 0 ? list : h("div", { class_: "empty" }, "none"));
    }
  }
  const component = new Switch({ items: ["a", "b"] });
  component.mount(place());
  component.setStateSync({ items: [] });
  assert.equal(component.element.innerHTML, '<div class="empty">none</div>');
  component.setStateSync({ items: ["c"] });
  assert.equal(component.element.textContent, "c");
  component.setStateSync({ items: ["d", "c"] });
  assert.equal(component.element.textContent, "dc");
});

test("a list of text, and duplicate keys, show every item", () => {
  class Texts extends Component {
    render() {
      return h("p", null, For(this.state.items, this.state.options));
    }
  }
  const component = new Texts({ items: ["a"], options: {} });
  component.mount(place());
  component.setStateSync({ items: ["b", "c"] });
  assert.equal(component.element.textContent, "bc");
  const options = { key: () => "same", render: (item) => h("i", null, item) };
  component.setStateSync({ items: ["x", "y"], options });
  component.setStateSync({ items: ["x", "z"] });
  assert.equal(component.element.textContent, "xz");
});

test("what is not one element is wrapped", () => {
  class Loose extends Component {
    render() {
      return this.state.markup ? HTML(this.state.markup) : null;
    }
  }
  const component = new Loose({ markup: "<b>x</b>y" });
  component.mount(place());
  assert.equal(component.element.outerHTML, '<div style="display: contents;"><b>x</b>y</div>');
  component.setStateSync({ markup: "" });
  assert.equal(component.element.innerHTML, "");
});

test("refs find the element that is there now", () => {
  class WithRefs extends Component {
    render() {
      return h(this.state.tag, { data_role: "root" }, h("p", { id: "inner" }, this.state.tag));
    }

    static {
      ref(this, "root", "[data-role='root']");
      ref(this, "innerText", "#inner", "inner_text");
    }
  }
  class Derived extends WithRefs {}
  const component = new Derived({ tag: "div" });
  assert.equal(component.root, null);
  component.mount(place());
  assert.equal(component.root, component.element);
  component.setStateSync({ tag: "section" });
  assert.equal(component.innerText.textContent, "section");
  assert.equal(component.refs.inner_text, component.refs.innerText);
  assert.deepEqual(Object.keys(component.refs), ["root", "inner_text"]);
  component.unmount();
  assert.equal(component.refs.root, null);
});

test("an unmount of the author's runs, and the node goes anyway", () => {
  const heard = [];
  class Closing extends Rows {
    onStop() {
      heard.push("stop");
    }

    unmount() {
      heard.push("unmount");
    }
  }
  const component = new Closing({ rows: [] });
  const parent = place();
  component.mount(parent);
  component.unmount();
  assert.deepEqual(heard, ["unmount", "stop"]);
  assert.equal(parent.childNodes.length, 0);
});

test("cleanups run last to first", () => {
  const heard = [];
  const component = new Rows({ rows: [] });
  component.mount(place());
  component.addCleanup(() => heard.push("first"));
  component.addCleanup(() => heard.push("second"));
  component.stop();
  assert.deepEqual(heard, ["second", "first"]);
});

test("an animated component enters, stays visible when drawn again, and leaves before it goes", async () => {
  class Fading extends Rows {
    static {
      animate(this, "shown");
    }
  }
  const component = new Fading({ rows: [] });
  const parent = place();
  component.mount(parent);
  await frame();
  await frame();
  await frame();
  assert.equal(component.element.className, "shown");
  component.setStateSync({ title: "x" });
  assert.equal(component.element.className, "shown");
  const leaving = component.unmount();
  assert.equal(parent.childNodes.length, 1);
  assert.equal(component.element.className, "");
  await leaving;
  assert.equal(parent.childNodes.length, 0);
  assert.equal(component._isMounted, false);
});

test("mounting again while it leaves starts afresh", async () => {
  class Fading extends Rows {
    static {
      animate(this);
    }
  }
  const component = new Fading({ rows: [] });
  const parent = place();
  component.mount(parent);
  const leaving = component.unmount();
  component.mount(parent);
  await leaving;
  assert.equal(parent.childNodes.length, 1);
  assert.equal(component._isMounted, true);
});

test("lazy images are watched from the first drawing on", async () => {
  class Picture extends Component {
    render() {
      return h("p", null, (this.state.images ?? []).map((src) => LazyImage(src)));
    }
  }
  const { live } = IntersectionObserver;
  const before = live.size;
  const component = new Picture({ images: [] });
  component.mount(place());
  assert.equal(live.size, before);
  component.setStateSync({ images: ["/a.png"] });
  const watched = [...live].flatMap((observer) => [...observer.targets]);
  assert.ok(watched.includes(component.element.querySelector("img")));
  component.unmount();
  assert.equal(live.size, before);
});
