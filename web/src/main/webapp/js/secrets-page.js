// @ts-check
// Secrets of the installation and of repositories: names, who wrote them and when. A value goes to the server and never comes back.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { confirmed } from "./confirm.js";
import { element, required } from "./elements.js";
import { createRows, onSubmit } from "./rows.js";
import { secretsPath } from "./secret-scope.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const section = required("#secret-list");
const scope = /** @type {HTMLSelectElement} */ (required("#secret-scope"));
const mayManage = section.dataset.mayManage === "true";
const rows = createRows(section, fetchSecrets, row);

/** An answer for a scope that was left meanwhile is not drawn under another one's name. */
async function fetchSecrets() {
  const asked = scope.value;
  const answer = await call("GET", secretsPath(asked));
  return asked === scope.value ? answer.secrets : fetchSecrets();
}

/** @param {any} secret */
function row(secret) {
  const who = secret.changedBy?.name ?? text("js.secrets.nobody");
  const made = element(
    "tr",
    {},
    element("td", {}, element("code", {}, secret.name), element("div", { class: "quiet narrow-only" }, who, " · ", element("time", { "data-ago": true, datetime: secret.changedAt }))),
    element("td", { class: "wide-only" }, who),
    element("td", { class: "quiet wide-only" }, element("time", { "data-ago": true, datetime: secret.changedAt })),
    element(
      "td",
      { class: "row-actions" },
      mayManage && element("button", { type: "button", class: "small", "aria-label": text("js.secrets.replaceNamed", secret.name), click: () => replace(secret.name) }, text("js.secrets.replace")),
      mayManage && element("button", { type: "button", class: "small", "aria-label": text("js.secrets.deleteNamed", secret.name), click: () => void remove(secret.name) }, text("js.secrets.delete")),
    ),
  );
  refreshTimes(made);
  return made;
}

/** @param {string} name */
function replace(name) {
  /** @type {HTMLInputElement} */ (required("#secret-name")).value = name;
  required("#secret-value").focus();
}

/** @param {string} name */
async function remove(name) {
  const from = scope.value;
  if (!(await confirmed(text("js.secrets.deleteTitle", name), text("js.secrets.deleteWhat"), text("js.secrets.delete")))) {
    return;
  }
  try {
    await call("DELETE", secretsPath(from, name));
    notify(text("js.secrets.deleted", name));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

async function offerRepositories() {
  try {
    const { repositories } = await call("GET", "/repositories?limit=1000");
    scope.append(...repositories.map((/** @type {any} */ repository) => element("option", { value: repository.name }, text("js.secrets.repository", repository.name))));
    const wanted = new URLSearchParams(location.search).get("repository");
    if (wanted !== null && repositories.some((/** @type {any} */ repository) => repository.name === wanted)) {
      scope.value = wanted;
    }
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
}

scope.addEventListener("change", () => void rows.refresh());
if (mayManage) {
  onSubmit(/** @type {HTMLFormElement} */ (required("#write-secret")), async (fields) => {
    const name = String(fields.get("name"));
    // As it was typed or pasted: a form gives every end of a line as two characters, which a key would not survive.
    const value = String(fields.get("value")).replaceAll("\r\n", "\n");
    await call("PUT", secretsPath(scope.value, name), { value });
    notify(text("js.secrets.written", name));
    await rows.refresh();
  });
  onSubmit(/** @type {HTMLFormElement} */ (required("#import-secrets")), async (fields) => {
    await call("POST", `${secretsPath(scope.value)}/import`, { text: String(fields.get("text")) });
    notify(text("js.secrets.imported"));
    await rows.refresh();
  });
}
await offerRepositories();
void rows.refresh();
