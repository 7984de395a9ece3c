// How large compiled code is: that of the labs app beside what the framework's own compiler makes of it, and the
// runtime that its pages load. Ragot, which both need, is in neither.
//
// Arguments: the folder with esbuild, spragd's web root, the framework's. Prints tables for docs/cost.md.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const [tools, own, peer] = process.argv.slice(2).map((path) => resolve(path));
const { transformSync } = createRequire(`${tools}/`)("esbuild");

const minified = (text) => transformSync(text, { minify: true, format: "esm", target: "es2022" }).code;
const size = (text) => gzipSync(text, { level: 9 }).length;
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

/** Classes and helpers, by path. */
function compiled(root) {
  const files = ["components", "modules", "shared"].flatMap((folder) => {
    const path = join(root, "generated", folder);
    return existsSync(path) ? readdirSync(path, { recursive: true }).map((name) => join(path, name)) : [];
  });
  const modules = files.filter((path) => path.endsWith(".js"));
  return new Map(modules.map((path) => [relative(root, path), size(minified(readFileSync(path, "utf8")))]));
}

/** A module and everything that it imports. */
function loaded(entry) {
  const seen = new Set();
  const waiting = [entry];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    for (const [, from] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      waiting.push(resolve(dirname(path), from));
    }
  }
  return [...seen];
}

const ours = compiled(own);
const theirs = compiled(peer);
const same = [...theirs].filter(([path]) => ours.has(path));
const total = sum([...ours.values()]);
const rows = [
  ["everything emitted", sum([...theirs.values()])],
  [`the ${same.length} classes that both emit`, sum(same.map(([, bytes]) => bytes))],
];
console.log("| labs, minified and gzipped file by file | framework | spragd | ratio |");
console.log("|---|---:|---:|---:|");
for (const [label, bytes] of rows) {
  console.log(`| ${label} | ${bytes} | ${total} | ${(total / bytes).toFixed(3)} |`);
}

const pages = readdirSync(join(own, "surfaces")).map((name) => {
  const runtime = loaded(join(own, "surfaces", name)).filter((path) => path.includes("/generated/python/"));
  const texts = runtime.map((path) => readFileSync(path, "utf8"));
  return { shipped: sum(texts.map(size)), minified: sum(texts.map((text) => size(minified(text)))) };
});
const used = pages.filter((page) => page.shipped > 0);
console.log(`\n| runtime of the ${used.length} pages with browser code, gzipped | least | median | most |`);
console.log("|---|---:|---:|---:|");
for (const [kind, label] of [["shipped", "as it ships"], ["minified", "minified besides"]]) {
  const sorted = used.map((page) => page[kind]).sort((a, b) => a - b);
  console.log(`| ${label} | ${sorted[0]} | ${sorted[Math.floor(sorted.length / 2)]} | ${sorted.at(-1)} |`);
}
