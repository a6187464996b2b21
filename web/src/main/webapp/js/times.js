// @ts-check
// Turns moments into "5 min ago" and keeps them true while the page stays open.

import { ago } from "./format.js";
import { language } from "./texts.js";

const EVERY_MILLIS = 30_000;

export function startTimes() {
  refreshTimes();
  setInterval(refreshTimes, EVERY_MILLIS);
}

/** @param {ParentNode} [parent] */
export function refreshTimes(parent = document) {
  for (const found of parent.querySelectorAll("time[data-ago]")) {
    const time = /** @type {HTMLTimeElement} */ (found);
    if (time.dateTime === "") {
      continue;
    }
    time.textContent = ago(time.dateTime, Date.now(), language);
    time.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }).format(new Date(time.dateTime));
  }
}
