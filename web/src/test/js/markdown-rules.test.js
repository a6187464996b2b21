// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, escapeHtml, fenceLanguage, rendererRules, safeAddress, unchangedBlocks } from "../../main/webapp/js/markdown-rules.js";

const HOSTILE = [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)",
  "vbscript:x", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "blob:https://x/y", "//evil.example", "/sign-out", "../people",
  "src/clock.js", "#top", "?q=1", "", "http://[broken", "ftp://example.org/",
];

test("only whole web and mail addresses stay links", () => {
  for (const address of HOSTILE) {
    assert.equal(safeAddress(address), null, address);
  }
  assert.equal(safeAddress(null), null);
  assert.equal(safeAddress("https://example.org/a?b=c#d"), "https://example.org/a?b=c#d");
  assert.equal(safeAddress("HTTP://example.org"), "http://example.org/");
  assert.equal(safeAddress("mailto:a@example.org"), "mailto:a@example.org");
});

test("raw HTML is shown as text", () => {
  assert.equal(rendererRules.html({ text: "<img src=x onerror=alert(1)>" }), "&lt;img src=x onerror=alert(1)&gt;");
});

test("pictures become links, and hostile ones only their text", () => {
  assert.equal(rendererRules.image({ href: "https://example.org/p.png", text: 'a "b"' }), '<a href="https://example.org/p.png">a &quot;b&quot;</a>');
  assert.equal(rendererRules.image({ href: "javascript:alert(1)", text: "x" }), "<span>x</span>");
});

test("code stays code, whatever stands in it and in its language", () => {
  assert.equal(
    rendererRules.code({ text: "</code><script>1</script>", lang: 'js" onclick="x' }),
    '<pre><code class="language-js">&lt;/code&gt;&lt;script&gt;1&lt;/script&gt;\n</code></pre>\n',
  );
  assert.equal(fenceLanguage("C++ title=x"), "c++");
  assert.equal(fenceLanguage(undefined), "");
});

test("nothing that runs, loads, styles or submits is allowed", () => {
  for (const tag of ["script", "style", "img", "iframe", "object", "embed", "form", "button", "svg", "math", "link", "meta", "base", "video", "audio", "template"]) {
    assert.ok(!ALLOWED_TAGS.includes(tag), tag);
  }
  for (const attribute of ["style", "src", "srcset", "id", "name", "onclick", "onerror", "formaction", "target"]) {
    assert.ok(!ALLOWED_ATTRIBUTES.includes(attribute), attribute);
  }
});

test("all five dangerous characters are escaped", () => {
  assert.equal(escapeHtml(`<a href="x" title='y'>&`), "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
});

test("a growing text redraws from the first block that changed", () => {
  assert.equal(unchangedBlocks(["a", "b"], ["a", "b", "c"]), 2);
  assert.equal(unchangedBlocks(["a", "b"], ["a", "bb"]), 1);
  assert.equal(unchangedBlocks([], ["a"]), 0);
  assert.equal(unchangedBlocks(["a", "b"], ["a"]), 1);
});
