// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createDraft } from "../../main/webapp/js/draft.js";
import { createOutbox } from "../../main/webapp/js/outbox.js";

class Away extends Error {}

/** @param {(submission: any) => Promise<any>} send */
function surroundings(send) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  let count = 0;
  const storage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
  const draft = createDraft(storage, "s1", () => `request-${++count}`);
  /** @type {(() => void)[]} */
  const timers = [];
  /** @type {unknown[]} */
  const refused = [];
  /** @type {string[]} */
  const accepted = [];
  const outbox = createOutbox({
    draft,
    send,
    mayRetry: (problem) => problem instanceof Away,
    random: () => 0,
    later: (action) => timers.push(action),
    cancel: () => timers.splice(0),
    onChange: () => {},
    onRefused: (problem) => refused.push(problem),
    onAccepted: (submission) => accepted.push(submission.text),
  });
  return { draft, outbox, timers, refused, accepted };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("submissions go out one after the other, in their order", async () => {
  /** @type {string[]} */
  const sent = [];
  const { draft, outbox, accepted } = surroundings(async (submission) => void sent.push(submission.text));
  draft.submit("one");
  draft.submit("two");

  await outbox.pump();
  await settle();

  assert.deepEqual(sent, ["one", "two"]);
  assert.deepEqual(accepted, ["one", "two"]);
  assert.deepEqual(draft.outbox(), []);
});

test("while the server is away the same request is sent again with the same id", async () => {
  /** @type {string[]} */
  const tried = [];
  const { draft, outbox, timers } = surroundings(async (submission) => {
    tried.push(submission.requestId);
    if (tried.length < 3) {
      throw new Away();
    }
  });
  draft.submit("one");

  await outbox.pump();
  assert.equal(outbox.waiting(), true);
  timers.shift()?.();
  await settle();
  outbox.hurry();
  await settle();

  assert.deepEqual(tried, ["request-1", "request-1", "request-1"]);
  assert.deepEqual(draft.outbox(), []);
});

test("what the server refuses returns to the field with its reason, and the next one is sent", async () => {
  const { draft, outbox, refused, accepted } = surroundings(async (submission) => {
    if (submission.text === "bad") {
      throw new Error("queue full");
    }
  });
  draft.submit("bad");
  draft.submit("good");

  await outbox.pump();
  await settle();

  assert.equal(refused.length, 1);
  assert.equal(draft.text(), "bad");
  assert.deepEqual(accepted, ["good"]);
});
