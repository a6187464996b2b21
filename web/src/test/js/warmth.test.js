// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createWarmth, wordsFor } from "../../main/webapp/js/warmth.js";

/** @param {any} [changes] */
function stage(changes = {}) {
  const seen = {
    repository: /** @type {string | null} */ ("demo"),
    now: 1_000,
    /** @type {string[]} */ asked: [],
    /** @type {string[]} */ looked: [],
    /** @type {string[]} */ shown: [],
    /** @type {(() => void)[]} */ later: [],
    /** @type {any} */ answer: { size: 0, ready: 0, starting: 1 },
    refuse: false,
    ...changes,
  };
  const warmth = createWarmth({
    repository: () => seen.repository,
    ask: async (name) => {
      seen.asked.push(name);
      if (seen.refuse) {
        throw new Error("refused");
      }
    },
    look: async (name) => {
      seen.looked.push(name);
      return seen.answer;
    },
    later: (action) => seen.later.push(action),
    now: () => seen.now,
    show: (words) => seen.shown.push(words),
  });
  return { seen, warmth };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("what is said is what is there", () => {
  assert.equal(wordsFor(null), "");
  assert.equal(wordsFor({ size: 2, ready: 0, starting: 0 }), "");
  assert.equal(wordsFor({ size: 0, ready: 0, starting: 1 }), "warming");
  assert.equal(wordsFor({ size: 2, ready: 1, starting: 1 }), "ready");
});

test("writing asks once a minute for a repository, and looks until one is ready", async () => {
  const { seen, warmth } = stage();
  await warmth.typed();
  assert.deepEqual(seen.asked, ["demo"]);
  assert.deepEqual(seen.shown, ["warming"]);

  seen.answer = { size: 0, ready: 1, starting: 0 };
  seen.later[0]();
  await settled();
  assert.deepEqual(seen.shown, ["warming", "ready"]);
  assert.equal(seen.later.length, 1);

  seen.now += 59_000;
  await warmth.typed();
  assert.equal(seen.asked.length, 1);
  seen.now += 1_000;
  await warmth.typed();
  assert.equal(seen.asked.length, 2);
});

test("another choice ends the watch of the one before", async () => {
  const { seen, warmth } = stage();
  await warmth.typed();
  seen.repository = null;
  warmth.chosen();
  seen.later[0]();
  await settled();
  assert.equal(seen.looked.length, 1);
  assert.deepEqual(seen.shown, ["warming", ""]);
});

test("a branch of its own is never asked for", async () => {
  const { seen, warmth } = stage({ repository: null });
  await warmth.typed();
  warmth.chosen();
  await settled();
  assert.deepEqual(seen.asked, []);
  assert.deepEqual(seen.looked, []);
});

test("a refusal is silent", async () => {
  const { seen, warmth } = stage({ refuse: true });
  await warmth.typed();
  assert.deepEqual(seen.shown, []);
  assert.deepEqual(seen.looked, []);
});
