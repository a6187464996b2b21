// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { chipClass, eventOf, readable, warningOf } from "../../main/webapp/js/hook-words.js";

test("an event is said with its action if it has one", () => {
  assert.equal(eventOf({ event: "push" }), "push");
  assert.equal(eventOf({ event: "pull_request", action: "opened" }), "pull_request · opened");
});

test("a failed delivery is red and an unknown status plain", () => {
  assert.equal(chipClass("failed"), "chip is-failed");
  assert.equal(chipClass("ignored"), "chip");
});

test("JSON is indented and everything else shown as it came", () => {
  assert.equal(readable('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(readable('{"a":'), '{"a":');
  assert.equal(readable("<script>"), "<script>");
});

test("a page without a secret warns of that before anything else", () => {
  assert.equal(warningOf({ configured: false }), "not-configured");
  assert.equal(warningOf({ configured: false, lastReceivedAt: "2026-01-01T00:00:00Z" }), "not-configured");
});

test("a page on which nothing came warns until something has", () => {
  assert.equal(warningOf({ configured: true }), "none-came");
  assert.equal(warningOf({ configured: true, lastReceivedAt: "2026-01-01T00:00:00Z" }), null);
});
