// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

/** @type {any} */ (globalThis).document = { getElementById: () => null, documentElement: { lang: "en" } };
const { snapshotAfter } = await import("../../main/webapp/js/snapshots.js");

const prompt = (/** @type {string} */ id, /** @type {any} */ more = {}) => ({ id, status: "completed", startedAt: "2026-11-27T12:00:00Z", undone: false, ...more });
const snapshot = (/** @type {string} */ id, /** @type {string} */ promptId, status = "ready") => ({ id, promptId, status });

test("one goes back to the newest ready snapshot after an earlier prompt", () => {
  const session = { prompts: [prompt("p1"), prompt("p2")], snapshots: [snapshot("s3", "p1", "taking"), snapshot("s2", "p1"), snapshot("s1", "p1")] };

  assert.equal(snapshotAfter(session, "p1").id, "s2");
});

test("the prompt that the files end with is where one already is", () => {
  const session = { prompts: [prompt("p1"), prompt("p2")], snapshots: [snapshot("s2", "p2"), snapshot("s1", "p1")] };

  assert.equal(snapshotAfter(session, "p2"), null);
});

test("after going back, the undone prompt can be gone forward to", () => {
  const session = { prompts: [prompt("p1"), prompt("p2", { undone: true })], snapshots: [snapshot("s2", "p2"), snapshot("s1", "p1")] };

  assert.equal(snapshotAfter(session, "p2").id, "s2");
  assert.equal(snapshotAfter(session, "p1"), null);
});

test("nothing is offered while a prompt runs or waits, or without a snapshot", () => {
  const snapshots = [snapshot("s1", "p1")];

  assert.equal(snapshotAfter({ prompts: [prompt("p1"), prompt("p2"), prompt("p3", { status: "queued" })], snapshots }, "p1"), null);
  assert.equal(snapshotAfter({ prompts: [prompt("p1"), prompt("p2")], snapshots: [] }, "p1"), null);
  assert.equal(snapshotAfter({ prompts: [prompt("p1"), prompt("p2")], snapshots }, null), null);
});
