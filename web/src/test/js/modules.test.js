// @ts-check
// What the browser would only say in its console: a module that cannot be read.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../main/webapp/js/", import.meta.url);
const modules = readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(".js"));

for (const name of modules) {
  test(`${name} can be read`, () => {
    const source = readFileSync(new URL(name, folder));

    const check = spawnSync(process.execPath, ["--check", "--input-type=module"], { input: source, encoding: "utf8" });

    assert.equal(check.status, 0, check.stderr);
  });
}
