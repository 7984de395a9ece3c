// Positions in emitted classes lead back to the right Python token.
//
// Checked with a standard source-map library, against the text of the Python files and not against the
// text that a map carries along.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";

import { TraceMap, eachMapping, sourceContentFor } from "@jridgewell/trace-mapping";

import { appNames, apps, dist } from "./harness/settings.mjs";

const WORD = /[A-Za-z_$][\w$]*/g;
const WORD_AT_START = /^[A-Za-z_$][\w$]*/;

/** JavaScript's own words: where they stand is no promise. */
const SYNTAX = new Set(
  `async await break case catch class const constructor continue default else export extends false finally for
   from function if import in let new null of return static super switch this throw true try typeof undefined
   while`.split(/\s+/),
);

/** Attributes whose JavaScript name does not follow from the rule. */
const RENAMED = { inner_html: "innerHTML", upper: "toUpperCase", lower: "toLowerCase", strip: "trim" };

/** The name that the framework gives a Python attribute in JavaScript. */
function camel(name) {
  if (Object.hasOwn(RENAMED, name) || name.startsWith("_")) {
    return RENAMED[name] ?? name;
  }
  return name.replace(/_+([^_])/g, (_, letter) => letter.toUpperCase());
}

/** `browser.window` is `window`: what belongs to the browser starts where `browser` does. */
function sameName(javascript, python) {
  return javascript === python || javascript === camel(python) || python === "browser";
}

async function emittedClasses(app) {
  const found = [];
  for (const kind of ["components", "modules"]) {
    const folder = path.join(dist, app, "static", "generated", kind);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".js"))) {
      found.push(path.join(folder, name));
    }
  }
  return found.sort();
}

/** Names that a script has from elsewhere: they may be spelled like a name of the Python file and are not it. */
function importedNames(script) {
  const clauses = [...script.matchAll(/^import\s*\{([^}]*)\}/gm)].map(([, names]) => names);
  return new Set(clauses.flatMap((names) => names.match(WORD) ?? []));
}

/**
 * The mapped places of a script where it has a name that is also in the Python file.
 *
 * @returns {Promise<{javascript: string, python: string, place: string}[]>}
 */
async function mappedNames(app, file) {
  const script = await readFile(file, "utf8");
  const lines = script.split("\n");
  const imported = importedNames(script);
  const map = new TraceMap(await readFile(`${file}.map`, "utf8"));
  const sources = new Map();
  for (const source of map.sources) {
    sources.set(source, await pythonFile(app, source, sourceContentFor(map, source)));
  }

  const found = [];
  eachMapping(map, (mapping) => {
    if (mapping.source === null) {
      return;
    }
    const python = sources.get(mapping.source);
    const place = `${mapping.source}:${mapping.originalLine}:${mapping.originalColumn + 1}`;
    const line = python.lines[mapping.originalLine - 1];
    assert.ok(line !== undefined && mapping.originalColumn <= line.length, `${place} is outside of the file`);

    const javascript = lines[mapping.generatedLine - 1].slice(mapping.generatedColumn).match(WORD_AT_START)?.[0];
    if (javascript && python.names.has(javascript) && !SYNTAX.has(javascript) && !imported.has(javascript)) {
      const word = line.slice(mapping.originalColumn).match(WORD_AT_START)?.[0] ?? "";
      found.push({ javascript, python: word, place });
    }
  });
  return found;
}

async function pythonFile(app, source, carried) {
  assert.ok(!path.isAbsolute(source) && !source.split("/").includes(".."), `${source} is not a path of the project`);
  const text = await readFile(path.join(apps, app, source), "utf8");
  const lines = text.split("\n");
  if (carried !== null) {
    assert.equal(carried.split("\n").length, lines.length, "the lines of the carried source are others");
  }
  return { lines, names: new Set((text.match(WORD) ?? []).flatMap((name) => [name, camel(name)])) };
}

/** The methods that a script defines, as they are named there. */
function methods(script) {
  const definitions = script.matchAll(/^ {2}(?:static )?(?:async )?\*?([A-Za-z_$][\w$]*)\(.*\{$/gm);
  return [...definitions].map(([, name]) => name).filter((name) => !SYNTAX.has(name));
}

for (const app of appNames) {
  describe(`source maps of ${app}`, () => {
    it("lead from the names of each class to the same names in Python", async (test) => {
      for (const file of await emittedClasses(app)) {
        await test.test(path.basename(file), async () => {
          const found = await mappedNames(app, file);
          const wrong = found.filter(({ javascript, python }) => !sameName(javascript, python));
          assert.deepEqual(
            wrong.map(({ javascript, python, place }) => `${javascript} leads to '${python}' at ${place}`),
            [],
          );
          assert.ok(found.length > 0, "no name is mapped");
          for (const method of methods(await readFile(file, "utf8"))) {
            assert.ok(
              found.some(({ javascript }) => javascript === method),
              `the method ${method} leads nowhere`,
            );
          }
        });
      }
    });
  });
}
