// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

// The words come with the page; here a page of three words stands in for it.
const WORDS = {
  "js.reason.unknown": "No reason.", "js.advice.unknown": "Try again.", "js.reason.no_sandbox": "No sandbox.", "js.advice.no_sandbox": "Look above.",
  "js.reason.boot_failed": "A step failed.", "js.advice.boot_failed": "Repair the hook.", "js.reason.model_error": "The model failed.",
};
Object.assign(globalThis, { document: { getElementById: () => ({ textContent: JSON.stringify(WORDS) }), documentElement: { lang: "en" } } });
const { explain } = await import("../../main/webapp/js/reasons.js");

test("a code becomes its sentence and its advice", () => {
  assert.deepEqual(explain("boot_failed"), { what: "A step failed.", advice: "Repair the hook." });
});

test("details follow the sentence, whatever stands in them", () => {
  assert.deepEqual(explain("model_error: 529: overloaded"), { what: "The model failed. 529: overloaded", advice: "Try again." });
});

test("of a cause within a cause the innermost advice counts", () => {
  assert.deepEqual(explain("no_sandbox: boot_failed: start: exit 127"), { what: "No sandbox. A step failed. start: exit 127", advice: "Repair the hook." });
});

test("what nobody knows is shown as it is, and nothing as nothing", () => {
  assert.equal(explain("exit status 127").what, "exit status 127");
  assert.equal(explain("brand_new_code").what, "brand new code");
  assert.equal(explain(null).what, "No reason.");
  assert.equal(explain("").advice, "Try again.");
});
