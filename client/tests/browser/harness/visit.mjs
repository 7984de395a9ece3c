// Opening pages in Chromium and noticing everything that goes wrong on them.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { chromium as chromiumDriver } from "playwright-core";

import { chromium, screenshots } from "./settings.mjs";

const PATIENCE_MS = 8000;

/** For what Playwright itself would wait for ever, as for a page that no longer answers. */
const STUCK_MS = 30_000;

/**
 * What `promise` comes to, or an error once it has been waited for long enough.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {() => string} what
 * @returns {Promise<T>}
 */
async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it in ${STUCK_MS} ms: ${what()}`)), STUCK_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One Chromium for a test file. */
export async function openBrowser() {
  return chromiumDriver.launch({ executablePath: chromium, args: ["--no-sandbox"] });
}

/**
 * A visitor: one browser profile with one page, and what went wrong so far.
 *
 * @param {import("playwright-core").Browser} browser
 */
export async function newVisitor(browser) {
  const context = await within(
    browser.newContext({ viewport: { width: 1200, height: 850 } }),
    () => "a new profile",
  );
  // Chromium asks for it on its own; no app here has one.
  await context.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  const page = await within(context.newPage(), () => "a new page");
  page.setDefaultTimeout(PATIENCE_MS);
  const visitor = new Visitor(context, page);
  const evaluate = page.evaluate.bind(page);
  page.evaluate = (script, argument) => within(evaluate(script, argument), () => `${script}${visitor.report()}`);
  return visitor;
}

/**
 * A visitor with a Chromium of its own, for a test that has another one already: of two windows of one Chromium
 * the one behind gets no frames, and closing it sometimes never ends.
 */
export async function newVisitorBeside() {
  const browser = await openBrowser();
  const visitor = await newVisitor(browser);
  visitor.browser = browser;
  return visitor;
}

class Visitor {
  constructor(context, page) {
    /** The Chromium to be closed with the visitor, if nobody else uses it. */
    this.browser = undefined;
    this.context = context;
    this.page = page;
    this.problems = [];
    this.forgiven = [];
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.problem(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.problem(`error: ${error.stack ?? error}`));
    page.on("requestfailed", (request) => {
      // Leaving a page ends what it still asks for.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") {
        this.problem(`request: ${request.url()} ${request.failure()?.errorText}`);
      }
    });
    page.on("response", (response) => {
      if (response.status() >= 400) {
        this.problem(`response: ${response.status()} ${response.url()}`);
      }
    });
  }

  problem(text) {
    if (!this.forgiven.some((pattern) => pattern.test(text))) {
      this.problems.push(text);
    }
  }

  /** From here on, problems like this are what the test is about. */
  forgive(pattern) {
    this.forgiven.push(pattern);
  }

  /** Opens an address and waits until its surface is alive. */
  async open(address) {
    await this.page.goto(address, { waitUntil: "load" });
    await this.alive();
  }

  /** Waits until the surface's modules run; a document without an entry is alive as it is. */
  async alive() {
    await this.until(() => {
      const entry = document.querySelector("script[type=module][src*='surfaces/']");
      return !entry || Boolean(window.__SPRAG_RUNTIME_ROOT__);
    });
    await this.settle();
  }

  /** Two frames and a turn of the loop: enough for a render that was asked for. A page that is behind may get none. */
  async settle() {
    await this.page.evaluate(
      () =>
        new Promise((done) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20)));
          setTimeout(done, 5000);
        }),
    );
  }

  /** A part of the page by its `data-role`. */
  role(name) {
    return this.page.locator(`[data-role='${name}']`);
  }

  /** Waits for an element to have a text, or a text that fits. */
  async sees(locator, expected) {
    const fits = (text) => (expected instanceof RegExp ? expected.test(text) : text.includes(expected));
    const deadline = Date.now() + PATIENCE_MS;
    let text = "";
    do {
      text = await locator.first().innerText({ timeout: PATIENCE_MS });
      if (fits(text)) {
        return;
      }
      await new Promise((done) => setTimeout(done, 50));
    } while (Date.now() < deadline);
    assert.fail(`expected ${expected}, the page shows: ${text}${this.report()}`);
  }

  /** Waits for a condition on the page. */
  async until(condition, argument) {
    try {
      await this.page.waitForFunction(condition, argument);
    } catch (error) {
      assert.fail(`${error.message}: ${condition}${this.report()}`);
    }
  }

  async screenshot(name) {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: false });
  }

  report() {
    return this.problems.length > 0 ? `\n${this.problems.join("\n")}` : "";
  }

  /** Fails if anything went wrong since the visitor came. */
  assertQuiet() {
    if (this.problems.length > 0) {
      assert.fail(`something went wrong on the page:${this.report()}`);
    }
  }

  async leave() {
    await within((this.browser ?? this.context).close(), () => "closing the page");
  }
}
