// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { diffTexts, parseUnifiedDiff } from "../../main/webapp/js/diff.js";

const CHANGE = `diff --git a/src/clock.js b/src/clock.js
index 1111111..2222222 100644
--- a/src/clock.js
+++ b/src/clock.js
@@ -1,4 +1,5 @@ export function hours()
 one
-two
+TWO
+two and a half
 three
 four
`;

test("a changed file has its lines with both numbers", () => {
  const [file] = parseUnifiedDiff(CHANGE);

  assert.equal(file.path, "src/clock.js");
  assert.equal(file.status, "modified");
  assert.deepEqual([file.added, file.removed], [2, 1]);
  assert.equal(file.hunks[0].header, "export function hours()");
  assert.deepEqual(
    file.hunks[0].lines.map((line) => [line.kind, line.before, line.after, line.text]),
    [
      ["context", 1, 1, "one"],
      ["removed", 2, null, "two"],
      ["added", null, 2, "TWO"],
      ["added", null, 3, "two and a half"],
      ["context", 3, 4, "three"],
      ["context", 4, 5, "four"],
    ],
  );
});

test("lines that look like headers inside a hunk are lines", () => {
  const [file, ...others] = parseUnifiedDiff(
    "diff --git a/a.sql b/a.sql\n--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1,2 @@\n--- old comment\n+++ new comment\n diff --git a/x b/x\n",
  );

  assert.equal(others.length, 0);
  assert.deepEqual(file.hunks[0].lines.map((line) => line.text), ["-- old comment", "++ new comment", "diff --git a/x b/x"]);
});

test("new, deleted, renamed and binary files are recognised", () => {
  const files = parseUnifiedDiff(`diff --git a/new.txt b/new.txt
new file mode 100644
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+hello
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-bye
diff --git a/old name.txt b/new name.txt
similarity index 100%
rename from old name.txt
rename to new name.txt
diff --git a/logo.png b/logo.png
index 1..2 100644
Binary files a/logo.png and b/logo.png differ
`);

  assert.deepEqual(files.map((file) => [file.path, file.status, file.binary]), [
    ["new.txt", "added", false],
    ["gone.txt", "removed", false],
    ["new name.txt", "renamed", false],
    ["logo.png", "modified", true],
  ]);
  assert.equal(files[0].hunks[0].lines[1].kind, "note");
  assert.equal(files[2].oldPath, "old name.txt");
});

test("names that git quotes are read as UTF-8", () => {
  const [file] = parseUnifiedDiff('diff --git "a/gr\\303\\274n \\"x\\".txt" "b/gr\\303\\274n \\"x\\".txt"\nnew file mode 100644\n');

  assert.equal(file.path, 'grün "x".txt');
});

test("a diff that was cut in the middle gives what is there", () => {
  const [file] = parseUnifiedDiff(CHANGE.slice(0, CHANGE.indexOf("+two and")));

  assert.equal(file.added, 1);
});

test("text that is no diff gives nothing", () => {
  assert.deepEqual(parseUnifiedDiff(""), []);
  assert.deepEqual(parseUnifiedDiff("@@ -1 +1 @@\n+x\n"), []);
});

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
