// @ts-check
// Words and the modules that use them must fit: a missing word would show its key to people.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../main/", import.meta.url));
const words = new Map(
  readFileSync(join(ROOT, "resources/dev/openinspect/web/pages/texts.properties"), "utf8")
    .split("\n")
    .filter((line) => line.includes("=") && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
);

/**
 * @param {string} folder
 * @param {string} ending
 * @returns {string[]}
 */
function filesBelow(folder, ending) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path, ending) : name.endsWith(ending) ? [path] : [];
  });
}

test("every word that a module or page names is in the bundle", () => {
  const missing = [];
  for (const path of [...filesBelow(join(ROOT, "webapp"), ".js"), ...filesBelow(join(ROOT, "webapp"), ".xhtml")]) {
    const source = readFileSync(path, "utf8");
    for (const [, key] of source.matchAll(/"(js\.[A-Za-z0-9_.]*[A-Za-z0-9_])"|texts\['([^']+)'\]/g)) {
      if (key !== undefined && !words.has(key)) {
        missing.push(`${path}: ${key}`);
      }
    }
    for (const [, key] of source.matchAll(/texts\['([^']+)'\]/g)) {
      if (!words.has(key)) {
        missing.push(`${path}: ${key}`);
      }
    }
  }

  assert.deepEqual(missing, []);
});

test("every state that the server knows has its word", () => {
  const states = {
    "js.session": ["created", "active", "working", "completed", "failed", "archived", "cancelled"],
    "js.prompt": ["queued", "running", "stopping", "completed", "failed", "cancelled"],
    "js.finish": ["completed", "failed", "cancelled"],
    "js.phase": ["clone", "sync", "setup", "build", "image", "start", "agent", "ready"],
    "js.image": ["building", "ready", "failed", "superseded", "deleted", "kind.baseline", "kind.prebuilt", "cause.first_setup", "cause.schedule", "cause.push", "cause.person"],
    "js.box": ["none", "starting", "booting", "ready", "stopping", "stopped", "lost", "failed"],
    "js.boot": ["running", "completed", "failed", "stopped"],
    "js.connection": ["connecting", "live", "polling", "offline"],
    "js.role": ["admin", "member", "viewer"],
    "js.scope": ["read", "write", "admin"],
    "js.tool": ["pending", "running", "error", "interrupted"],
  };
  for (const [prefix, names] of Object.entries(states)) {
    for (const name of names) {
      assert.ok(words.has(`${prefix}.${name}`), `${prefix}.${name}`);
    }
  }
});

test("no page has an inline script, style or handler, which the content security policy would block", () => {
  for (const path of filesBelow(join(ROOT, "webapp"), ".xhtml")) {
    const source = readFileSync(path, "utf8");
    assert.doesNotMatch(source, /\son[a-z]+\s*=|<style|\sstyle\s*=|javascript:/i, path);
    for (const [tag] of source.matchAll(/<script[^>]*>/g)) {
      assert.match(tag, /src="\/js\/|type="application\/json"/, path);
    }
  }
});
