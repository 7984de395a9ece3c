// What a page shows of errors under `sprag dev`, and that it lives on beside them.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";

import { startDev } from "./harness/dev.mjs";
import { COMPONENTS, MODULES, NOTES, OTHER, SERVER, WORDS, restoreNotes } from "./harness/notes.mjs";
import { screenshots } from "./harness/settings.mjs";
import { newVisitor, newVisitorBeside, openBrowser } from "./harness/visit.mjs";

describe("errors on an open page", () => {
  let browser;
  let dev;
  let visitor;
  let folder;

  before(async () => {
    // An editor that notes what it was asked to open.
    folder = await mkdtemp(path.join(tmpdir(), "sprag-editor-"));
    await writeFile(path.join(folder, "editor"), `#!/bin/sh\necho "$@" > "${folder}/opened"\n`, { mode: 0o755 });
    const env = { SPRAG_EDITOR: `${folder}/editor {file} {line} {column}` };
    [browser, dev] = await Promise.all([openBrowser(), startDev(NOTES, { env })]);
    await mkdir(screenshots, { recursive: true });
  });

  after(async () => {
    await browser?.close();
    await dev?.stop();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    visitor = await newVisitor(browser);
    await visitor.open(`${dev.origin}/`);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^1 notes$/);
  });

  afterEach(async () => {
    await visitor?.leave();
    await restoreNotes(dev);
  });

  const panel = () => visitor.page.locator("[data-sprag-dev=overlay] .panel");
  const gone = () => visitor.until(() => document.querySelector("[data-sprag-dev=overlay]")?.shadowRoot.querySelector(".panel").hidden !== false);
  const put = (file, from, to) => dev.read(file).then((text) => dev.put(file, text.replace(from, to)));

  it("code that does not compile is shown with its source, and the page goes on", async () => {
    await put(MODULES, 'self.state["count"] + STEP', "open('count') + STEP");
    await visitor.sees(panel(), /1 problem/);
    const text = await panel().innerText();
    assert.match(text, /SPR\d+/);
    assert.match(text, /app\/routes\/notes\/modules\.py:\d+:\d+/);
    assert.match(text, /\d+ +self\.set_state\(\{"count": open\('count'\) \+ STEP\}\)/);
    assert.equal(await panel().locator("mark").innerText(), "open");
    assert.ok((await panel().locator(".help").innerText()).length > 10, "there is a remedy");
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);

    for (const colorScheme of ["light", "dark"]) {
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.screenshot(`dev-overlay-${colorScheme}`);
    }

    await visitor.page.reload();
    await visitor.alive();
    await visitor.sees(panel(), /1 problem/);
    await visitor.sees(visitor.role("heading"), /^0 notes$/);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^1 notes$/);

    await put(MODULES, "open('count')", 'self.state["count"]');
    await gone();
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    visitor.assertQuiet();
  });

  it("a click on a place opens the editor there", async () => {
    await put(MODULES, 'self.state["count"] + STEP', "open('count') + STEP");
    await visitor.sees(panel(), /1 problem/);
    const place = panel().getByRole("button", { name: /modules\.py:\d+:\d+/ });
    const [, line, column] = /:(\d+):(\d+)$/.exec(await place.innerText());
    await place.click();
    const opened = () => readFile(path.join(folder, "opened"), "utf8").catch(() => "");
    const text = await eventually(opened, (text) => text.endsWith("\n"));
    assert.equal(text, `${path.join(dev.root, MODULES)} ${line} ${column}\n`);
  });

  it("the state outlives a syntax error and its repair", async () => {
    await put(COMPONENTS, "class Notes(Component):", "class Notes(Component:");
    await visitor.sees(panel(), /components\.py/);
    await put(COMPONENTS, "class Notes(Component:", "class Notes(Component):");
    await gone();
    await visitor.sees(visitor.role("heading"), /^1 notes$/);
    visitor.assertQuiet();
  });

  it("a panel that was dismissed stays away until there is something new", async () => {
    const unused = "    def unused(self):\n        return ";
    await put(COMPONENTS, "    heading = ref", `${unused}open(1)\n\n    heading = ref`);
    await visitor.sees(panel(), /1 problem/);
    await visitor.page.getByRole("button", { name: "Dismiss" }).click();
    await gone();
    await put(COMPONENTS, "return open(1)", "return open(2), eval('1')");
    await visitor.sees(panel(), /2 problems/);
    await visitor.page.getByRole("button", { name: "Copy" }).focus();
    await visitor.page.keyboard.press("Escape");
    await gone();
    visitor.assertQuiet();
  });

  it("new code that throws while it draws is taken back, with the place in Python", async () => {
    const warnings = [];
    visitor.page.on("console", (message) => warnings.push(message.text()));
    const saved = await dev.edit(COMPONENTS, 'label(self.state["count"])', 'label(self.state["missing"])');
    assert.ok(saved.seq > 0);
    await visitor.sees(panel(), /KeyError: 'missing'/);
    assert.match(await panel().innerText(), /app\/routes\/notes\/components\.py:\d+:\d+/);
    assert.match(await panel().locator(".marked").last().innerText(), /"missing"/);
    assert.ok(warnings.some((text) => /KeyError.*\n +at .*components\.py:\d+/.test(text)), warnings.join("\n"));
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    await dev.edit(COMPONENTS, 'label(self.state["missing"])', 'label(self.state["count"])');
    await gone();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    visitor.assertQuiet();
  });

  it("a server that cannot make the page leaves the one that is there", async () => {
    visitor.forgive(/500/);
    await dev.edit(SERVER, "return {", 'raise ValueError("no greeting")\n        return {');
    await visitor.sees(panel(), /ValueError: no greeting/);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    await dev.edit(SERVER, 'raise ValueError("no greeting")\n        ', "");
    await gone();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    visitor.assertQuiet();
  });

  it("a server file that does not parse keeps neither its page nor the others from living on", async (test) => {
    const other = await newVisitorBeside();
    test.after(() => other.leave());
    await other.open(`${dev.origin}/other`);
    await put(SERVER, "def load(self):", "def load(self:");
    await visitor.sees(panel(), /server\.py:\d+/);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    await visitor.page.reload();
    await visitor.alive();
    await visitor.sees(visitor.role("from-server"), /^hello$/);
    await visitor.sees(panel(), /server\.py:\d+/);

    // The server of the other page is another, although this file is still broken.
    const saved = await dev.edit(OTHER, '"round"', '"square"');
    assert.deepEqual(saved.server.restarted.without, [SERVER]);
    assert.match((await dev.get("/other")).text, /face square/);
    await other.sees(other.role("clock"), /^face square$/);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^1 notes$/);

    await dev.edit(SERVER, "def load(self:", "def load(self):");
    await gone();
    await visitor.sees(visitor.role("heading"), /^1 notes$/);
    other.assertQuiet();
    visitor.assertQuiet();
  });

  it("what a helper of several files throws is shown by its place in that file", async () => {
    visitor.forgive(/500/);
    const saved = await dev.edit(WORDS, 'return f"{count} notes"', 'return f"{count.size.depth} notes"');
    assert.ok(saved.seq > 0);
    await visitor.sees(panel(), /Error/);
    assert.match(await panel().locator(".place").first().innerText(), /^app\/words\.py:7:\d+$/);
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    assert.ok(dev.events.some(({ note }) => /^app\/words\.py:7:\d+: .*thrown on \/$/.test(note?.text ?? "")));
    visitor.assertQuiet();
  });

  it("an error in a handler is shown by its place in Python, and goes with the next save", async () => {
    visitor.forgive(/KeyError/);
    await dev.edit(MODULES, '"count": self.state["count"]', '"count": self.state["typo"]');
    await visitor.role("add").click();
    await visitor.sees(panel(), /KeyError: 'typo'/);
    assert.match(await panel().innerText(), /on_?[aA]dd +app\/routes\/notes\/modules\.py:\d+:\d+/);
    await dev.edit(MODULES, '"count": self.state["typo"]', '"count": self.state["count"]');
    await gone();
    await visitor.role("add").click();
    await visitor.sees(visitor.role("heading"), /^2 notes$/);
    visitor.assertQuiet();
  });
});

/** The first value that fits, asked for again and again. */
async function eventually(ask, fits) {
  const deadline = Date.now() + 8000;
  for (;;) {
    const value = await ask();
    if (fits(value)) {
      return value;
    }
    assert.ok(Date.now() < deadline, `it stayed: ${value}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
