// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { secretsPath } from "../../main/webapp/js/secret-scope.js";

test("no repository means the whole installation", () => {
  assert.equal(secretsPath(""), "/secrets");
  assert.equal(secretsPath("", "API_TOKEN"), "/secrets/API_TOKEN");
});

test("a repository's secrets lie below it, whatever its name", () => {
  assert.equal(secretsPath("demo"), "/repositories/demo/secrets");
  assert.equal(secretsPath("a b/c", "X"), "/repositories/a%20b%2Fc/secrets/X");
});
