// An app under `sprag dev`, whose files are edited as an editor would.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { apps, buildPython, sprag } from "./settings.mjs";

const START_MS = 60_000;
const PATIENCE_MS = 15_000;

/**
 * Starts `sprag dev` on a copy of an app.
 *
 * @param {string} app the name of one of the apps under test, or a folder
 * @param {{words?: string[], port?: number, prepare?: (root: string) => Promise<void>, env?: Record<string, string>, python?: string | null}} [options]
 *     without a `python` the project's own is used
 */
export async function startDev(app, { words = [], port = 0, prepare, env = {}, python = buildPython } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "sprag-dev-"));
  const root = path.join(folder, path.basename(app));
  await cp(path.isAbsolute(app) ? app : path.join(apps, app), root, {
    recursive: true,
    filter: (source) => ![".sprag", "dist", "__pycache__"].includes(path.basename(source)),
  });
  await prepare?.(root);
  const dev = new Dev(folder, root, port, python ? [...words, "--python", python] : words, env);
  try {
    await dev.start();
  } catch (error) {
    await dev.stop();
    throw error;
  }
  return dev;
}

export class Dev {
  constructor(folder, root, port, words, env) {
    this.folder = folder;
    this.root = root;
    this.events = [];
    this.waiting = [];
    this.log = "";
    const args = ["dev", ...words, "--port", String(port), "--json"];
    this.child = spawn(sprag, args, {
      cwd: root,
      env: { ...process.env, CI: "", SPRAG_STATE_DIR: path.join(folder, "state"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    createInterface({ input: this.child.stdout }).on("line", (line) => this.heard(JSON.parse(line)));
    this.child.stderr.on("data", (text) => (this.log += text));
    this.exited = once(this.child, "exit");
  }

  async start() {
    const serving = await this.event((event) => event.serving, START_MS);
    await this.event((event) => event.ready, START_MS);
    this.url = serving.serving.url.replace(/\/$/, "");
    this.origin = new URL(this.url).origin;
  }

  heard(event) {
    this.events.push(event);
    this.waiting = this.waiting.filter((check) => !check(event));
  }

  /**
   * The first event, from the one of this number on, for which `wanted` is true.
   *
   * @param {(event: any) => any} wanted
   */
  async event(wanted, patience = PATIENCE_MS, from = 0) {
    const known = this.events.slice(from).find(wanted);
    if (known) {
      return known;
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const last = JSON.stringify(this.events.slice(-8), null, 1);
        reject(new Error(`sprag dev did not say what was waited for: ${wanted}\n${last}\n${this.log}`));
      }, patience);
      const check = (event) => {
        if (!wanted(event)) {
          return false;
        }
        clearTimeout(timer);
        resolve(event);
        return true;
      };
      this.waiting.push(check);
      this.exited.then(() => check({}) || reject(new Error(`sprag dev ended:\n${this.log}`)));
    });
  }

  /** Does something to files and returns the line of the save. */
  async save(change) {
    const from = this.events.length;
    await change();
    return (await this.event((event) => event.saved, PATIENCE_MS, from)).saved;
  }

  /** Replaces a text in a file, as editors do it: a new file takes the old one's place. */
  async edit(file, from, to) {
    const text = await this.read(file);
    assert.ok(text.includes(from), `${file} has ${from}`);
    return this.save(() => this.put(file, text.replace(from, to)));
  }

  async write(file, text) {
    return this.save(() => this.put(file, text));
  }

  async put(file, text) {
    const target = path.join(this.root, file);
    const made = `${target}.tmp~`;
    await writeFile(made, text);
    await rename(made, target);
  }

  async remove(file) {
    return this.save(() => rm(path.join(this.root, file), { recursive: true }));
  }

  read(file) {
    return readFile(path.join(this.root, file), "utf8");
  }

  /** A request as a browser's navigation sends it, unless `options` say otherwise. */
  async get(address, options = {}) {
    const headers = { accept: "text/html", ...options.headers };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(new URL(address, this.origin), { redirect: "manual", signal, ...options, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Ends it as Ctrl-C does; the exit status. */
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGINT");
    }
    const [status] = await this.exited;
    const ended = spawn(sprag, ["daemon", "stop"], {
      cwd: this.root,
      env: { ...process.env, SPRAG_STATE_DIR: path.join(this.folder, "state") },
      stdio: "ignore",
    });
    await once(ended, "exit");
    await rm(this.folder, { recursive: true, force: true });
    return status;
  }
}
