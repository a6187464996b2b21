// @ts-check
// Asks what a pull request shall say. Whoever sends it becomes its author.

import { sentence } from "./api.js";
import { element, setText } from "./elements.js";
import { text } from "./texts.js";

const LONGEST_TITLE = 256;
const LONGEST_BODY = 60_000;

/**
 * @param {{title: string, body: string, base: string, draft: boolean, exists: boolean}} suggestion
 * @param {(wish: any) => Promise<void>} send
 */
export function askForPullRequest(suggestion, send) {
  const title = element("input", { type: "text", id: "pr-title", maxlength: LONGEST_TITLE, required: true, value: suggestion.title });
  const body = element("textarea", { id: "pr-body", rows: "8", maxlength: LONGEST_BODY }, suggestion.body);
  const base = element("input", { type: "text", id: "pr-base", maxlength: 250, required: true, spellcheck: "false", value: suggestion.base });
  const draft = element("input", { type: "checkbox", id: "pr-draft" });
  draft.checked = suggestion.draft;
  const trouble = element("p", { class: "problem", role: "alert", hidden: true });
  const submit = element("button", { type: "submit", class: "primary" }, text(suggestion.exists ? "js.pr.update" : "js.pr.create"));
  const cancel = element("button", { type: "button" }, text("js.pr.cancel"));
  const form = element(
    "form",
    { class: "pr-form" },
    element("h2", { id: "pr-dialog-title" }, text(suggestion.exists ? "js.pr.update" : "js.pr.create")),
    element("p", { class: "quiet" }, text("js.pr.about")),
    element("div", { class: "field" }, element("label", { for: "pr-title" }, text("js.pr.title")), title),
    element("div", { class: "field" }, element("label", { for: "pr-body" }, text("js.pr.body")), body),
    element("div", { class: "field" }, element("label", { for: "pr-base" }, text("js.pr.base")), base),
    element("div", { class: "field check-field" }, element("label", { for: "pr-draft" }, draft, " ", text("js.pr.asDraft"))),
    trouble,
    element("div", { class: "dialog-buttons" }, cancel, submit),
  );
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "dialog", "aria-labelledby": "pr-dialog-title" }, form));
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    submit.disabled = true;
    trouble.hidden = true;
    try {
      await send({ title: title.value, body: body.value, base: base.value, draft: draft.checked });
      dialog.close();
    } catch (failure) {
      setText(trouble, sentence(failure));
      trouble.hidden = false;
    } finally {
      submit.disabled = false;
    }
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
