// @ts-check
// Keyboard shortcuts. Single letters work only outside fields and can be switched off, because they disturb speech input.

const SWITCH = "openinspect.shortcuts";
const SEQUENCE_MILLIS = 1_200;

/** @type {Map<string, (event: KeyboardEvent) => void>} */
const actions = new Map();

/**
 * @param {string} keys one key, or two typed one after the other with a space between
 * @param {() => void} action
 */
export function shortcut(keys, action) {
  actions.set(keys, action);
}

export function startShortcuts() {
  const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcut-help"));
  shortcut("?", () => help?.showModal());
  shortcut("n", () => document.querySelector("[data-new-session]") && location.assign("/new"));
  shortcut("g s", () => location.assign("/sessions"));
  shortcut("/", () => /** @type {HTMLElement | null} */ (document.querySelector("[data-main-field]"))?.focus());

  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("shortcuts-on"));
  if (box !== null) {
    box.checked = enabled();
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  }
  for (const opener of document.querySelectorAll("[data-shortcut-help]")) {
    opener.addEventListener("click", () => help?.showModal());
  }

  let pending = "";
  let pendingSince = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !enabled() || typing(event.target)) {
      return;
    }
    if (document.querySelector("dialog[open]") !== null) {
      return;
    }
    const sequence = pending !== "" && event.timeStamp - pendingSince < SEQUENCE_MILLIS ? `${pending} ${event.key}` : event.key;
    const action = actions.get(sequence) ?? actions.get(event.key);
    pending = event.key;
    pendingSince = event.timeStamp;
    if (action !== undefined) {
      event.preventDefault();
      pending = "";
      action(event);
    }
  });
}

function enabled() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
