// @ts-check
// Says to screen readers, and in a short notice at the edge, what happened away from the focus.

import { element } from "./elements.js";

const NOTICE_MILLIS = 5_000;

/** @type {HTMLElement | null} */
let spoken = null;
/** @type {HTMLElement | null} */
let shown = null;

export function startAnnouncer() {
  spoken = document.getElementById("announcements");
  shown = document.getElementById("notices");
}

/**
 * Only spoken: what eyes see anyway.
 *
 * @param {string} words
 */
export function announce(words) {
  if (spoken !== null) {
    spoken.textContent = words;
  }
}

/**
 * Spoken and shown for a few seconds.
 *
 * @param {string} words
 * @param {"good" | "bad"} [tone]
 */
export function notify(words, tone = "good") {
  announce(words);
  const notice = element("div", { class: `notice-toast is-${tone}` }, words);
  shown?.append(notice);
  setTimeout(() => notice.remove(), NOTICE_MILLIS);
}
