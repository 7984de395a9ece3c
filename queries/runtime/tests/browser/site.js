/**
 * A page in which the browser runtime is loaded as it is shipped: `generated/python/*.js` beside the
 * `vendor` and `runtime` folders of an installed framework, which `SPRAG_ASSETS` names, or the Python
 * that `SPRAG_PYTHON` names knows.
 */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { JSDOM } from "jsdom";

const RUNTIME = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const GLOBALS = [
  "window",
  "document",
  "Node",
  "Element",
  "HTMLElement",
  "HTMLSelectElement",
  "HTMLTextAreaElement",
  "DocumentFragment",
  "MutationObserver",
  "Event",
  "CustomEvent",
  "requestAnimationFrame",
  "cancelAnimationFrame",
];

function frameworkAssets() {
  const { SPRAG_ASSETS, SPRAG_PYTHON = "python3" } = process.env;
  if (SPRAG_ASSETS) return SPRAG_ASSETS;
  const script = "import importlib.util as u; print(u.find_spec('sprag').submodule_search_locations[0])";
  return join(execFileSync(SPRAG_PYTHON, ["-c", script], { encoding: "utf8" }).trim(), "assets");
}

/** Lets tests say what is in view. */
class FakeIntersectionObserver {
  static live = new Set();

  constructor(callback) {
    this.callback = callback;
    this.targets = new Set();
    FakeIntersectionObserver.live.add(this);
  }

  observe(target) {
    this.targets.add(target);
  }

  unobserve(target) {
    this.targets.delete(target);
  }

  disconnect() {
    FakeIntersectionObserver.live.delete(this);
  }
}

/** Tells whoever watches `target` that it is in view now. */
export function scrollIntoView(target) {
  for (const observer of [...FakeIntersectionObserver.live]) {
    if (observer.targets.has(target)) observer.callback([{ target, isIntersecting: true }], observer);
  }
}

const dom = new JSDOM('<!doctype html><div id="app-root"></div>', {
  pretendToBeVisual: true,
  url: "https://example.test/shop/cart/",
});
for (const name of GLOBALS) globalThis[name] = dom.window[name];
globalThis.IntersectionObserver = FakeIntersectionObserver;

const root = mkdtempSync(join(tmpdir(), "browser-runtime-"));
const assets = frameworkAssets();
mkdirSync(join(root, "generated"));
cpSync(RUNTIME, join(root, "generated", "python"), {
  recursive: true,
  filter: (path) => !/node_modules|tests|types/.test(path.slice(RUNTIME.length)),
});
cpSync(join(assets, "runtime"), join(root, "runtime"), { recursive: true });
cpSync(join(assets, "ragot.esm.min.js"), join(root, "vendor", "ragot.esm.min.js"));
after(() => {
  dom.window.close();
  rmSync(root, { recursive: true });
});

/** Imports a module of the page, by its path in the web root. */
export function load(path) {
  return import(pathToFileURL(join(root, path)).href);
}

/** Imports a module of the runtime. */
export function runtime(name) {
  return load(`generated/python/${name}.js`);
}

/** An empty element in the page. */
export function place() {
  const element = document.createElement("div");
  document.body.append(element);
  return element;
}

/** The next frame has been drawn. */
export function frame() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
