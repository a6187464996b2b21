// @ts-check
// The session went back to a snapshot: from here on the prompts in between are undone.

import { element } from "../elements.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";
import { nameOf } from "./prompt-view.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function restoredView(item) {
  const { promptNumber, person } = item.data;
  const name = nameOf(person);
  const where = promptNumber === undefined ? text("js.restoredTo.earlier") : text("js.restoredTo.prompt", String(promptNumber));
  const words = name === null ? text("js.restoredTo.bySystem", where) : text("js.restoredTo.by", name, where);
  const node = element("div", { class: "item item-notice is-info item-restored" }, icon("retry"), element("div", {}, element("p", {}, words)));
  return { node, update: () => {} };
}
