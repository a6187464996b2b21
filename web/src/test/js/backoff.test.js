// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { delayMillis } from "../../main/webapp/js/backoff.js";

test("the delay doubles from half a second to fifteen and stays there", () => {
  const delays = Array.from({ length: 40 }, (_, attempt) => delayMillis(attempt, () => 0.999999));

  assert.deepEqual(delays.slice(0, 6), [500, 1000, 2000, 4000, 8000, 15000]);
  assert.ok(delays.slice(6).every((delay) => delay === 15000));
});

test("clients of one server spread over half of the delay", () => {
  assert.equal(delayMillis(3, () => 0), 2000);
  assert.equal(delayMillis(3, () => 0.5), 3000);
});
