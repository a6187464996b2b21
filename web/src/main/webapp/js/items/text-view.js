// @ts-check
// What the agent says.

import { element } from "../elements.js";
import { createMarkdownView } from "../markdown.js";
import { shownText } from "../timeline-state.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function textView(item) {
  const body = element("div");
  const node = element("article", { class: "item item-text" }, body);
  const view = createMarkdownView(body);
  let drawn = "";
  let whole = false;
  const update = (/** @type {import("../timeline-state.js").Item} */ now) => {
    const words = shownText(now);
    node.classList.toggle("is-growing", !now.data.done);
    node.hidden = words.trim() === "";
    if (words === drawn && whole === now.data.done) {
      return;
    }
    drawn = words;
    whole = now.data.done;
    view.show(words, whole);
  };
  update(item);
  return { node, update };
}
