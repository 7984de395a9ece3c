/**
 * The part of `sprag dev` that runs in the page: hears of saves, brings the page up to date with the state kept,
 * shows what is wrong, and tells the server how it went. `queries/src/hot/mod.rs` states the protocol.
 *
 * Evaluated before any module of the app, which hand themselves over to `__SPRAG_HOT__`.
 */

import { restore, restoreChildren, snapshot, surfaceRoot } from "./islands.js";
import { Modules } from "./modules.js";
import { Overlay } from "./overlay.js";
import { pythonStack } from "./source_maps.js";
import { apply } from "./update.js";
import { giveVisitor, takeVisitor, watchVisitor } from "./visitor.js";
import { Wiring } from "./wiring.js";

const DEV = new URL("..", import.meta.url);
const KEY = `sprag:dev:${location.pathname}${location.search}`;
/** A page that was left longer ago is another visit. */
const FRESH_MS = 60_000;
/** How long a hidden page goes on listening: browsers allow few connections to one server. */
const HIDDEN_MS = 10_000;
/** How many frames a page has for drawing what its visitor is given back in. */
const FRAMES = 60;

const script = document.querySelector("script[data-sprag-dev]");
const given = JSON.parse(script?.getAttribute("data-sprag-dev") || "{}");

const wiring = new Wiring();
const modules = new Modules((type) => wiring.watch(type));
const overlay = new Overlay(openEditor);

let { session = "", seq = 0 } = given;
/** @type {EventSource | null} */
let events = null;
/** Updates are applied one after the other. @type {Promise<unknown>} */
let turn = Promise.resolve();

Reflect.set(globalThis, "__SPRAG_HOT__", modules);
watchVisitor();
takeUp();
connect();

/** Goes on with what a page left that reloaded itself. */
function takeUp() {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const left = text ? JSON.parse(text) : null;
  if (!left || Date.now() - left.at > FRESH_MS) return;
  restore(left.page);
  let isBooted = false;
  const giveBack = (/** @type {number} */ frames) => {
    if (!isBooted && surfaceRoot()) restoreChildren(left.page, wiring);
    isBooted ||= surfaceRoot() !== null || left.page.islands.length === 0;
    if (!(isBooted && giveVisitor(left.visitor)) && frames > 0) requestAnimationFrame(() => giveBack(frames - 1));
  };
  window.addEventListener("load", () => requestAnimationFrame(() => giveBack(FRAMES)), { once: true });
  overlay.note(`reloaded · ${left.reason}`, true);
}

/** @param {{ file: string, line: number, column: number }} problem */
async function openEditor({ file, line, column }) {
  const place = new URLSearchParams({ file, line: String(line), column: String(column) });
  const answer = await fetch(new URL(`open?${place}`, DEV)).catch(() => null);
  if (!answer?.ok) overlay.note(answer ? await answer.text() : "the dev server does not answer", true);
}

/** @param {string} reason */
function reload(reason) {
  console.info(`[sprag] reload: ${reason}`);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), reason, page: snapshot(wiring), visitor: takeVisitor().kept }));
  } catch (error) {
    console.warn("[sprag] the state of this page could not be kept:", error);
  }
  location.reload();
}

function connect() {
  if (events) return;
  const address = new URL(`events?${new URLSearchParams({ session, seq: String(seq) })}`, DEV);
  events = new EventSource(address);
  on("connected", connected);
  on("update", (update) => {
    const arrived = performance.now();
    turn = turn.then(() => take(update, arrived)).catch((error) => reload(`the update could not be applied: ${error}`));
  });
  on("errors", ({ diagnostics }) => overlay.build(diagnostics));
  on("cleared", () => overlay.build([]));
}

/** @param {string} name @param {(data: any) => void} hear */
function on(name, hear) {
  events?.addEventListener(name, (event) => hear(JSON.parse(event.data)));
}

function disconnect() {
  events?.close();
  events = null;
}

/** @param {{ session: string, seq: number, diagnostics: any[] }} now */
function connected(now) {
  if (session && (now.session !== session || now.seq < seq)) reload("the dev server was started again");
  session = now.session;
  overlay.build(now.diagnostics);
}

/**
 * Applies an update and says how it went.
 * @param {import("./update.js").Update} update
 * @param {number} arrived
 */
async function take(update, arrived) {
  if (update.seq <= seq) return;
  seq = update.seq;
  overlay.clearErrors();
  const outcome = await apply(update, { modules, wiring });
  const ms = performance.now() - arrived;
  const { level, reason, instances, error } = outcome;
  if (error) {
    await report({ kind: "failed", seq, level, reason, ms, ...(await shown(error)) });
    return;
  }
  if (level !== "none") say(update, outcome, ms);
  await report({ kind: "applied", seq, level, reason, ms, instances });
  if (outcome.reload !== null) reload(outcome.reload);
}

/**
 * @param {import("./update.js").Update} update
 * @param {import("./update.js").Outcome} outcome
 * @param {number} ms
 */
function say(update, { level, reason }, ms) {
  console.info(`[sprag] ${level}: ${reason} (${ms.toFixed(1)} ms)`);
  const isMuch = level === "remount" || level === "reload";
  const classes = update.classes.filter(({ path }) => modules.has(path)).map(({ name, changed }) => [name, ...changed.slice(0, 3)].join(" · "));
  overlay.note([level, (!isMuch && classes.join(", ")) || reason, `${Math.round(ms)} ms`].join(" · "), isMuch);
}

/** @param {Record<string, unknown>} message */
async function report(message) {
  const body = JSON.stringify({ page: location.pathname, ...message });
  await fetch(new URL("report", DEV), { method: "POST", body, headers: { "content-type": "application/json" }, keepalive: true }).catch(() => null);
}

/**
 * Shows an error of compiled code in the overlay and the console, by its place in Python.
 * @param {unknown} error
 * @returns {Promise<{ message: string, file: string, line: number, column: number }>}
 */
async function shown(error) {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = await pythonStack(error);
  const { file = "", line = 0, column = 0 } = stack[0] ?? {};
  const lines = file ? await sourceLines(file) : [];
  const excerpt = lines.map((text, index) => ({ line: index + 1, text })).slice(Math.max(0, line - 3), line + 2);
  const through = stack.map((place) => `${place.name || "<module>"}  ${place.file}:${place.line}:${place.column}`);
  overlay.error({ code: "", severity: "error", message, file, line, column, excerpt, stack: through });
  if (file) console.warn(`[sprag] ${message}\n${through.map((each) => `    at ${each}`).join("\n")}`);
  return { message, file, line, column };
}

/** @param {string} file */
async function sourceLines(file) {
  const response = await fetch(new URL(`source?${new URLSearchParams({ file })}`, DEV)).catch(() => null);
  return response?.ok ? (await response.text()).split("\n") : [];
}

/** @param {unknown} error */
async function thrown(error) {
  const place = await shown(error);
  if (place.file) await report({ kind: "error", seq, ...place });
}

window.addEventListener("error", ({ error }) => error && void thrown(error));
window.addEventListener("unhandledrejection", ({ reason }) => reason instanceof Error && void thrown(reason));
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", connect);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) connect();
  else setTimeout(() => document.hidden && disconnect(), HIDDEN_MS);
});
