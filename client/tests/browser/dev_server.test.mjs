// `sprag dev` as a server: what it answers before, during and after a save, and how it ends.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startDev } from "./harness/dev.mjs";
import { addProbe, facts } from "./harness/probe.mjs";
import { buildPython, sprag } from "./harness/settings.mjs";

const SERVER = "app/routes/probe/server.py";

describe("sprag dev", () => {
  let dev;

  before(async () => {
    dev = await startDev("counter", { prepare: addProbe });
  });

  after(async () => {
    await dev?.stop();
  });

  const probe = async (query = "") => {
    const { status, text } = await dev.get(`/probe${query}`);
    assert.equal(status, 200, text);
    return facts(text);
  };

  it("answers pages with the client in their head, and modules that are asked for again", async () => {
    const page = await dev.get("/");
    assert.equal(page.status, 200);
    assert.match(page.text, /<head><script type="module" src="\/__sprag__\/dev\/client\/client\.js"/);
    const module = "/generated/modules/CounterModule.js";
    const first = await dev.get(module);
    assert.equal(first.headers.get("cache-control"), "no-cache");
    const again = await dev.get(module, { headers: { "if-none-match": first.headers.get("etag") } });
    assert.equal(again.status, 304);
  });

  it("refuses other hosts, and pages of other sites", async () => {
    const { status } = await rawGet(dev.origin, { Host: "evil.example" });
    assert.equal(status, 403);
    const post = { method: "POST", headers: { origin: "https://evil.example" }, body: "{}" };
    assert.equal((await dev.get("/__sprag__/actions", post)).status, 403);
    const own = { method: "POST", headers: { origin: dev.origin }, body: "{}" };
    assert.notEqual((await dev.get("/__sprag__/actions", own)).status, 403);
  });

  it("replaces the server for server code, and a request right after the save sees it", async () => {
    const first = await probe();
    await dev.put(SERVER, (await dev.read(SERVER)).replace('"first"', '"second"'));
    await sleep(40);
    const second = await probe();
    assert.equal(second.word, "second");
    assert.notEqual(second.pid, first.pid);
    await sleep(300);
  });

  it("keeps the server for a component, and renders with the new one", async () => {
    const first = await probe();
    const saved = await dev.edit("app/routes/probe/components.py", "tag one", "tag two");
    assert.equal(saved.server, "patched");
    const { text } = await dev.get("/probe");
    assert.match(text, /tag two/);
    assert.equal(facts(text).pid, first.pid);
  });

  it("finishes a request that is under way while the server is replaced", async () => {
    const before = await probe();
    const slow = probe("?sleep=1.5");
    await sleep(200);
    const saved = await dev.edit(SERVER, '"second"', '"third"');
    assert.equal(saved.server.restarted.because, SERVER);
    assert.equal((await probe()).word, "third");
    assert.deepEqual(await slow, before);
  });

  it("keeps the last good server while a file is broken, and replaces it when it is mended", async () => {
    const good = await probe();
    const broken = await dev.write(SERVER, `${await dev.read(SERVER)}\ndef broken(:\n`);
    assert.equal(broken.is_broken, true);
    assert.deepEqual(await probe(), good);
    assert.equal((await dev.get("/")).status, 200);
    const text = (await dev.read(SERVER)).replace("\ndef broken(:\n", "").replace('"third"', '"fourth"');
    const mended = await dev.write(SERVER, text);
    assert.equal(mended.is_broken, false);
    assert.equal((await probe()).word, "fourth");
  });

  it("shows where a page raised, with status 500, and the others go on", async () => {
    const line = '        return {"pid"';
    await dev.edit(SERVER, line, `        raise ValueError("no data")\n${line}`);
    const page = await dev.get("/probe");
    assert.equal(page.status, 500);
    assert.match(page.text, /ValueError: no data/);
    assert.match(page.text, /app\/routes\/probe\/server\.py:12:9/);
    assert.match(page.text, /client\/client\.js/);
    assert.equal((await dev.get("/")).status, 200);
    await dev.edit(SERVER, '        raise ValueError("no data")\n', "");
    await probe();
  });

  it("takes environment files without a restart of its own", async () => {
    await dev.write(".env", "SPRAG_PUBLIC_WORD=hello\n");
    assert.equal((await probe()).public, "hello");
    await dev.write(".env", "SPRAG_PUBLIC_WORD=goodbye\n");
    assert.equal((await probe()).public, "goodbye");
    await dev.remove(".env");
    assert.equal((await probe()).public, "unset");
  });

  it("adds, moves and deletes routes and static files", async () => {
    const page = "app/routes/probe/page.py";
    await dev.edit(page, '"/probe"', '"/moved"');
    assert.equal((await dev.get("/moved")).status, 200);
    const gone = await dev.get("/probe");
    assert.equal(gone.status, 404);
    assert.match(gone.text, /href="\/moved"/);
    await dev.edit(page, '"/moved"', '"/probe"');
    assert.equal((await dev.get("/moved")).status, 404);

    await dev.save(async () => {
      await mkdir(path.join(dev.root, "public"), { recursive: true });
      await writeFile(path.join(dev.root, "public/robots.txt"), "User-agent: *\n");
    });
    const robots = await dev.get("/robots.txt");
    assert.equal(robots.text, "User-agent: *\n");
    await dev.remove("public/robots.txt");
    assert.equal((await dev.get("/robots.txt")).status, 404);
  });

  it("removes a route whose folder is deleted", async () => {
    await addProbeAs(dev, "extra", "/extra");
    assert.equal((await dev.get("/extra")).status, 200);
    await dev.remove("app/routes/extra");
    assert.equal((await dev.get("/extra")).status, 404);
  });

  it("does not look at an environment in the project", async () => {
    const from = dev.events.length;
    const folder = path.join(dev.root, ".venv/lib/python3.11/site-packages/thing");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(dev.root, ".venv/pyvenv.cfg"), "home = /usr/bin\n");
    await writeFile(path.join(folder, "__init__.py"), "x = 1\n");
    await sleep(800);
    assert.deepEqual(dev.events.slice(from).filter((event) => event.saved), []);
    await rm(path.join(dev.root, ".venv"), { recursive: true });
  });

  it("takes a switch of branches for one change", async () => {
    const git = (...args) => {
      const ran = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: dev.root });
      assert.equal(ran.status, 0, String(ran.stderr));
    };
    await writeFile(path.join(dev.root, ".gitignore"), ".sprag/\n");
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    git("checkout", "-q", "-b", "other");
    await dev.edit(SERVER, '"fourth"', '"branch"');
    await dev.edit("app/routes/probe/components.py", "tag two", "tag branch");
    git("commit", "-q", "-a", "-m", "two");
    await dev.save(async () => git("checkout", "-q", "main"));
    let page = await dev.get("/probe");
    assert.equal(facts(page.text).word, "fourth");
    assert.match(page.text, /tag two/);
    await dev.save(async () => git("checkout", "-q", "other"));
    page = await dev.get("/probe");
    assert.equal(facts(page.text).word, "branch");
    assert.match(page.text, /tag branch/);
  });

  it("leaves alone what the app writes itself", async () => {
    const line = '        return {"pid"';
    const count = `        with open("visits.txt", "a+") as visits:\n            visits.write("one\\n")\n`;
    await dev.edit(SERVER, line, `${count}${line}`);
    const first = await probe();
    await sleep(500);
    const from = dev.events.length;
    assert.equal((await probe()).pid, first.pid);
    await sleep(700);
    assert.deepEqual(dev.events.slice(from).filter((event) => event.saved), []);
    assert.equal((await probe()).pid, first.pid);
    await dev.edit(SERVER, count, "");
  });

  it("starts the server again when it ends by itself", async () => {
    const { pid } = await probe();
    process.kill(Number(pid), "SIGKILL");
    const again = await probe();
    assert.notEqual(again.pid, pid);
  });

  it("says which port is in use, and what to do", () => {
    const { port } = new URL(dev.origin);
    const args = ["dev", "--port", port, "--python", buildPython, "--no-daemon"];
    const second = spawnSync(sprag, args, { cwd: dev.root, encoding: "utf8", timeout: 60_000 });
    assert.equal(second.status, 1, second.stderr);
    assert.match(second.stderr, new RegExp(`SPR830.*port ${port} is in use`));
    assert.match(second.stderr, /--port 0/);
  });
});

