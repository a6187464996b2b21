// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

const WORDS = {
  "js.protection.unknown": "Nobody knows.", "js.protection.isolated": "Isolated.", "js.protection.open": "Open.", "js.protection.limits": "Limited: {0}.",
  "js.protection.memory": "memory", "js.protection.cpu": "CPU", "js.protection.processes": "processes", "js.protection.disk": "disk",
};
Object.assign(globalThis, { document: { getElementById: () => ({ textContent: JSON.stringify(WORDS) }), documentElement: { lang: "en" } } });
const { protectionLines } = await import("../../main/webapp/js/protection.js");

test("what is enforced comes first, then every note of the host", () => {
  const host = { available: true, isolated: true, limits: { memory: true, cpu: false, processes: true, disk: true }, notes: [{ text: "CPU is not limited." }] };

  assert.deepEqual(protectionLines(host), ["Isolated.", "Limited: memory, processes, disk.", "CPU is not limited."]);
});

test("a machine without walls says so", () => {
  assert.deepEqual(protectionLines({ available: true, isolated: false, limits: {}, notes: [] }), ["Open."]);
});

test("a host that does not answer is not called safe", () => {
  assert.deepEqual(protectionLines({ available: false }), ["Nobody knows."]);
});
