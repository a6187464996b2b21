// @ts-check
// All changed files at full width: the panel beside the timeline is for a glance, this is for reading.

import { element, setText } from "../elements.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";
import { createFileList } from "./file-list.js";

/**
 * @param {object} host
 * @param {(path: string) => Promise<string>} host.fetchPatch
 * @param {ReturnType<typeof import("./view-choice.js").createViewChoice>} host.choice
 * @param {string} host.patchAddress
 * @param {() => void} host.closed
 */
export function openChangesDialog(host) {
  const close = element("button", { type: "button", class: "ghost icon-only", "aria-label": text("js.changes.close") }, icon("close"));
  const counts = element("span", { class: "changes-counts", role: "status" });
  const filter = element("input", { type: "search", "aria-label": text("js.changes.filter"), placeholder: text("js.changes.filter") });
  const views = element(
    "div",
    { class: "changes-views", role: "radiogroup", "aria-label": text("js.changes.view") },
    viewButton("unified", "js.changes.unified"),
    viewButton("split", "js.changes.split"),
  );
  const list = element("div", { class: "files" });
  const dialog = /** @type {HTMLDialogElement} */ (
    element(
      "dialog",
      { class: "dialog changes-dialog", "aria-labelledby": "changes-title" },
      element(
        "header",
        {},
        element("h2", { id: "changes-title" }, text("js.changes.title")),
        counts,
        filter,
        views,
        element("a", { class: "button small", href: host.patchAddress, download: "changes.patch" }, icon("down"), text("js.changes.patch")),
        close,
      ),
      list,
    )
  );
  const files = createFileList(list, { fetchPatch: host.fetchPatch, view: host.choice.view, open: true });
  /** @type {any} */
  let shown = { files: [] };

  /** @param {"unified" | "split"} view @param {string} key */
  function viewButton(view, key) {
    const checked = host.choice.chosen() === view;
    return element(
      "label",
      {},
      element("input", { type: "radio", name: "changes-view", value: view, checked, change: () => choose(view) }),
      text(key),
    );
  }

  /** @param {"unified" | "split"} view */
  function choose(view) {
    host.choice.choose(view);
    files.redraw();
  }

  function count() {
    const seen = files.filter(filter.value);
    const all = shown.files.length;
    setText(counts, seen === all ? text("js.changes.files", all) : text("js.changes.filesOf", seen, all));
  }

  views.hidden = !host.choice.hasRoom();
  filter.addEventListener("input", count);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    files.close();
    dialog.remove();
    host.closed();
  });
  document.body.append(dialog);
  dialog.showModal();

  return {
    /** @param {any} changes */
    draw(changes) {
      shown = changes;
      files.draw(changes.files, changes.at ?? "");
      count();
    },
  };
}
