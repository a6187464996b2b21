// @ts-check
// Says whether what is on the screen is live. Silent while all is well.

import { announce } from "./announcer.js";
import { required, setText } from "./elements.js";
import { text } from "./texts.js";

const PATIENCE_MILLIS = 1_200;

/** @param {HTMLElement} sign */
export function createConnectionSign(sign) {
  const words = required("[data-words]", sign);
  const button = /** @type {HTMLButtonElement} */ (required("button", sign));
  let shown = "connecting";
  let timer = 0;

  return {
    /**
     * @param {import("./stream.js").StreamState} state
     * @param {number} retryMillis
     */
    show(state, retryMillis) {
      window.clearTimeout(timer);
      const seconds = Math.ceil(retryMillis / 1_000);
      const show = () => {
        sign.dataset.state = state;
        setText(words, state === "offline" && seconds > 1 ? text("js.connection.offlineFor", seconds) : text(`js.connection.${state}`));
        button.hidden = state !== "offline" && state !== "polling";
        if (state !== shown && (state === "live" || state === "offline") && shown !== "connecting") {
          announce(text(`js.connection.${state}`));
        }
        shown = state;
      };
      // A short gap is nobody's business: a sign that flickers worries more than it helps.
      if (state === "live" || sign.dataset.state === "offline") {
        show();
      } else {
        timer = window.setTimeout(show, PATIENCE_MILLIS);
      }
    },

    /** @param {() => void} retry */
    onRetry(retry) {
      button.addEventListener("click", retry);
    },
  };
}
