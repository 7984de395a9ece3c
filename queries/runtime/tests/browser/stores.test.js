import assert from "node:assert/strict";
import test from "node:test";
import { runtime } from "./site.js";

const { createStoreBridge } = await runtime("stores");

const initial = () => ({ user: { name: "alice", email: "a@b" }, counter: 0 });

test("the state of the server wins over the declared one", () => {
  window.__SPRAG_PAYLOAD__ = { stores: { s1: { counter: 4 } } };
  const store = createStoreBridge("s1", initial());
  assert.equal(store.get("counter"), 4);
  assert.equal(store.get("user.name"), "alice");
  assert.equal(window.__SPRAG_STORE_BRIDGES__.s1, store);
  store.set("counter", 5);
  assert.equal(window.__SPRAG_PAYLOAD__.stores.s1.counter, 5);
});

test("reading gives copies", () => {
  const store = createStoreBridge("s2", initial());
  store.get("user").name = "mallory";
  store.snapshot().counter = 9;
  store.select((state) => (state.counter = 9));
  assert.deepEqual(store.getState(), initial());
});

test("writing copies and returns the whole state", () => {
  const store = createStoreBridge("s3", initial());
  const user = { name: "bob" };
  assert.deepEqual(store.set("user", user), { user: { name: "bob" }, counter: 0 });
  user.name = "eve";
  assert.equal(store.get("user.name"), "bob");
  assert.deepEqual(store.patch({ counter: 2 }), { user: { name: "bob" }, counter: 2 });
  assert.deepEqual(store.delete("user.name"), { user: {}, counter: 2 });
  assert.deepEqual(store.set(["deep", "er"], 1).deep, { er: 1 });
});

test("missing paths give the fallback", () => {
  const store = createStoreBridge("s4", initial());
  assert.equal(store.get("user.age"), null);
  assert.equal(store.get("user.age", 3), 3);
  assert.equal(store.select("counter.x", "f"), "f");
});

test("update takes a returned dict or the changed draft", () => {
  const store = createStoreBridge("s5", initial());
  store.update((draft) => void (draft.counter += 1));
  assert.equal(store.get("counter"), 1);
  assert.deepEqual(store.update(() => ({ only: 1 })), { only: 1 });
  assert.throws(() => store.update(() => 3), /must return a dict or None/);
  assert.deepEqual(store.get(), { only: 1 });
});

test("reset returns to the declared state, clear to none", () => {
  const store = createStoreBridge("s6", initial());
  store.set("user.name", "bob");
  assert.deepEqual(store.reset(), initial());
  store.clear();
  assert.deepEqual(store.get(), {});
  assert.deepEqual(store.reset(), initial());
});

test("subscribers hear at once, one argument, only of a difference", () => {
  const store = createStoreBridge("s7", initial());
  const heard = [];
  const stop = store.subscribe((...args) => heard.push(args), { selector: (state) => state.user });
  store.listen("counter", (value) => heard.push(value));
  store.set("counter", 1);
  store.set("user", { name: "alice", email: "a@b" });
  store.set("user.name", "bob");
  stop();
  store.set("user.name", "carol");
  assert.deepEqual(heard, [1, [{ name: "bob", email: "a@b" }]]);
});

test("immediate subscribers hear the current state", () => {
  const store = createStoreBridge("s8", initial());
  const heard = [];
  store.subscribe((value) => heard.push(value), { selector: "counter", immediate: true });
  assert.deepEqual(heard, [0]);
});

test("a subscriber that fails does not keep others from hearing", (context) => {
  const store = createStoreBridge("s9", initial());
  const error = context.mock.method(console, "error", () => {});
  const heard = [];
  store.subscribe(() => {
    throw new Error("no");
  });
  store.subscribe((state) => heard.push(state.counter));
  store.set("counter", 1);
  assert.deepEqual(heard, [1]);
  assert.equal(error.mock.callCount(), 1);
});
