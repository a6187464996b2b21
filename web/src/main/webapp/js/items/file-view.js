// @ts-check
// A file that the agent shows, at its place in the timeline.

import { element } from "../elements.js";
import { size } from "../format.js";
import { reportLink, thumbnail } from "../gallery.js";
import { captionOf } from "../shown-files.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function fileView(item, surroundings) {
  const file = item.data;
  const pictures = () => {
    const known = surroundings.shownFiles().filter((one) => one.kind !== "report");
    return known.some((one) => one.id === file.id) ? known : [file];
  };
  const node =
    file.kind === "report"
      ? element("div", { class: "item item-shown" }, reportLink(file))
      : element(
          "figure",
          { class: "item item-shown", "aria-label": text("js.shown.figure", captionOf(file)) },
          thumbnail(file, pictures, "shown-picture"),
          element("figcaption", {}, captionOf(file), element("span", { class: "quiet" }, ` ${file.name} · ${size(file.bytes)}`)),
        );
  return { node, update: () => {} };
}
