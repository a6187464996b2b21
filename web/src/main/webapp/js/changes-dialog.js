// @ts-check
// All changed lines at full width: the panel beside the timeline is for a glance, this is for reading.

import { drawFileDiff } from "./diff-view.js";
import { element } from "./elements.js";
import { icon } from "./icons.js";
import { text } from "./texts.js";

/**
 * @param {string} branch
 * @param {any[]} files as the report lists them
 * @param {Map<string, import("./diff.js").FileDiff>} diffs
 */
export function showChanges(branch, files, diffs) {
  const close = element("button", { type: "button", class: "ghost icon-only", "aria-label": text("js.changes.close") }, icon("close"));
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog changes-dialog", "aria-labelledby": "changes-title" },
      element("header", {}, element("h2", { id: "changes-title" }, text("js.changes.title")), element("code", {}, branch), close),
      ...files.map((file) => {
        const diff = diffs.get(file.path);
        return element(
          "div",
          { class: "changes-file", role: "group", "aria-label": file.path },
          element(
            "h3",
            {},
            element("span", { class: "file-path" }, file.path),
            element("span", { class: "count-added" }, `+${file.added ?? 0}`),
            element("span", { class: "count-removed" }, `\u2212${file.removed ?? 0}`),
          ),
          diff === undefined ? element("p", { class: "quiet" }, text("js.diff.missing")) : drawFileDiff(diff),
        );
      }),
    )
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
