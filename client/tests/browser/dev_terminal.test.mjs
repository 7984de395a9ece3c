// `sprag dev` in a terminal, as a person has it: what it prints, and the keys.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { apps, buildPython, sprag } from "./harness/settings.mjs";
import { newVisitor, newVisitorBeside, openBrowser } from "./harness/visit.mjs";

const PATIENCE_MS = 30_000;
const CARD = "app/routes/counter/components.py";

/** Runs a program at the end of a terminal of its own: what it prints goes through, what is written are keys. */
const TERMINAL = `
import os, pty, sys
status = pty.spawn(sys.argv[1:], lambda end: os.read(end, 65536))
sys.exit(os.waitstatus_to_exitcode(status))
`;

describe("sprag dev in a terminal", () => {
  let folder;
  let root;
  let terminal;
  let shown = "";
  let exited;
  let browser;
  let origin;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "sprag-terminal-"));
    root = path.join(folder, "counter");
    const isSource = (source) => ![".sprag", "dist", "__pycache__"].includes(path.basename(source));
    await cp(path.join(apps, "counter"), root, { recursive: true, filter: isSource });
    // A browser that notes what it was asked to open.
    const opener = path.join(folder, "opener");
    await writeFile(opener, `#!/bin/sh\necho "$1" >> "${folder}/opened"\n`, { mode: 0o755 });
    browser = await openBrowser();
    const args = [sprag, "dev", "--open", "--port", "0", "--python", buildPython];
    terminal = spawn(buildPython, ["-c", TERMINAL, ...args], {
      cwd: root,
      env: { ...process.env, CI: "", NO_COLOR: "1", TERM: "xterm", BROWSER: opener, SPRAG_STATE_DIR: path.join(folder, "state") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    terminal.stdout.on("data", (text) => (shown += text));
    exited = once(terminal, "exit");
  });

  after(async () => {
    await browser?.close();
    terminal?.kill("SIGKILL");
    const ended = spawn(sprag, ["daemon", "stop"], { cwd: root, env: { ...process.env, SPRAG_STATE_DIR: path.join(folder, "state") }, stdio: "ignore" });
    await once(ended, "exit");
    await rm(folder, { recursive: true, force: true });
  });

  /** Waits until what is shown from `from` on fits. */
  async function shows(pattern, from = 0) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = pattern.exec(shown.slice(from));
      if (found) {
        return found;
      }
      assert.ok(Date.now() < deadline, `${pattern} is not shown:\n${shown.slice(from)}`);
      await new Promise((done) => setTimeout(done, 30));
    }
  }

  const press = (key) => terminal.stdin.write(key);
  const opened = () => readFile(path.join(folder, "opened"), "utf8").then((text) => text.trim().split("\n"), () => []);

  async function opens(expected) {
    const deadline = Date.now() + PATIENCE_MS;
    while ((await opened()).length < expected.length) {
      assert.ok(Date.now() < deadline, `opened: ${await opened()}`);
      await new Promise((done) => setTimeout(done, 30));
    }
    assert.deepEqual(await opened(), expected);
  }

  async function put(from, to) {
    const file = path.join(root, CARD);
    const text = await readFile(file, "utf8");
    assert.ok(text.includes(from), from);
    await writeFile(`${file}.tmp~`, text.replace(from, to));
    await rename(`${file}.tmp~`, file);
  }

  it("says in one line where the app is and which keys there are, and opens it", async () => {
    const [, url] = await shows(/^serving (http:\S+)  1 page, ready in \d+ ms +r reload  o open  d dashboard  q quit\r\n/m);
    origin = new URL(url).origin;
    await opens([url]);
  });

  it("shows a line for each save: what changed, what was compiled, what the page did and how long that took", async () => {
    const visitor = await newVisitor(browser);
    await visitor.open(origin);
    const from = shown.length;
    await put('ui.h1("Counter"', 'ui.h1("Counted"');
    await shows(/^app\/routes\/counter\/components\.py  compiled CounterCard  swap in 1 page  \d+ ms\r\n/m, from);
    await put('ui.h1("Counted"', 'ui.h1(open("Counted")');
    await shows(/error\[SPR105\]: `open`[^]*?app\/routes\/counter\/components\.py:\d+:\d+/, from);
    await shows(/^app\/routes\/counter\/components\.py  has errors: the last good code stays .* \d+ ms\r\n/m, from);
    await put('ui.h1(open("Counted")', 'ui.h1("Counted"');
    await shows(/no problems any more/, from);
    visitor.assertQuiet();
    await visitor.leave();
  });

  it("marks what the app prints", async () => {
    const server = path.join(root, "app/routes/counter/server.py");
    const text = await readFile(server, "utf8");
    await writeFile(server, text.replace("def load(self):", 'def load(self):\n        print("counted from nought")'));
    await shows(/server restarted in \d+ ms/);
    await fetch(`${origin}/`);
    await shows(/^app \| counted from nought\r\n/m);
    await writeFile(server, text);
  });

  it("r loads all open pages again", async (test) => {
    const visitors = await Promise.all([newVisitor(browser), newVisitorBeside()]);
    test.after(() => Promise.all(visitors.map((visitor) => visitor.leave())));
    for (const visitor of visitors) {
      await visitor.open(origin);
      await visitor.page.evaluate(() => (window.marked = true));
    }
    press("r");
    await Promise.all(visitors.map((visitor) => visitor.until(() => !window.marked)));
  });

  it("o opens the app, d the dashboard", async () => {
    press("o");
    await opens([`${origin}/`, `${origin}/`]);
    press("d");
    await opens([`${origin}/`, `${origin}/`, `${origin}/__sprag__/dev/`]);
  });

  it("q ends it, with nothing left running", async () => {
    press("q");
    const [status] = await exited;
    assert.equal(status, 0, shown);
    await assert.rejects(fetch(origin), "nothing listens there any more");
  });
});
