import assert from "node:assert/strict";
import test from "node:test";
import { runtime } from "./site.js";

window.__SPRAG_PAYLOAD__ = {
  env: { SPRAG_PUBLIC_API: "/api", LIMIT: "12", DEBUG: "yes" },
  page: { path: "/cart" },
};
const { env, joinUrl, publicEnv } = await runtime("env");
const { bool, float, int } = await runtime("numbers");
const { imports } = await runtime("host");
const { str } = await runtime("text");

test("variables are there before the framework boots", () => {
  assert.equal(env("SPRAG_PUBLIC_API"), "/api");
  assert.equal(env("LIMIT", null, { cast: int }), 12);
  assert.equal(str(env("LIMIT", null, { cast: float })), "12.0");
  assert.equal(env("DEBUG", false, { cast: bool }), true);
  assert.deepEqual(publicEnv(), { SPRAG_PUBLIC_API: "/api" });
});

test("a missing variable gives its default or raises", () => {
  assert.equal(env("NONE", null), null);
  assert.throws(() => env("NONE"), { name: "KeyError" });
  assert.throws(() => env("NONE", 1, { required: true }), { name: "KeyError" });
  assert.throws(() => env("SPRAG_PUBLIC_API", null, { cast: int }), { name: "ValueError" });
  assert.throws(() => env("LIMIT", null, { cast: bool }), { name: "ValueError" });
});

test("urls know the prefix of the site before the framework boots", () => {
  assert.equal(joinUrl("/", "a", 1, null, "/b/"), "/shop/a/1/b");
  assert.equal(joinUrl("/a", { trailing_slash: true }), "/shop/a/");
  assert.equal(joinUrl("https://x.test/v1", "a"), "https://x.test/v1/a");
});

test("imports are looked up when they are read", () => {
  assert.equal(imports.chart, null);
  window.__SPRAG_IMPORTS__ = { chart: 7 };
  assert.equal(imports.chart, 7);
});
