// Everything that can change while an app is open, and that none of it takes a new start of `sprag dev`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";

import { startDev } from "./harness/dev.mjs";
import { buildPython } from "./harness/settings.mjs";
import { newVisitor, openBrowser } from "./harness/visit.mjs";

const SHELL = "app/shell.html";
const PICTURE = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="${color.length}" height="9"><rect fill="${color}"/></svg>`;

describe("what can change under an open page", () => {
  let browser;
  let dev;
  let visitor;
  let page;

  before(async () => {
    browser = await openBrowser();
    dev = await startDev("labs", { prepare: useOwnEnvironment, python: null });
  });

  after(async () => {
    await browser?.close();
    await dev?.stop();
  });

  beforeEach(async () => {
    visitor = await newVisitor(browser);
    ({ page } = visitor);
  });

  afterEach(async () => {
    visitor.assertQuiet();
    await visitor.leave();
  });

  /** The counter's page, counted up twice. */
  async function counted() {
    await visitor.open(`${dev.origin}/counter`);
    for (const count of ["1", "2"]) {
      await visitor.role("increment").click();
      await visitor.sees(page.locator(".demo-display"), new RegExp(`^${count}$`));
    }
  }

  const isCounted = () => visitor.sees(page.locator(".demo-display"), /^2$/);

  /** The page has loaded again. */
  async function reloads(change) {
    await page.evaluate(() => (window.marked = true));
    const saved = await dev.save(change);
    assert.equal(saved.level, "reload", JSON.stringify(saved));
    await visitor.until(() => !window.marked);
    await visitor.alive();
    return saved;
  }

  const put = async (file, from, to) => {
    const text = await dev.read(file);
    assert.ok(text.includes(from), `${file} has ${from}`);
    await dev.put(file, text.replace(from, to));
  };

  it("the shell, with the state of the page", async () => {
    await counted();
    const saved = await reloads(() => put(SHELL, "SPRAG Labs</span>", "Changed</span>"));
    assert.match(saved.reason, /^the shell of \/counter changed$/);
    await visitor.sees(page.locator(".brand-name"), /^Changed$/);
    await isCounted();
  });

  it("metadata of the app and of a page", async () => {
    await counted();
    await dev.save(() => put("app/__init__.py", "server_mode=", 'metadata={"description": "all of it"},\n    server_mode='));
    await visitor.until(() => document.querySelector("meta[name=description]")?.content === "all of it");
    await dev.save(() => put("app/routes/counter/page.py", "Counter — SPRAG Labs", "Another title"));
    await visitor.until(() => document.title === "Another title");
    await isCounted();
  });

  it("a service that the app holds", async () => {
    await counted();
    const text = await dev.read("app/routes/counter/server.py");
    await dev.save(() => dev.put("app/services/limit.py", "HIGHEST = 2\n"));
    await dev.save(() => dev.put("app/routes/counter/server.py", text.replace("count + 1", "min(count + 1, HIGHEST)").replace("from sprag", "from app.services.limit import HIGHEST\nfrom sprag")));
    await visitor.role("increment").click();
    await visitor.settle();
    await isCounted();
    const saved = await dev.save(() => dev.put("app/services/limit.py", "HIGHEST = 50\n"));
    assert.equal(saved.server.restarted.because, "app/services/limit.py");
    await visitor.role("increment").click();
    await visitor.sees(page.locator(".demo-display"), /^3$/);
  });

  it("a provider's class and the providers of a page", async () => {
    const modules = "app/routes/provider_demo/modules.py";
    await visitor.open(`${dev.origin}/provider-demo`);
    await dev.save(() => put(modules, 'return f"{self.label} #', 'return f"{self.label} number '));
    await visitor.role("read-provider").click();
    await visitor.sees(page.locator(".demo-display"), /^page provider ready number 2$/);
    await reloads(() => put("app/routes/provider_demo/page.py", '"labRuntime": LabRuntimeProvider', '"labRuntime": LabRuntimeProvider, "other": LabRuntimeProvider'));
    await visitor.sees(page.locator(".demo-display"), /^page provider ready number 1$/);
  });

  it("a store's values", async () => {
    await visitor.open(`${dev.origin}/nested-store-demo`);
    await reloads(() => put("app/stores.py", '"name": "alice"', '"name": "alma"'));
    await visitor.until(() => window.__SPRAG_STORE_BRIDGES__.session.get("user.name") === "alma");
  });

  it("JavaScript that a page imports", async () => {
    await visitor.open(`${dev.origin}/js-module-demo`);
    await reloads(() => put("app/static/vendor/create-pulse.mjs", "export", "globalThis.pulseIsNew = true;\nexport"));
    await visitor.until(() => globalThis.pulseIsNew === true);
  });

  it("files of the environment", async () => {
    await dev.save(() => put("app/routes/counter/server.py", "class CounterController", "import os\n\n\nclass CounterController"));
    await dev.save(() => put("app/routes/counter/server.py", 'return {"count": 0}', 'return {"count": int(os.environ.get("FIRST_COUNT", 0))}'));
    await visitor.open(`${dev.origin}/counter`);
    for (const count of ["40", "41"]) {
      const saved = await dev.write(".env", `FIRST_COUNT=${count}\n`);
      assert.equal(saved.server.restarted.because, ".env");
      await visitor.until((count) => window.__SPRAG_PAYLOAD__.routeData.count === count, Number(count));
    }
    await dev.remove(".env");
    await visitor.until(() => window.__SPRAG_PAYLOAD__.routeData.count === 0);
  });

  it("requirements, which it offers to install", async () => {
    const from = dev.events.length;
    await dev.write("requirements.txt", "spragkit\nspecter-runtime\n");
    const { note } = await dev.event((event) => event.note, 8000, from);
    assert.match(note.text, /requirements\.txt changed: press i to install it, or type: .*\.venv\/bin\/python -m pip install -r requirements\.txt/);
  });

  it("stylesheets of the app, of a mount and of a page, one imported by another", async () => {
    await visitor.open(`${dev.origin}/lifecycle-mount`);
    await page.evaluate(() => (window.marked = true));
    const outline = () => getComputedStyle(document.body).outlineWidth;
    for (const [file, width] of [["app/shell.css", "3px"], ["app/mounts/lifecycle_demo/lifecycle.css", "4px"]]) {
      const saved = await dev.save(async () => dev.put(file, `${await dev.read(file)}\nbody { outline: ${width} solid red !important; }\n`));
      assert.equal(saved.level, "css");
      assert.equal(await page.evaluate(outline), width);
    }
    assert.equal(await page.evaluate(() => window.marked), true);
  });

  it("pictures and other static files", async () => {
    await dev.save(() => mkdir(path.join(dev.root, "public")).then(() => dev.put("public/mark.svg", PICTURE("red"))));
    await visitor.open(`${dev.origin}/counter`);
    await page.evaluate(async () => {
      const image = document.body.appendChild(new Image());
      image.id = "mark";
      image.src = "/mark.svg";
      await image.decode();
    });
    await dev.write("public/mark.svg", PICTURE("green"));
    await visitor.until(() => document.querySelector("#mark").naturalWidth === "green".length);
    const first = await dev.get("/mark.svg");
    assert.equal((await dev.get("/mark.svg", { headers: { "if-none-match": first.headers.get("etag") } })).status, 304);
    await rm(path.join(dev.root, "public"), { recursive: true });
  });

  it("routes: added with their folder, renamed, and deleted", async () => {
    visitor.forgive(/404/);
    await visitor.page.goto(`${dev.origin}/added`);
    await visitor.sees(page.locator("h1"), "404");
    const folder = path.join(dev.root, "app/routes/added");
    await dev.save(async () => {
      await mkdir(folder, { recursive: true });
      for (const file of ["__init__.py", "page.py", "server.py", "web.py", "components.py", "modules.py"]) {
        const text = await dev.read(`app/routes/counter/${file}`);
        await writeFile(path.join(folder, file), text.replaceAll("Counter", "Added").replaceAll("/counter", "/added"));
      }
    });
    await visitor.sees(page.locator(".demo-card h2"), /^Added$/);
    await visitor.alive();
    await visitor.role("increment").click();
    await visitor.sees(page.locator(".demo-display"), /^1$/);

    await dev.save(async () => {
      for (const file of ["page.py", "server.py"]) {
        await put(`app/routes/added/${file}`, '"/added"', '"/renamed"');
      }
    });
    await visitor.sees(page.locator("h1"), "404");
    await visitor.open(`${dev.origin}/renamed`);
    await visitor.sees(page.locator(".demo-card h2"), /^Added$/);

    // A folder that is moved away goes at once.
    await dev.save(() => rename(folder, path.join(dev.folder, "away")));
    await visitor.sees(page.locator("h1"), "404");
    assert.equal((await dev.get("/generated/components/AddedCard.js")).status, 404);
  });

  it("a branch, with the state of the page", async () => {
    const git = (...args) => {
      const ran = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: dev.root });
      assert.equal(ran.status, 0, String(ran.stderr));
    };
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    await counted();
    await dev.save(async () => {
      git("checkout", "-q", "-b", "other");
      await put("app/routes/counter/components.py", 'ui.h2("Counter")', 'ui.h2("Other")');
      await put("app/routes/counter/modules.py", "self.set_state(result.value)", 'self.set_state({"count": result.value["count"] * 10})');
    });
    await visitor.sees(page.locator(".demo-card h2"), /^Other$/);
    git("commit", "-q", "-a", "-m", "two");
    await page.evaluate(() => (window.marked = true));

    await dev.save(async () => git("checkout", "-q", "main"));
    await visitor.sees(page.locator(".demo-card h2"), /^Counter$/);
    await isCounted();
    await dev.save(async () => git("checkout", "-q", "other"));
    await visitor.sees(page.locator(".demo-card h2"), /^Other$/);
    await visitor.role("increment").click();
    await visitor.sees(page.locator(".demo-display"), /^30$/);
    assert.equal(await page.evaluate(() => window.marked), true, "the page was not loaded again");
    await dev.save(async () => git("checkout", "-q", "main"));
  });

  it("the server, while a file is uploaded to it", async () => {
    const file = "app/routes/upload_demo/server.py";
    const upload = startUpload(dev.origin);
    await upload.write("first half, ");
    await dev.edit(file, "supporting file(s).", "further file(s).");
    await upload.write("second half");
    const { status, text } = await upload.end();
    assert.equal(status, 200, text);
    assert.equal(JSON.parse(text).value.accepted, true);

    // One that begins while there is no server is answered by the next.
    const saved = dev.edit(file, "Upload stored", "Upload kept");
    const later = startUpload(dev.origin);
    await later.write("all");
    const answer = await later.end();
    assert.equal(answer.status, 200, answer.text);
    assert.match(JSON.parse(answer.text).value.message, /^Upload (stored|kept) on the server/);
    await saved;
  });

  it("packages in the environment, without looking at each of them", async () => {
    await counted();
    const from = dev.events.length;
    const packages = path.join(dev.root, ".venv/lib/many/site-packages/thing");
    await mkdir(packages, { recursive: true });
    await Promise.all(Array.from({ length: 200 }, (_, each) => writeFile(path.join(packages, `part_${each}.py`), "x = 1\n")));
    const saved = await dev.edit("app/routes/counter/components.py", "demo-card", "demo-card mine");
    assert.deepEqual(saved.changed, ["app/routes/counter/components.py"]);
    assert.equal(dev.events.slice(from).filter((event) => event.saved).length, 1);
    await isCounted();
  });
});

describe("content", () => {
  it("that is written in Markdown shows when it is saved, and what is new has a page", async () => {
    const browser = await openBrowser();
    const dev = await startDev("docs");
    const visitor = await newVisitor(browser);
    try {
      await visitor.open(`${dev.origin}/docs/getting-started`);
      const file = "app/content/docs/getting-started.md";
      await dev.save(async () => dev.put(file, `${await dev.read(file)}\n\nA line that was added.\n`));
      await visitor.sees(visitor.page.locator("main"), /A line that was added\./);
      assert.doesNotMatch((await dev.get("/docs/later")).text, /A line that is new/);
      await dev.write("app/content/docs/later.md", (await dev.read(file)).replace("was added", "is new"));
      assert.match((await dev.get("/docs/later")).text, /A line that is new/);
      visitor.assertQuiet();
    } finally {
      await browser.close();
      await dev.stop();
    }
  });
});

/** An environment in the project, as the framework's own guide wants it. */
async function useOwnEnvironment(root) {
  const venv = path.join(root, ".venv");
  const made = spawnSync(buildPython, ["-m", "venv", "--without-pip", venv]);
  assert.equal(made.status, 0, String(made.stderr));
  // It has the packages of the environment that the tests were given.
  const paths = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const [own, given] = [path.join(venv, "bin/python"), buildPython].map((python) => String(spawnSync(python, ["-c", paths]).stdout).trim());
  await writeFile(path.join(own, "given.pth"), `${given}\n`);
  await writeFile(path.join(root, ".gitignore"), ".sprag/\n.venv/\n");
}

/** A file that is sent piece by piece, as the framework's own code sends it. */
function startUpload(origin) {
  const boundary = "----piece-by-piece";
  const field = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const sent = request(`${origin}/__sprag__/uploads`, {
    method: "POST",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, origin },
  });
  const answered = new Promise((resolve, reject) => {
    sent.on("error", reject).on("response", async (response) => {
      let text = "";
      for await (const piece of response) {
        text += piece;
      }
      resolve({ status: response.statusCode, text });
    });
  });
  const write = (text) => new Promise((done) => sent.write(text, done));
  const payload = JSON.stringify({ title: "A title", notes: "", publish: false });
  const start = field("__sprag_route", "/upload-demo") + field("__sprag_action", "upload_asset") + field("__sprag_payload", payload);
  sent.write(`${start}--${boundary}\r\nContent-Disposition: form-data; name="asset"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n`);
  const end = () => {
    sent.end(`\r\n--${boundary}--\r\n`);
    return answered;
  };
  return { write, end };
}
