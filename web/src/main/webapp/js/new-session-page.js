// @ts-check
// A new session: its repository, branch and model, and the first prompt. The prompt goes into the outbox of the session that was made,
// so it is not lost if the way there breaks.

import { call, sentence } from "./api.js";
import { createDraft, randomId } from "./draft.js";
import { element, required, setText } from "./elements.js";
import { icon } from "./icons.js";
import { text } from "./texts.js";
import { createTyping } from "./typing.js";
import { createWarmth } from "./warmth.js";

const LONGEST = 64_000;

const form = /** @type {HTMLFormElement} */ (required("#new-session"));
const repository = /** @type {HTMLSelectElement} */ (required("#repository"));
const branch = /** @type {HTMLInputElement} */ (required("#branch"));
const branches = required("#branches");
const model = /** @type {HTMLSelectElement} */ (required("#model"));
const prompt = /** @type {HTMLTextAreaElement} */ (required("#prompt"));
const start = /** @type {HTMLButtonElement} */ (required("#start"));
const trouble = required("#new-session-problem");
const demo = required("#demo-note");
const warm = required("#warmth");
const draft = createDraft(localStorage, "new", randomId);
let sending = false;

const warmth = createWarmth({
  repository: warmRepository,
  ask: (name) => call("POST", `/repositories/${encodeURIComponent(name)}/warm`),
  look: (name) => call("GET", `/repositories/${encodeURIComponent(name)}/warm`),
  later: (action, millis) => window.setTimeout(action, millis),
  now: Date.now,
  show: showWarmth,
});
const typing = createTyping({ text: () => prompt.value, later: (action, millis) => window.setTimeout(action, millis) }, () => void warmth.typed());

/** Sandboxes are made ahead for the default branch only. */
function warmRepository() {
  const wished = branch.value.trim();
  const standard = repository.selectedOptions[0]?.dataset.defaultBranch;
  return repository.value === "" || (wished !== "" && wished !== standard) ? null : repository.value;
}

function showWarmth(/** @type {string} */ words) {
  warm.replaceChildren(...(words === "" ? [] : [icon(words === "ready" ? "check" : "spinner"), text(`js.warm.${words}`)]));
  warm.dataset.state = words;
}

function show(/** @type {string} */ words) {
  setText(trouble, words);
  trouble.hidden = words === "";
}

function showChoice() {
  demo.hidden = model.selectedOptions[0]?.dataset.demo !== "true";
  branch.placeholder = repository.selectedOptions[0]?.dataset.defaultBranch ?? "";
}

async function loadBranches() {
  branches.replaceChildren();
  const name = repository.value;
  if (name === "") {
    return;
  }
  try {
    const found = await call("GET", `/repositories/${encodeURIComponent(name)}/branches`);
    if (name === repository.value) {
      const list = found.branches ?? found;
      branches.replaceChildren(...list.map((/** @type {any} */ one) => element("option", { value: one.name ?? one })));
    }
  } catch {
    // The list only helps with typing; the server checks the name anyway.
  }
}

async function submit() {
  const words = prompt.value.trim();
  if (sending || words === "") {
    prompt.focus();
    return;
  }
  if (words.length > LONGEST) {
    show(text("js.tooLong", words.length, LONGEST));
    return;
  }
  sending = true;
  start.disabled = true;
  show("");
  try {
    const session = await call("POST", "/sessions", {
      repository: repository.value,
      ...(branch.value.trim() === "" ? {} : { branch: branch.value.trim() }),
      ...(model.value === "" ? {} : { model: model.value }),
    });
    await hand(session.id, words);
    draft.type("");
    location.assign(`/sessions/${session.id}`);
  } catch (failure) {
    show(sentence(failure));
    sending = false;
    start.disabled = false;
  }
}

/**
 * @param {string} sessionId
 * @param {string} words
 */
async function hand(sessionId, words) {
  const there = createDraft(localStorage, sessionId, randomId);
  const submission = there.submit(words);
  try {
    await call("POST", `/sessions/${sessionId}/prompts`, { text: words, clientRequestId: submission.requestId });
    there.accepted(submission.requestId);
  } catch {
    // The session's own page sends it again from the outbox, and shows the reason if it is refused.
  }
}

const asked = new URLSearchParams(location.search);
if (asked.has("repository")) {
  repository.value = asked.get("repository") ?? "";
}
prompt.value = draft.text();
prompt.addEventListener("input", () => {
  draft.type(prompt.value);
  typing();
});
prompt.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    void submit();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});
repository.addEventListener("change", () => {
  branch.value = "";
  showChoice();
  void loadBranches();
  warmth.chosen();
});
branch.addEventListener("change", () => warmth.chosen());
model.addEventListener("change", showChoice);
for (const example of document.querySelectorAll("[data-example]")) {
  example.addEventListener("click", () => {
    prompt.value = example.textContent?.trim() ?? "";
    draft.type(prompt.value);
    typing();
    prompt.focus();
  });
}
showChoice();
void loadBranches();
warmth.chosen();
