// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { place, textOf } from "../../main/webapp/js/spans.js";

test("deltas in order grow one text", () => {
  /** @type {import("../../main/webapp/js/spans.js").Span[]} */
  const spans = [];
  place(spans, 0, "Hello");
  place(spans, 5, ", ");
  place(spans, 7, "world 🌍");

  assert.equal(textOf(spans), "Hello, world 🌍");
  assert.equal(spans.length, 1);
});

test("a reader who joined in the middle sees that the beginning is missing", () => {
  /** @type {import("../../main/webapp/js/spans.js").Span[]} */
  const spans = [];
  place(spans, 10, "the end");

  assert.equal(textOf(spans), "…the end");
});

test("offsets count UTF-16 code units, so a delta may begin behind an emoji", () => {
  /** @type {import("../../main/webapp/js/spans.js").Span[]} */
  const spans = [];
  place(spans, 0, "🌍");
  place(spans, 2, "!");

  assert.equal(textOf(spans), "🌍!");
});

test("any order of deltas, with repetitions, gives the text", () => {
  const text = "The quick brown fox jumps over the lazy dog, again and again.";
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 300; round++) {
    const pieces = [];
    for (let at = 0; at < text.length; ) {
      const length = 1 + Math.floor(random() * 6);
      pieces.push({ at, delta: text.slice(at, at + length) });
      at += length;
    }
    pieces.push(...pieces.slice(0, 3));
    pieces.sort(() => random() - 0.5);
    /** @type {import("../../main/webapp/js/spans.js").Span[]} */
    const spans = [];
    for (const piece of pieces) {
      place(spans, piece.at, piece.delta);
    }
    assert.equal(textOf(spans), text);
  }
});
