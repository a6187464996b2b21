// @ts-check
// Repositories that sessions may work on; administrators register and switch them.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { showCodeHost } from "./code-host-card.js";
import { element, required } from "./elements.js";
import { webAddress } from "./format.js";
import { icon } from "./icons.js";
import { editRepository } from "./repository-dialog.js";
import { createRows, onSubmit } from "./rows.js";
import { text } from "./texts.js";

const section = required("#repository-list");
const mayManage = section.dataset.mayManage === "true";
const mayCreate = section.dataset.mayCreate === "true";
const MOST_PAGES = 50;
const archived = /** @type {HTMLInputElement} */ (required("#repository-archived"));
const rows = createRows(section, fetchRepositories, row);

async function fetchRepositories() {
  const all = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await call(
      "GET",
      `/repositories?limit=200&archived=${archived.checked}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(...answer.repositories);
    if (!answer.nextCursor) {
      break;
    }
    cursor = answer.nextCursor;
  }
  return all;
}

/** @param {any} repository */
function row(repository) {
  return element(
    "tr",
    { class: usable(repository) ? "" : "is-disabled" },
    element(
      "td",
      {},
      element("strong", {}, repository.name),
      repository.demo && element("span", { class: "badge" }, text("js.repositories.demo")),
      !repository.enabled && element("span", { class: "badge is-bad" }, text("js.repositories.disabled")),
      repository.archived && element("span", { class: "badge" }, text("js.repositories.archived")),
      repository.missing && element("span", { class: "badge is-bad" }, text("js.repositories.missing")),
      repository.description && element("div", { class: "quiet" }, repository.description),
      repository.webUrl
        ? element("div", { class: "address" }, element("a", { href: webAddress(repository.webUrl), rel: "noreferrer" }, repository.fullName))
        : element("div", { class: "quiet address" }, repository.url),
      repository.aliases.length > 0 && element("div", { class: "quiet" }, text("js.repositories.alsoCalled", repository.aliases.join(", "))),
      repository.keywords.length > 0 && element("div", { class: "quiet" }, text("js.repositories.about", repository.keywords.join(", "))),
      repository.warmSandboxes > 0 && element("div", { class: "quiet" }, text("js.repositories.warmCount", repository.warmSandboxes)),
      repository.readable.length > 0 && element("div", { class: "quiet" }, text("js.repositories.reads", repository.readable.join(", "))),
    ),
    element("td", { class: "wide-only" }, element("code", {}, repository.defaultBranch)),
    element(
      "td",
      { class: "row-actions" },
      mayCreate && usable(repository) &&
        element("a", { class: "button small", href: `/new?repository=${encodeURIComponent(repository.name)}` }, icon("plus"), text("js.repositories.start")),
      element("a", { class: "button small", href: `/images?repository=${encodeURIComponent(repository.name)}`, "aria-label": text("js.repositories.imagesOf", repository.name) }, text("js.repositories.images")),
      mayManage &&
        element("button", { type: "button", class: "small", "aria-label": text("js.repositories.editTitle", repository.name), click: () => void edit(repository) }, text("js.repositories.edit")),
      mayManage &&
        element("button", { type: "button", class: "small", click: () => void change(repository) }, text(repository.enabled ? "js.repositories.disable" : "js.repositories.enable")),
    ),
  );
}

/** @param {any} repository */
function usable(repository) {
  return repository.enabled && !repository.archived && !repository.missing;
}

/** @param {any} repository */
async function edit(repository) {
  if (await editRepository(repository)) {
    notify(text("js.repositories.saved", repository.name));
    await rows.refresh();
  }
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
const card = /** @type {HTMLElement | null} */ (document.querySelector("#code-host"));
if (card !== null) {
  showCodeHost(card, () => rows.refresh());
}
archived.addEventListener("change", () => void rows.refresh());
void rows.refresh();
