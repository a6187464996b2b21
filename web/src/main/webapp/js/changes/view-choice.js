// @ts-check
// Whether lines stand one under the other or side by side: what somebody chose, where there is room for it.

const KEY = "openinspect.changes.view";
const NARROW = "(max-width: 820px)";

/** @typedef {"unified" | "split"} View */

/**
 * @param {Pick<Storage, "getItem" | "setItem">} shelf
 * @param {(query: string) => {matches: boolean}} media
 */
export function createViewChoice(shelf, media) {
  /** @type {View} */
  let chosen = read();

  /** @returns {View} */
  function read() {
    try {
      return shelf.getItem(KEY) === "split" ? "split" : "unified";
    } catch {
      // Storage is forbidden: the choice lasts as long as the page.
      return "unified";
    }
  }

  return {
    chosen: () => chosen,

    /** A phone has no room for two columns of code. */
    hasRoom: () => !media(NARROW).matches,

    /** @returns {View} */
    view: () => (media(NARROW).matches ? "unified" : chosen),

    /** @param {View} view */
    choose(view) {
      chosen = view;
      try {
        shelf.setItem(KEY, view);
      } catch {
        // Full or forbidden: the choice lasts as long as the page.
      }
    },
  };
}
