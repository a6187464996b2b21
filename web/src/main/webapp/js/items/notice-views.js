// @ts-check
// Short items of one or two lines.

import { element, setText } from "../elements.js";
import { icon } from "../icons.js";
import { explain } from "../reasons.js";
import { hasText, text } from "../texts.js";

/** @typedef {import("../timeline-state.js").Item} Item */
/** @typedef {import("./item-views.js").ItemView} ItemView */
/** @typedef {import("./item-views.js").Surroundings} Surroundings */

/**
 * @param {Item} item
 * @returns {ItemView}
 */
export function noticeView(item) {
  const { level, code, message, log } = item.data;
  const details = log !== "" && element("details", { class: "log-fold" }, element("summary", {}, text("js.phase.log")), element("pre", { class: "output", tabindex: "0" }, log));
  const advice = hasText(`js.advice.${code}`) && element("p", { class: "quiet" }, text(`js.advice.${code}`));
  const words = message || (hasText(`js.reason.${code}`) ? text(`js.reason.${code}`) : code);
  const node = element(
    "div",
    { class: `item item-notice is-${level}` },
    icon(level === "info" ? "info" : "alert"),
    element("div", {}, element("p", {}, element("strong", {}, text(`js.notice.${level}`)), " ", words), advice, details),
  );
  return { node, update: () => {} };
}

/**
 * @param {Item} item
 * @returns {ItemView}
 */
export function questionView(item) {
  const node = element(
    "div",
    { class: "item item-notice is-info" },
    icon("question"),
    element("div", {}, element("p", {}, inWords(item.data.question)), element("p", { class: "quiet" }, text("js.question.answer", inWords(item.data.answer)))),
  );
  return { node, update: () => {} };
}

/** @param {any} value */
function inWords(value) {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
}

/**
 * @param {Item} item
 * @returns {ItemView}
 */
export function retryView(item) {
  const line = element("p");
  const node = element("div", { class: "item item-notice is-warning" }, icon("retry"), element("div", {}, line));
  const update = (/** @type {Item} */ now) => setText(line, text("js.modelRetry", now.data.attempt ?? "", now.data.message ?? ""));
  update(item);
  return { node, update };
}

/** @returns {ItemView} */
export function compactionView() {
  return { node: element("div", { class: "item item-rule" }, element("span", {}, text("js.compaction"))), update: () => {} };
}

/**
 * @param {Item} item
 * @returns {ItemView}
 */
export function subagentView(item) {
  const line = element("p");
  const node = element("div", { class: "item item-notice is-info" }, icon("agent"), element("div", {}, line));
  const update = (/** @type {Item} */ now) => setText(line, text("js.subagent", now.data.title ?? ""));
  update(item);
  return { node, update };
}

/**
 * @param {Item} item
 * @returns {ItemView}
 */
export function statusView(item) {
  const key = `js.status.${item.data.status}`;
  return {
    node: element("div", { class: "item item-rule" }, element("span", {}, hasText(key) ? text(key) : text("js.status.restored"))),
    update: () => {},
  };
}

/**
 * @param {Item} item
 * @param {Surroundings} _surroundings
 * @returns {ItemView}
 */
export function stoppedView(item, _surroundings) {
  const reason = item.data.reason;
  const words = reason ? text("js.sandbox.stoppedBecause", explain(reason).what) : text("js.sandbox.stopped");
  return { node: element("div", { class: "item item-rule" }, element("span", {}, words)), update: () => {} };
}
