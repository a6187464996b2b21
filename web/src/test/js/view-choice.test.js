// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createViewChoice } from "../../main/webapp/js/changes/view-choice.js";

function shelf() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return { getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value) };
}

const wide = () => ({ matches: false });
const narrow = () => ({ matches: true });

test("what was chosen is there the next time", () => {
  const place = shelf();
  createViewChoice(place, wide).choose("split");

  assert.equal(createViewChoice(place, wide).view(), "split");
});

test("a phone shows lines one under the other whatever was chosen", () => {
  const place = shelf();
  createViewChoice(place, wide).choose("split");
  const phone = createViewChoice(place, narrow);

  assert.equal(phone.view(), "unified");
  assert.equal(phone.hasRoom(), false);
  assert.equal(phone.chosen(), "split");
});

test("a browser without storage remembers as long as the page lives", () => {
  const refusing = {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("forbidden");
    },
  };
  const choice = createViewChoice(refusing, wide);
  assert.equal(choice.view(), "unified");
  choice.choose("split");

  assert.equal(choice.view(), "split");
});
