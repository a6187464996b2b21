// @ts-check
// Asks before something that cannot be undone.

import { element } from "./elements.js";
import { text } from "./texts.js";

/**
 * @param {string} question
 * @param {string} explanation
 * @param {string} yes what the button does, in words
 * @returns {Promise<boolean>}
 */
export function confirmed(question, explanation, yes) {
  return new Promise((resolve) => {
    const dialog = /** @type {HTMLDialogElement} */ (
      element(
        "dialog",
        { class: "dialog", "aria-labelledby": "confirm-title" },
        element(
          "form",
          { method: "dialog" },
          element("h2", { id: "confirm-title" }, question),
          element("p", {}, explanation),
          element(
            "div",
            { class: "dialog-buttons" },
            element("button", { value: "no", autofocus: true }, text("js.cancel.no")),
            element("button", { value: "yes", class: "danger" }, yes),
          ),
        ),
      )
    );
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
