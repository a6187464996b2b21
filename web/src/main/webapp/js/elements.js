// @ts-check
// Makes elements. Text always goes in as text: nothing here takes HTML.

/**
 * @param {string} name
 * @param {Record<string, any>} [attributes] `class`, `data-…`, `aria-…`, …; functions are listeners, false and null leave an attribute out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      made.append(typeof child === "string" ? plain(child) : child);
    }
  }
  return made;
}

/**
 * What programs say to terminals is no text: colours go, every other control character becomes a sign that one sees and that does nothing
 * wherever it is copied to.
 *
 * @param {string} words
 */
export function plain(words) {
  return words
    .replace(/\u001b\[[0-9;:]*m/g, "")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f]/g, "\ufffd");
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [parent]
 * @returns {T}
 */
export function required(selector, parent = document) {
  const found = parent.querySelector(selector);
  if (found === null) {
    throw new Error(`the page has no ${selector}`);
  }
  return /** @type {T} */ (found);
}

/**
 * Changes text only where it differs, so that a selection in it survives.
 *
 * @param {Element} target
 * @param {string} words
 */
export function setText(target, words) {
  const shown = plain(words);
  if (target.textContent !== shown) {
    target.textContent = shown;
  }
}
