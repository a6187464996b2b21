// @ts-check
// A prompt with its author and how it stands.

import { element, setText } from "../elements.js";
import { initials } from "../format.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";
import { refreshTimes } from "../times.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function promptView(item, surroundings) {
  const portrait = element("span", { class: "portrait", "aria-hidden": "true" });
  const author = element("span", { class: "prompt-author" });
  const time = element("time", { "data-ago": true, datetime: item.at });
  const status = element("span", { class: "chip" });
  const undone = element("span", { class: "chip undone-mark" }, text("js.prompt.undone"));
  const body = element("div", { class: "prompt-text" });
  const withdraw = element(
    "button",
    { type: "button", class: "small", click: () => item.promptId && surroundings.withdraw(item.promptId) },
    icon("close"),
    text("js.prompt.withdraw"),
  );
  const node = element(
    "article",
    { class: "item item-prompt", id: `prompt-${item.promptId}`, tabindex: "-1" },
    element("header", {}, portrait, author, time, status, undone, withdraw),
    body,
  );

  const update = (/** @type {import("../timeline-state.js").Item} */ now) => {
    const told = surroundings.prompt(now.promptId ?? "");
    const state = now.data.status === "running" && told?.status === "stopping" ? "stopping" : now.data.status;
    const name = nameOf(now.data.author) ?? nameOf(told?.author) ?? "";
    setText(author, name);
    setText(portrait, initials(name));
    setText(body, now.data.text ?? told?.text ?? "");
    setText(status, text(`js.prompt.${state}`));
    status.className = `chip is-${state}`;
    // How it ended stands at its end.
    status.hidden = state === "completed" || state === "failed" || state === "cancelled";
    undone.hidden = told?.undone !== true;
    node.classList.toggle("is-undone", told?.undone === true);
    withdraw.hidden = state !== "queued" || !surroundings.mayPrompt();
    node.setAttribute("aria-label", text("js.prompt.by", name));
    refreshTimes(node);
  };
  update(item);
  return { node, update };
}

/**
 * @param {any} person
 * @returns {string | null}
 */
export function nameOf(person) {
  return typeof person === "string" ? person : (person?.name ?? null);
}
