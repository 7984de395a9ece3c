/**
 * The islands of the page: what the framework has mounted where, made anew with their state, and brought up to
 * date with what the server sends. `root` is the framework's surface root.
 */

import { lasting, merged, same, taken } from "./merge.js";

/** @typedef {any} Root */
/** @typedef {{ type: string, id?: string, path?: string, component: any, module: any }} Island */
/** @typedef {{ id: string, component: string, module: string | null, props: any, state: any, module_state: any }} Entry */

/** The framework's surface root; nothing before it has booted. @returns {Root | null} */
export function surfaceRoot() {
  return Reflect.get(window, "__SPRAG_RUNTIME_ROOT__") ?? null;
}

/** @returns {any} */
export function payload() {
  return Reflect.get(window, "__SPRAG_PAYLOAD__") ?? {};
}

/** How the server names the surface of this page. */
export function surfaceName() {
  const { mount, page } = payload();
  const kind = mount ? "mount" : "route";
  return { kind, name: (mount ?? page)?.name ?? null };
}

/** The islands that an instance, or one that adopted it, belongs to. @param {any[]} lineage @returns {Island[]} */
export function islandsOf(lineage) {
  /** @type {Island[]} */
  const islands = surfaceRoot()?.records ?? [];
  return islands.filter(({ component, module }) => {
    const isOwned = lineage.includes(component) || (module && lineage.includes(module));
    return isOwned || lineage.some((owner) => owner.element && component?.element?.contains(owner.element));
  });
}

/**
 * How to stop an island and make it again from the classes that there are then. Its state goes on; what a new
 * `__init__` adds to it is added. What this gives can be called again if making it fails.
 * @param {Island} island
 * @param {string} webRoot
 * @param {import("./wiring.js").Wiring} wiring
 * @returns {Promise<() => void>}
 */
export async function remounting(island, webRoot, wiring) {
  const { mountHydrationEntry, mountClientSurface } = await import(`${webRoot}runtime/hydration.js`);
  const { component, module } = island;
  const { props } = component;
  const owners = [component, module];
  const children = owners.map((owner) => wiring.childStates(owner));
  return () => {
    const root = surfaceRoot();
    const isThis = (/** @type {Island} */ { type, id }) => type === island.type && id === island.id;
    owners.forEach((owner) => wiring.stopAsBefore(owner));
    root.records.filter(isThis).forEach(stop);
    const state = withDefaults(component, component.state);
    const moduleState = module && withDefaults(module, module.state);
    if (island.type === "mount") {
      const { boot } = root.payload;
      root.payload.boot = { ...props, ...state, ...moduleState };
      mountClientSurface(root);
      root.payload.boot = boot;
    } else {
      const entry = sent.entries.find(({ id }) => id === island.id);
      mountHydrationEntry(root, { ...entry, props, state, module_state: moduleState });
    }
    const made = root.records.find(isThis);
    [made?.component, made?.module].forEach((owner, index) => wiring.giveChildStates(owner, children[index]));
  };
}

/** @param {Island} island */
function stop(island) {
  const root = surfaceRoot();
  (island.module ?? island.component).stop();
  root.records = root.records.filter((/** @type {Island} */ each) => each !== island);
}

/**
 * The state of an instance with the entries that a new one would start with and it lacks.
 * @param {any} owner @param {Record<string, any>} state
 */
function withDefaults(owner, state) {
  try {
    return { ...new owner.constructor({}, { props: owner.props ?? {} }).state, ...state };
  } catch {
    // It cannot be made without what the server sends.
    return { ...state };
  }
}

/**
 * Takes over what the server says now: into stores, islands that are there, and islands that are new.
 * @param {any} next the payload of the fetched page
 * @param {string | null} webRoot
 */
export async function takeOver(next, webRoot) {
  const before = sent;
  sent = sentIn(next);
  for (const [name, bridge] of bridges()) {
    const patch = taken(before.stores[name], bridge.snapshot(), sent.stores[name]);
    if (Object.keys(patch).length > 0) bridge.patch(patch);
  }
  // The stores of the payload are the page's own.
  const { stores: _, ...rest } = next;
  Object.assign(payload(), rest);
  const root = surfaceRoot();
  if (!same(before.metadata, sent.metadata)) Reflect.get(window, "__SPRAG_SET_METADATA__")?.(sent.metadata);
  if (!root || !webRoot) return;
  root.navigation.rewriteInternalLinks();
  const { mountHydrationEntry } = await import(`${webRoot}runtime/hydration.js`);
  const entryOf = (/** @type {Entry[]} */ entries, /** @type {string | undefined} */ id) => entries.find((each) => each.id === id);
  for (const island of [...root.records]) {
    const entry = entryOf(sent.entries, island.id);
    if (island.type === "mount") update(island, ofBoot(before.boot), ofBoot(sent.boot));
    else if (!entry || !isSame(entry, entryOf(before.entries, island.id))) stop(island);
    else update(island, entryOf(before.entries, island.id), entry);
  }
  for (const entry of sent.entries) {
    if (root.records.some((/** @type {Island} */ each) => each.id === entry.id)) continue;
    await know(root, entry, webRoot);
    mountHydrationEntry(root, entry);
  }
}

