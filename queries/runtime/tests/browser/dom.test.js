import assert from "node:assert/strict";
import test from "node:test";
import { frame, place, runtime } from "./site.js";

const dom = await runtime("dom");
const { h } = await runtime("ui");

test("queries look in the page or in a parent", () => {
  const parent = place();
  parent.append(h("i", { class_: "q" }), h("i", { class_: "q" }));
  assert.equal(dom.query(".q"), parent.firstChild);
  assert.deepEqual(dom.queryAll(".q", parent), [...parent.children]);
  assert.equal(dom.query(".none"), null);
});

test("markup, text and lists can be put into an element", async () => {
  const parent = place();
  dom.append(parent, "b");
  dom.prepend(parent, [h("i", null, "a"), null]);
  dom.insertBefore(parent, h("u", null, "x"), parent.lastChild);
  dom.batchAppend(parent, [h("b", null, "c")]);
  await frame();
  assert.equal(parent.innerHTML, "<i>a</i><u>x</u>b<b>c</b>");
  dom.clear(parent);
  assert.equal(parent.innerHTML, "");
});

test("elements are shown, styled and given attributes", () => {
  const node = place();
  dom.hide(node);
  dom.css(node, { color: "red" });
  dom.attr(node, { title: "t", hidden: true });
  assert.equal(node.outerHTML, '<div class="hidden" style="color: red;" title="t" hidden=""></div>');
  dom.toggle(node);
  assert.equal(node.className, "");
  assert.equal(dom.createIcon("<svg></svg>").className, "icon");
  assert.equal(dom.createIcon("<svg></svg>", "big").className, "big");
});

test("animations take a class or python's keywords", async () => {
  const node = place();
  dom.animateIn(node, { class_name: "in" });
  await frame();
  await frame();
  await frame();
  assert.equal(node.className, "in");
  await dom.animateOut(node, { class_name: "in", remove: true });
  assert.equal(node.className, "");
  assert.equal(node.isConnected, false);
});
