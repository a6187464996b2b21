// @ts-check
// A list of changed files whose lines are fetched when they come into sight. Drawing it again leaves open what is open and moves nothing
// that stays, so a list that changes while somebody reads does not jump.

import { Refusal, sentence } from "../api.js";
import { element, setText } from "../elements.js";
import { icon } from "../icons.js";
import { hasText, text } from "../texts.js";
import { hasLines, matches, sentences } from "./change-words.js";
import { drawPatch } from "./patch-view.js";

/** @typedef {import("./change-words.js").ChangedFile} ChangedFile */
/** @typedef {{node: HTMLDetailsElement, file: ChangedFile, signature: string, lines: HTMLElement, notes: HTMLElement, near: boolean, patch: string | null, version: string, wanted: string, view: string}} Row */

const MARGIN = "400px 0px";

/**
 * @param {HTMLElement} container
 * @param {object} host
 * @param {(path: string) => Promise<string>} host.fetchPatch
 * @param {() => "unified" | "split"} host.view
 * @param {boolean} host.open whether files are open from the start
 */
export function createFileList(container, host) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  let version = "";
  let filter = "";
  const sight = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const row = rows.get(/** @type {HTMLElement} */ (entry.target).dataset.path ?? "");
        if (row !== undefined) {
          row.near = entry.isIntersecting;
          void refresh(row);
        }
      }
    },
    { rootMargin: MARGIN },
  );

  /** Fetches the lines if somebody sees them and they may be others than those shown. @param {Row} row */
  async function refresh(row) {
    if (!row.near || !row.node.open || !hasLines(row.file) || row.wanted === version) {
      return;
    }
    row.wanted = version;
    if (row.patch === null) {
      row.lines.replaceChildren(element("p", { class: "quiet" }, text("js.changes.loading")));
    }
    const asked = version;
    try {
      const patch = await host.fetchPatch(row.file.path);
      if (patch !== row.patch || row.view !== host.view()) {
        row.patch = patch;
        await drawLines(row);
      }
      row.version = asked;
    } catch (failure) {
      row.wanted = "";
      row.patch = null;
      // Between list and lines the agent went on; the next list is on its way.
      const gone = failure instanceof Refusal && failure.status === 404;
      row.lines.replaceChildren(element("p", { class: "quiet" }, gone ? text("js.changes.linesGone") : sentence(failure)));
    }
  }

  /** @param {Row} row */
  async function drawLines(row) {
    if (row.patch === null) {
      return;
    }
    const view = host.view();
    row.view = view;
    const drawn = await drawPatch(row.patch, view, row.file.path);
    if (row.view === view) {
      row.lines.replaceChildren(drawn);
    }
  }

  /** @param {ChangedFile} file @returns {Row} */
  function make(file) {
    const notes = element("div", { class: "change-notes" });
    const lines = element("div", { "data-path": file.path });
    const node = element("details", { class: "file", open: host.open }, element("summary"), notes, lines);
    const row = { node, file, signature: "", lines, notes, near: false, patch: null, version: "", wanted: "", view: "" };
    node.addEventListener("toggle", () => void refresh(row));
    sight.observe(lines);
    return row;
  }

  /** @param {Row} row @param {ChangedFile} file */
  function update(row, file) {
    const signature = JSON.stringify(file);
    row.file = file;
    if (signature === row.signature) {
      return;
    }
    row.signature = signature;
    /** @type {HTMLElement} */ (row.node.querySelector("summary")).replaceChildren(...summary(file));
    const said = sentences(file);
    if (!hasLines(file)) {
      row.lines.replaceChildren();
      row.patch = null;
      if (said.length === 0) {
        said.push(text(file.bytes === 0 ? "js.changes.empty" : "js.changes.noLines"));
      }
    }
    row.notes.replaceChildren(...said.map((words) => element("p", { class: "quiet" }, words)));
  }

  return {
    /**
     * @param {ChangedFile[]} files
     * @param {string} at which version of the changes this is
     */
    draw(files, at) {
      version = at;
      const left = new Set(rows.keys());
      let place = container.firstElementChild;
      for (const file of files) {
        left.delete(file.path);
        const row = rows.get(file.path) ?? make(file);
        rows.set(file.path, row);
        update(row, file);
        row.node.hidden = !matches(file, filter);
        if (row.node === place) {
          place = place.nextElementSibling;
        } else {
          container.insertBefore(row.node, place);
        }
        void refresh(row);
      }
      for (const path of left) {
        const row = /** @type {Row} */ (rows.get(path));
        sight.unobserve(row.lines);
        row.node.remove();
        rows.delete(path);
      }
    },

    /**
     * @param {string} wanted words of paths
     * @returns {number} how many are shown
     */
    filter(wanted) {
      filter = wanted;
      let shown = 0;
      for (const row of rows.values()) {
        row.node.hidden = !matches(row.file, filter);
        shown += row.node.hidden ? 0 : 1;
      }
      return shown;
    },

    /** Somebody chose another view. */
    redraw() {
      for (const row of rows.values()) {
        void drawLines(row);
      }
    },

    close() {
      sight.disconnect();
    },
  };
}

/** @param {ChangedFile} file */
function summary(file) {
  const slash = file.path.lastIndexOf("/");
  const status = element("span", { class: `file-status is-${file.status}` });
  setText(status, hasText(`js.file.${file.status}`) ? text(`js.file.${file.status}`) : file.status);
  return [
    icon("chevron"),
    element("span", { class: "file-path", title: file.path }, element("span", { class: "quiet" }, file.path.slice(0, slash + 1)), element("span", { class: "file-name" }, file.path.slice(slash + 1))),
    status,
    ...counts(file),
  ];
}

/** @param {ChangedFile} file */
function counts(file) {
  if (file.binary) {
    return [element("span", { class: "quiet" }, text("js.changes.binaryMark"))];
  }
  if (file.added === 0 && file.removed === 0) {
    return [];
  }
  return [element("span", { class: "count-added" }, `+${file.added}`), element("span", { class: "count-removed" }, `\u2212${file.removed}`)];
}
