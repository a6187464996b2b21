// @ts-check
// The changed files of the session beside its timeline: fetched when the page opens and whenever the server says that there are others.

import { call, readText, Refusal, sentence } from "../api.js";
import { element, setText } from "../elements.js";
import { icon } from "../icons.js";
import { text } from "../texts.js";
import { refreshTimes } from "../times.js";
import { openChangesDialog } from "./changes-dialog.js";
import { createFileList } from "./file-list.js";
import { createViewChoice } from "./view-choice.js";

const AGAIN_MILLIS = 5_000;
const FILTER_FROM = 8;
const ALIVE = new Set(["booting", "ready", "starting"]);

/**
 * @param {HTMLElement} container
 * @param {string} id of the session
 */
export function createChangesPanel(container, id) {
  const choice = createViewChoice(localStorage, (query) => matchMedia(query));
  const heading = element("h3", { tabindex: "-1" });
  const state = element("p", { class: "quiet", role: "status" });
  const since = element("time", { "data-ago": true });
  const asOf = element("p", { class: "quiet", hidden: true }, text("js.changes.asOf"), " ", since);
  const read = element("button", { type: "button", class: "small", "data-show-changes": true }, icon("panel"), text("js.changes.show"));
  const filter = element("input", { type: "search", "aria-label": text("js.changes.filter"), placeholder: text("js.changes.filter") });
  const list = element("div", { class: "files" });
  const fetchPatch = (/** @type {string} */ path) => readText(`/sessions/${id}/changes/file?path=${encodeURIComponent(path)}`);
  const files = createFileList(list, { fetchPatch, view: () => "unified", open: false });
  container.replaceChildren(heading, state, asOf, read, filter, list);
  /** @type {any} */
  let changes = null;
  let alive = true;
  let asking = false;
  let askAgain = false;
  /** @type {ReturnType<typeof openChangesDialog> | null} */
  let dialog = null;

  read.addEventListener("click", () => {
    dialog = openChangesDialog({
      fetchPatch,
      choice,
      patchAddress: `/api/v1/sessions/${id}/changes.patch`,
      closed: () => {
        dialog = null;
      },
    });
    dialog.draw(changes);
  });
  filter.addEventListener("input", () => files.filter(filter.value));

  /** Asks once at a time; what is said meanwhile makes it ask once more. */
  async function refresh() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      changes = await call("GET", `/sessions/${id}/changes`);
      draw();
    } catch (failure) {
      if (failure instanceof Refusal) {
        setText(state, sentence(failure));
        state.hidden = false;
      } else {
        window.setTimeout(refresh, AGAIN_MILLIS);
      }
    } finally {
      asking = false;
    }
    if (askAgain) {
      askAgain = false;
      void refresh();
    }
  }

  function draw() {
    if (changes === null) {
      heading.hidden = read.hidden = filter.hidden = true;
      return;
    }
    const count = changes.files.length;
    heading.hidden = read.hidden = count === 0;
    const signature = JSON.stringify([count, changes.added, changes.removed]);
    if (heading.dataset.signature !== signature) {
      heading.dataset.signature = signature;
      heading.replaceChildren(
        text("js.changes.files", count),
        element("span", { class: "count-added" }, ` +${changes.added}`),
        element("span", { class: "count-removed" }, ` \u2212${changes.removed}`),
      );
    }
    filter.hidden = count < FILTER_FROM;
    state.hidden = count > 0 && !changes.truncated;
    setText(state, count === 0 ? text("js.changes.none") : changes.truncated ? text("js.changes.cut") : "");
    list.hidden = count === 0;
    files.draw(changes.files, changes.at ?? "");
    drawAge();
    dialog?.draw(changes);
  }

  /** While a sandbox works it is clear that this is now. */
  function drawAge() {
    asOf.hidden = alive || changes === null || changes.at === undefined || changes.files.length === 0;
    if (!asOf.hidden && since.dateTime !== changes.at) {
      since.dateTime = changes.at;
      refreshTimes(asOf);
    }
  }

  draw();
  void refresh();

  return {
    refresh,

    /** @param {any} session as the server tells it */
    draw(session) {
      alive = ALIVE.has(session.sandbox?.status ?? "");
      drawAge();
    },
  };
}
