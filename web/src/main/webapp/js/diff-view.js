// @ts-check
// Draws the lines of a diff as a table that a screen reader can walk. Colour is not the only sign: each line has its mark.

import { element } from "./elements.js";
import { text } from "./texts.js";

const MOST_LINES = 3_000;
const MARKS = { context: " ", added: "+", removed: "-" };

/**
 * @param {import("./diff.js").DiffLine[]} lines
 * @returns {HTMLElement}
 */
export function drawDiffLines(lines) {
  const body = element("tbody");
  for (const line of lines.slice(0, MOST_LINES)) {
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
  if (lines.length > MOST_LINES) {
    body.append(element("tr", { class: "diff-note" }, element("td", { colspan: "4" }, text("js.diff.more", lines.length - MOST_LINES))));
  }
  const table = element("table", { class: "diff" }, body);
  return element("div", { class: "diff-scroll", tabindex: "0", role: "group", "aria-label": text("js.diff.label") }, table);
}
