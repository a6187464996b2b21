// @ts-check
// Copies text to the clipboard and says so.

import { announce, notify } from "./announcer.js";
import { element } from "./elements.js";
import { changeIcon, icon } from "./icons.js";
import { text } from "./texts.js";

const SHOWN_MILLIS = 1_500;

/**
 * @param {string | (() => string)} words
 * @param {string} label
 * @returns {HTMLButtonElement}
 */
export function copyButton(words, label) {
  const button = element("button", { type: "button", class: "ghost icon-only", "aria-label": label, title: label }, icon("copy"));
  button.addEventListener("click", () => copyFrom(button, typeof words === "string" ? words : words()));
  return button;
}

/**
 * @param {HTMLElement} button whose symbol shows for a moment that it worked
 * @param {string} words
 */
export async function copyFrom(button, words) {
  if (!(await copy(words))) {
    notify(text("js.copy.failed"), "bad");
    return;
  }
  announce(text("js.copy.done"));
  changeIcon(button, "check");
  setTimeout(() => changeIcon(button, button.dataset.symbol ?? "copy"), SHOWN_MILLIS);
}

/** @param {string} words */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // Plain http or an old browser: the selection way needs neither a secure context nor a permission.
  }
  const field = element("textarea", { class: "off-screen", readonly: true });
  field.value = words;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
