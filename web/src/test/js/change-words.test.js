// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

/** @type {any} */ (globalThis).document = { getElementById: () => null, documentElement: { lang: "en" } };
const { beginning, hasLines, matches, sentences } = await import("../../main/webapp/js/changes/change-words.js");

/** @param {any} [facts] */
const file = (facts) => ({ path: "src/a.js", status: "modified", oldMode: "100644", mode: "100644", added: 1, removed: 1, binary: false, tooLarge: false, bytes: 10, ...facts });

test("an ordinary file has lines and no sentence", () => {
  assert.equal(hasLines(file()), true);
  assert.deepEqual(sentences(file()), []);
});

test("what has no lines to show is said", () => {
  for (const facts of [{ binary: true, oldBytes: 4 }, { binary: true, mode: undefined }, { tooLarge: true }]) {
    assert.equal(hasLines(file(facts)), false);
    assert.equal(sentences(file(facts)).length, 1, JSON.stringify(facts));
  }
});

test("a conflict, a rename and a mode are said beside their lines", () => {
  const said = sentences(file({ status: "conflict", mode: "100755" }));

  assert.equal(said.length, 2);
  assert.equal(sentences(file({ status: "renamed", oldPath: "src/old.js" })).length, 1);
  assert.equal(hasLines(file({ status: "conflict" })), true);
});

test("only a mode that changed is no line", () => {
  assert.equal(hasLines(file({ added: 0, removed: 0, mode: "100755" })), false);
});

test("a file is found by words of its path, in any case, and by its old one", () => {
  assert.equal(matches(file(), ""), true);
  assert.equal(matches(file(), "SRC .js"), true);
  assert.equal(matches(file(), "src .ts"), false);
  assert.equal(matches(file({ oldPath: "lib/b.js" }), "lib"), true);
});

test("a long difference shows its first lines and says how many are left", () => {
  assert.deepEqual(beginning("a\nb\n", 5), { shown: "a\nb\n", left: 0 });
  assert.deepEqual(beginning("a\nb\nc\nd\n", 2), { shown: "a\nb\n", left: 2 });
  assert.deepEqual(beginning("a\nb\n", 2), { shown: "a\nb\n", left: 0 });
  assert.deepEqual(beginning("a\nb\nc", 1), { shown: "a\n", left: 2 });
});
