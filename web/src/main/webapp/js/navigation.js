// @ts-check
// On a phone the navigation is a drawer; this opens and closes it.

export function startNavigation() {
  const opener = document.getElementById("open-navigation");
  const drawer = document.getElementById("navigation");
  const veil = document.getElementById("navigation-veil");
  if (opener === null || drawer === null || veil === null) {
    return;
  }
  /** @param {boolean} open */
  const set = (open) => {
    document.documentElement.classList.toggle("navigation-open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      /** @type {HTMLElement | null} */ (drawer.querySelector("a, button"))?.focus();
    }
  };
  opener.addEventListener("click", () => set(opener.getAttribute("aria-expanded") !== "true"));
  veil.addEventListener("click", () => set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener.getAttribute("aria-expanded") === "true") {
      set(false);
      opener.focus();
    }
  });
}
