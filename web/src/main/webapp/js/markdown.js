// @ts-check
// Draws Markdown that may still be growing. Only the blocks that changed are drawn again, and everything passes the sanitiser.

import { plain } from "./elements.js";
import { highlightIn } from "./highlight.js";
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, rendererRules, unchangedBlocks } from "./markdown-rules.js";
import { DOMPurify, Marked } from "./vendor.js";

const marked = new Marked({ gfm: true, breaks: false, renderer: /** @type {any} */ (rendererRules) });

DOMPurify.addHook("afterSanitizeAttributes", (/** @type {Element} */ node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer nofollow");
  }
  if (node.tagName === "PRE" || node.tagName === "TABLE") {
    // They scroll sideways; without a mouse that needs the focus.
    node.setAttribute("tabindex", "0");
  }
  if (node.tagName === "INPUT" && node.getAttribute("type") !== "checkbox") {
    node.remove();
  }
  if (node.tagName === "INPUT") {
    // A box of a task list: nobody can tick it, and its text beside it already says what it is about.
    node.setAttribute("aria-hidden", "true");
    node.setAttribute("tabindex", "-1");
  }
});

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
function clean(html) {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [...ALLOWED_TAGS],
    ALLOWED_ATTR: [...ALLOWED_ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

/**
 * A place that shows Markdown.
 *
 * @param {HTMLElement} host
 * @returns {{show(text: string, whole: boolean): void}}
 */
export function createMarkdownView(host) {
  host.classList.add("markdown");
  /** @type {string[]} */
  let drawn = [];
  /** @type {HTMLElement[]} */
  let blocks = [];

  return {
    show(text, whole) {
      const tokens = marked.lexer(plain(text));
      const sources = tokens.map((/** @type {any} */ token) => token.raw);
      const same = unchangedBlocks(drawn, sources);
      for (const block of blocks.splice(same)) {
        block.remove();
      }
      for (const token of tokens.slice(same)) {
        const block = document.createElement("div");
        block.className = "block";
        // The list keeps its link definitions, which belong to the whole text and not to one block.
        block.append(clean(marked.parser(Object.assign([token], { links: tokens.links }))));
        host.append(block);
        blocks.push(block);
      }
      drawn = sources;
      if (whole) {
        highlightIn(host);
        return;
      }
      // The last block still grows: colouring it now would be thrown away with the next letters.
      for (const block of blocks.slice(0, -1)) {
        highlightIn(block);
      }
    },
  };
}
