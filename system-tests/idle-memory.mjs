// What the sandboxes of this installation take in memory, by program: node system-tests/idle-memory.mjs <state folder of the host>
// Pss counts a page that n processes share as 1/n, so that sums are what the machine really gives.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node system-tests/idle-memory.mjs <state folder of the host, e.g. $OPENINSPECT_DATA/host>");
  process.exit(2);
}

/** @type {Map<number, number[]>} */
const children = new Map();
for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
  const stat = textOf(`/proc/${name}/stat`);
  const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
}

let sandboxes = 0;
/** @type {Map<string, number>} */
const kibibytes = new Map();
for (const record of readdirSync(join(folder, "records")).filter((name) => name.endsWith(".json"))) {
  const seen = new Set();
  for (const { pid } of JSON.parse(readFileSync(join(folder, "records", record), "utf8")).processes ?? []) {
    walk(pid, seen);
  }
  sandboxes += seen.size > 0 ? 1 : 0;
}
if (sandboxes === 0) {
  console.log("no sandbox runs");
  process.exit(0);
}
for (const [program, sum] of [...kibibytes].sort((one, other) => other[1] - one[1])) {
  console.log(`${(sum / 1024 / sandboxes).toFixed(1).padStart(8)} MiB  ${program}`);
}
console.log(`${([...kibibytes.values()].reduce((a, b) => a + b, 0) / 1024 / sandboxes).toFixed(1).padStart(8)} MiB  in all, mean of ${sandboxes} sandboxes`);

/**
 * @param {number} pid
 * @param {Set<number>} seen
 */
function walk(pid, seen) {
  const pss = /^Pss: +(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`));
  if (seen.has(pid) || pss === null) {
    return;
  }
  seen.add(pid);
  const words = textOf(`/proc/${pid}/cmdline`).split("\0");
  const program = words.includes("dev.openinspect.runtime.Supervisor") && words[0].endsWith("java") ? "supervisor" : (words[0].split("/").at(-1) ?? "?");
  kibibytes.set(program, (kibibytes.get(program) ?? 0) + Number(pss[1]));
  for (const child of children.get(pid) ?? []) {
    walk(child, seen);
  }
}

/** @param {string} path a process may end while it is looked at */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
