// @ts-check
// Makes small differences of two texts. No DOM.

/** @typedef {{kind: "context" | "added" | "removed", before: number | null, after: number | null, text: string}} DiffLine */

const MOST_CELLS = 250_000;

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
