// The conformance corpus in Chromium: each case gives what it gave in Node, which `queries/tests/conformance.rs`
// has compared with CPython. Each case runs in one of its placements; `SPRAG_TEST_PLACEMENTS=all` runs all of them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { serveFolder } from "./harness/servers.mjs";
import { conformance } from "./harness/settings.mjs";
import { openBrowser } from "./harness/visit.mjs";

/** How many entries one page runs: what they leave behind is gone with it. */
const BATCH = 500;

/** Of the placements of each case one, another one from case to case. */
function oneOfEach(entries) {
  const byCase = new Map();
  for (const entry of entries) byCase.set(entry.id, [...(byCase.get(entry.id) ?? []), entry]);
  return Array.from(byCase.values(), (placements, index) => placements[index % placements.length]);
}

const json = async (name) => JSON.parse(await readFile(path.join(conformance, name), "utf8"));

test("compiled Python gives in Chromium what it gives in Node", { timeout: 300_000 }, async () => {
  const [all, outcomes] = await Promise.all([json("entries.json"), json("outcomes.json")]);
  assert.equal(all.length, outcomes.length);
  const inNode = new Map(all.map((entry, index) => [entry, outcomes[index]]));
  const entries = process.env.SPRAG_TEST_PLACEMENTS === "all" ? all : oneOfEach(all);
  const server = await serveFolder(conformance);
  const browser = await openBrowser();
  try {
    const inChromium = [];
    for (let start = 0; start < entries.length; start += BATCH) {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/empty.html`);
      const found = await page.evaluate(async (given) => {
        const { outcomes } = await import("/outcomes.mjs");
        const told = [];
        await outcomes((file) => import(`/${file}`), given, (outcome) => told.push(outcome));
        return told;
      }, entries.slice(start, start + BATCH));
      inChromium.push(...found);
      await page.close();
    }
    // Messages of the engine itself are worded as each engine likes.
    const compared = (outcome) => outcome && (outcome.value ?? outcome.raises ?? outcome.broken);
    const differing = entries
      .map((entry, index) => ({ entry, node: inNode.get(entry), chromium: inChromium[index] }))
      .filter(({ node, chromium }) => compared(node) !== compared(chromium));
    console.log(`cases in Chromium: ${entries.length - differing.length} as in Node, ${differing.length} not`);
    const texts = differing.map(
      ({ entry, node, chromium }) =>
        `${entry.id} (${entry.placement})\n    Node      ${JSON.stringify(node)}\n    Chromium  ${JSON.stringify(chromium)}`,
    );
    assert.equal(differing.length, 0, texts.slice(0, 40).join("\n"));
    assert.equal(inChromium.length, entries.length);
  } finally {
    await browser.close();
    await server.stop();
  }
});
