// Compares the components of an output tree in jsdom and prints the outlines as JSON on the last line.
// Arguments: the folder of the output tree, the folder whose packages have jsdom.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root, packages] = process.argv.slice(2);
const { JSDOM } = createRequire(join(packages, "package.json"))("jsdom");
const { window } = new JSDOM("<!doctype html><body>", { pretendToBeVisual: true, url: "https://example.test/" });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.window = window;
globalThis.Event = window.Event;
globalThis.IntersectionObserver = class {
  observe() {}
  disconnect() {}
};
console.log = () => undefined;
console.warn = () => undefined;

const load = (path) => import(pathToFileURL(join(root, path)).href);
const { compared } = await load("page.mjs");
const cases = JSON.parse(readFileSync(join(root, "cases.json"), "utf8"));
const results = await compared(cases, load);
process.stdout.write(JSON.stringify(results), () => process.exit());
