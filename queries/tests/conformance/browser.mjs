// Runs the compiled cases of one module and prints what each gave, as JSON on the last line.
// Arguments: the folder of the output tree, the module's name.

import { pathToFileURL } from "node:url";

const [root, name] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${root}/generated/${path}`).href);

const { Tuple, PySet, FrozenSet } = await load("python/kinds.js");
const { dictEntries } = await load("python/dicts.js");
const { BaseException, nativeType } = await load("python/errors.js");
const { repr, str } = await load("python/text.js");

console.log = () => undefined;

/** The text by which both sides are compared; see oracle.py. */
function shown(value) {
  if (typeof value !== "object" || value === null) return repr(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return `[${value.map(shown).join(", ")}]`;
  if (prototype === Tuple.prototype) return `(${Array.from(value, (item) => `${shown(item)}, `).join("")})`;
  if (prototype === Object.prototype) {
    return `{${dictEntries(value).map(([key, item]) => `${shown(key)}: ${shown(item)}`).join(", ")}}`;
  }
  if (value instanceof PySet) {
    const kind = value instanceof FrozenSet ? "frozenset" : "set";
    return `${kind}{${Array.from(value, shown).sort().join(", ")}}`;
  }
  return repr(value);
}

async function outcome(run) {
  try {
    return { value: shown(await run()) };
  } catch (error) {
    const type = error instanceof BaseException ? error.constructor : nativeType(error);
    return { raises: type.name, message: str(error), stack: String(error?.stack) };
  }
}

const module = await load(`shared/cases/${name}.js`);
const results = {};
for (const [key, value] of Object.entries(module)) {
  if (key.startsWith("case_")) results[key] = await outcome(value);
}
process.stdout.write(JSON.stringify(results));
