// @ts-check
// Colours code. The library is large and a classic script, so it is fetched the first time that a block names its language.

import { HIGHLIGHT_ADDRESS } from "./vendor.js";

const LONGEST_CODE = 60_000;

/** @type {Promise<any> | undefined} */
let loading;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = HIGHLIGHT_ADDRESS;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).hljs));
    script.addEventListener("error", () => {
      loading = undefined;
      reject(new Error("highlight.js could not be loaded"));
    });
    document.head.append(script);
  });
  return loading;
}

/**
 * Colours the fenced code below an element that names a language.
 *
 * @param {ParentNode} parent
 */
export function highlightIn(parent) {
  for (const code of parent.querySelectorAll("pre > code[class^='language-']:not([data-highlighted])")) {
    const language = code.className.slice("language-".length);
    if ((code.textContent ?? "").length > LONGEST_CODE) {
      continue;
    }
    library().then(
      (hljs) => {
        if (hljs.getLanguage(language) && !code.hasAttribute("data-highlighted")) {
          hljs.highlightElement(code);
        }
      },
      () => code.setAttribute("data-highlighted", "no"),
    );
  }
}
