// @ts-check
// One picture or video at full size, with the others a key away: arrows move, Escape closes, and focus returns to where it was.

import { element, setText } from "./elements.js";
import { size } from "./format.js";
import { icon } from "./icons.js";
import { captionOf } from "./shown-files.js";
import { text } from "./texts.js";

/** @typedef {import("./shown-files.js").ShownFile} ShownFile */

/**
 * @param {ShownFile[]} files pictures and videos, in their order
 * @param {string} id of the one to begin with
 */
export function openLightbox(files, id) {
  let at = Math.max(0, files.findIndex((file) => file.id === id));
  const stage = element("div", { class: "lightbox-stage" });
  const caption = element("h2", { id: "lightbox-caption" });
  const place = element("span", { class: "quiet", "aria-live": "polite" });
  const save = element("a", { class: "button small", download: true }, icon("down"), text("js.shown.save"));
  const previous = button("js.shown.previous", "lightbox-previous", () => move(-1));
  const next = button("js.shown.next", "lightbox-next", () => move(1));
  const close = element("button", { type: "button", class: "ghost icon-only", "aria-label": text("js.shown.close"), click: () => dialog.close() }, icon("close"));
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog lightbox", "aria-labelledby": "lightbox-caption" },
      element("header", {}, caption, place, save, close),
      element("div", { class: "lightbox-frame" }, previous, stage, next),
    )
  );

  function draw() {
    const file = files[at];
    stage.replaceChildren(pictureOf(file));
    setText(caption, captionOf(file));
    setText(place, text("js.shown.place", at + 1, files.length, file.name, size(file.bytes)));
    save.setAttribute("href", file.url);
    save.setAttribute("download", file.name);
    previous.hidden = files.length < 2;
    next.hidden = files.length < 2;
  }

  /** @param {number} step */
  function move(step) {
    at = (at + step + files.length) % files.length;
    draw();
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLVideoElement) {
      return;
    }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      move(event.key === "ArrowLeft" ? -1 : 1);
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  draw();
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * @param {string} key
 * @param {string} name
 * @param {() => void} act
 */
function button(key, name, act) {
  return element("button", { type: "button", class: `ghost icon-only ${name}`, "aria-label": text(key), title: text(key), click: act }, icon("chevron"));
}

/** @param {ShownFile} file */
function pictureOf(file) {
  return file.kind === "video"
    ? element("video", { src: file.url, controls: true, preload: "metadata", "aria-label": captionOf(file) })
    : element("img", { src: file.url, alt: captionOf(file) });
}
