// @ts-check
// What the agent thought: folded, because most readers want the result; its first line says what it is about.

import { element, setText } from "../elements.js";
import { duration } from "../format.js";
import { icon } from "../icons.js";
import { createMarkdownView } from "../markdown.js";
import { text } from "../texts.js";
import { shownText } from "../timeline-state.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @returns {import("./item-views.js").ItemView}
 */
export function reasoningView(item) {
  const label = element("span", { class: "fold-title" });
  const glimpse = element("span", { class: "fold-glimpse" });
  const body = element("div", { class: "fold-body" });
  const fold = element("details", { class: "fold" }, element("summary", {}, icon("thought"), label, glimpse, icon("chevron")), body);
  const node = element("div", { class: "item item-reasoning" }, fold);
  const view = createMarkdownView(body);
  let current = item;

  const drawBody = () => fold.open && view.show(shownText(current), current.data.done);
  fold.addEventListener("toggle", drawBody);

  const update = (/** @type {import("../timeline-state.js").Item} */ now) => {
    current = now;
    const words = shownText(now);
    const millis = now.data.endedAt === null ? null : Date.parse(now.data.endedAt) - Date.parse(now.data.startedAt);
    setText(label, now.data.done ? millis === null || millis < 1_000 ? text("js.reasoning.short") : text("js.reasoning.done", duration(millis)) : text("js.reasoning.running"));
    setText(glimpse, words.trimStart().split("\n", 1)[0].replace(/[*_`#]/g, "").slice(0, 160));
    node.classList.toggle("is-growing", !now.data.done);
    node.hidden = words.trim() === "" && now.data.done;
    drawBody();
  };
  update(item);
  return { node, update };
}
