// @ts-check
// What the agent has shown, in the panel beside the timeline: pictures and videos as small pictures, reports as links.

import { element, required } from "./elements.js";
import { size } from "./format.js";
import { icon } from "./icons.js";
import { openLightbox } from "./lightbox.js";
import { captionOf, shownFilesOf } from "./shown-files.js";
import { text } from "./texts.js";

/** @typedef {import("./shown-files.js").ShownFile} ShownFile */

/** @param {HTMLElement} section with `[data-gallery-body]` */
export function createGallery(section) {
  const body = required("[data-gallery-body]", section);
  let drawn = "";
  return {
    /** @param {any} session */
    draw(session) {
      const files = shownFilesOf(session);
      const signature = files.map((file) => file.id).join(" ");
      section.hidden = files.length === 0;
      if (signature === drawn) {
        return;
      }
      drawn = signature;
      const pictures = files.filter((file) => file.kind !== "report");
      const reports = files.filter((file) => file.kind === "report");
      body.replaceChildren(
        ...(pictures.length === 0 ? [] : [element("ul", { class: "gallery" }, ...pictures.map((file) => element("li", {}, thumbnail(file, () => pictures))))]),
        ...(reports.length === 0 ? [] : [element("ul", { class: "reports" }, ...reports.map((file) => element("li", {}, reportLink(file))))]),
      );
    },
  };
}

/**
 * A small picture that opens the large one.
 *
 * @param {ShownFile} file
 * @param {() => ShownFile[]} all asked for when somebody opens it: others may come later than this one
 * @param {string} [kind] of the button
 */
export function thumbnail(file, all, kind = "thumbnail") {
  return element(
    "button",
    { type: "button", class: kind, "data-shown": file.id, "aria-label": text(file.kind === "video" ? "js.shown.openVideo" : "js.shown.openImage", captionOf(file)), title: captionOf(file), click: () => openLightbox(all(), file.id) },
    file.kind === "video"
      ? element("video", { src: file.url, preload: "metadata", muted: true, tabindex: "-1", "aria-hidden": "true" })
      : element("img", { src: file.url, alt: "", loading: "lazy", decoding: "async" }),
    file.kind === "video" && element("span", { class: "thumbnail-mark", "aria-hidden": "true" }, "▶"),
  );
}

/** @param {ShownFile} file */
export function reportLink(file) {
  return element(
    "a",
    { class: "report-link", href: file.url, download: file.name },
    icon("file"),
    element("span", { class: "report-name" }, captionOf(file)),
    element("span", { class: "quiet" }, size(file.bytes)),
  );
}
