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

const IDENTIFIER = /^[A-Za-z_$][\w$]*/;
/** Words that JavaScript has for a Python word, and the other way round. */
const TRANSLATED = new Map([
  ["this", ["self"]],
  ["super", ["super"]],
  ["null", ["None"]],
  ["true", ["True"]],
  ["false", ["False"]],
  ["function", ["def", "lambda", "async"]],
  ["async", ["async", "def"]],
  ["constructor", ["def", "__init__"]],
  ["catch", ["except"]],
  ["throw", ["raise"]],
  ["const", []],
  ["let", []],
]);

/** The name that the framework gives a Python attribute in JavaScript. */
function camel(name) {
  const special = { inner_html: "innerHTML", upper: "toUpperCase", lower: "toLowerCase", strip: "trim" };
  if (special[name]) {
    return special[name];
  }
  if (name.startsWith("_")) {
    return name;
  }
  return name.replace(/_+([^_])/g, (_, letter) => letter.toUpperCase());
}

/** Whether a JavaScript word may stand for a Python word at the same place. */
function sameToken(javascript, python) {
  return javascript === python || javascript === camel(python) || (TRANSLATED.get(javascript) ?? []).includes(python);
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

/** Every mapped place whose JavaScript and Python are both a word, as `[javascript, python, place]`. */
async function words(app, file) {
  const script = (await readFile(file, "utf8")).split("\n");
  const map = new TraceMap(await readFile(`${file}.map`, "utf8"));
  const texts = new Map();
  for (const source of map.sources) {
    assert.ok(!path.isAbsolute(source), `${source} is a path of one machine`);
    assert.ok(!source.includes(".."), `${source} is not relative to the project`);
    const text = await readFile(path.join(apps, app, source), "utf8");
    texts.set(source, text.split("\n"));
    const carried = sourceContentFor(map, source);
    if (carried !== null) {
      assert.equal(carried.split("\n").length, text.split("\n").length, "lines of the carried source are off");
    }
  }

  const found = [];
  eachMapping(map, (mapping) => {
    if (mapping.source === null) {
      return;
    }
    const place = `${mapping.source}:${mapping.originalLine}:${mapping.originalColumn + 1}`;
    const line = texts.get(mapping.source)[mapping.originalLine - 1];
    assert.ok(line !== undefined && mapping.originalColumn <= line.length, `${place} is outside of the file`);
    const javascript = script[mapping.generatedLine - 1].slice(mapping.generatedColumn).match(IDENTIFIER)?.[0];
    const python = line.slice(mapping.originalColumn).match(IDENTIFIER)?.[0];
    if (javascript && python) {
      found.push([javascript, python, place]);
    }
  });
  return found;
}

for (const app of appNames) {
  describe(`source maps of ${app}`, () => {
    it("lead from each class and its methods to the right token", async (test) => {
      for (const file of await emittedClasses(app)) {
        await test.test(path.basename(file), async () => {
          const found = await words(app, file);
          const same = found.filter(([javascript, python]) => sameToken(javascript, python));
          // Operators and literals become calls of the runtime, whose names are in no Python file.
          const named = found.filter(([javascript, python]) => camel(python).includes(javascript) || sameToken(javascript, python));
          assert.ok(same.length >= 3, `only ${same.length} of ${found.length} mapped words agree`);
          assert.deepEqual(named.length, same.length, "a name leads to another name");

          const text = await readFile(file, "utf8");
          for (const [, method] of text.matchAll(/^ {4}(?:async |static )*([A-Za-z_$][\w$]*)\([^)]*\) \{$/gm)) {
            if (method === "constructor") {
              continue;
            }
            const places = same.filter(([javascript]) => javascript === method);
            assert.ok(places.length > 0, `${method} leads nowhere`);
          }
        });
      }
    });
  });
}
