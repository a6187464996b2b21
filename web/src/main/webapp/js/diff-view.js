// @ts-check
// Draws the lines of a diff as a table that a screen reader can walk. Colour is not the only sign: each line has its mark.

import { element } from "./elements.js";
import { text } from "./texts.js";

const MOST_LINES = 3_000;
const MARKS = { context: " ", added: "+", removed: "-", note: "\\" };

/**
 * @param {import("./diff.js").DiffLine[]} lines
 * @returns {HTMLElement}
 */
export function drawDiffLines(lines) {
  const body = element("tbody");
  drawInto(body, lines, MOST_LINES);
  return wrap(body);
}

/**
 * @param {import("./diff.js").FileDiff} file
 * @returns {HTMLElement}
 */
export function drawFileDiff(file) {
  if (file.binary) {
    return element("p", { class: "quiet" }, text("js.diff.binary"));
  }
  if (file.hunks.length === 0) {
    return element("p", { class: "quiet" }, text("js.diff.noLines"));
  }
  const body = element("tbody");
  let left = MOST_LINES;
  for (const hunk of file.hunks) {
    const first = hunk.lines.find((line) => line.kind !== "note");
    const label = `@@ ${first?.before ?? first?.after ?? ""} ${hunk.header}`.trim();
    body.append(element("tr", { class: "diff-hunk" }, element("td", { colspan: "4" }, label)));
    left -= drawInto(body, hunk.lines, left);
    if (left <= 0) {
      break;
    }
  }
  return wrap(body);
}

/**
 * @param {HTMLElement} body
 * @param {import("./diff.js").DiffLine[]} lines
 * @param {number} most
 * @returns {number} how many were drawn
 */
function drawInto(body, lines, most) {
  const shown = lines.slice(0, Math.max(0, most));
  for (const line of shown) {
    body.append(
      element(
        "tr",
        { class: `diff-${line.kind}` },
        element("td", { class: "diff-number" }, String(line.before ?? "")),
        element("td", { class: "diff-number" }, String(line.after ?? "")),
        element("td", { class: "diff-mark" }, MARKS[line.kind]),
        element("td", { class: "diff-text" }, line.text === "" ? "\u00a0" : line.text),
      ),
    );
  }
  if (shown.length < lines.length) {
    body.append(element("tr", { class: "diff-note" }, element("td", { colspan: "4" }, text("js.diff.more", lines.length - shown.length))));
  }
  return shown.length;
}

/** @param {HTMLElement} body */
function wrap(body) {
  const table = element("table", { class: "diff" }, body);
  return element("div", { class: "diff-scroll", tabindex: "0", role: "group", "aria-label": text("js.diff.label") }, table);
}
