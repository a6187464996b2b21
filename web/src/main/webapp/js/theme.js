// @ts-check
// Dark, light or as the system says. The choice is a cookie, so that the server already sends the right page and nothing flashes.

import { changeIcon } from "./icons.js";
import { text } from "./texts.js";

const ORDER = ["system", "light", "dark"];
const YEAR_SECONDS = 31_536_000;

export function startThemeSwitch() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    show(button);
    button.addEventListener("click", () => {
      choose(ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]);
      document.querySelectorAll("[data-theme-switch]").forEach(show);
    });
  }
}

function chosen() {
  return document.documentElement.dataset.theme || "system";
}

/** @param {string} theme */
function choose(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    document.cookie = "openinspect_theme=; path=/; max-age=0; samesite=lax";
    return;
  }
  document.documentElement.dataset.theme = theme;
  document.cookie = `openinspect_theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** @param {Element} button */
function show(button) {
  const theme = chosen();
  changeIcon(button, `theme-${theme}`);
  const label = button.querySelector("[data-theme-label]");
  if (label !== null) {
    label.textContent = text(`js.theme.${theme}`);
  }
}
