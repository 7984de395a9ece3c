// `sprag dev` as a page sees it: no save ever shows a broken connection, and mended files heal pages.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { startDev } from "./harness/dev.mjs";
import { addProbe, facts } from "./harness/probe.mjs";
import { screenshots } from "./harness/settings.mjs";
import { newVisitor, newVisitorBeside, openBrowser } from "./harness/visit.mjs";

const SERVER = "app/routes/probe/server.py";
const CARD = "app/routes/counter/components.py";

describe("pages under sprag dev", () => {
  let browser;
  let dev;

  before(async () => {
    // One after the other: whatever has been opened is closed below if the next does not start.
    browser = await openBrowser();
    dev = await startDev("counter", { prepare: addProbe });
    await mkdir(screenshots, { recursive: true });
  });

  after(async () => {
    await browser?.close();
    await dev?.stop();
  });

  /** A document of this origin that no save concerns. */
  const plain = () => `${dev.origin}/__sprag__/dev/source?file=app/__init__.py`;

  /** A test with a visitor of its own, for whom nothing may go wrong. */
  function visit(promise, steps) {
    it(promise, async () => {
      const visitors = [];
      const visitor = async (coming) => {
        visitors.push(await coming);
        visitors.at(-1).forgive(/favicon/);
        return visitors.at(-1);
      };
      try {
        await steps(await visitor(newVisitor(browser)), () => visitor(newVisitorBeside()));
        visitors.forEach((each) => each.assertQuiet());
      } finally {
        await Promise.all(visitors.map((each) => each.leave()));
      }
    });
  }

  visit("a save shows on the page, and its line says how long that took", async (visitor) => {
    await visitor.open(`${dev.origin}/`);
    const saved = await dev.edit(CARD, 'ui.h1("Counter"', 'ui.h1("Counted"');
    await visitor.sees(visitor.page.locator("h1"), "Counted");
    assert.deepEqual(saved.compiled, ["CounterCard"]);
    assert.equal(saved.pages, 1);
    assert.ok(saved.screen_ms > 0 && saved.screen_ms < 5000, JSON.stringify(saved));
    await dev.edit(CARD, 'ui.h1("Counted"', 'ui.h1("Counter"');
    await visitor.sees(visitor.page.locator("h1"), "Counter");
  });

  visit("two pages on different routes both follow", async (visitor, another) => {
    const other = await another();
    await visitor.open(`${dev.origin}/`);
    await other.open(`${dev.origin}/probe`);
    await dev.edit("app/routes/probe/components.py", "tag one", "tag two");
    await other.sees(other.page.locator("#tag"), "tag two");
    await dev.edit(SERVER, '"first"', '"second"');
    await other.sees(other.page.locator("#facts"), "word second");
    await visitor.page.getByRole("button", { name: "Count up" }).click();
    await visitor.sees(visitor.role("count"), /^1$/);
  });

  visit("actions while the server is replaced are answered", async (visitor) => {
    await visitor.page.goto(plain());
    const server = "app/routes/counter/server.py";
    const text = await dev.read(server);
    for (let round = 1; round <= 4; round += 1) {
      await dev.put(server, text.replace("HIGHEST = 99", `HIGHEST = ${round}`));
      const statuses = await visitor.page.evaluate(async () => {
        const body = JSON.stringify({ route: "/", action: "step", payload: { count: 0, by: 1 } });
        const ask = () => fetch("/__sprag__/actions", { method: "POST", body }).then((answer) => answer.status);
        return Promise.all(Array.from({ length: 20 }, ask));
      });
      assert.deepEqual(new Set(statuses), new Set([200]));
    }
    await dev.write(server, text);
  });

  visit("a socket survives a new server, with its topics", async (visitor) => {
    await visitor.page.goto(plain());
    await visitor.page.evaluate(async () => {
      const socket = new WebSocket(`ws://${location.host}/__sprag__/socket`);
      window.heard = [];
      window.closings = 0;
      socket.onmessage = (event) => window.heard.push(JSON.parse(event.data));
      socket.onclose = () => (window.closings += 1);
      await new Promise((done) => (socket.onopen = done));
      window.socket = socket;
      socket.send(JSON.stringify({ type: "hello", route: "/probe" }));
      socket.send(JSON.stringify({ type: "topic", action: "join", topic: "room", route: "/probe" }));
      window.ring = () =>
        fetch("/__sprag__/actions", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ route: "/probe", action: "ring", payload: {} }),
        });
    });
    const rung = (word) =>
      visitor.until((wanted) => window.heard.some(({ event, payload }) => event === "rung" && payload.word === wanted), word);
    await visitor.until(() => window.heard.some(({ type }) => type === "topic"));
    await visitor.page.evaluate(() => window.ring());
    await rung("second");

    const before = await visitor.page.evaluate(() => window.heard.length);
    await dev.edit(SERVER, '"second"', '"third"');
    await visitor.until((length) => window.heard.slice(length).some(({ type }) => type === "topic"), before);
    await visitor.page.evaluate(() => window.ring());
    await rung("third");
    assert.equal(await visitor.page.evaluate(() => window.closings), 0);
  });

  visit("an event stream survives a new server", async (visitor) => {
    await visitor.page.goto(plain());
    await visitor.page.evaluate(async () => {
      const events = new EventSource("/__sprag__/events");
      window.errors = 0;
      window.events = events;
      events.onerror = () => (window.errors += 1);
      await new Promise((done) => (events.onopen = done));
    });
    await dev.edit(SERVER, '"third"', '"fourth"');
    assert.match((await dev.get("/probe")).text, /word fourth/);
    await visitor.settle();
    const state = await visitor.page.evaluate(() => [window.errors, window.events.readyState]);
    assert.deepEqual(state, [0, 1]);
  });

  visit("a page that raises shows where, and comes back when the file is mended", async (visitor) => {
    visitor.forgive(/500/);
    const line = '        return {"pid"';
    await dev.edit(SERVER, line, `        raise ValueError("no data")\n${line}`);
    await visitor.page.goto(`${dev.origin}/probe`);
    await visitor.sees(visitor.page.locator("h1"), "ValueError: no data");
    await visitor.screenshot("dev-error-page");
    await dev.edit(SERVER, '        raise ValueError("no data")\n', "");
    await visitor.sees(visitor.page.locator("#facts"), "word fourth");
  });

  visit("a page that is missing comes when its route does", async (visitor) => {
    visitor.forgive(/404/);
    const page = "app/routes/probe/page.py";
    await visitor.page.goto(`${dev.origin}/later`);
    await visitor.sees(visitor.page.locator("h1"), "404");
    await dev.edit(page, '"/probe"', '"/later"');
    await visitor.sees(visitor.page.locator("#facts"), "word fourth");
    await dev.edit(page, '"/later"', '"/probe"');
  });

  visit("a reload during errors gives the last good page", async (visitor) => {
    await visitor.open(`${dev.origin}/`);
    const text = await dev.read(CARD);
    await dev.write(CARD, `${text}\nclass Broken(:\n`);
    await visitor.page.reload();
    await visitor.alive();
    await visitor.page.getByRole("button", { name: "Count up" }).click();
    await visitor.sees(visitor.role("count"), /^1$/);
    const mended = await dev.write(CARD, text);
    assert.equal(mended.is_broken, false);
  });

  visit("the dashboard shows saves, surfaces, the graph and code beside code", async (visitor) => {
    const { page } = visitor;
    await visitor.page.goto(`${dev.origin}/__sprag__/dev/`);
    await page.locator("#surfaces summary", { hasText: "/probe" }).click();
    await page.locator("#saves td").getByText(SERVER).first().waitFor();
    await page.locator("svg a", { hasText: "CounterScreen" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("svg a[aria-current]", { hasText: "CounterScreen" }).waitFor();
    await page.locator("svg a", { hasText: "CounterModule" }).click();
    const code = page.locator(".beside");
    assert.match(await code.innerText(), /class CounterModule\(Module\)/);
    assert.match(await code.innerText(), /export class CounterModule extends \$Module/);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: path.join(screenshots, `dev-dashboard-${colorScheme}.png`), fullPage: true });
    }
  });

  visit("the dashboard follows saves and keeps what is open", async (visitor) => {
    const { page } = visitor;
    await page.goto(`${dev.origin}/__sprag__/dev/`);
    const surface = page.locator("#surfaces details").first();
    await surface.locator("summary").click();
    await dev.edit(CARD, 'ui.h1("Counter"', 'ui.h1("Followed"');
    await page.locator("#saves tbody tr").first().getByText("components.py").waitFor();
    assert.equal(await surface.getAttribute("open"), "");
    await dev.edit(CARD, 'ui.h1("Followed"', 'ui.h1("Counter"');
  });

  it("facts of a page are what its server says", async () => {
    assert.equal(facts((await dev.get("/probe")).text).word, "fourth");
  });
});
