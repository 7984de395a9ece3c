// Runs the cases of an output tree in jsdom, and prints as JSON, on the last line, what each heard beside what it expects.
// Arguments: the folder of the output tree, the folder whose packages have jsdom.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root, packages] = process.argv.slice(2);
const { JSDOM } = createRequire(join(packages, "package.json"))("jsdom");
const { window } = new JSDOM("<!doctype html><body>", { pretendToBeVisual: true, url: "https://example.test/shop/" });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.window = window;
globalThis.Event = window.Event;
console.error = () => undefined;
// What fails in a timer shows in what its case has not heard.
process.on("uncaughtException", () => undefined);
process.on("unhandledRejection", () => undefined);

/** Lets cases say what is in view: `browser.see(element)`. */
class Watch {
  static live = new Set();

  constructor(callback) {
    this.callback = callback;
    this.targets = new Set();
    Watch.live.add(this);
  }

  observe(target) {
    this.targets.add(target);
  }

  unobserve(target) {
    this.targets.delete(target);
  }

  disconnect() {
    Watch.live.delete(this);
  }
}
globalThis.IntersectionObserver = Watch;
window.see = (target) => {
  for (const watch of [...Watch.live]) {
    if (watch.targets.has(target)) watch.callback([{ target, isIntersecting: true }], watch);
  }
};

/** A socket that keeps what it sent, and gives what `receive` says. */
class Socket {
  handlers = [];
  sent = [];

  on(event, handler) {
    this.handlers.push([event, handler]);
  }

  off(event, handler) {
    this.handlers = this.handlers.filter(([name, fn]) => name !== event || fn !== handler);
  }

  emit(...args) {
    this.sent.push(args);
    return true;
  }

  joinTopic(topic) {
    return this.emit("join", topic);
  }

  leaveTopic(topic) {
    return this.emit("leave", topic);
  }

  receive(event, payload) {
    return Promise.all(this.handlers.filter(([name]) => name === event).map(([, handler]) => handler(payload)));
  }
}

/** Actions give back what they get, but `fail`. */
async function callAction(action, payload) {
  if (action !== "fail") return { ok: true, action, value: payload };
  throw Object.assign(new Error("down"), { status: 422, response: { error: "bad" } });
}

// What the framework's boot puts on the window.
window.__SPRAG_IMPORTS__ = {
  chart: {
    draw: (...args) => args,
    Line: class {
      constructor(length) {
        this.length = length;
      }
    },
  },
};
window.__SPRAG_NAVIGATE__ = (target, options) => JSON.stringify([target, options]);
window.__SPRAG_SET_METADATA__ = (metadata, options) => (window.metadata = JSON.stringify([metadata, options]));
window.__SPRAG_ACTION_ERROR_MESSAGE__ = (error, fallback) => error?.message ?? fallback;
window.__SPRAG_FORM_DATA__ = (source) => ({ source: source.nodeName });
window.__SPRAG_UPLOADS__ = {
  async submit(name, source, onProgress) {
    onProgress?.(50);
    return { name, source: source.nodeName };
  },
  async upload(name, file, payload, onProgress) {
    onProgress?.(50);
    return { name, payload };
  },
};

const load = (path) => import(pathToFileURL(join(root, path)).href);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a case heard after it was started, went through its scenario and was stopped. */
async function heard(Case) {
  const made = new Case();
  const place = document.createElement("div");
  place.innerHTML = '<form><button type="button" class="a">A</button><button type="button" class="b">B</button><input name="q" value="v"></form>';
  document.body.append(place);
  Object.assign(made, { element: place, socket: new Socket(), actions: { call: callAction } });
  try {
    made.start();
    await wait(5);
    await made.scenario?.();
    made.stop();
    await wait(5);
    await made.afterwards?.();
    return made;
  } finally {
    place.remove();
  }
}

const { repr } = await load("generated/python/core.js");
const { names, expected } = JSON.parse(readFileSync(join(root, "cases.json"), "utf8"));
const results = {};
for (const name of names) {
  try {
    const made = await heard((await load(`generated/modules/${name}.js`))[name]);
    results[name] = { expected: expected[name] ?? repr(made.expected), actual: repr(made.heard) };
  } catch (error) {
    results[name] = { expected: expected[name] ?? "", actual: String(error?.stack ?? error) };
  }
}
process.stdout.write(JSON.stringify(results), () => process.exit());
