import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { after, beforeEach } from "node:test";
import { pathToFileURL } from "node:url";
import { Modules } from "../../dev/modules.js";

const KIT = "generated/shared/app/kit.js";
const BASE = "generated/components/Base.js";
const CARD = "generated/components/Card.js";

let root;
let modules;
let seen;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hot-modules-"));
  after(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "package.json"), '{"type": "module"}');
  seen = [];
  modules = new Modules((type) => seen.push(type.name));
  globalThis.__SPRAG_HOT__ = modules;
});

/** Writes a module as the dev server serves it. */
function write(path, text, ...names) {
  const bindings = names.map((name) => `  get ${name}() { return ${name}; },\n  set ${name}($) { ${name} = $; },\n`);
  const accept = `globalThis.__SPRAG_HOT__?.accept("${path}", import.meta.url, {\n${bindings.join("")}});\n`;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text + accept);
}

function load(path) {
  return import(pathToFileURL(join(root, path)).href);
}

test("whoever imported a helper runs its new version", async () => {
  write(KIT, "function half(n) { return n / 2; }\nexport { half };\n", "half");
  write(CARD, `import { half } from "../shared/app/kit.js";\nexport class Card { size() { return half(8); } }\n`, "Card");
  const { Card } = await load(CARD);
  const card = new Card();
  assert.equal(card.size(), 4);
  write(KIT, "function half(n) { return n / 4; }\nexport { half };\n", "half");
  await modules.load([{ path: KIT, version: 2, names: ["half"] }]);
  assert.equal(card.size(), 2);
});

test("values that did not change are kept, and functions go with them", async () => {
  const kit = (step) =>
    `let count = 0;\nclass Point {}\nfunction next() { count += ${step}; return count; }\nfunction now() { return count; }\nexport { Point, count, next, now };\n`;
  write(KIT, kit(1), "Point", "count", "next", "now");
  const { Point, next, now } = await load(KIT);
  next();
  write(KIT, kit(10), "Point", "count", "next", "now");
  await modules.load([{ path: KIT, version: 2, names: ["next"] }]);
  const current = await load(KIT);
  assert.equal(current.next(), 11);
  assert.equal(current.now(), 11);
  assert.equal(current.Point, Point);
  assert.notEqual(current.now, now);
});

test("instances have the new methods, through subclasses too, and stay instances", async () => {
  write(BASE, "export class Base { name() { return 'base'; } }\n", "Base");
  write(CARD, `import { Base } from "./Base.js";\nexport class Card extends Base { name() { return super.name() + "!"; } }\n`, "Card");
  const [{ Card }, { Base }] = [await load(CARD), await load(BASE)];
  const card = new Card();
  for (const version of [2, 3, 4]) {
    write(BASE, `export class Base { name() { return 'base ${version}'; } }\n`, "Base");
    await modules.load([{ path: BASE, version, names: ["Base"] }]);
    assert.equal(card.name(), `base ${version}!`);
  }
  const now = modules.classOf(BASE);
  assert.ok(card instanceof Base && card instanceof now && new now() instanceof Base);
  assert.ok(new Card() instanceof now);
  assert.equal(new Base().name(), "base 4", "the old class, if someone holds it, makes the new kind");
});

test("an instance is told its newest class", async () => {
  write(CARD, "export class Card {}\n", "Card");
  const { Card } = await load(CARD);
  const card = new Card();
  for (const version of [2, 3]) {
    write(CARD, `export class Card { static version = ${version}; }\n`, "Card");
    await modules.load([{ path: CARD, version, names: ["Card"] }]);
    assert.equal(card.constructor.version, version);
  }
});

test("what was loaded can be taken back and done again, and the next version replaces what runs", async () => {
  const card = (text) => `export class Card { text() { return "${text}"; } }\n`;
  write(CARD, card("one"), "Card");
  const instance = new (await load(CARD)).Card();
  write(CARD, card("two"), "Card");
  await modules.load([{ path: CARD, version: 2, names: ["Card"] }]);
  modules.back();
  assert.equal(instance.text(), "one");
  modules.forward();
  assert.equal(instance.text(), "two");
  modules.back();
  write(CARD, card("three"), "Card");
  await modules.load([{ path: CARD, version: 3, names: ["Card"] }]);
  assert.equal(instance.text(), "three");
  assert.ok(instance instanceof modules.classOf(CARD));
});

test("a version can export more, and modules that the page lacks are left alone", async () => {
  write(KIT, "function half(n) { return n / 2; }\nexport { half };\n", "half");
  await load(KIT);
  write(KIT, "function half(n) { return n / 2; }\nfunction third(n) { return n / 3; }\nexport { half, third };\n", "half", "third");
  write(CARD, `import { third } from "../shared/app/kit.js?v=2";\nexport class Card { size() { return third(9); } }\n`, "Card");
  await modules.load([
    { path: KIT, version: 2, names: ["third"] },
    { path: CARD, version: 2, names: ["Card"] },
  ]);
  assert.equal(modules.has(CARD), false);
  const { Card } = await load(CARD);
  assert.equal(new Card().size(), 3);
  assert.deepEqual(seen, ["Card"]);
});
