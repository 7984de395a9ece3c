// A page in Chromium that tells when it changes, for `saves.rs`: one JSON object a line, in and out.
//
// In: {"open": address}. Out: {"opened": true}, and {"name", "text", "at"} for each new text of what `WATCHED`
// selects, with the page's own clock in milliseconds. Ends with its input.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const WATCHED = { method: "[data-role=panel] h2", server: "[data-role=route]" };

const require = createRequire(new URL("../client/tests/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.exposeFunction("__benchTell", tell);
await page.addInitScript((watched) => {
  const known = {};
  const look = () => {
    for (const [name, selector] of Object.entries(watched)) {
      const text = document.querySelector(selector)?.textContent;
      if (text !== undefined && text !== known[name]) {
        known[name] = text;
        window.__benchTell({ name, text, at: Date.now() });
      }
    }
  };
  new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
  document.addEventListener("transitionrun", ({ target, propertyName }) => {
    // A sheet that arrives makes its colour the end of a transition, which may be over already.
    const running = target.getAnimations()[0]?.effect.getKeyframes().at(-1).outlineColor;
    const text = running ?? getComputedStyle(target).getPropertyValue(propertyName);
    window.__benchTell({ name: "style", text, at: Date.now() });
  });
  // A page that loads again begins with its new colour.
  addEventListener("load", () => {
    const text = getComputedStyle(document.body).outlineColor;
    window.__benchTell({ name: "style", text, at: Date.now() });
  });
}, WATCHED);

for await (const line of createInterface({ input: process.stdin })) {
  const { open } = JSON.parse(line);
  await page.goto(open, { waitUntil: "load" });
  await page.waitForFunction(() => Boolean(window.__SPRAG_RUNTIME_ROOT__), null, { timeout: 120_000 });
  tell({ opened: true });
}
await browser.close();
