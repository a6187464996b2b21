// @ts-check
// Shows a password or token once. It stands nowhere else, so the dialog does not close by accident.

import { copyButton } from "./copy.js";
import { element } from "./elements.js";
import { text } from "./texts.js";

/**
 * @param {string} heading
 * @param {string} explanation
 * @param {string} secret
 */
export function showSecret(heading, explanation, secret) {
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog", "aria-labelledby": "secret-title" },
      element(
        "form",
        { method: "dialog" },
        element("h2", { id: "secret-title" }, heading),
        element("p", {}, explanation),
        element("p", { class: "secret" }, element("code", { tabindex: "0", "data-secret": true }, secret), copyButton(secret, text("js.copy.secret"))),
        element("div", { class: "dialog-buttons" }, element("button", { value: "done", class: "primary" }, text("js.secret.done"))),
      ),
    )
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
