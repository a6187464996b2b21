// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { ago, cost, duration, initials, size, tokens, webAddress, words } from "../../main/webapp/js/format.js";

test("durations have one unit that fits", () => {
  assert.deepEqual([0, 999, 1_000, 9_949, 9_960, 59_400, 61_000, 3_600_000, 5_430_000].map(duration), [
    "0 ms", "999 ms", "1.0 s", "9.9 s", "10 s", "59 s", "1 min 01 s", "1 h 00 min", "1 h 30 min",
  ]);
  assert.equal(duration(null), "");
  assert.equal(duration(-5), "");
});

test("small costs keep their digits", () => {
  assert.deepEqual([0, null, 0.0042, 0.01, 1.239, "0.5"].map(cost), ["$0.00", "$0.00", "$0.0042", "$0.01", "$1.24", "$0.50"]);
});

test("tokens and sizes are short", () => {
  assert.deepEqual([0, 999, 1_000, 9_940, 12_345, 999_499, 1_500_000].map(tokens), ["0", "999", "1.0k", "9.9k", "12k", "999k", "1.5M"]);
  assert.deepEqual([10, 2_048, 3_145_728].map(size), ["10 B", "2.0 KiB", "3.0 MiB"]);
});

test("moments are told from now", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");

  assert.equal(ago("2026-11-23T11:59:50Z", now, "en"), "now");
  assert.equal(ago("2026-11-23T11:55:00Z", now, "en"), "5 min. ago");
  assert.equal(ago("2026-11-22T12:00:00Z", now, "en"), "yesterday");
  assert.equal(ago("2026-01-02T12:00:00Z", now, "en"), "Jan 2, 2026");
});

test("portraits have one or two letters of any script", () => {
  assert.deepEqual(["Ada Lovelace", "plato", "X", "Åsa von Öst", " ", "😀 Smile"].map(initials), ["AL", "PL", "X", "ÅÖ", "?", "😀S"]);
});

test("an address that is none of the web becomes none", () => {
  assert.equal(webAddress("https://host.example/a"), "https://host.example/a");
  assert.equal(webAddress("javascript:alert(1)"), "#");
  assert.equal(webAddress(" https://host.example"), "#");
});

test("words stand between commas, and empty ones are none", () => {
  assert.deepEqual(words(" shop, , web shop,"), ["shop", "web shop"]);
  assert.deepEqual(words(""), []);
});
