// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { describeTool } from "../../main/webapp/js/tool-words.js";

test("a command reads as what was typed", () => {
  const words = describeTool({ tool: "bash", input: '{"command":"npm test\\nls","description":"Run tests"}' });

  assert.deepEqual([words.icon, words.name, words.title, words.command], ["terminal", "bash", "npm test", "npm test\nls"]);
});

test("an edit is a diff and a path below the workspace", () => {
  const words = describeTool({ tool: "edit", input: { filePath: "/workspace/demo/src/clock.js", oldString: "a", newString: "b" } });

  assert.equal(words.title, "src/clock.js");
  assert.deepEqual(words.edit, { before: "a", after: "b" });
  assert.equal(words.showOutput, false);
});

test("a written file shows all its lines as new", () => {
  assert.deepEqual(describeTool({ tool: "write", input: { filePath: "a.txt", content: "x\ny" } }).edit, { before: "", after: "x\ny" });
});

test("unknown tools and input that was cut are shown as they are", () => {
  const words = describeTool({ tool: "mystery", title: "Something", input: '{"a": "cut of' });

  assert.deepEqual([words.icon, words.title, words.input], ["tool", "Something", '{"a": "cut of']);
  assert.equal(describeTool({}).title, "");
});
