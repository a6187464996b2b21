// @ts-check
// What a pull request is now, in words and as an element: the same in the timeline and in the panel.

import { element } from "./elements.js";
import { icon } from "./icons.js";
import { text } from "./texts.js";

/**
 * Open, draft, merged, closed; or what our work on it has come to.
 *
 * @param {any} pullRequest
 * @returns {string}
 */
export function stateOf(pullRequest) {
  if (pullRequest.status === "done") {
    return pullRequest.state ?? "open";
  }
  return pullRequest.status === "link" || pullRequest.status === "failed" ? pullRequest.status : "wanted";
}

const STATES = new Map([
  ["open", "js.pr.open"],
  ["draft", "js.pr.draft"],
  ["merged", "js.pr.merged"],
  ["closed", "js.pr.closed"],
  ["link", "js.pr.link"],
  ["failed", "js.pr.failed"],
  ["wanted", "js.pr.wanted"],
]);

const CHECKS = new Map([
  ["pending", "js.pr.checks.pending"],
  ["passed", "js.pr.checks.passed"],
  ["failed", "js.pr.checks.failed"],
]);

const CHIPS = new Map([
  ["open", "completed"],
  ["merged", "active"],
  ["failed", "failed"],
  ["link", "queued"],
]);

/** @param {string} state */
export function wordOf(state) {
  return text(STATES.get(state) ?? "js.pr.open");
}

/** @param {string} state */
export function chipClass(state) {
  return `chip is-${CHIPS.get(state) ?? "draft"}`;
}

/** @param {any} pullRequest */
export function stateChip(pullRequest) {
  const state = stateOf(pullRequest);
  return element("span", { class: chipClass(state), "data-pr-state": state }, wordOf(state));
}

/** @param {any} pullRequest */
export function checksChip(pullRequest) {
  const words = CHECKS.get(pullRequest.checks);
  if (pullRequest.status !== "done" || words === undefined) {
    return null;
  }
  const symbol = pullRequest.checks === "passed" ? "check" : pullRequest.checks === "failed" ? "alert" : "clock";
  return element("span", { class: `chip is-${pullRequest.checks === "passed" ? "completed" : pullRequest.checks === "failed" ? "failed" : "queued"}` }, icon(symbol), text(words));
}

/**
 * A link to another site; nothing for an address that is none of the web.
 *
 * @param {string | null | undefined} url
 * @param {string} words
 * @param {string} [className]
 */
export function linkTo(url, words, className) {
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) {
    return element("span", {}, words);
  }
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: className ?? null }, words);
}
