// @ts-check
// The images of one repository: what sessions begin with, how it was made, and when it is made ahead.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { element, required, setText } from "./elements.js";
import { duration, size } from "./format.js";
import { showImageLog } from "./image-log-dialog.js";
import { chipClass, rulesOf, somethingBuilds, tookMillis } from "./image-words.js";
import { createRows } from "./rows.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const BUSY_MILLIS = 2_000;
const IDLE_MILLIS = 15_000;

const repository = new URLSearchParams(location.search).get("repository") ?? "";
const address = `/repositories/${encodeURIComponent(repository)}`;
const list = required("#image-list");
const rows = createRows(list, fetchImages, row);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#image-rules"));
let building = false;

setText(required("#images-repository"), repository);

async function fetchImages() {
  const { images } = await call("GET", `${address}/images`);
  building = somethingBuilds(images);
  return images;
}

/** @param {any} image */
function row(image) {
  const made = element(
    "tr",
    {},
    element(
      "td",
      {},
      element("strong", {}, text(`js.image.kind.${image.kind}`)),
      element(
        "div",
        { class: "quiet" },
        image.requestedBy ? text("js.image.askedBy", image.requestedBy) : text(`js.image.cause.${image.cause}`),
        " · ",
        element("code", {}, image.branch),
        image.headCommit && element("span", {}, " · ", element("code", {}, image.headCommit.slice(0, 8))),
      ),
      image.reason && element("div", { class: "image-reason" }, image.reason),
    ),
    element("td", {}, element("span", { class: chipClass(image.status) }, text(`js.image.${image.status}`))),
    element(
      "td",
      { class: "quiet wide-only" },
      element("time", { "data-ago": true, datetime: image.finishedAt ?? image.createdAt }),
      element("div", {}, duration(tookMillis(image, Date.now()))),
    ),
    element("td", { class: "quiet wide-only" }, image.bytes === undefined ? "" : size(image.bytes)),
    element(
      "td",
      { class: "row-actions" },
      image.kind === "prebuilt" &&
        element("button", { type: "button", class: "small", "aria-label": text("js.image.logNamed", image.createdAt), click: () => showImageLog(`${address}/images/${image.id}`, text("js.image.logTitle", repository)) }, text("js.image.log")),
    ),
  );
  refreshTimes(made);
  return made;
}

async function refresh() {
  // Redrawing takes the focus from a button in the list, so it waits while one has it.
  if (!document.hidden && !list.contains(document.activeElement)) {
    await rows.refresh();
  }
  setTimeout(() => void refresh(), building ? BUSY_MILLIS : IDLE_MILLIS);
}

/** @param {HTMLFormElement} rules */
async function showRules(rules) {
  const known = await call("GET", address);
  /** @type {HTMLInputElement} */ (required("#image-prebuild", rules)).checked = known.prebuild;
  /** @type {HTMLInputElement} */ (required("#image-minutes", rules)).value = String(known.prebuildMinutes);
  /** @type {HTMLTextAreaElement} */ (required("#image-command", rules)).value = known.buildCommand ?? "";
}

/** @param {HTMLFormElement} rules */
function editRules(rules) {
  const trouble = required("[data-problem]", rules);
  const button = /** @type {HTMLButtonElement} */ (required("button[type='submit']", rules));
  /** @param {unknown} failure */
  const say = (failure) => {
    setText(trouble, sentence(failure));
    trouble.hidden = false;
  };
  showRules(rules).catch(say);
  rules.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    trouble.hidden = true;
    try {
      await call("PATCH", address, rulesOf(new FormData(rules)));
      notify(text("js.image.saved"));
    } catch (failure) {
      say(failure);
    } finally {
      button.disabled = false;
    }
  });
}

async function build() {
  try {
    await call("POST", `${address}/images`);
    notify(text("js.image.begun"));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

if (form !== null) {
  editRules(form);
  required("#build-image").addEventListener("click", () => void build());
}
void refresh();
