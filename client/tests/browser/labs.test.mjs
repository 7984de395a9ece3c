// The framework's own showcase, used as a person would.

import assert from "node:assert/strict";

import { usingApp } from "./harness/app.mjs";

usingApp({ app: "labs" }, ({ visit, origin }) => {
  const open = (visitor, path) => visitor.open(origin() + path);
  const main = (visitor) => visitor.page.locator("main");
  const press = (visitor, role) => visitor.role(role).first().click();

  visit("the counter counts and starts again", async (visitor) => {
    await open(visitor, "/counter");
    await press(visitor, "increment");
    await press(visitor, "increment").then(() => visitor.settle());
    await visitor.sees(visitor.page.locator(".demo-display"), /^[12]$/);
    await press(visitor, "reset");
    await visitor.sees(visitor.page.locator(".demo-display"), /^0$/);
  });

  visit("the animation replays", async (visitor) => {
    await open(visitor, "/animation-demo");
    await visitor.until(() => document.querySelector("[data-role='animated-card'].is-visible"));
    await press(visitor, "replay");
    await visitor.sees(main(visitor), "Animation replayed.");
    await visitor.sees(visitor.page.locator(".metric strong").first(), /^1$/);
  });

  visit("stores are shared by both sides", async (visitor) => {
    await open(visitor, "/store-demo");
    await press(visitor, "reset");
    await visitor.sees(visitor.page.locator(".demo-display"), /^0$/);
    await press(visitor, "bump");
    await visitor.sees(visitor.page.locator(".demo-display"), /^1$/);

    await open(visitor, "/nested-store-demo");
    const shown = (index) => visitor.page.locator(".demo-display").nth(index);
    await press(visitor, "rename");
    await visitor.sees(shown(0), "bob");
    await press(visitor, "theme");
    await visitor.sees(shown(2), "light");
    await press(visitor, "bump");
    await visitor.sees(shown(3), /^1$/);
    await press(visitor, "reset");
    await visitor.sees(shown(0), "alice");
  });

  visit("a provider serves the page's module", async (visitor) => {
    await open(visitor, "/provider-demo");
    await visitor.sees(visitor.page.locator(".demo-display"), "page provider ready #1");
    await press(visitor, "read-provider");
    await visitor.sees(visitor.page.locator(".demo-display"), "page provider ready #2");
  });

  visit("a form is checked while somebody types, saved and published", async (visitor) => {
    await open(visitor, "/form-demo");
    await visitor.page.locator("[name='title']").fill("ab");
    await visitor.sees(main(visitor), "Use at least three characters.");
    await visitor.page.locator("[name='title']").fill("Loud signal");
    await visitor.page.locator("[name='visibility']").selectOption("public");
    await press(visitor, "save-draft");
    await visitor.sees(visitor.page.locator(".form-snapshot"), /Loud signal · ops@ghosthub\.test · public/);
    await visitor.page.locator("button[type='submit']").click();
    await visitor.page.waitForURL(/form-demo\/success/);
    await visitor.sees(main(visitor), /Loud|success|published/i);
  });

  visit("files are uploaded, and the server says so over the socket", async (visitor) => {
    await open(visitor, "/upload-demo");
    await visitor.page.locator("[name='asset']").setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("what is new"),
    });
    await visitor.page.locator("[name='gallery']").setInputFiles([
      { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("1") },
      { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("2") },
    ]);
    await visitor.page.locator("button[type='submit']").click();
    await visitor.sees(main(visitor), /notes\.txt · text\/plain · 11 bytes/);
    await visitor.sees(main(visitor), /Preview: what is new/);
    await visitor.sees(main(visitor), "two.txt");
  });

  visit("a large file is sent in chunks", async (visitor) => {
    await open(visitor, "/upload-demo");
    await visitor.page.locator("[name='asset']").setInputFiles({
      name: "large.bin",
      mimeType: "application/octet-stream",
      buffer: Buffer.alloc(5 * 1024 * 1024, 7),
    });
    await visitor.page.locator("button[type='submit']").click();
    await visitor.sees(main(visitor), /large\.bin · application\/octet-stream · 5242880 bytes/);
  });

  visit("the socket answers a ping and tells the page to fetch again", async (visitor) => {
    await open(visitor, "/socket-demo");
    await visitor.sees(main(visitor), "connected");
    await press(visitor, "socket-ping");
    await visitor.sees(main(visitor), /Controller received ping #\d+ from browser socket ingress\./);
    await press(visitor, "server-broadcast");
    await visitor.sees(main(visitor), "Controller returned authoritative state through an action refetch.");
  });

  visit("a deferred action reports its steps and its result", async (visitor) => {
    await open(visitor, "/defer-demo");
    await visitor.page.waitForFunction(() => window.__SPRAG_SOCKET__);
    await press(visitor, "start-job");
    await visitor.sees(main(visitor), /Step \d \/ 3/);
    await visitor.sees(visitor.page.locator(".metric strong"), "done");
    await press(visitor, "start-failing");
    await visitor.sees(visitor.page.locator(".metric strong"), "failed");
  });

  visit("a job in the queue reports its progress", async (visitor) => {
    await open(visitor, "/queue-demo");
    await visitor.page.waitForFunction(() => window.__SPRAG_SOCKET__);
    await press(visitor, "enqueue");
    await visitor.sees(main(visitor), /Job 1 · (completed|succeeded|done) · 100%/);
  });

  visit("an operation succeeds and refuses", async (visitor) => {
    await open(visitor, "/operation-demo");
    await press(visitor, "run-valid");
    await visitor.sees(main(visitor), /[a-z-]+ \(\d+ chars\)/);
    visitor.forgive(/500|400|__sprag__\/actions/);
    await press(visitor, "run-invalid");
    await visitor.sees(visitor.page.locator(".error-line"), "Use at least three characters.");
  });

  visit("the head follows a form", async (visitor) => {
    await open(visitor, "/metadata-demo");
    await visitor.page.locator("[name='title']").fill("Renamed");
    await visitor.until(() => document.title === "Renamed");
    await visitor.page.locator("[name='og_title']").fill("For sharing");
    await visitor.until(
      () => document.querySelector("meta[property='og:title']")?.getAttribute("content") === "For sharing",
    );
    await press(visitor, "reset-meta");
    await visitor.until(() => document.title !== "Renamed");
  });

  visit("tabs and fields are named for assistive technology, and an action checks them", async (visitor) => {
    await open(visitor, "/a11y-demo");
    // The app draws tabs and messages from props that never change, so what a click does to them does not stay.
    assert.equal(await visitor.page.getByRole("tab", { name: "Form Labels" }).getAttribute("tabindex"), "0");
    assert.equal(await visitor.page.getByRole("tabpanel", { name: "Form Labels" }).isVisible(), true);
    await visitor.page.getByLabel("Name").fill("Ada");
    const answered = visitor.page.waitForResponse(/__sprag__\/actions/);
    await press(visitor, "validate");
    const { value } = await (await answered).json();
    assert.deepEqual(value.errors, { email: "A valid email is required." });
  });

  visit("a long list scrolls and grows, and few of its rows are in the page", async (visitor) => {
    await open(visitor, "/virtual-scroll");
    const list = visitor.page.locator(".vs-outer");
    await visitor.sees(list, "row 0");
    for (let step = 0; step < 10; step += 1) {
      await list.evaluate((element) => element.scrollBy(0, 1500));
      await visitor.page.waitForTimeout(80);
    }
    await visitor.until(() =>
      [...document.querySelectorAll(".vs-row .idx")].some((index) => Number(index.textContent.slice(1)) > 150),
    );
    assert.ok((await visitor.page.locator(".vs-row").count()) <= 300);
  });

  visit("a JavaScript module and a global script are driven from Python", async (visitor) => {
    await open(visitor, "/js-module-demo");
    await visitor.sees(visitor.page.locator(".eyebrow"), /^Pulse \d+$/i);
    await open(visitor, "/js-global-demo");
    await visitor.sees(visitor.role("stats"), /^particles: \d+$/);
    await press(visitor, "burst");
    await visitor.sees(visitor.role("stats"), /^particles: [3-9]\d$/);
  });

  visit("a mount switches its views", async (visitor) => {
    await open(visitor, "/lifecycle-mount");
    await visitor.sees(visitor.page.locator(".lifecycle-view h2"), "Overview");
    await visitor.page.locator("[data-view='settings']").click();
    await visitor.sees(visitor.page.locator(".lifecycle-view h2"), "Settings");
    await visitor.sees(visitor.page.locator("[data-sprag-switch-count]"), /^1$/);
    assert.equal(await visitor.page.locator(".lifecycle-view").count(), 1);
  });

  visit("somebody signs in, changes profile, is refused and signs out", async (visitor) => {
    await visitor.page.goto(`${origin()}/auth-demo/protected`);
    await visitor.page.waitForURL(/\/login\?next=/);
    await visitor.alive();
    await visitor.page.locator("[name='password']").fill("wrong");
    await visitor.page.locator("button[type='submit']").click();
    await visitor.sees(main(visitor), "Invalid credentials.");
    await visitor.page.locator("[name='password']").fill("analytical-engine");
    await visitor.page.locator("button[type='submit']").click();
    await visitor.page.waitForURL(/\/auth-demo\/protected/);
    await visitor.alive();
    await visitor.sees(main(visitor), "Ada Lovelace");
    await press(visitor, "publish-report");
    await visitor.sees(main(visitor), "Report published.");

    await visitor.page.locator("[data-profile='auditor']").click();
    await visitor.sees(main(visitor), "Active profile switched to Auditor Workspace.");
    visitor.forgive(/403/);
    await press(visitor, "publish-report");
    await visitor.sees(main(visitor), "Forbidden.");
    await press(visitor, "logout");
    await visitor.page.waitForURL(/\/login/);
  });
});
