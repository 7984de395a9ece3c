// Both sides of the symmetry surface, row by row, and every escape hatch on its side.

import assert from "node:assert/strict";

import { usingApp } from "./harness/app.mjs";

const ROWS = ["started", "stopped", "ticks", "alarms", "heard", "called", "stored", "cleaned"];

/** What one side has counted, by row. */
async function counts(visitor, side) {
  const numbers = {};
  for (const row of ROWS) {
    numbers[row] = Number(await visitor.role(`${side}-${row}`).innerText());
  }
  return numbers;
}

/** Waits until a side has counted `row` up to a number. */
async function counted(visitor, side, row, number) {
  await visitor.until(
    ([role, least]) => Number(document.querySelector(`[data-role='${role}']`).textContent) >= least,
    [`${side}-${row}`, number],
  );
}

function press(visitor, side, verb) {
  return visitor.page.locator(`[data-side='${side}'][data-verb='${verb}']`).click();
}

/** The eight rows on one side. They are the same lines of Python, so it is the same test. */
async function usesEveryRow(visitor, side) {
  await counted(visitor, side, "started", 1);
  await counted(visitor, side, "ticks", 2);
  await counted(visitor, side, "alarms", 1);
  const before = await counts(visitor, side);

  await press(visitor, side, "call");
  await counted(visitor, side, "called", before.called + 1);
  await counted(visitor, side, "heard", before.heard + 2);

  await press(visitor, side, "write");
  await counted(visitor, side, "stored", before.stored + 1);

  await press(visitor, side, "stop");
  await counted(visitor, side, "stopped", before.stopped + 1);
  await counted(visitor, side, "cleaned", before.cleaned + 1);
  const stopped = await counts(visitor, side);

  // A stopped side has no timer, hears nothing and follows no store.
  await press(visitor, side, "call");
  await counted(visitor, side, "called", stopped.called + 1);
  await press(visitor, side, "write");
  await visitor.page.waitForTimeout(1200);
  const still = await counts(visitor, side);
  assert.deepEqual(still, { ...stopped, called: stopped.called + 1 });

  await press(visitor, side, "start");
  await counted(visitor, side, "started", stopped.started + 1);
  await counted(visitor, side, "ticks", stopped.ticks + 1);
  await counted(visitor, side, "alarms", stopped.alarms + 1);
}

usingApp({ app: "symmetry" }, ({ visit, origin }) => {
  visit("a Service uses every row of the surface", async (visitor) => {
    await visitor.open(`${origin()}/`);
    await usesEveryRow(visitor, "server");
    await visitor.screenshot("symmetry_used");
  });

  visit("a Module uses every row of the surface", async (visitor) => {
    await visitor.open(`${origin()}/`);
    await usesEveryRow(visitor, "browser");
  });

  visit("an interval of half a second ticks twice a second", async (visitor) => {
    await visitor.open(`${origin()}/`);
    await counted(visitor, "browser", "ticks", 1);
    const before = await counts(visitor, "browser");
    await visitor.page.waitForTimeout(3000);
    const ticks = (await counts(visitor, "browser")).ticks - before.ticks;
    assert.ok(ticks >= 4 && ticks <= 8, `${ticks} ticks in three seconds`);
  });

  visit("every escape hatch of the server answers", async (visitor) => {
    await visitor.open(`${origin()}/hatches`);
    const use = (hatch) => visitor.page.locator(`[data-hatch='${hatch}']`).click();
    const answer = (hatch, expected) => visitor.sees(visitor.role(`answer-${hatch}`), expected);

    await use("store");
    await answer("store", /^visited \d+ times$/);
    await use("model");
    await answer("model", "the lamp on the desk is on");
    await use("model");
    await answer("model", "the lamp on the desk is off");
    await use("cache");
    await answer("cache", "42: read 1 times, computed 1 times");
    await use("cache");
    await answer("cache", "42: read 2 times, computed 1 times");
    await use("watcher");
    await answer("watcher", /^the level is \d+$/);
    await use("process");
    await answer("process", "a child process can add: 5");
    await visitor.page.waitForFunction(() => window.__SPRAG_SOCKET__);
    await use("handler");
    await answer("handler", "knock 1: come in, browser");
    await visitor.screenshot("symmetry_hatches_used");
  });

  visit("the browser's globals, JavaScript modules and state primitives work", async (visitor) => {
    await visitor.open(`${origin()}/browser`);
    const fact = (name, expected) => visitor.sees(visitor.role(`fact-${name}`), expected);
    await fact("language", /^[a-z]{2}/);
    await fact("path", /^\/browser\/?$/);
    await fact("visits", /^1$/);
    await fact("count", /^8$/);
    await fact("highest", /^34$/);
    await fact("sum", /^0\.110 k$/);
    assert.equal(await visitor.page.locator("[data-role='sparkline'] polyline").count(), 1);

    await visitor.role("add").click();
    await fact("count", /^9$/);
    await fact("highest", /^51$/);
    await visitor.page.reload();
    await visitor.alive();
    await fact("visits", /^2$/);
  });
});

usingApp({ app: "symmetry", kind: "static" }, ({ visit, origin }) => {
  visit("a Module needs no server", async (visitor) => {
    await visitor.open(`${origin()}/`);
    await usesEveryRow(visitor, "browser");
    assert.equal(await visitor.role("server-ticks").innerText(), "–");
  });
});
