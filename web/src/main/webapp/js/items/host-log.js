// @ts-check
// What a sandbox prints while it starts, from the machine that runs it: asked for while somebody looks.

import { sentence } from "../api.js";
import { element, setText } from "../elements.js";
import { text } from "../texts.js";

const AGAIN_MILLIS = 2_000;

/**
 * @param {HTMLElement} summary
 * @param {boolean} open
 * @param {() => Promise<string | null>} read
 * @param {() => boolean} goesOn whether more may come
 * @returns {HTMLElement}
 */
export function hostLog(summary, open, read, goesOn) {
  const output = element("pre", { class: "output", tabindex: "0" }, text("js.changes.loading"));
  const fold = element("details", { open }, summary, output);
  let asking = false;

  async function show() {
    if (asking || !fold.open) {
      return;
    }
    asking = true;
    const atEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 4;
    try {
      const log = await read();
      setText(output, log === null || log === "" ? text("js.boot.noLog") : log);
    } catch (failure) {
      setText(output, sentence(failure));
    } finally {
      asking = false;
    }
    if (atEnd) {
      output.scrollTop = output.scrollHeight;
    }
    if (goesOn() && fold.isConnected) {
      window.setTimeout(show, AGAIN_MILLIS);
    }
  }

  fold.addEventListener("toggle", () => void show());
  return fold;
}
