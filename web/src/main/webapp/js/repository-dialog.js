// @ts-check
// What administrators write about a repository: description, other names, keywords, which repositories its sessions may read besides, how
// long its sandboxes live and how many are kept warm, and how its pull requests are opened.

import { call, sentence } from "./api.js";
import { element, required, setText } from "./elements.js";
import { words } from "./format.js";
import { text } from "./texts.js";

/**
 * @param {any} repository
 * @returns {Promise<boolean>} whether something was changed
 */
export function editRepository(repository) {
  return new Promise((resolve) => {
    const dialog = /** @type {HTMLDialogElement} */ (
      element(
        "dialog",
        { class: "dialog", "aria-labelledby": "edit-repository-title" },
        element(
          "form",
          { autocomplete: "off" },
          element("h2", { id: "edit-repository-title" }, text("js.repositories.editTitle", repository.name)),
          field("description", text("js.repositories.description"), repository.description, 1000),
          field("aliases", text("js.repositories.aliases"), repository.aliases.join(", "), 1100),
          field("keywords", text("js.repositories.keywords"), repository.keywords.join(", "), 1100),
          field("readable", text("js.repositories.readable"), repository.readable.join(", "), 1100),
          number("lifetimeMinutes", text("js.repositories.lifetime"), repository.lifetimeMinutes, 15, 1440),
          number("warmSandboxes", text("js.repositories.warm"), repository.warmSandboxes, 0, 10),
          repository.fullName && pullRequestRules(repository),
          element("p", { class: "problem", "data-problem": true, role: "alert", hidden: true }),
          element(
            "div",
            { class: "dialog-buttons" },
            element("button", { type: "button", click: () => dialog.close("no") }, text("js.repositories.cancel")),
            element("button", { type: "submit", class: "primary" }, text("js.repositories.save")),
          ),
        ),
      )
    );
    const form = /** @type {HTMLFormElement} */ (required("form", dialog));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void save(repository, form, dialog);
    });
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "saved");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * @param {any} repository
 * @param {HTMLFormElement} form
 * @param {HTMLDialogElement} dialog
 */
async function save(repository, form, dialog) {
  const trouble = required("[data-problem]", form);
  const button = /** @type {HTMLButtonElement} */ (required("button[type='submit']", form));
  const fields = new FormData(form);
  button.disabled = true;
  try {
    await call("PATCH", `/repositories/${encodeURIComponent(repository.name)}`, {
      description: String(fields.get("description") ?? ""),
      aliases: words(String(fields.get("aliases") ?? "")),
      keywords: words(String(fields.get("keywords") ?? "")),
      readable: words(String(fields.get("readable") ?? "")),
      lifetimeMinutes: Number(fields.get("lifetimeMinutes")),
      warmSandboxes: Number(fields.get("warmSandboxes") ?? 0),
      ...(repository.fullName && {
        pullRequestDraft: String(fields.get("pullRequestDraft")),
        pullRequestLabel: String(fields.get("pullRequestLabel") ?? ""),
        pullRequestAsApp: fields.get("pullRequestAsApp") !== null,
      }),
    });
    dialog.close("saved");
  } catch (failure) {
    setText(trouble, sentence(failure));
    trouble.hidden = false;
    button.disabled = false;
  }
}

/** How pull requests of a repository of the code host are opened. @param {any} repository */
function pullRequestRules(repository) {
  const draft = element(
    "select",
    { id: "edit-pullRequestDraft", name: "pullRequestDraft" },
    ...["as_asked", "always", "never"].map((policy) => element("option", { value: policy }, text(`js.repositories.draft.${policy}`))),
  );
  draft.value = repository.pullRequestDraft;
  const asApp = element("input", { type: "checkbox", id: "edit-pullRequestAsApp", name: "pullRequestAsApp" });
  asApp.checked = repository.pullRequestAsApp;
  return element(
    "fieldset",
    { class: "field-group" },
    element("legend", {}, text("js.repositories.pullRequests")),
    element("div", { class: "field" }, element("label", { for: "edit-pullRequestDraft" }, text("js.repositories.draft")), draft),
    field("pullRequestLabel", text("js.repositories.label"), repository.pullRequestLabel ?? "", 50),
    element("label", { class: "check" }, asApp, text("js.repositories.asApp")),
  );
}

/**
 * @param {string} name
 * @param {string} label
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function number(name, label, value, least, most) {
  const input = element("input", { type: "number", id: `edit-${name}`, name, min: least, max: most, step: 1, required: true });
  input.value = String(value);
  return element("div", { class: "field" }, element("label", { for: `edit-${name}` }, label), input);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {number} longest
 */
function field(name, label, value, longest) {
  const input = element("input", { type: "text", id: `edit-${name}`, name, maxlength: longest });
  input.value = value;
  return element("div", { class: "field" }, element("label", { for: `edit-${name}` }, label), input);
}
