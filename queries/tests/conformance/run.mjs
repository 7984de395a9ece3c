// Prints what the entries of an output tree give in Node, as JSON on the last line. Argument: the folder.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { outcomes } from "./outcomes.mjs";

const [root] = process.argv.slice(2);
const entries = JSON.parse(readFileSync(`${root}/entries.json`, "utf8"));
const results = await outcomes((path) => import(pathToFileURL(`${root}/${path}`).href), entries);
// What the entries left behind must not keep the process.
process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
