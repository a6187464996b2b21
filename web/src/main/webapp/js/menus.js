// @ts-check
// Menus made of a button and the list that it controls: Escape and a click elsewhere close them, arrows move in them.

export function startMenus() {
  for (const button of document.querySelectorAll("button[aria-haspopup='menu']")) {
    connect(/** @type {HTMLButtonElement} */ (button));
  }
}

/** @param {HTMLButtonElement} button */
function connect(button) {
  const menu = document.getElementById(button.getAttribute("aria-controls") ?? "");
  if (menu === null) {
    return;
  }
  const entries = () =>
    /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role='menuitem']:not([hidden])")]).filter((entry) => entry.offsetParent !== null);

  /** @param {boolean} open */
  function set(open) {
    menu?.toggleAttribute("hidden", !open);
    button.setAttribute("aria-expanded", String(open));
  }

  button.addEventListener("click", () => {
    set(menu.hidden !== false);
    if (!menu.hidden) {
      entries()[0]?.focus();
    }
  });
  menu.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[role='menuitem']:not([data-keep-open])")) {
      set(false);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!menu.hidden && !menu.contains(target) && !button.contains(target)) {
      set(false);
    }
  });
  menu.addEventListener("keydown", (event) => {
    const all = entries();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.key === "Escape") {
      set(false);
      button.focus();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      all[(at + 1) % all.length]?.focus();
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      all[(at - 1 + all.length) % all.length]?.focus();
    } else if (event.key === "Tab") {
      set(false);
    }
  });
}
