// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createSessionLog } from "../../main/webapp/js/session-log.js";

const PART = 5;
const ALL = Array.from({ length: 2_500 }, (_, index) => ({
  seq: index + 1,
  type: "sandbox_event",
  at: "2026-11-23T10:00:00Z",
  data: { kind: "text", part: `t${Math.floor(index / PART)}`, offset: (index % PART) * 2, delta: "ab" },
}));

const host = {
  fetchBefore: async (/** @type {number} */ before, /** @type {number} */ limit) => ({
    events: ALL.filter((event) => event.seq < before).slice(-limit),
    lastSeq: ALL.length,
  }),
};

test("the newest page comes first and the rest page by page, without holes", async () => {
  const log = createSessionLog(host);

  assert.equal(await log.loadNewest(2_400), 2_400);
  assert.equal(log.missing(), 1_400);
  log.append(ALL.slice(2_400));
  assert.equal(await log.loadOlder(), true);
  assert.equal(await log.loadOlder(), true);
  assert.equal(await log.loadOlder(), false);

  assert.equal(log.missing(), 0);
  assert.equal(log.state().items.length, 500);
  assert.equal(log.state().cursor, 2_500);
});

test("older history gives the same state as reading from the beginning", async () => {
  const late = createSessionLog(host);
  await late.loadNewest(2_500);
  await late.loadOlder();
  await late.loadOlder();
  const early = createSessionLog({ fetchBefore: async () => ({ events: [], lastSeq: 0 }) });
  await early.loadNewest(0);
  early.append(ALL);

  assert.deepEqual(late.state().items, early.state().items);
});

test("a page that does not join is not used", async () => {
  const log = createSessionLog({
    fetchBefore: async (before) => (before > 2_000 ? host.fetchBefore(before, 1_000) : { events: ALL.slice(0, 100), lastSeq: 2_500 }),
  });
  await log.loadNewest(2_500);

  assert.equal(await log.loadOlder(), false);
  assert.equal(log.missing(), 1_500);
});
