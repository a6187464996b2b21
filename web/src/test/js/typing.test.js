// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createTyping } from "../../main/webapp/js/typing.js";

/** @param {string} words */
function stage(words) {
  const stage = { words, told: 0, millis: 0, /** @type {(() => void)[]} */ later: [] };
  const typed = createTyping(
    { text: () => stage.words, later: (action, millis) => (stage.later.push(action), (stage.millis = millis)) },
    () => stage.told++,
  );
  return { stage, typed };
}

test("many keys tell once, a moment later", () => {
  const { stage: seen, typed } = stage("fix the");
  typed();
  typed();
  typed();
  assert.equal(seen.told, 0);
  assert.equal(seen.later.length, 1);
  assert.equal(seen.millis, 300);
  seen.later[0]();
  assert.equal(seen.told, 1);
  typed();
  assert.equal(seen.later.length, 2);
});

test("a key that was taken back tells nothing", () => {
  const { stage: seen, typed } = stage("x");
  typed();
  seen.words = "  ";
  seen.later[0]();
  assert.equal(seen.told, 0);
});
