// How fast compiled code runs beside hand-written JavaScript, Transcrypt and Brython. Each has a page of Chromium of
// its own, as an app has: what the others leave in memory would slow down its collection of garbage.
//
// Arguments: the browser, and the folder that `cargo xtask cost` has filled. Prints a table for docs/cost.md; the
// status is 1 if two ways of doing the same disagree.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../client/tests/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".py": "text/plain" };
const NAMES = {
  numbers: "numeric loops",
  text: "building text",
  collections: "lists and dicts",
  methods: "method calls",
  instances: "making instances",
};
const [executablePath, root] = process.argv.slice(2);
const own = fileURLToPath(new URL(".", import.meta.url));

/** With them, clocks tell microseconds instead of tenths of milliseconds. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(request.url.split("?")[0]));
  try {
    const file = path.startsWith("/bench/") ? join(own, path.slice("/bench/".length)) : join(root, path);
    const body = await readFile(file);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { ...ISOLATED, "content-type": type }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const WAYS = ["hand", "spragd", "transcrypt", "faithful", "brython"];
const LINES = Object.keys(NAMES).flatMap((kind) => [`${kind}_known`, `${kind}_unknown`]).concat("table");
const ROUNDS = 15;
/** What one way may take of the time for a line, in milliseconds. */
const ENOUGH = 2_000;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const pages = [];
  for (const way of WAYS) pages.push(await opened(way));
  const lines = [];
  for (const name of LINES) lines.push({ name, ...(await measured(pages, name)) });
  report(lines);
} finally {
  await browser.close();
  server.close();
}

async function opened(way) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  page.setDefaultTimeout(300_000);
  await page.goto(`http://127.0.0.1:${server.address().port}/bench/page.html?way=${way}`);
  await page.waitForFunction(() => window.run);
  return page;
}

/** How long each page takes at best for a line, in turns, so that all see the same machine. */
async function measured(pages, name) {
  const best = pages.map(() => Infinity);
  const spent = pages.map(() => 0);
  const results = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, page] of pages.entries()) {
      if (spent[index] > ENOUGH) continue;
      const { time, result } = await page.evaluate((name) => window.run(name), name);
      spent[index] += time;
      best[index] = Math.min(best[index], time);
      results[index] = result;
    }
  }
  return { best, results };
}

function report(lines) {
  console.log("| | hand-written | spragd | Transcrypt | Transcrypt, faithful | Brython |");
  console.log("|---|---:|---:|---:|---:|---:|");
  for (const { name, best, results } of lines) {
    const [kind, known] = name.split("_");
    const label = kind === "table" ? "a table of 1,000 rows" : `${NAMES[kind]}, types ${known}`;
    const [hand, ...others] = best;
    const ratios = others.map((time) => (Number.isFinite(time) ? `${(time / hand).toFixed(1)}×` : "fails"));
    console.log(`| ${label} | ${hand.toFixed(2)} ms | ${ratios.join(" | ")} |`);
    results.forEach((result, way) => {
      if (Math.abs(Number(result) - Number(results[0])) < 1e-6 || result === results[0]) return;
      console.error(`${name}: way ${way} gives ${result.slice(0, 80)}, by hand it is ${results[0].slice(0, 80)}`);
      // What other compilers get wrong is theirs.
      if (way === 1) process.exitCode = 1;
    });
  }
}
