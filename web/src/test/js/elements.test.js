// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { plain } from "../../main/webapp/js/elements.js";

test("colours of terminals go", () => {
  assert.equal(plain("\u001b[1;31mred\u001b[0m"), "red");
});

test("other controls become signs that do nothing", () => {
  assert.equal(plain("\u001b]0;title\u0007\u001b[2J\u0000\u009b31m\u007f"), "␛]0;title␇␛[2J␀\ufffd31m\ufffd");
});

test("what is text stays, tabs and lines included", () => {
  assert.equal(plain("a\tb\r\nc é 😀 ‮"), "a\tb\r\nc é 😀 ‮");
});
