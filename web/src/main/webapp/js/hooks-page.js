// @ts-check
// Deliveries of the code host, for administrators.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { element, required } from "./elements.js";
import { showHook } from "./hook-dialog.js";
import { chipClass, eventOf, warningOf } from "./hook-words.js";
import { createRows } from "./rows.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const EVERY_MILLIS = 10_000;
const PAGE = 50;
/** What the server gives at once; older ones are found by their status, or by a program with the API. */
const MOST = 200;

const form = /** @type {HTMLFormElement} */ (required("#hook-filter"));
const choice = /** @type {HTMLSelectElement} */ (required("select", form));
const more = required("#more-hooks");
const rows = createRows(required("#hook-list"), fetchDeliveries, row);
let shown = PAGE;

async function fetchDeliveries() {
  const parameters = new URLSearchParams({ limit: String(shown) });
  if (choice.value !== "") {
    parameters.set("status", choice.value);
  }
  const page = await call("GET", `/hook-deliveries?${parameters}`);
  const warning = warningOf(page);
  required("#hooks-not-configured").hidden = warning !== "not-configured";
  required("#hooks-none-came").hidden = warning !== "none-came";
  more.hidden = !page.nextCursor || shown >= MOST;
  return page.deliveries;
}

/** @param {any} delivery */
function row(delivery) {
  const made = element(
    "tr",
    {},
    element(
      "td",
      {},
      element("strong", {}, eventOf(delivery)),
      element("div", { class: "quiet address" }, delivery.id),
      delivery.error && element("div", { class: "hook-error" }, delivery.error),
    ),
    element("td", {}, element("span", { class: chipClass(delivery.status) }, text(`js.hook.${delivery.status}`))),
    element("td", { class: "quiet wide-only" }, element("time", { "data-ago": true, datetime: delivery.receivedAt })),
    element(
      "td",
      { class: "row-actions" },
      element("button", { type: "button", class: "small", "aria-label": text("js.hook.showNamed", delivery.id), click: () => void show(delivery.id) }, text("js.hook.show")),
    ),
  );
  refreshTimes(made);
  return made;
}

/** @param {string} id */
async function show(id) {
  try {
    showHook(await call("GET", `/hook-deliveries/${id}`), () => replay(id));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
}

/** @param {string} id */
async function replay(id) {
  try {
    await call("POST", `/hook-deliveries/${id}/replay`);
    notify(text("js.hook.replayed"));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

const wanted = new URLSearchParams(location.search).get("status") ?? "";
if ([...choice.options].some((option) => option.value === wanted)) {
  choice.value = wanted;
}
choice.addEventListener("change", () => {
  shown = PAGE;
  history.replaceState(null, "", choice.value === "" ? "/hooks" : `/hooks?status=${choice.value}`);
  void rows.refresh();
});
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => {
  shown = Math.min(MOST, shown + PAGE);
  void rows.refresh();
});
// Redrawing takes the focus from a button in the list, so it waits while one has it.
setInterval(() => document.hidden || required("#hook-list").contains(document.activeElement) || void rows.refresh(), EVERY_MILLIS);
void rows.refresh();
