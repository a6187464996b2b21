// @ts-check
// People of the installation, for administrators.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { confirmed } from "./confirm.js";
import { element, required } from "./elements.js";
import { initials } from "./format.js";
import { createRows, onSubmit } from "./rows.js";
import { showSecret } from "./secret-dialog.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const ROLES = ["admin", "member", "viewer"];
const MOST_PAGES = 50;
const me = document.documentElement.dataset.person;

const rows = createRows(required("#people-list"), fetchPeople, row);

async function fetchPeople() {
  const all = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await call("GET", `/people?limit=200${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...answer.people);
    if (!answer.nextCursor) {
      break;
    }
    cursor = answer.nextCursor;
  }
  return all;
}

/** @param {any} person */
function row(person) {
  const role = /** @type {HTMLSelectElement} */ (
    element(
      "select",
      { "aria-label": text("js.people.roleOf", person.name), disabled: person.disabled },
      ...ROLES.map((name) => element("option", { value: name, selected: person.role === name }, text(`js.role.${name}`))),
    )
  );
  role.addEventListener("change", () => void change(person, { role: role.value }, text("js.people.roleChanged", person.name)));
  const time = element("time", { "data-ago": true, datetime: person.createdAt });
  const made = element(
    "tr",
    { class: person.disabled ? "is-disabled" : "" },
    element(
      "td",
      {},
      element("div", { class: "person" }, element("span", { class: "portrait", "aria-hidden": "true" }, initials(person.name)),
        element("div", {}, element("strong", {}, person.name), person.id === me && element("span", { class: "badge" }, text("js.people.you")),
          person.disabled && element("span", { class: "badge is-bad" }, text("js.people.disabled")), element("div", { class: "quiet" }, person.email))),
    ),
    element("td", {}, role),
    element("td", { class: "quiet wide-only" }, time),
    element(
      "td",
      { class: "row-actions" },
      element("button", { type: "button", class: "small", click: () => void resetPassword(person) }, text("js.people.reset")),
      person.id !== me &&
        element(
          "button",
          { type: "button", class: "small", click: () => void change(person, { disabled: !person.disabled }, text(person.disabled ? "js.people.enabledNow" : "js.people.disabledNow", person.name)) },
          text(person.disabled ? "js.people.enable" : "js.people.disable"),
        ),
    ),
  );
  refreshTimes(made);
  return made;
}

/**
 * @param {any} person
 * @param {any} what
 * @param {string} done
 */
async function change(person, what, done) {
  try {
    await call("PATCH", `/people/${person.id}`, what);
    notify(done);
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

/** @param {any} person */
async function resetPassword(person) {
  if (!(await confirmed(text("js.people.resetTitle", person.name), text("js.people.resetWhat"), text("js.people.reset")))) {
    return;
  }
  try {
    const answer = await call("POST", `/people/${person.id}/password`);
    showSecret(text("js.people.newPassword", person.name), text("js.people.passwordOnce"), answer.password);
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
}

onSubmit(/** @type {HTMLFormElement} */ (required("#add-person")), async (fields) => {
  const answer = await call("POST", "/people", { name: fields.get("name"), email: fields.get("email"), role: fields.get("role") });
  showSecret(text("js.people.newPassword", String(fields.get("name"))), text("js.people.passwordOnce"), answer.password);
  await rows.refresh();
});
void rows.refresh();
