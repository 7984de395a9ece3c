/**
 * Applies an update to the page: decides what of it concerns this page, does it from the least to the most, and
 * takes it back if the new code throws while it draws.
 */

import { hasStores, islandsOf, payload, register, remounting, surfaceName, takeOver } from "./islands.js";
import { morph } from "./morph.js";
import { giveVisitorThrough, takeVisitor } from "./visitor.js";

/**
 * @typedef {object} Update
 * @property {number} seq
 * @property {string} level
 * @property {string} reason
 * @property {{ path: string, version: number, names: string[] }[]} modules
 * @property {{ name: string, path: string, level: string, reason: string, changed: string[] }[]} classes
 * @property {Scope | null} data
 * @property {string[]} assets
 * @property {{ scope: Scope, reason: string }[]} reload
 */

/** @typedef {"all" | "stores" | { surfaces: { kind: string, name: string }[] }} Scope */

/**
 * What was done. `reload` is what it takes that cannot be done here: the reason to load the page again.
 * @typedef {{ level: string, reason: string, instances: number, reload: string | null, error: unknown }} Outcome
 */

const LEVELS = ["none", "css", "swap", "rewire", "data", "remount", "reload"];

/** @typedef {{ modules: import("./modules.js").Modules, wiring: import("./wiring.js").Wiring }} Page */

/**
 * @param {Update} update @param {Page} page
 * @returns {Promise<Outcome>}
 */
export async function apply(update, page) {
  /** @type {Outcome} */
  const outcome = { level: "none", reason: update.reason, instances: 0, reload: null, error: null };
  const reload = update.reload.find(({ scope, reason }) => concerns(scope) && hasClassOf(update, reason, page.modules));
  if (reload) return { ...outcome, level: "reload", reason: reload.reason, reload: reload.reason };
  if (surfaceName().name === null && !["none", "css"].includes(update.level)) {
    return { ...outcome, level: "reload", reload: "this page may be another one by now" };
  }
  try {
    if (await swapAssets(update.assets)) raise(outcome, "css", update.reason);
    await replaceCode(update, page, outcome);
    if (update.data && concerns(update.data)) {
      await fetchData(page.modules.root());
      raise(outcome, "data", update.reason);
    }
  } catch (error) {
    if (error instanceof ServerError) outcome.error = error;
    else {
      const reason = error instanceof Elsewhere ? error.message : `the update could not be applied: ${error}`;
      Object.assign(outcome, { level: "reload", reason, reload: reason });
    }
  }
  return outcome;
}

/** The server cannot make the page: what is here goes on. */
class ServerError extends Error {
  name = "ServerError";
}

/** Something else is at this address than this page. */
class Elsewhere extends Error {}

/** @param {Scope} scope */
function concerns(scope) {
  if (scope === "all") return true;
  if (scope === "stores") return hasStores();
  const { kind, name } = surfaceName();
  return scope.surfaces.some((surface) => surface.kind === kind && surface.name === name);
}

/**
 * A class that asks for a reload asks it of pages that have it.
 * @param {Update} update @param {string} reason @param {import("./modules.js").Modules} modules
 */
function hasClassOf(update, reason, modules) {
  const asking = update.classes.filter((each) => each.level === "reload" && each.reason === reason);
  return asking.length === 0 || asking.some(({ path }) => modules.has(path));
}

/** @param {Outcome} outcome @param {string} level @param {string} reason */
function raise(outcome, level, reason) {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(outcome.level)) return;
  outcome.level = level;
  outcome.reason = reason;
}

/**
 * Loads the new versions, and lets what runs run on with them.
 * @param {Update} update @param {Page} page @param {Outcome} outcome
 */
async function replaceCode(update, page, outcome) {
  const { modules, wiring } = page;
  if (!update.modules.some(({ path }) => modules.has(path))) return;
  const classes = update.classes.filter(({ path }) => modules.has(path));
  try {
    await modules.load(update.modules);
  } catch (error) {
    modules.back();
    throw error;
  }
  registerAll(classes, modules);
  for (const { level, reason } of [{ level: "swap", reason: update.reason }, ...classes]) raise(outcome, level, reason);
  const affected = wiring.instances().filter((owner) => classes.some(({ path }) => owner instanceof modules.classOf(path)));
  outcome.instances = affected.length;

  const visitor = takeVisitor();
  const work = await workFor(affected, classes, page, outcome);
  const error = work.run();
  if (error !== null) {
    modules.back();
    registerAll(classes, modules);
    outcome.error = error;
    // Code that fails as it did before may as well be the new one.
    if (work.run() === null) outcome.level = "none";
    else {
      modules.forward();
      registerAll(classes, modules);
      work.run();
    }
  }
  await giveVisitorThrough(visitor);
}

