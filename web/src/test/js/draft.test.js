// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createDraft } from "../../main/webapp/js/draft.js";

function shelf() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    kept,
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
}

function ids() {
  let count = 0;
  return () => `request-${++count}`;
}

test("typed text survives a reload", () => {
  const storage = shelf();
  createDraft(storage, "s1", ids()).type("half a thought");

  assert.equal(createDraft(storage, "s1", ids()).text(), "half a thought");
  assert.equal(createDraft(storage, "s2", ids()).text(), "");
});

test("a submission keeps its id over a reload until the server has it", () => {
  const storage = shelf();
  const submission = createDraft(storage, "s1", ids()).submit("do it", "demo/demo-1");

  const reloaded = createDraft(storage, "s1", ids());
  assert.deepEqual(reloaded.outbox(), [{ requestId: submission.requestId, text: "do it", model: "demo/demo-1" }]);
  assert.equal(reloaded.text(), "");

  reloaded.accepted(submission.requestId);
  assert.equal(storage.kept.size, 0);
});

test("a refused submission returns before what was typed since", () => {
  const draft = createDraft(shelf(), "s1", ids());
  const submission = draft.submit("first");
  draft.type("second");

  draft.takeBack(submission.requestId);

  assert.equal(draft.text(), "first\n\nsecond");
  assert.deepEqual(draft.outbox(), []);
});

test("several submissions wait in their order", () => {
  const draft = createDraft(shelf(), "s1", ids());
  draft.submit("one");
  draft.submit("two");

  assert.deepEqual(draft.outbox().map((one) => one.text), ["one", "two"]);
});

test("a storage that is full or broken keeps nobody from typing", () => {
  const full = { getItem: () => "{not json", setItem: () => { throw new Error("quota"); }, removeItem: () => { throw new Error("quota"); } };
  const draft = createDraft(full, "s1", ids());

  draft.type("still here");
  const submission = draft.submit("still here");

  assert.deepEqual(draft.outbox(), [submission]);
  draft.accepted(submission.requestId);
  assert.deepEqual(draft.outbox(), []);
});
