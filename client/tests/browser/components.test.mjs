// The component corpus in Chromium: the DOM that `render()` builds is the one of the server's HTML.
// The same comparison in jsdom, which also says what was compiled, is `queries/tests/components.rs`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { serveFolder } from "./harness/servers.mjs";
import { components } from "./harness/settings.mjs";
import { openBrowser } from "./harness/visit.mjs";

test("components look in Chromium as the server renders them", async () => {
  const cases = JSON.parse(await readFile(path.join(components, "cases.json"), "utf8"));
  const server = await serveFolder(components);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/empty.html`);
    const results = await page.evaluate(async (given) => {
      const { compared } = await import("/page.mjs");
      return compared(given, (file) => import(`/${file}`));
    }, cases);
    const names = Object.keys(results);
    assert.deepEqual(names, Object.keys(cases));
    const wrong = names.filter((name) => results[name].expected !== results[name].actual);
    console.log(`components in Chromium: ${names.length - wrong.length} right, ${wrong.length} wrong`);
    const texts = wrong.map((name) => `${name}\n-- server\n${results[name].expected}\n-- browser\n${results[name].actual}\n`);
    assert.equal(wrong.length, 0, texts.join("\n"));
  } finally {
    await browser.close();
    await server.stop();
  }
});
