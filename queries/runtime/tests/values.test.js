// Promises of the Python runtime that the conformance cases cannot state: how values cross to JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bound } from "../bound.js";
import { callkw } from "../calling.js";
import { sig } from "../calls.js";
import { PyObject } from "../classes.js";
import { dictGet, dictKeys } from "../dicts.js";
import { dictOf, dictSet } from "../entries.js";
import { matches } from "../catching.js";
import { AttributeError, Exception, KeyError } from "../errors.js";
import { tupleOf } from "../kinds.js";
import { get } from "../receivers.js";
import { loads } from "../std/json.js";
import { repr } from "../text.js";
import { getitem } from "../values.js";

test("a dict of text keys is a plain object", () => {
  assert.deepEqual(dictOf(["b", 1], ["a", 2]), { b: 1, a: 2 });
});

test("a dict keeps the order of integer-like keys and crosses as JSON", () => {
  const dict = dictOf(["10", "x"], ["9", "y"]);
  assert.deepEqual(dictKeys(dict), ["10", "9"]);
  assert.deepEqual(JSON.parse(JSON.stringify(dict)), { 10: "x", 9: "y" });
});

test("a plain object from the host becomes a table in place when it needs one", () => {
  const dict = { a: 1 };
  dictSet(dict, tupleOf(1, 2), "pair");
  assert.equal(dictGet(dict, "a"), 1);
  assert.equal(repr(dict), "{'a': 1, (1, 2): 'pair'}");
});

test("get is the method of a dict, or whatever the receiver has of that name", () => {
  assert.equal(get({ a: 1 }, "a"), 1);
  assert.equal(get(dictOf([1, "x"]), 1), "x");
  assert.equal(get({}, "a"), null);
  assert.equal(get({}, "a", 5), 5);
  assert.equal(get(new Map([["a", 2]]), "a"), 2);
  assert.equal(get({ get: (/** @type {string} */ key) => `own ${key}` }, "a"), "own a");
  assert.equal(get({ get: sig(() => 1, "") }, "a", "of python"), "of python");
  assert.throws(() => get("text", "a"), AttributeError);
  assert.throws(() => get(null, "a"), AttributeError);
});

test("inherited properties are not keys", () => {
  assert.throws(() => getitem({}, "constructor"), KeyError);
});

test("a method read as a value is the same function each time", () => {
  class Counter extends PyObject {
    bump() {
      return this;
    }
  }
  const counter = new Counter();
  assert.equal(bound(counter, "bump"), bound(counter, "bump"));
  assert.equal(bound(counter, "bump")(), counter);
});

test("errors of JavaScript are caught as what they amount to", () => {
  try {
    /** @type {any} */ (null).missing;
  } catch (error) {
    assert.ok(matches(error, AttributeError) && matches(error, Exception) && !matches(error, KeyError));
  }
});

test("keywords find their place by the callee's signature, or travel as options", () => {
  const known = sig((a, b = 2) => [a, b], "a,b=");
  assert.deepEqual(callkw(known, [], { b: 5, a: 1 }), [1, 5]);
  assert.deepEqual(callkw((a, options) => [a, options], [1], { b: 5 }), [1, { b: 5 }]);
});

// A limit that docs/semantics.md states.
test("a whole float in json is an int where javascript has read it, and stays a float in json.loads", () => {
  assert.equal(repr(JSON.parse("[2.0, 2.5]")), "[2, 2.5]");
  assert.equal(repr(loads("[2.0, 2.5]")), "[2.0, 2.5]");
});
