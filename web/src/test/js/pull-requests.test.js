// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, {
  document: { getElementById: () => ({ textContent: '{"js.pr.merged":"merged","js.pr.open":"open"}' }), documentElement: { lang: "en" } },
});
const { chipClass, stateOf, wordOf } = await import("../../main/webapp/js/pull-requests.js");

test("the state of one that is there is the host's, of any other our work's", () => {
  assert.equal(stateOf({ status: "done", state: "merged" }), "merged");
  assert.equal(stateOf({ status: "link", state: "merged" }), "link");
  assert.equal(stateOf({ status: "failed" }), "failed");
  assert.equal(stateOf({ status: "working", state: "open" }), "wanted");
});

test("every state has a word and a look, also one that comes later", () => {
  assert.equal(wordOf("merged"), "merged");
  assert.equal(wordOf("unheard-of"), "open");
  assert.equal(chipClass("failed"), "chip is-failed");
  assert.equal(chipClass("unheard-of"), "chip is-draft");
});
