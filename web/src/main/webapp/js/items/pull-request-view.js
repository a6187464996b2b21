// @ts-check
// A pull request was opened, changed its state, could only be offered as a link, or failed.

import { element } from "../elements.js";
import { icon } from "../icons.js";
import { checksChip, linkTo, stateChip } from "../pull-requests.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function pullRequestView(item) {
  const data = item.data;
  const name = data.number === undefined ? text("js.pr.name") : text("js.pr.numbered", data.number);
  const node = element(
    "div",
    { class: "item item-branch item-pull-request", role: "group", "aria-label": text("js.pr.name") },
    element(
      "p",
      { class: "branch-line" },
      icon("branch"),
      data.url === undefined ? element("span", {}, name) : linkTo(data.url, name),
      stateChip(data),
      checksChip(data),
    ),
    element("p", {}, data.title ?? ""),
    data.author && element("p", { class: "quiet" }, text(data.asApp === "true" ? "js.pr.byApp" : "js.pr.by", data.author)),
    data.reason && element("p", { class: "quiet" }, data.reason),
    data.status === "link" && element("p", {}, linkTo(data.link, text("js.pr.openByHand"), "button small")),
  );
  return { node, update: () => {} };
}