/** A mount's component and module both start with its boot data. @param {any} boot */
function ofBoot(boot) {
  return { props: boot, state: boot, module_state: boot };
}

/** Whether browser code of this page has stores. */
export function hasStores() {
  return bridges().length > 0;
}

/** @returns {[string, any][]} */
function bridges() {
  return Object.entries(Reflect.get(window, "__SPRAG_STORE_BRIDGES__") ?? {});
}

/** @param {Entry} entry @param {Entry | undefined} before */
function isSame(entry, before) {
  return before && entry.id === before.id && entry.component === before.component && entry.module === before.module;
}

/** @param {Island} island @param {any} before @param {any} next */
function update({ component, module }, before, next) {
  const props = taken(before?.props, component.props, next.props);
  const state = taken(before?.state, component.state, next.state);
  const moduleState = module ? taken(before?.module_state, module.state, next.module_state) : {};
  if (Object.keys(props).length > 0) component.props = { ...component.props, ...props };
  if (Object.keys(moduleState).length > 0) module.setState(moduleState);
  if (Object.keys(state).length > 0 || Object.keys(props).length > 0) component.setState(state);
}

/** Loads the classes of an island that this page has not had before. @param {Root} root @param {Entry} entry @param {string} webRoot */
async function know(root, entry, webRoot) {
  const wanted = /** @type {[any, string, string | null][]} */ ([
    [root.componentRegistry, "components", entry.component],
    [root.moduleRegistry, "modules", entry.module],
  ]);
  for (const [registry, folder, name] of wanted) {
    if (name && !registry[name]) registry[name] = (await import(`${webRoot}generated/${folder}/${name}.js`))[name];
  }
}

/** Puts a replaced class where the framework looks for it. @param {string} name @param {any} type */
export function register(name, type) {
  const root = surfaceRoot();
  for (const registry of [root?.componentRegistry, root?.moduleRegistry]) {
    if (registry && name in registry) registry[name] = type;
  }
}

/**
 * What the server sent, before the page has changed any of it.
 * @param {any} from a payload
 * @returns {{ entries: Entry[], boot: any, stores: Record<string, any>, metadata: any }}
 */
function sentIn(from) {
  const { hydration = [], boot = null, stores = {}, metadata = {} } = from;
  return structuredClone({ entries: hydration, boot, stores, metadata });
}

let sent = sentIn(payload());

/**
 * Everything of this page that a reload would lose and the next document can take over.
 * @param {import("./wiring.js").Wiring} wiring
 * @returns {any}
 */
export function snapshot(wiring) {
  const islands = (surfaceRoot()?.records ?? []).map((/** @type {Island} */ { type, id, component, module }) => ({
    type,
    id,
    component: component.constructor.name,
    module: module?.constructor.name ?? null,
    props: lasting(component.props),
    state: lasting(component.state),
    module_state: lasting(module?.state),
    children: [component, module].map((owner) =>
      wiring.childStates(owner).map(({ name, state }) => ({ name, state: lasting(state) })),
    ),
  }));
  const stores = Object.fromEntries(bridges().map(([name, bridge]) => [name, lasting(bridge.snapshot())]));
  return { islands, stores, sent };
}

/** Puts a snapshot of the page before into the payload from which this page is about to boot. @param {any} kept */
export function restore({ islands, stores, sent: before }) {
  const next = payload();
  for (const entry of next.hydration ?? []) {
    const island = islands.find((/** @type {any} */ each) => isSame(each, entry));
    const base = before.entries.find((/** @type {Entry} */ each) => isSame(each, entry));
    if (!island) continue;
    for (const part of ["props", "state", "module_state"]) entry[part] = merged(base?.[part], island[part], entry[part]);
  }
  const mount = islands.find((/** @type {any} */ { type }) => type === "mount");
  if (mount && next.mount) {
    const ours = { ...mount.props, ...mount.state, ...mount.module_state };
    next.boot = merged(before.boot, ours, next.boot);
  }
  for (const [name, values] of Object.entries(next.stores ?? {})) next.stores[name] = merged(before.stores[name], stores[name], values);
}

/**
 * Gives children that modules and components have adopted the state that they had before the reload.
 * @param {any} kept @param {import("./wiring.js").Wiring} wiring
 */
export function restoreChildren({ islands }, wiring) {
  for (const { type, id, component, module } of surfaceRoot()?.records ?? []) {
    const before = islands.find((/** @type {any} */ each) => each.type === type && (each.id ?? null) === (id ?? null));
    [component, module].forEach((owner, index) => before && wiring.giveChildStates(owner, before.children[index]));
  }
}
