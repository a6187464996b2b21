// @ts-check
// A question of the agent: its options and a field while it is open, the answer and who gave it afterwards.

import { element, setText } from "../elements.js";
import { icon } from "../icons.js";
import { language, text } from "../texts.js";

const LONGEST = 4_000;

/** @typedef {import("../timeline-state.js").Item} Item */

/**
 * @param {Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function askedView(item, surroundings) {
  const question = element("p", { class: "asked-question" });
  const state = element("p", { class: "quiet", "data-asked-state": true });
  const place = element("div", { class: "asked-answer" });
  const node = element("div", { class: "item item-asked", role: "group", "aria-label": text("js.asked.label") }, icon("question"), element("div", {}, question, place, state));
  let drawn = "";

  const update = (/** @type {Item} */ now) => {
    const data = now.data;
    const signature = `${data.status} ${surroundings.mayPrompt()}`;
    node.dataset.status = data.status;
    setText(question, data.question);
    setText(state, stateWords(data, surroundings.mayPrompt()));
    if (signature !== drawn) {
      drawn = signature;
      place.replaceChildren(...(data.status === "open" && surroundings.mayPrompt() ? [answerForm(data, surroundings)] : answerOf(data)));
    }
  };
  update(item);
  return { node, update };
}

/** @param {any} data */
function answerOf(data) {
  return data.status === "answered" ? [element("blockquote", { class: "asked-said" }, data.answer)] : [];
}

/**
 * @param {any} data
 * @param {boolean} may
 */
function stateWords(data, may) {
  switch (data.status) {
    case "open":
      return text(may ? "js.asked.open" : "js.asked.openOnly", time(data.expiresAt));
    case "answered":
      return text("js.asked.answered", data.answeredBy ?? "");
    case "expired":
      return text("js.asked.expired");
    default:
      return text("js.asked.withdrawn");
  }
}

/** @param {string} moment */
function time(moment) {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(date);
}

/**
 * @param {any} data
 * @param {import("./item-views.js").Surroundings} surroundings
 */
function answerForm(data, surroundings) {
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: "2", maxlength: LONGEST, "aria-label": text("js.asked.field"), placeholder: text(data.options.length > 0 ? "js.asked.other" : "js.asked.field") }));
  const problem = element("p", { class: "problem", role: "alert", hidden: true });
  const submit = element("button", { type: "submit", class: "small primary" }, icon("send"), text("js.asked.send"));
  const options = data.options.map((/** @type {string} */ option) => element("button", { type: "button", class: "small", "data-option": true, click: () => void give(option) }, option));

  /** @param {string} words */
  async function give(words) {
    const buttons = /** @type {HTMLButtonElement[]} */ ([submit, ...options]);
    buttons.forEach((button) => (button.disabled = true));
    problem.hidden = true;
    const trouble = await surroundings.answer(data.id, words);
    if (trouble !== null) {
      setText(problem, trouble);
      problem.hidden = false;
      buttons.forEach((button) => (button.disabled = false));
    }
  }

  const form = element("form", { class: "asked-form" }, options.length > 0 && element("div", { class: "asked-options", role: "group", "aria-label": text("js.asked.options") }, ...options), field, element("div", {}, submit), problem);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const words = field.value.trim();
    if (words === "") {
      field.focus();
      return;
    }
    void give(words);
  });
  return form;
}
