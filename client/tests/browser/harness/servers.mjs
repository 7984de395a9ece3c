// The two ways an app is served: by its own `server.py`, and as files by anything.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { dist, servePython } from "./settings.mjs";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
};

const START_SECONDS = 30;

/**
 * Starts `dist/server.py` of an app's full build.
 *
 * @param {string} app
 * @returns {Promise<{origin: string, log: () => string, stop: () => Promise<void>}>}
 */
export async function serveFull(app) {
  const port = await freePort();
  const folder = path.join(dist, app, "full");
  const child = spawn(servePython, ["server.py", "--host", "127.0.0.1", "--port", String(port)], {
    cwd: folder,
    env: { ...process.env, PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));

  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the server of ${app} does not start:\n${output}`);
    }
    await sleep(100);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    log: () => output,
    stop: async () => {
      if (child.exitCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }
    },
  };
}

/**
 * Serves the static build of an app, as a plain file host does, optionally below a prefix.
 *
 * @param {string} app
 * @param {string} [prefix] such as `/team/site`; requests outside of it are not found
 */
export function serveStatic(app, prefix = "") {
  return serveFolder(path.join(dist, app, "static"), prefix);
}

/** Serves the files of a folder, optionally below a prefix. */
export async function serveFolder(folder, prefix = "") {
  const server = createServer(async (request, response) => {
    const url = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const inside = url === prefix || url.startsWith(`${prefix}/`);
    const file = inside ? await fileFor(folder, url.slice(prefix.length)) : null;
    if (file === null) {
      response.writeHead(404).end("not found");
      return;
    }
    if (file.redirect) {
      response.writeHead(301, { location: `${url}/` }).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[path.extname(file.path)] ?? "application/octet-stream" });
    createReadStream(file.path).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}${prefix}`,
    log: () => "",
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function fileFor(folder, url) {
  const target = path.join(folder, url);
  if (target !== folder && !target.startsWith(folder + path.sep)) {
    return null;
  }
  const found = await stat(target).catch(() => null);
  if (found?.isFile()) {
    return { path: target };
  }
  const index = path.join(target, "index.html");
  if (!(await stat(index).catch(() => null))) {
    return null;
  }
  return url.endsWith("/") ? { path: index } : { redirect: true };
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
