// @ts-check
// Reads unified diffs and makes small ones of two texts. No DOM.

/** @typedef {{kind: "context" | "added" | "removed" | "note", before: number | null, after: number | null, text: string}} DiffLine */
/** @typedef {{header: string, lines: DiffLine[]}} Hunk */
/** @typedef {{path: string, oldPath: string | null, status: "added" | "removed" | "renamed" | "modified", binary: boolean, added: number, removed: number, hunks: Hunk[]}} FileDiff */

const MOST_CELLS = 250_000;

/**
 * @param {string} text a unified diff as `git diff` writes it; a cut one gives what is there
 * @returns {FileDiff[]}
 */
export function parseUnifiedDiff(text) {
  /** @type {FileDiff[]} */
  const files = [];
  /** @type {FileDiff | null} */
  let file = null;
  /** @type {Hunk | null} */
  let hunk = null;
  let before = 0;
  let after = 0;
  let beforeLeft = 0;
  let afterLeft = 0;

  for (const line of text.split("\n")) {
    if (hunk !== null && file !== null && (beforeLeft > 0 || afterLeft > 0)) {
      const mark = line[0];
      if (mark === "+") {
        hunk.lines.push({ kind: "added", before: null, after: after++, text: line.slice(1) });
        file.added++;
        afterLeft--;
        continue;
      }
      if (mark === "-") {
        hunk.lines.push({ kind: "removed", before: before++, after: null, text: line.slice(1) });
        file.removed++;
        beforeLeft--;
        continue;
      }
      if (mark === " " || line === "") {
        hunk.lines.push({ kind: "context", before: before++, after: after++, text: line.slice(1) });
        beforeLeft--;
        afterLeft--;
        continue;
      }
    }
    if (line.startsWith("\\") && hunk !== null) {
      hunk.lines.push({ kind: "note", before: null, after: null, text: line.slice(2) });
      continue;
    }
    if (line.startsWith("diff --git ")) {
      file = { path: pathOfHeader(line), oldPath: null, status: "modified", binary: false, added: 0, removed: 0, hunks: [] };
      files.push(file);
      hunk = null;
      beforeLeft = afterLeft = 0;
      continue;
    }
    if (file === null) {
      continue;
    }
    const range = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/.exec(line);
    if (range !== null) {
      before = Number(range[1]);
      after = Number(range[3]);
      beforeLeft = range[2] === undefined ? 1 : Number(range[2]);
      afterLeft = range[4] === undefined ? 1 : Number(range[4]);
      hunk = { header: range[5].trim(), lines: [] };
      file.hunks.push(hunk);
      continue;
    }
    readExtendedHeader(file, line);
  }
  return files;
}

/**
 * @param {FileDiff} file
 * @param {string} line
 */
function readExtendedHeader(file, line) {
  if (line.startsWith("new file mode")) {
    file.status = "added";
  } else if (line.startsWith("deleted file mode")) {
    file.status = "removed";
  } else if (line.startsWith("rename from ")) {
    file.status = "renamed";
    file.oldPath = unquote(line.slice("rename from ".length));
  } else if (line.startsWith("rename to ")) {
    file.path = unquote(line.slice("rename to ".length));
  } else if (line.startsWith("Binary files ") || line.startsWith("GIT binary patch")) {
    file.binary = true;
  } else if (line.startsWith("+++ ") && line !== "+++ /dev/null") {
    file.path = withoutPrefix(unquote(line.slice(4).replace(/\t.*$/, "")));
  } else if (line.startsWith("--- ") && line !== "--- /dev/null" && file.status === "removed") {
    file.path = withoutPrefix(unquote(line.slice(4).replace(/\t.*$/, "")));
  }
}

/** @param {string} line */
function pathOfHeader(line) {
  const names = line.slice("diff --git ".length);
  const quoted = /"b\/((?:[^"\\]|\\.)*)"$/.exec(names);
  if (quoted !== null) {
    return unquote(`"${quoted[1]}"`);
  }
  const at = names.lastIndexOf(" b/");
  return at < 0 ? names : names.slice(at + 3);
}

/** @param {string} path */
function withoutPrefix(path) {
  return path.replace(/^[ab]\//, "");
}

/**
 * Git quotes names with unusual bytes in C style; the bytes are UTF-8.
 *
 * @param {string} name
 */
function unquote(name) {
  if (!name.startsWith('"') || !name.endsWith('"')) {
    return name;
  }
  /** @type {number[]} */
  const bytes = [];
  const escapes = new Map([["n", 10], ["t", 9], ["r", 13], ["a", 7], ["b", 8], ["f", 12], ["v", 11], ['"', 34], ["\\", 92]]);
  const encoder = new TextEncoder();
  for (const match of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (match[1] !== undefined) {
      bytes.push(Number.parseInt(match[1], 8));
    } else if (match[2] !== undefined) {
      bytes.push(escapes.get(match[2]) ?? match[2].charCodeAt(0));
    } else {
      bytes.push(...encoder.encode(match[3]));
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/**
 * The lines that differ between two texts: longest common subsequence for what is small, all out and all in for what is not.
 *
 * @param {string} before
 * @param {string} after
 * @returns {DiffLine[]}
 */
export function diffTexts(before, after) {
  const left = before === "" ? [] : before.split("\n");
  const right = after === "" ? [] : after.split("\n");
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) {
    start++;
  }
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) {
    end++;
  }
  /** @type {DiffLine[]} */
  const lines = [];
  const context = (/** @type {number} */ i, /** @type {number} */ j) =>
    lines.push({ kind: "context", before: i + 1, after: j + 1, text: left[i] });
  for (let i = 0; i < start; i++) {
    context(i, i);
  }
  lines.push(...middle(left.slice(start, left.length - end), right.slice(start, right.length - end), start));
  for (let i = 0; i < end; i++) {
    context(left.length - end + i, right.length - end + i);
  }
  return lines;
}

/**
 * @param {string[]} left
 * @param {string[]} right
 * @param {number} start
 * @returns {DiffLine[]}
 */
function middle(left, right, start) {
  /** @type {DiffLine[]} */
  const lines = [];
  const removed = (/** @type {number} */ i) => lines.push({ kind: "removed", before: start + i + 1, after: null, text: left[i] });
  const added = (/** @type {number} */ j) => lines.push({ kind: "added", before: null, after: start + j + 1, text: right[j] });
  if (left.length * right.length > MOST_CELLS) {
    left.forEach((_, i) => removed(i));
    right.forEach((_, j) => added(j));
    return lines;
  }
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] =
        left[i] === right[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ kind: "context", before: start + i + 1, after: start + j + 1, text: left[i] });
      i++;
      j++;
    } else if (i < left.length && (j === right.length || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      removed(i++);
    } else {
      added(j++);
    }
  }
  return lines;
}