describe("the end of sprag dev", () => {
  it("leaves nothing running after Ctrl-C, and after the client is killed", async () => {
    for (const signal of ["SIGINT", "SIGKILL"]) {
      const dev = await startDev("counter", { prepare: addProbe });
      const { pid } = facts((await dev.get("/probe")).text);
      dev.child.kill(signal);
      const [status] = await dev.exited;
      assert.equal(status, signal === "SIGINT" ? 0 : null);
      await gone(async () => !(await answers(dev.origin)));
      await gone(() => !isAlive(Number(pid)));
      await dev.stop();
    }
  });

  it("is the same without a daemon", async () => {
    const dev = await startDev("counter", { words: ["--no-daemon"], prepare: addProbe });
    const { pid } = facts((await dev.get("/probe")).text);
    await dev.edit(SERVER, '"first"', '"second"');
    assert.equal(facts((await dev.get("/probe")).text).word, "second");
    dev.child.kill("SIGKILL");
    await dev.exited;
    await gone(() => !isAlive(Number(pid)));
    await dev.stop();
  });
});

describe("sprag dev static", () => {
  it("serves files as a plain host does below a prefix", async () => {
    const dev = await startDev("counter", { words: ["static"], prepare: addProbe });
    try {
      assert.match(dev.url, /\/counter$/);
      assert.equal((await dev.get("/")).headers.get("location"), "/counter/");
      const page = await dev.get("/counter/");
      assert.equal(page.status, 200);
      assert.match(page.text, /client\/client\.js/);
      assert.equal((await dev.get("/counter/probe")).headers.get("location"), "/counter/probe/");
      assert.equal((await dev.get("/counter/probe/")).status, 200);
      assert.equal((await dev.get("/probe/")).status, 404);
      assert.equal((await dev.get("/counter/missing")).status, 404);
      assert.equal((await dev.get("/counter/__sprag__/actions", { method: "POST" })).status, 405);
      await dev.edit("app/routes/probe/components.py", "tag one", "tag two");
      assert.match((await dev.get("/counter/probe/")).text, /tag two/);
    } finally {
      await dev.stop();
    }
  });
});

/** `fetch` does not let anyone choose the host. */
async function rawGet(origin, headers) {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request(origin, { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    asked.on("error", reject).end();
  });
}

async function addProbeAs(dev, folder, address) {
  const files = ["__init__.py", "server.py", "web.py", "components.py"];
  await dev.save(async () => {
    await mkdir(path.join(dev.root, "app/routes", folder), { recursive: true });
    for (const file of files) {
      const text = await dev.read(`app/routes/probe/${file}`);
      await dev.put(`app/routes/${folder}/${file}`, text.replaceAll("Tag", "ExtraTag"));
    }
    const text = await dev.read("app/routes/probe/page.py");
    await dev.put(`app/routes/${folder}/page.py`, text.replace("/probe", address));
  });
  await sleep(400);
}

async function answers(origin) {
  return fetch(origin).then(
    () => true,
    () => false,
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something is gone. */
async function gone(isGone) {
  const deadline = Date.now() + 8000;
  while (!(await isGone())) {
    assert.ok(Date.now() < deadline, "it is still there");
    await sleep(50);
  }
}
