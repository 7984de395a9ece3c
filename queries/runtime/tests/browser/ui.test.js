import assert from "node:assert/strict";
import test from "node:test";
import { runtime } from "./site.js";

const { For, Grid } = await runtime("lists");
const { h, HTML, LazyImage } = await runtime("ui");
const { tupleOf } = await runtime("kinds");

/** @param {Element} node */
const html = (node) => node.outerHTML;

test("attributes are named as the server names them", () => {
  const label = h("label", { class_: "a b", for_: "name", data_role: "x", aria_label: "y", stroke_width: 2 });
  assert.equal(html(label), '<label class="a b" for="name" data-role="x" aria-label="y" stroke_width="2"></label>');
});

test("true is a bare attribute, false and none are absent", () => {
  const node = h("input", { checked: true, disabled: false, id: null, value: "v" });
  assert.equal(html(node), '<input checked="" value="v">');
  assert.equal(node.checked, true);
});

test("styles, datasets and classes take collections", () => {
  const node = h("p", {
    style: { backgroundColor: "red", "--gap": "1px", color: null },
    dataset: { role: "x" },
    class_: ["a", "", null, "b"],
  });
  assert.equal(html(node), '<p style="background-color: red; --gap: 1px" data-role="x" class="a b"></p>');
});

test("children are flattened and have python's text", () => {
  function* numbers() {
    yield 1;
    yield [2, tupleOf(3)];
  }
  const node = h("p", null, ["<b>", null, true, false, "", numbers(), { a: 1 }]);
  assert.equal(html(node), "<p>&lt;b&gt;TrueFalse123{'a': 1}</p>");
});

test("attributes may be left out before text or an element", () => {
  assert.equal(html(h("p", "a", null, h("b", h("i"), "c"), ["d"])), "<p>a<b><i></i>c</b>d</p>");
  assert.equal(html(h("p", "")), "<p></p>");
  assert.equal(html(h("p", null, { a: 1 })), "<p>{'a': 1}</p>");
});

// A limit that docs/semantics.md states.
test("a generator among the children has ended when the element is there", () => {
  const names = ["a"];
  function* items() {
    for (const name of names) yield name;
  }
  const children = items();
  const node = h("p", null, [children]);
  names.push("b");
  assert.equal(html(node), "<p>a</p>");
  assert.equal(children.next().done, true);
});

test("both spellings of an event attribute listen", () => {
  const heard = [];
  const node = h("button", { onclick: () => heard.push("a"), on_focus: () => heard.push("b"), render: () => 1 });
  node.dispatchEvent(new Event("click"));
  node.dispatchEvent(new Event("focus"));
  assert.deepEqual(heard, ["a", "b"]);
  assert.equal(html(node), "<button></button>");
});

test("svg children are svg, also where html has the same name", () => {
  const svg = h("svg", null, [
    h("title", null, "t"),
    h("a", { href: "#x" }, [h("use", { href: "#y" })]),
    h("clipPath", { clipPathUnits: "userSpaceOnUse" }),
    h("foreignObject", null, [h("div")]),
  ]);
  const names = [...svg.querySelectorAll("*")].map((node) => `${node.localName}:${node.namespaceURI.includes("svg")}`);
  assert.deepEqual(names, [
    "title:true",
    "a:true",
    "use:true",
    "clipPath:true",
    "foreignObject:true",
    "div:false",
  ]);
});

test("raw html is legal anywhere", () => {
  assert.equal(html(h("div", null, ["a", HTML("<i>b</i>c")])), "<div>a<i>b</i>c</div>");
});

test("a select takes its value after its options, a text area as its text", () => {
  const options = ["a", "b"].map((name) => h("option", { value: name }, name));
  assert.equal(h("select", { value: "b" }, options).value, "b");
  const area = h("textarea", { value: "text" });
  assert.deepEqual([area.value, area.outerHTML], ["text", "<textarea>text</textarea>"]);
});

test("lists carry the markers of the server", () => {
  const items = [{ id: 7, name: "x" }, { name: "y" }];
  const list = For(items, { key: "id", render: (item) => h("li", null, item.name), pool_key: "p" });
  assert.equal(
    html(list),
    '<div data-sprag-mount="0" data-sprag-mount-kind="list" data-sprag-pool="p">' +
      '<li data-_list-key="7">x</li><li data-_list-key="1">y</li></div>',
  );
  assert.equal(
    html(Grid(["a"], { column_width: "9rem", gap: 4, render: (item) => h("b", null, item) })),
    '<div data-sprag-mount="0" data-sprag-mount-kind="grid" ' +
      'style="display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 4">' +
      '<b data-_list-key="0">a</b></div>',
  );
});

test("lists take none, text, dicts and a render with a position", () => {
  assert.equal(For(null).childNodes.length, 0);
  assert.equal(For(["a", "b"]).textContent, "ab");
  assert.equal(For({ x: 1, y: 2 }, { render: (key) => h("i", null, key) }).textContent, "xy");
  assert.equal(For(["a", "b"], { render: (item, index) => h("i", null, [item, index]) }).textContent, "a0b1");
  assert.equal(For(["a", "b"], { render: (item) => (item === "a" ? null : h("i", null, item)) }).textContent, "b");
});

test("a lazy image shows its placeholder first", () => {
  const image = LazyImage("/a.png", { placeholder: "/b.png", alt: "A", class_: "c" });
  assert.equal(html(image), '<img alt="A" class="c" data-src="/a.png" src="/b.png">');
});
