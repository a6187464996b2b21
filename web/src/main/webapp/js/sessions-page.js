// @ts-check
// The list of sessions: searched and filtered on the server, refreshed while somebody looks. The first page came with the document;
// rows are copies of its template.

import { call, sentence } from "./api.js";
import { required, setText } from "./elements.js";
import { cost } from "./format.js";
import { chipClass, wordOf } from "./pull-requests.js";
import { dotOf } from "./recent-sessions.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const EVERY_MILLIS = 5_000;
const TYPING_MILLIS = 200;
const PAGE = 50;

const form = /** @type {HTMLFormElement} */ (required("#session-filter"));
const list = required("#session-list");
const template = /** @type {HTMLTemplateElement} */ (required("#session-row"));
const more = /** @type {HTMLButtonElement} */ (required("#more-sessions"));
const trouble = required("#sessions-problem");
/** @type {any[]} */
let older = [];
/** @type {string | null} */
let nextCursor = list.dataset.nextCursor || null;
/** the cursor after the refreshed first page, where `older` begins */
let asked = 0;

function query() {
  const wanted = new FormData(form);
  const parameters = new URLSearchParams();
  for (const name of ["q", "status", "mine"]) {
    const value = String(wanted.get(name) ?? "").trim();
    if (value !== "") {
      parameters.set(name, value);
    }
  }
  return parameters;
}

async function refresh() {
  const number = ++asked;
  const parameters = query();
  parameters.set("limit", String(PAGE));
  try {
    const page = await call("GET", `/sessions?${parameters}`);
    if (number !== asked) {
      return;
    }
    trouble.hidden = true;
    const fresh = new Set(page.sessions.map((/** @type {any} */ session) => session.id));
    older = older.filter((session) => !fresh.has(session.id));
    if (older.length === 0) {
      nextCursor = page.nextCursor ?? null;
    }
    draw([...page.sessions, ...older]);
  } catch (failure) {
    setText(trouble, sentence(failure));
    trouble.hidden = false;
  }
}

async function loadMore() {
  if (nextCursor === null) {
    return;
  }
  const parameters = query();
  parameters.set("limit", String(PAGE));
  parameters.set("cursor", nextCursor);
  try {
    const page = await call("GET", `/sessions?${parameters}`);
    older.push(...page.sessions);
    nextCursor = page.nextCursor ?? null;
    await refresh();
  } catch (failure) {
    setText(trouble, sentence(failure));
    trouble.hidden = false;
  }
}

/** @param {any[]} sessions */
function draw(sessions) {
  const rows = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.id, /** @type {HTMLElement} */ (row)]));
  /** @type {ChildNode | null} */
  let place = list.firstChild;
  for (const session of sessions) {
    const row = rows.get(session.id) ?? /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    rows.delete(session.id);
    fill(row, session);
    if (row === place) {
      place = place.nextSibling;
    } else {
      list.insertBefore(row, place);
    }
  }
  for (const row of rows.values()) {
    row.remove();
  }
  required("#no-sessions").hidden = sessions.length > 0;
  more.hidden = nextCursor === null;
  refreshTimes(list);
}

/**
 * @param {HTMLElement} row
 * @param {any} session
 */
function fill(row, session) {
  const state = dotOf(session);
  row.dataset.id = session.id;
  const link = /** @type {HTMLAnchorElement} */ (required("[data-field='title']", row));
  link.href = `/sessions/${session.id}`;
  setText(link, session.title);
  required("[data-field='dot']", row).className = `dot is-${state}`;
  const chip = required("[data-field='status']", row);
  chip.className = `chip is-${state}`;
  setText(chip, text(`js.session.${state}`));
  setText(required("[data-field='reported']", row), session.reportedStatus ?? "");
  setText(required("[data-field='repository']", row), session.repository);
  setText(required("[data-field='branch']", row), session.branch);
  const made = /** @type {HTMLAnchorElement} */ (required("[data-field='pull-request']", row));
  made.hidden = session.pullRequest === undefined;
  if (session.pullRequest !== undefined && /^https?:\/\//.test(session.pullRequest.url)) {
    made.href = session.pullRequest.url;
    made.className = chipClass(session.pullRequest.state);
    setText(made, `${session.pullRequest.name} ${wordOf(session.pullRequest.state)}`);
  }
  setText(required("[data-field='author']", row), session.createdBy);
  setText(required("[data-field='cost']", row), cost(session.cost));
  const time = /** @type {HTMLTimeElement} */ (required("time", row));
  time.dateTime = session.updatedAt;
}

let typing = 0;
form.addEventListener("input", () => {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => {
    older = [];
    const parameters = query();
    history.replaceState(null, "", parameters.size === 0 ? "/sessions" : `/sessions?${parameters}`);
    void refresh();
  }, TYPING_MILLIS);
});
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", loadMore);
more.hidden = nextCursor === null;
setInterval(() => document.hidden || void refresh(), EVERY_MILLIS);
document.addEventListener("visibilitychange", () => document.hidden || void refresh());
