// @ts-check
// Repositories that sessions may work on; administrators register and switch them.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { element, required } from "./elements.js";
import { icon } from "./icons.js";
import { createRows, onSubmit } from "./rows.js";
import { text } from "./texts.js";

const section = required("#repository-list");
const mayManage = section.dataset.mayManage === "true";
const mayCreate = section.dataset.mayCreate === "true";
const rows = createRows(section, async () => (await call("GET", "/repositories?limit=200")).repositories, row);

/** @param {any} repository */
function row(repository) {
  return element(
    "tr",
    { class: repository.enabled ? "" : "is-disabled" },
    element(
      "td",
      {},
      element("strong", {}, repository.name),
      repository.demo && element("span", { class: "badge" }, text("js.repositories.demo")),
      !repository.enabled && element("span", { class: "badge is-bad" }, text("js.repositories.disabled")),
      repository.description && element("div", { class: "quiet" }, repository.description),
      element("div", { class: "quiet address" }, repository.url),
    ),
    element("td", { class: "wide-only" }, element("code", {}, repository.defaultBranch)),
    element(
      "td",
      { class: "row-actions" },
      mayCreate && repository.enabled &&
        element("a", { class: "button small", href: `/new?repository=${encodeURIComponent(repository.name)}` }, icon("plus"), text("js.repositories.start")),
      mayManage &&
        element("button", { type: "button", class: "small", click: () => void change(repository) }, text(repository.enabled ? "js.repositories.disable" : "js.repositories.enable")),
    ),
  );
}

/** @param {any} repository */
async function change(repository) {
  try {
    await call("PATCH", `/repositories/${encodeURIComponent(repository.name)}`, { enabled: !repository.enabled });
    notify(text(repository.enabled ? "js.repositories.nowDisabled" : "js.repositories.nowEnabled", repository.name));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#register-repository"));
if (form !== null) {
  onSubmit(form, async (fields) => {
    /** @type {Record<string, string>} */
    const wish = {};
    for (const name of ["name", "url", "defaultBranch", "description", "credential"]) {
      const value = String(fields.get(name) ?? "").trim();
      if (value !== "") {
        wish[name] = value;
      }
    }
    await call("POST", "/repositories", wish);
    notify(text("js.repositories.registered", wish.name));
    await rows.refresh();
  });
}
void rows.refresh();
