// Which surfaces a build has, as it says itself.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { dist } from "./settings.mjs";

/**
 * The paths of all surfaces, and how each one's document is found in the static tree.
 *
 * @param {string} app
 * @param {"full" | "static"} kind
 * @returns {Promise<{path: string, output: string, isList?: boolean}[]>}
 */
export async function surfaces(app, kind) {
  const root = kind === "full" ? path.join(dist, app, "full", "public") : path.join(dist, app, "static");
  const manifest = JSON.parse(await readFile(path.join(root, "manifest.json"), "utf8"));
  const found = [...manifest.routes, ...manifest.mounts].map(({ path, output }) => ({ path, output }));
  // An app without surfaces still has a document at its root, which lists none.
  return found.length > 0 ? found : [{ path: "/", output: "/", isList: true }];
}
