// @ts-check
// Lists of administration pages: a table body that is drawn from the answer of the server, with its own message where it is empty.

import { sentence } from "./api.js";
import { required, setText } from "./elements.js";

/**
 * @template T
 * @param {HTMLElement} section with a table, `[data-empty]` and `[data-problem]`
 * @param {() => Promise<T[]>} fetchAll
 * @param {(one: T) => HTMLElement} row
 */
export function createRows(section, fetchAll, row) {
  const body = required("tbody", section);
  const empty = required("[data-empty]", section);
  const trouble = required("[data-problem]", section);
  return {
    async refresh() {
      try {
        const all = await fetchAll();
        body.replaceChildren(...all.map(row));
        empty.hidden = all.length > 0;
        required("table", section).hidden = all.length === 0;
        trouble.hidden = true;
      } catch (failure) {
        setText(trouble, sentence(failure));
        trouble.hidden = false;
      }
      section.removeAttribute("aria-busy");
    },
  };
}

/**
 * A form that sends its fields and shows what the server says.
 *
 * @param {HTMLFormElement} form with `[data-problem]`
 * @param {(fields: FormData) => Promise<void>} send
 */
export function onSubmit(form, send) {
  const trouble = required("[data-problem]", form);
  const button = /** @type {HTMLButtonElement} */ (required("button[type='submit']", form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    trouble.hidden = true;
    try {
      await send(new FormData(form));
      form.reset();
    } catch (failure) {
      setText(trouble, sentence(failure));
      trouble.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
