// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { take, takeOlder } from "../../main/webapp/js/cursor.js";

const event = (/** @type {number} */ seq) => ({ seq, type: "work", at: "2026-11-23T10:00:00Z", data: {} });
const range = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));

test("events that follow the cursor are taken in order", () => {
  const taken = take(4, range(5, 7));

  assert.deepEqual(taken.fresh.map((one) => one.seq), [5, 6, 7]);
  assert.equal(taken.cursor, 7);
  assert.equal(taken.hole, false);
});

test("events that we have already are dropped, also in the middle of a frame", () => {
  const taken = take(6, [...range(3, 7), ...range(5, 9)]);

  assert.deepEqual(taken.fresh.map((one) => one.seq), [7, 8, 9]);
});

test("a hole ends the frame before it and is reported", () => {
  const taken = take(1, [event(2), event(4), event(5)]);

  assert.deepEqual(taken.fresh.map((one) => one.seq), [2]);
  assert.equal(taken.cursor, 2);
  assert.equal(taken.hole, true);
});

test("random overlapping frames give every event exactly once", () => {
  let seed = 20261123;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 200; round++) {
    let cursor = 0;
    /** @type {number[]} */
    const seen = [];
    while (cursor < 300) {
      const from = Math.max(1, cursor + 1 - Math.floor(random() * 20) + (random() < 0.2 ? 3 : 0));
      const taken = take(cursor, range(from, Math.min(320, from + Math.floor(random() * 30))));
      seen.push(...taken.fresh.map((one) => one.seq));
      cursor = taken.cursor;
    }
    assert.deepEqual(seen, Array.from({ length: seen.length }, (_, index) => index + 1));
  }
});

test("an older page joins without a hole and without what we have", () => {
  assert.deepEqual(takeOlder(10, range(5, 12)).map((one) => one.seq), [5, 6, 7, 8, 9]);
  assert.deepEqual(takeOlder(10, [...range(1, 4), ...range(8, 9)]).map((one) => one.seq), [8, 9]);
  assert.deepEqual(takeOlder(10, range(1, 8)), []);
});
