// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { diffTexts } from "../../main/webapp/js/diff.js";

test("two texts differ in the lines that changed", () => {
  const lines = diffTexts("a\nb\nc\nd", "a\nB\nc\nd\ne");

  assert.deepEqual(lines.map((line) => `${line.kind}:${line.text}`), ["context:a", "removed:b", "added:B", "context:c", "context:d", "added:e"]);
});

test("equal, empty and huge texts are no trouble", () => {
  assert.ok(diffTexts("x\ny", "x\ny").every((line) => line.kind === "context"));
  assert.deepEqual(diffTexts("", ""), []);
  assert.deepEqual(diffTexts("", "new").map((line) => line.kind), ["added"]);
  const many = (/** @type {string} */ mark) => Array.from({ length: 5_000 }, (_, index) => `${mark}${index}`).join("\n");
  assert.equal(diffTexts(many("a"), many("b")).length, 10_000);
});
