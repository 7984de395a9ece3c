// What a save does to an open page, level by level: what changes, and all that has to stay.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";

import { startDev } from "./harness/dev.mjs";
import {
  COMPONENTS,
  MODULES,
  NOTES,
  OTHER,
  SERVER,
  SHELL_STYLE,
  STORES,
  WEB,
  WORDS,
  restoreNotes,
} from "./harness/notes.mjs";
import { countRegistrations, registrations } from "./harness/registrations.mjs";
import { newVisitor, newVisitorBeside, openBrowser } from "./harness/visit.mjs";

describe("what a save does to an open page", () => {
  let browser;
  let dev;
  let visitor;

  before(async () => {
    [browser, dev] = await Promise.all([openBrowser(), startDev(NOTES)]);
  });

  after(async () => {
    await browser?.close();
    await dev?.stop();
  });

  beforeEach(async () => {
    visitor = await newVisitor(browser);
    await visitor.page.addInitScript(countRegistrations);
    await visitor.open(`${dev.origin}/`);
    // The page's socket has been greeted.
    await visitor.until(() => window.countedRegistrations.topics.get("notes") === 1);
  });

  afterEach(async () => {
    await visitor?.leave();
    await restoreNotes(dev);
  });

  const press = (role) => visitor.page.evaluate((name) => document.querySelector(`[data-role=${name}]`).click(), role);

  /** Does everything to the page that a save must not undo. */
  async function use() {
    await press("add");
    await press("add");
    await visitor.settle();
    const { page } = visitor;
    await page.fill("[data-role=body]", "a longer text");
    await page.check("[data-role=done]");
    await page.click("[data-role=more]");
    await page.fill("[data-role=plain]", "not in an island");
    await page.fill("[data-role=draft]", "typed");
    await page.evaluate(() => {
      document.querySelector("[data-role=draft]").setSelectionRange(1, 3);
      document.querySelector("[data-role=scroller]").scrollTop = 70;
      window.scrollTo(0, 60);
    });
    await visitor.settle();
  }

  /** Everything that a save must not undo. */
  const kept = () =>
    visitor.page.evaluate(() => {
      const part = (role) => document.querySelector(`[data-role=${role}]`);
      const { activeElement: focused } = document;
      return {
        count: part("heading").textContent.split(" ")[0],
        badge: part("badge").textContent,
        clicks: window.__SPRAG_STORE_BRIDGES__.tally.get("clicks"),
        told: part("told").textContent,
        fields: [part("body").value, part("done").checked, part("plain").value, part("draft").value],
        details: part("details").open,
        caret: [focused.dataset.role, focused.selectionStart, focused.selectionEnd],
        scroll: [part("scroller").scrollTop, window.scrollY],
      };
    });

  const USED = {
    count: "2",
    badge: "started 2",
    clicks: 2,
    told: "0 news, tallied 2 times",
    fields: ["a longer text", true, "not in an island", "typed"],
    details: true,
    caret: ["draft", 1, 3],
    scroll: [70, 60],
  };

  /** What the page says of the update. */
  const note = () => visitor.page.locator("[data-sprag-dev=overlay] .note");

  /** A mark that no reload survives. */
  const mark = () => visitor.page.evaluate(() => (window.marked = true));
  const isMarked = () => visitor.page.evaluate(() => window.marked === true);

  /** An edit, after which the page is as it was, with what is registered once. */
  async function keeps(file, from, to) {
    await use();
    assert.deepEqual(await kept(), USED);
    await mark();
    const before = await visitor.page.evaluate(registrations);
    const saved = await dev.edit(file, from, to);
    await visitor.settle();
    assert.deepEqual(await kept(), USED);
    assert.deepEqual(await visitor.page.evaluate(registrations), before);
    assert.equal(await isMarked(), true, "the page was not loaded again");
    return saved;
  }

  it("none: a comment does nothing", async () => {
    const saved = await keeps(COMPONENTS, "class Notes", "# what is drawn\nclass Notes");
    assert.equal(saved.seq, 0, "no update was sent");
  });

  it("swap: a method body runs at once, also in handlers that were bound before", async () => {
    const saved = await keeps(MODULES, '"] + STEP', '"] + STEP + 40');
    assert.equal(saved.reason, "NotesModule.on_add changed");
    await press("add");
    await visitor.sees(visitor.role("heading"), /^43 notes$/);
    await dev.edit(COMPONENTS, 'data_role="heading")', 'data_role="heading", class_="big")');
    assert.equal(await visitor.role("heading").getAttribute("class"), "big");
    visitor.assertQuiet();
  });

  it("swap: a helper, a constant and a helper that is new reach all who use them", async () => {
    await keeps(WORDS, 'return f"{count} notes"', 'return shout(f"{count} papers")\n\n\ndef shout(text):\n    return text.upper()');
    await visitor.sees(visitor.role("heading"), /^2 PAPERS$/);
    await dev.edit(WORDS, "STEP = 1", "STEP = 10");
    await press("add");
    await visitor.sees(visitor.role("heading"), /^12 PAPERS$/);
    await dev.edit(COMPONENTS, "import label", "import label, shout");
    await dev.edit(COMPONENTS, 'f"{self.state[\'ticks\']} ticks', 'shout("heard: ") + f"{self.state[\'ticks\']} ticks');
    await visitor.sees(visitor.role("heard"), /^HEARD: 0 ticks/);
    visitor.assertQuiet();
  });

  it("rewire: on_start runs again, and what it had registered is there once", async () => {
    const saved = await keeps(MODULES, '"notes:ping"', '"notes:pong"');
    assert.equal(saved.reason, "NotesModule.on_start changed");
    await visitor.page.evaluate(async () => {
      const { bus } = await import("/vendor/ragot.esm.min.js");
      bus.emit("notes:ping");
      bus.emit("notes:pong");
    });
    await visitor.sees(visitor.role("heard"), /1 pings$/);
    await press("add");
    await visitor.settle();
    assert.equal((await kept()).clicks, 3);
    visitor.assertQuiet();
  });

  it("remount: a new __init__ makes the island anew, with its state and what is new in it", async () => {
    const saved = await keeps(MODULES, '"ticks": 0,', '"ticks": 0, "fresh": "yes",');
    assert.match(saved.reason, /NotesModule\.__init__ changed/);
    await visitor.sees(note(), /^remount · NotesModule\.__init__ changed · \d+ ms$/);
    const fresh = () => window.__SPRAG_RUNTIME_ROOT__.records[0].module.state.fresh;
    assert.equal(await visitor.page.evaluate(fresh), "yes");
    await press("add");
    await visitor.sees(visitor.role("heading"), /^3 notes$/);
    visitor.assertQuiet();
  });

  it("data: what the server says is merged, and what it prerenders is morphed", async () => {
    await keeps(SERVER, '"hello"', '"bonjour"');
    await visitor.sees(visitor.role("from-server"), /^bonjour$/);
    await dev.edit(WEB, '"Prerendered"', '"Rendered before"');
    await visitor.sees(visitor.role("prerendered"), /^Rendered before$/);
    assert.deepEqual(await kept(), USED);
    visitor.assertQuiet();
  });

  it("css: a stylesheet is swapped", async () => {
    const saved = await keeps(SHELL_STYLE, "rgb(10, 20, 30)", "rgb(1, 2, 3)");
    assert.equal(saved.level, "css");
    const color = await visitor.page.evaluate(() => getComputedStyle(document.body).color);
    assert.equal(color, "rgb(1, 2, 3)");
    visitor.assertQuiet();
  });

  it("reload: a store of another shape loads the page again, and everything is given back", async () => {
    await use();
    await mark();
    const saved = await dev.edit(STORES, '"clicks": 0', '"clicks": 0, "more": 1');
    assert.equal(saved.level, "reload");
    assert.equal(saved.reason, "the stores changed");
    await visitor.until(() => !window.marked && window.__SPRAG_RUNTIME_ROOT__);
    await visitor.sees(note(), /^reloaded · the stores changed$/);
    await visitor.until(() => document.activeElement.dataset.role === "draft");
    await visitor.settle();
    assert.deepEqual(await kept(), USED);
    assert.equal(await visitor.page.evaluate(() => window.__SPRAG_STORE_BRIDGES__.tally.get("more")), 1);
    visitor.assertQuiet();
  });

  it("a hundred saves leave listeners, timers and subscriptions as they were", async () => {
    await use();
    const before = await visitor.page.evaluate(registrations);
    const [modules, components] = [await dev.read(MODULES), await dev.read(COMPONENTS)];
    for (let save = 1; save <= 50; save += 1) {
      await dev.write(MODULES, modules.replace("on_tick, 3600", `on_tick, ${3600 + save}`));
      await dev.write(COMPONENTS, components.replace("pings\"", `pings, ${save}\"`));
    }
    await visitor.sees(visitor.role("heard"), /, 50$/);
    await visitor.settle();
    assert.deepEqual(await kept(), USED);
    assert.deepEqual(await visitor.page.evaluate(registrations), before);
    await press("add");
    await visitor.page.evaluate(async () => {
      const { bus } = await import("/vendor/ragot.esm.min.js");
      bus.emit("notes:ping");
      const body = JSON.stringify({ route: "/", action: "announce", payload: {} });
      await fetch("/__sprag__/actions", { method: "POST", body, headers: { "content-type": "application/json" } });
    });
    // Each of them is heard once: the click, the store, the bus and the socket.
    await visitor.sees(visitor.role("told"), /^1 news, tallied 3 times$/);
    await visitor.sees(visitor.role("heard"), / 1 pings, 50$/);
    const { count, clicks } = await kept();
    assert.deepEqual([count, clicks], ["3", 3]);
    visitor.assertQuiet();
  });

  it("a page of another route is not touched", async (test) => {
    const other = await newVisitorBeside();
    test.after(() => other.leave());
    await other.open(`${dev.origin}/other`);
    await other.page.evaluate(() => {
      window.marked = true;
      document.querySelector("[data-role=clock]").mine = true;
    });
    await keeps(MODULES, '"] + STEP', '"] + STEP + 40');
    const isSame = () => window.marked && document.querySelector("[data-role=clock]").mine;
    assert.equal(await other.page.evaluate(isSame), true);
    await dev.edit(OTHER, "face {", "dial {");
    await other.sees(other.role("clock"), /^dial round$/);
    await dev.edit(STORES, '"clicks": 0', '"clicks": 0, "more": 1');
    assert.equal(await other.page.evaluate(isSame), true, "it has no stores");
    other.assertQuiet();
  });
});
