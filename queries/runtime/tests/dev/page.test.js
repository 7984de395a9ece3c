import assert from "node:assert/strict";
import test from "node:test";
import { JSDOM } from "jsdom";

const dom = new JSDOM("<!doctype html><body></body>", { url: "https://example.test/" });
for (const name of ["window", "document", "Element", "Node"]) globalThis[name] = dom.window[name];

const { lasting, merged, taken } = await import("../../dev/merge.js");
const { morph } = await import("../../dev/morph.js");
const { Overlay } = await import("../../dev/overlay.js");
const { decodeMappings, decodeVlq } = await import("../../dev/source_maps.js");

test("the page keeps what it changed and takes what only the server changed", () => {
  const base = { n: 1, title: "old", list: [1] };
  const ours = { n: 5, title: "old", list: [1], own: true };
  const theirs = { n: 2, title: "new", list: [1, 2], more: 3 };
  assert.deepEqual(taken(base, ours, theirs), { title: "new", list: [1, 2], more: 3 });
  assert.deepEqual(merged(base, ours, theirs), { n: 5, title: "new", list: [1, 2], own: true, more: 3 });
  assert.deepEqual(taken(theirs, ours, theirs), {});
});

test("only values that JSON can hold outlive the page", () => {
  class Point {}
  const marked = Object.defineProperty({ a: 1 }, Symbol("python.table"), { value: new Map() });
  const values = { a: [1, { b: null }], set: new Set(), point: new Point(), nested: [new Point()], marked, nan: NaN };
  assert.deepEqual(lasting(values), { a: [1, { b: null }] });
});

function morphed(before, after, isDrawn = () => false) {
  document.body.innerHTML = before;
  const elements = [...document.body.querySelectorAll("*")];
  morph(document.body, new dom.window.DOMParser().parseFromString(after, "text/html").body, isDrawn);
  return { html: document.body.innerHTML, kept: elements.filter((element) => element.isConnected) };
}

test("elements that stay are the same elements, in the new order", () => {
  const before = '<p id="a">one</p><p id="b">two</p><script>1</script><i>x</i>';
  const { html, kept } = morphed(before, '<p id="b" class="new">zwei</p><p id="a">one</p><u>y</u>');
  assert.equal(html.replace("<script>1</script>", ""), '<p id="b" class="new">zwei</p><p id="a">one</p><u>y</u>');
  assert.deepEqual(kept.map((element) => element.localName), ["p", "p", "script"]);
});

test("islands and what visitors opened are left alone; an island of another class is not", () => {
  const island = (name, text) => `<div data-sprag-hydrate="${name}" data-sprag-hydrate-id="sprag-h1">${text}</div>`;
  const details = "<details open><p>a</p></details>";
  assert.equal(morphed(island("Card", "live") + details, `${island("Card", "sent")}<details><p>b</p></details>`).html, `${island("Card", "live")}<details open=""><p>b</p></details>`);
  assert.equal(morphed(island("Card", "live"), island("Panel", "sent")).html, island("Panel", "sent"));
  const root = '<div id="app-root">live</div>';
  assert.equal(morphed(root, '<div id="app-root">sent</div>', (element) => element.id === "app-root").html, root);
});

test("mappings are decoded line by line", () => {
  assert.deepEqual(decodeVlq("AAgBC"), [0, 0, 16, 1]);
  assert.deepEqual(decodeVlq("D"), [-1]);
  assert.deepEqual(decodeMappings("AAAA,CAEE;;GADF"), [
    [
      { column: 0, source: 0, sourceLine: 0, sourceColumn: 0 },
      { column: 1, source: 0, sourceLine: 2, sourceColumn: 2 },
    ],
    [],
    [{ column: 3, source: 0, sourceLine: 1, sourceColumn: 0 }],
  ]);
});

const PROBLEM = {
  code: "SPR201",
  severity: "error",
  message: "`open` has no browser version",
  help: "Read files on the server.",
  file: "app/cards.py",
  line: 2,
  column: 5,
  width: 4,
  excerpt: [
    { line: 1, text: "def read():" },
    { line: 2, text: "    open(1)" },
  ],
};

test("the overlay shows a problem with its source, opens the editor, can be dismissed and is cleared", () => {
  const opened = [];
  const overlay = new Overlay((problem) => opened.push(problem.line));
  overlay.build([PROBLEM]);
  const root = document.querySelector("[data-sprag-dev=overlay]").shadowRoot;
  const panel = root.querySelector(".panel");
  assert.equal(panel.querySelector("mark").textContent, "open");
  for (const text of ["1 problem", "SPR201", PROBLEM.message.replaceAll("`", ""), PROBLEM.help, "app/cards.py:2:5"]) assert.match(panel.textContent, new RegExp(text));
  panel.querySelector(".place").click();
  assert.deepEqual(opened, [2]);
  const [, dismiss] = panel.querySelectorAll("header button");
  dismiss.click();
  assert.equal(panel.hidden, true);
  overlay.build([{ ...PROBLEM }]);
  assert.equal(panel.hidden, true, "the same problem said again");
  overlay.error({ ...PROBLEM, code: "", message: "KeyError: 'n'" });
  overlay.error({ ...PROBLEM, code: "", message: "KeyError: 'n'" });
  assert.match(panel.textContent, /2 problems.*2 times/s);
  assert.match(overlay.text(), /error\[SPR201\]: `open` has no browser version\n  at app\/cards\.py:2:5\n  1 \| def read/);
  overlay.build([]);
  overlay.clearErrors();
  assert.equal(panel.hidden, true);
  assert.equal(panel.textContent, "");
});
