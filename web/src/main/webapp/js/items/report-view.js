// @ts-check
// The agent said in a line how it gets on.

import { element } from "../elements.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function reportView(item) {
  return {
    node: element("p", { class: "item item-report" }, icon("agent"), element("span", { class: "off-screen" }, text("js.report.label")), element("span", {}, item.data.text)),
    update: () => {},
  };
}
