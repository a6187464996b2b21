// @ts-check
// How a prompt ended; if badly, why and what to do now.

import { element } from "../elements.js";
import { cost, duration, tokens } from "../format.js";
import { icon } from "../icons.js";
import { explain } from "../reasons.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function finishView(item, surroundings) {
  const node = element("div", { class: "item item-finish" });
  let drawn = "";

  const update = (/** @type {import("../timeline-state.js").Item} */ now) => {
    const data = now.data;
    const snapshot = surroundings.mayPrompt() ? surroundings.snapshotAfter(now.promptId) : null;
    const signature = JSON.stringify([data, surroundings.mayPrompt(), snapshot?.id]);
    if (signature === drawn) {
      return;
    }
    drawn = signature;
    node.dataset.status = data.status;
    const facts = [
      data.startedAt && duration(Date.parse(now.at) - Date.parse(data.startedAt)),
      Number(data.cost) > 0 && cost(data.cost),
      data.tokens > 0 && text("js.finish.tokens", tokens(data.tokens)),
    ].filter(Boolean);
    const retry = element(
      "button",
      { type: "button", class: "small", click: () => now.promptId && surroundings.retry(now.promptId) },
      icon("retry"),
      text("js.prompt.retry"),
    );
    const line = element(
      "p",
      { class: "finish-line" },
      icon(data.status === "completed" ? "check" : data.status === "failed" ? "alert" : "stop"),
      element("span", {}, text(`js.finish.${data.status}`)),
      ...facts.map((fact) => element("span", { class: "fact" }, String(fact))),
    );
    if (snapshot !== null) {
      line.append(
        element("button", { type: "button", class: "small", "data-go-back": true, click: () => surroundings.goBack(snapshot) }, icon("retry"), text("js.goBack.button")),
      );
    }
    if (data.status === "completed") {
      node.replaceChildren(line);
      return;
    }
    const why = explain(data.reason);
    const advice = data.status === "failed" && element("div", { class: "advice" }, element("p", {}, why.what), element("p", { class: "quiet" }, why.advice));
    if (surroundings.mayPrompt()) {
      line.append(retry);
    }
    node.replaceChildren(line, ...(advice ? [advice] : []));
  };
  update(item);
  return { node, update };
}
