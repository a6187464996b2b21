// @ts-check
// The title of a session, which who may can change in its place.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { required, setText } from "./elements.js";

/**
 * @param {HTMLElement} host
 * @param {string} sessionId
 * @param {boolean} mayChange
 */
export function createTitle(host, sessionId, mayChange) {
  const words = required("h1", host);
  const edit = /** @type {HTMLButtonElement} */ (required("[data-edit]", host));
  const field = /** @type {HTMLInputElement} */ (required("input", host));
  let current = words.textContent ?? "";
  edit.hidden = !mayChange;

  edit.addEventListener("click", open);
  words.addEventListener("dblclick", () => mayChange && open());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      void save();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
      edit.focus();
    }
  });
  field.addEventListener("blur", () => field.hidden || void save());

  function open() {
    field.value = current;
    host.classList.add("is-editing");
    field.hidden = false;
    field.focus();
    field.select();
  }

  function close() {
    host.classList.remove("is-editing");
    field.hidden = true;
  }

  async function save() {
    const wanted = field.value.trim();
    close();
    if (wanted === "" || wanted === current) {
      return;
    }
    const before = current;
    show(wanted);
    try {
      await call("PATCH", `/sessions/${sessionId}`, { title: wanted });
    } catch (failure) {
      show(before);
      notify(sentence(failure), "bad");
    }
  }

  /** @param {string} title */
  function show(title) {
    current = title;
    setText(words, title);
  }

  return { show };
}