/** @param {Update["classes"]} classes @param {import("./modules.js").Modules} modules */
function registerAll(classes, modules) {
  for (const { path, name } of classes) register(name, modules.classOf(path));
}

/**
 * What the instances of replaced classes need, as something that can be done again after the classes have been
 * put back. Running it gives what was thrown, or null.
 * @param {any[]} affected @param {Update["classes"]} classes @param {Page} page @param {Outcome} outcome
 */
async function workFor(affected, classes, { modules, wiring }, outcome) {
  const root = /** @type {string} */ (modules.root());
  const needs = (/** @type {any} */ owner, /** @type {string} */ level) =>
    classes.some((each) => each.level === level && owner instanceof modules.classOf(each.path));
  const unknown = affected.filter((owner) => needs(owner, "rewire") && !wiring.isKnown(owner));
  for (const { constructor } of unknown) {
    raise(outcome, "remount", `${constructor.name}.on_start is asynchronous, so what it registered is not known`);
  }
  const remade = affected.filter((owner) => needs(owner, "remount") || unknown.includes(owner));
  const islands = new Set(remade.flatMap((owner) => islandsOf(wiring.lineage(owner))));
  const isStaying = (/** @type {any} */ owner) => islandsOf(wiring.lineage(owner)).every((island) => !islands.has(island));
  const rewired = affected.filter((owner) => needs(owner, "rewire") && isStaying(owner));
  const remounts = await Promise.all([...islands].map((island) => remounting(island, root, wiring)));
  const { refsOf } = await import(`${root}generated/python/features.js`);
  const run = () => {
    /** @type {unknown[]} */
    const errors = [];
    const attempt = (/** @type {() => void} */ step) => {
      try {
        step();
      } catch (error) {
        errors.push(error);
      }
    };
    for (const owner of rewired) {
      attempt(() => {
        owner.refs = withOwnRefs(refsOf(owner), owner.refs);
        wiring.again(owner);
      });
    }
    remounts.forEach(attempt);
    for (const owner of wiring.instances()) {
      if (owner.element && owner.setStateSync) attempt(() => owner.setStateSync({}));
    }
    return errors.length > 0 ? errors[0] : null;
  };
  return { run };
}

/** Refs that the instance was given as elements stay. @param {any} refs @param {any} before */
function withOwnRefs(refs, before) {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(before))) {
    if (value !== undefined) refs[name] = value;
  }
  return refs;
}

/** Fetches the page as the server makes it now, and takes over what is new. @param {string | null} root */
async function fetchData(root) {
  const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (response.status >= 500) throw new ServerError(`the server answers ${response.status} for this page`);
  if (!response.ok) throw new Elsewhere(`the server answers ${response.status} here now`);
  const { pathname } = new URL(response.url);
  if (pathname !== location.pathname) throw new Elsewhere(`the server leads to ${pathname} now`);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const visitor = takeVisitor();
  const isMount = Boolean(payload().mount);
  morph(document.body, next.body, (element) => isMount && element.id === "app-root");
  await takeOver(payloadOf(next), root);
  await giveVisitorThrough(visitor);
}

/** @param {Document} page */
function payloadOf(page) {
  const texts = [...page.scripts].map((script) => script.textContent ?? "");
  const json = texts.map((text) => /__SPRAG_PAYLOAD__\s*=\s*(\{[^]*\})\s*;?\s*$/.exec(text)?.[1]).find(Boolean);
  return json ? JSON.parse(json) : {};
}

/**
 * Loads stylesheets and images again whose files changed.
 * @param {string[]} paths
 */
async function swapAssets(paths) {
  const sheets = paths.filter((path) => path.endsWith(".css"));
  const links = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll("link[rel~='stylesheet']")]);
  const own = links.filter((link) => new URL(link.href).origin === location.origin);
  const named = own.filter((link) => sheets.includes(new URL(link.href).pathname));
  // A sheet that no link names is imported by one of them.
  const isImported = sheets.some((path) => !named.some((link) => new URL(link.href).pathname === path));
  const swapped = sheets.length > 0 ? (isImported ? own : named) : [];
  await Promise.all(swapped.map(swapSheet));
  const images = [...document.images].filter((image) => paths.includes(new URL(image.src, location.href).pathname));
  for (const image of images) image.src = fresh(image.src);
  return swapped.length + images.length > 0;
}

/** The old sheet goes when the new one is there. @param {HTMLLinkElement} link */
function swapSheet(link) {
  const next = /** @type {HTMLLinkElement} */ (link.cloneNode());
  next.href = fresh(link.href);
  return new Promise((resolve) => {
    next.addEventListener("load", () => resolve(link.remove()));
    // A sheet that is gone leaves what it had said.
    next.addEventListener("error", () => resolve(next.remove()));
    link.after(next);
  });
}

/** @param {string} address */
function fresh(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("v", String(Date.now()));
  return url.href;
}
