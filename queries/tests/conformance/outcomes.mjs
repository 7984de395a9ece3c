// What the entries of a project give in JavaScript: in Node (run.mjs) and in Chromium
// (client/tests/browser/conformance.test.mjs).

/**
 * @param {(path: string) => Promise<any>} load imports a file of the output tree
 * @param {any[]} entries
 * @param {(outcome: any) => void} tell gets the outcome of each entry in order
 */
export async function outcomes(load, entries, tell) {
  const core = await load("generated/python/core.js");
  const { BaseException, dictEntries, repr, str, Tuple } = core;
  const { nativeType } = await load("generated/python/catching.js");
  const { jsName } = await load("generated/python/naming.js");
  const { FrozenSet, PySet } = await load("generated/python/sets.js");

  /** The text by which both sides are compared; see oracle.py. */
  function shown(value) {
    if (typeof value !== "object" || value === null) return repr(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return `[${value.map(shown).join(", ")}]`;
    if (prototype === Tuple.prototype) return `(${Array.from(value, (item) => `${shown(item)}, `).join("")})`;
    if (prototype === Object.prototype) {
      return `{${dictEntries(value).map(([key, item]) => `${shown(key)}: ${shown(item)}`).join(", ")}}`;
    }
    if (prototype === PySet.prototype || prototype === FrozenSet.prototype) {
      const kind = value instanceof FrozenSet ? "frozenset" : "set";
      return `${kind}{${Array.from(value, shown).sort().join(", ")}}`;
    }
    return repr(value);
  }

  async function outcome(entry) {
    let module;
    try {
      const path = entry.class ? `modules/${entry.class}` : `shared/${entry.module.replaceAll(".", "/")}`;
      module = await load(`generated/${path}.js`);
    } catch (error) {
      return { broken: String(error?.stack ?? error) };
    }
    try {
      if (entry.class) return { value: shown(await new module[entry.class]()[jsName(entry.name)]()) };
      if (module[entry.name] === undefined) return null;
      return { value: shown(await module[entry.name]()) };
    } catch (error) {
      const type = error instanceof BaseException ? error.constructor : nativeType(error);
      return { raises: type.name, message: str(error) };
    }
  }

  console.log = () => undefined;
  for (const entry of entries) tell(entry.absent ? null : await outcome(entry));
}
