// @ts-check
// One delivery: what came and what became of it. Everything in it is text.

import { element } from "./elements.js";
import { size } from "./format.js";
import { chipClass, eventOf, readable } from "./hook-words.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

/**
 * @param {any} delivery with headers and body
 * @param {() => Promise<void>} replay
 */
export function showHook(delivery, replay) {
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog hook-dialog", "aria-labelledby": "hook-title" },
      element("h2", { id: "hook-title" }, eventOf(delivery)),
      element(
        "dl",
        { class: "hook-facts" },
        ...fact("js.hook.id", element("code", {}, delivery.id)),
        ...fact("js.hook.status", element("span", { class: chipClass(delivery.status) }, text(`js.hook.${delivery.status}`))),
        ...fact("js.hook.came", time(delivery.receivedAt)),
        ...(delivery.processedAt ? fact("js.hook.settled", time(delivery.processedAt)) : []),
        ...(delivery.notBefore ? fact("js.hook.next", time(delivery.notBefore)) : []),
        ...fact("js.hook.attempts", String(delivery.attempts)),
        ...fact("js.hook.size", size(delivery.bytes)),
        ...(delivery.error ? fact("js.hook.error", element("span", { class: "hook-error" }, delivery.error)) : []),
      ),
      element("h3", {}, text("js.hook.headers")),
      element("pre", { class: "hook-headers", tabindex: "0", role: "group", "aria-label": text("js.hook.headers") }, delivery.headers),
      element("h3", {}, text(delivery.cut ? "js.hook.bodyCut" : "js.hook.body")),
      element("pre", { tabindex: "0", role: "group", "aria-label": text("js.hook.body") }, readable(delivery.body)),
      element(
        "div",
        { class: "dialog-buttons" },
        element("button", { type: "button", autofocus: true, click: () => dialog.close() }, text("js.hook.close")),
        element("button", { type: "button", class: "primary", click: () => void replayAndClose() }, text("js.hook.replay")),
      ),
    )
  );

  async function replayAndClose() {
    dialog.close();
    await replay();
  }

  dialog.addEventListener("close", () => dialog.remove());
  refreshTimes(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * @param {string} key
 * @param {Node | string} value
 */
function fact(key, value) {
  return [element("dt", {}, text(key)), element("dd", {}, value)];
}

/** @param {string} moment */
function time(moment) {
  return element("time", { "data-ago": true, datetime: moment });
}
