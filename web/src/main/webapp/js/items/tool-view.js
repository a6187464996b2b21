// @ts-check
// One tool call: a line that says what was done and how it went; input and output are drawn when somebody opens it.

import { drawDiffLines } from "../diff-view.js";
import { diffTexts } from "../diff.js";
import { element, setText } from "../elements.js";
import { duration, size } from "../format.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";
import { describeTool } from "../tool-words.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function toolView(item) {
  const symbol = element("span", { class: "tool-symbol" });
  const name = element("span", { class: "tool-name" });
  const title = element("span", { class: "tool-title" });
  const time = element("span", { class: "tool-time" });
  const state = element("span", { class: "tool-state" });
  const body = element("div", { class: "fold-body" });
  const fold = element("details", { class: "fold" }, element("summary", {}, symbol, name, title, time, state, icon("chevron")), body);
  const node = element("div", { class: "item item-tool" }, fold);
  let current = item;
  let drawnIcon = "";

  const drawBody = () => {
    if (fold.open) {
      body.replaceChildren(...bodyOf(current.data));
    }
  };
  fold.addEventListener("toggle", drawBody);

  const update = (/** @type {import("../timeline-state.js").Item} */ now) => {
    current = now;
    const words = describeTool(now.data);
    if (words.icon !== drawnIcon) {
      drawnIcon = words.icon;
      symbol.replaceChildren(icon(words.icon));
    }
    setText(name, words.name);
    setText(title, words.title);
    setText(time, duration(now.data.durationMillis));
    node.dataset.status = now.data.status;
    setText(state, now.data.status === "completed" ? "" : text(`js.tool.${now.data.status}`));
    drawBody();
  };
  update(item);
  return { node, update };
}

/** @param {any} data */
function bodyOf(data) {
  const words = describeTool(data);
  const parts = [];
  if (words.edit !== null) {
    parts.push(drawDiffLines(diffTexts(words.edit.before, words.edit.after)));
  } else if (words.command !== null) {
    parts.push(element("pre", { class: "terminal", tabindex: "0" }, element("span", { class: "prompt-sign", "aria-hidden": "true" }, "$ "), words.command));
  } else if (words.input !== "") {
    parts.push(element("h4", {}, text("js.tool.input")), element("pre", { tabindex: "0" }, words.input));
  }
  if (data.inputBytes) {
    parts.push(element("p", { class: "quiet" }, text("js.tool.inputCut", size(data.inputBytes))));
  }
  if (data.error) {
    parts.push(element("pre", { class: "is-error", tabindex: "0" }, String(data.error)));
  }
  const output = typeof data.output === "string" ? data.output : data.output === undefined ? "" : JSON.stringify(data.output, null, 2);
  if (output !== "" && words.showOutput) {
    parts.push(words.command === null && element("h4", {}, text("js.tool.output")), element("pre", { class: "output", tabindex: "0" }, output));
  }
  if (data.outputBytes) {
    parts.push(element("p", { class: "quiet" }, text("js.tool.outputCut", size(data.outputBytes))));
  }
  if (parts.length === 0) {
    parts.push(element("p", { class: "quiet" }, text("js.tool.nothing")));
  }
  return parts.filter((part) => part !== false);
}
