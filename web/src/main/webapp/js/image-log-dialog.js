// @ts-check
// What the build of an image printed, read on while it goes on. Everything in it is text.

import { call, sentence } from "./api.js";
import { element, plain } from "./elements.js";
import { text } from "./texts.js";

const EVERY_MILLIS = 1_000;
/** What a page holds; the server has no more either. */
const MOST = 1 << 20;

/**
 * @param {string} address of the image below /api/v1
 * @param {string} title
 */
export function showImageLog(address, title) {
  const output = element("pre", { tabindex: "0", role: "group", "aria-label": text("js.image.log") });
  const state = element("p", { class: "quiet", role: "status" });
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog image-dialog", "aria-labelledby": "image-log-title" },
      element("h2", { id: "image-log-title" }, title),
      output,
      state,
      element("div", { class: "dialog-buttons" }, element("button", { type: "button", autofocus: true, click: () => dialog.close() }, text("js.image.close"))),
    )
  );
  let after = 0;
  let open = true;

  async function read() {
    while (open) {
      const piece = await call("GET", `${address}/log?after=${after}`);
      append(piece.text);
      after = piece.next;
      if (piece.finished) {
        state.textContent = text(output.textContent === "" ? "js.image.noLog" : "js.image.logEnd");
        return;
      }
      if (piece.text === "") {
        state.textContent = text("js.image.logGoesOn");
        await new Promise((resolve) => setTimeout(resolve, EVERY_MILLIS));
      }
    }
  }

  /** @param {string} words */
  function append(words) {
    if (words === "") {
      return;
    }
    const follows = output.scrollHeight - output.scrollTop - output.clientHeight < 40;
    output.append(plain(words));
    if (output.textContent.length > MOST) {
      output.textContent = output.textContent.slice(-MOST);
    }
    if (follows) {
      output.scrollTop = output.scrollHeight;
    }
  }

  dialog.addEventListener("close", () => {
    open = false;
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  read().catch((failure) => {
    state.textContent = sentence(failure);
  });
}
