// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { chipClass, rulesOf, somethingBuilds, tookMillis } from "../../main/webapp/js/image-words.js";

test("a failed image is red and a replaced one plain", () => {
  assert.equal(chipClass("failed"), "chip is-failed");
  assert.equal(chipClass("superseded"), "chip");
});

test("a build takes from its start to its end, or until now", () => {
  const image = { createdAt: "2026-01-01T00:00:00Z", startedAt: "2026-01-01T00:00:10Z", finishedAt: "2026-01-01T00:01:00Z" };
  assert.equal(tookMillis(image, 0), 50_000);
  assert.equal(tookMillis({ createdAt: "2026-01-01T00:00:00Z" }, Date.parse("2026-01-01T00:00:05Z")), 5_000);
});

test("rules go to the server as it takes them", () => {
  const fields = new FormData();
  fields.set("prebuildMinutes", "45");
  fields.set("buildCommand", "");
  assert.deepEqual(rulesOf(fields), { prebuild: false, prebuildMinutes: 45, buildCommand: "" });
  fields.set("prebuild", "on");
  assert.equal(rulesOf(fields).prebuild, true);
});

test("a list with a build under way is looked at more often", () => {
  assert.equal(somethingBuilds([{ status: "ready" }, { status: "building" }]), true);
  assert.equal(somethingBuilds([{ status: "failed" }]), false);
});
