// @ts-check
// The branch with the work was pushed.

import { copyButton } from "../copy.js";
import { element } from "../elements.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function branchView(item) {
  const data = item.data;
  const commits = Array.isArray(data.commits) ? data.commits : [];
  const node = element(
    "div",
    { class: "item item-branch", role: "group", "aria-label": text("js.branch.pushed") },
    element(
      "p",
      { class: "branch-line" },
      icon("branch"),
      element("span", {}, text("js.branch.pushed")),
      element("code", {}, data.branch ?? ""),
      copyButton(data.branch ?? "", text("js.branch.copy")),
    ),
    element(
      "ul",
      { class: "commits" },
      ...commits.map((/** @type {any} */ commit) =>
        element(
          "li",
          {},
          element("code", { title: commit.commit }, String(commit.commit ?? "").slice(0, 8)),
          element("span", { class: "commit-subject" }, commit.subject ?? ""),
          element("span", { class: "quiet" }, authorOf(commit.author)),
        ),
      ),
    ),
  );
  return { node, update: () => {} };
}

/**
 * `Name <mail>` or an object or a plain name.
 *
 * @param {any} author
 */
export function authorOf(author) {
  return String(author?.name ?? author ?? "").replace(/\s*<.*>$/, "");
}
