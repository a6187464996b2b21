// @ts-check
// Draws a difference as lines, one under the other or side by side. The library makes HTML of what agents wrote, so the sanitiser looks
// at it before the page does.

import { element, plain } from "../elements.js";
import { text } from "../texts.js";
import { DIFF_ADDRESS, DIFF_STYLE_ADDRESS, DOMPurify } from "../vendor.js";
import { beginning } from "./change-words.js";

const MOST_LINES = 2_000;
const LONGEST_LINE = 2_000;
const TAGS = ["div", "span", "table", "tbody", "tr", "td", "ins", "del", "br"];

/** @type {Promise<any> | undefined} */
let loading;

/** Script and style are fetched the first time that somebody looks at lines. */
function library() {
  loading ??= new Promise((resolve, reject) => {
    const style = element("link", { rel: "stylesheet", href: DIFF_STYLE_ADDRESS });
    // Before our own, which say what it looks like here.
    document.head.prepend(style);
    const script = element("script", { src: DIFF_ADDRESS });
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Diff2Html));
    script.addEventListener("error", () => {
      loading = undefined;
      reject(new Error("the library for differences could not be loaded"));
    });
    document.head.append(script);
  });
  return loading;
}

/**
 * @param {string} patch of one file, as Git writes it
 * @param {"unified" | "split"} view
 * @param {string} path for the label
 * @returns {Promise<HTMLElement>}
 */
export async function drawPatch(patch, view, path) {
  const diff2html = await library();
  const { shown, left } = beginning(patch, MOST_LINES);
  const area = element("div", { class: `change-lines is-${view}`, role: "group", tabindex: "0", "aria-label": text("js.changes.linesOf", path) });
  area.append(draw(diff2html, shown, view));
  if (left > 0) {
    const more = element("button", { type: "button", class: "small" }, text("js.changes.more", left));
    more.addEventListener("click", () => {
      area.replaceChildren(draw(diff2html, patch, view));
      area.focus();
    });
    area.append(more);
  }
  return area;
}

/**
 * @param {any} diff2html
 * @param {string} patch
 * @param {"unified" | "split"} view
 * @returns {DocumentFragment}
 */
function draw(diff2html, patch, view) {
  const html = diff2html.html(plain(patch), {
    outputFormat: view === "split" ? "side-by-side" : "line-by-line",
    drawFileList: false,
    matching: "lines",
    diffStyle: "word",
    diffMaxLineLength: LONGEST_LINE,
    maxLineLengthHighlight: LONGEST_LINE,
    colorScheme: "light",
  });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["class", "colspan"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const header of fragment.querySelectorAll(".d2h-file-header")) {
    // The list has headers of its own.
    header.remove();
  }
  for (const table of fragment.querySelectorAll("table")) {
    // The area around it has the focus.
    table.removeAttribute("tabindex");
  }
  return fragment;
}
