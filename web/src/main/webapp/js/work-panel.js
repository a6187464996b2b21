// @ts-check
// The panel beside the timeline: the sandbox, what was changed, the agent's own list, what it cost, who is here.

import { copyButton } from "./copy.js";
import { element, required } from "./elements.js";
import { cost, initials, tokens } from "./format.js";
import { icon } from "./icons.js";
import { authorOf } from "./items/branch-view.js";
import { nameOf } from "./items/prompt-view.js";
import { createPullRequestPanel } from "./pull-request-panel.js";
import { showProtectionOnDemand } from "./protection.js";
import { explain, waitingWords } from "./reasons.js";
import { hasText, text } from "./texts.js";

/**
 * @param {HTMLElement} panel
 * @param {{mayPrompt: () => boolean, restartSandbox: () => void, pullRequests: {id: string, hosted: boolean, mayAsk: boolean}}} page
 */
export function createWorkPanel(panel, page) {
  const sandbox = required("[data-sandbox]", panel);
  showProtectionOnDemand(panel);
  const pullRequest = createPullRequestPanel(panel, page.pullRequests);
  const commits = required("[data-changes]", panel);
  const todos = required("[data-todos]", panel);
  const facts = required("[data-facts]", panel);
  const people = required("[data-people]", panel);
  let drawnTodos = "";
  /** @type {Map<string, {typing: boolean, active: boolean}>} */
  let present = new Map();

  /** @param {any} session */
  function drawSandbox(session) {
    const box = session.sandbox ?? { status: "none" };
    const key = `js.box.${box.status}`;
    const lines = [
      element(
        "p",
        { class: "sandbox-line" },
        element("span", { class: `dot is-box-${box.status}`, "aria-hidden": "true" }),
        element("strong", {}, hasText(key) ? text(key) : String(box.status).replaceAll("_", " ")),
        (box.status === "starting" || box.status === "booting") && box.phase && element("span", { class: "quiet" }, hasText(`js.phase.${box.phase}`) ? text(`js.phase.${box.phase}`) : box.phase),
      ),
    ];
    if (box.waiting) {
      lines.push(element("p", { class: "quiet" }, waitingWords(box)));
    }
    if (box.reason) {
      const why = explain(box.reason);
      lines.push(element("p", { class: "quiet" }, why.what));
      if (box.status === "failed" || box.status === "lost") {
        lines.push(element("p", {}, why.advice));
      }
    }
    if (page.mayPrompt() && session.status !== "created") {
      lines.push(
        element("button", { type: "button", class: "small", "data-restart": true, click: () => page.restartSandbox() }, icon("retry"), text("js.sandbox.restart")),
      );
    }
    replaceIfChanged(sandbox, lines);
  }

  /** @param {any} session */
  function drawFacts(session) {
    const demo = panel.dataset.demoModels?.split(" ").includes(session.model) === true;
    const rows = [
      [text("js.fact.model"), element("span", {}, session.model, demo && element("span", { class: "badge" }, text("js.demoModel")))],
      [text("js.fact.cost"), session.costLimit ? text("js.fact.costOf", cost(session.cost), cost(session.costLimit)) : cost(session.cost)],
      [text("js.fact.tokens"), text("js.fact.tokensInOut", tokens(session.tokens?.input), tokens(session.tokens?.output))],
      [text("js.fact.base"), element("span", {}, element("code", {}, session.branch), session.baseCommit && element("code", { class: "quiet" }, ` ${session.baseCommit.slice(0, 8)}`))],
    ];
    replaceIfChanged(facts, rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  }

  /** @param {any} session */
  function drawPeople(session) {
    const entries = (session.participants ?? []).map((/** @type {any} */ participant) => {
      const person = participant.person ?? participant;
      const here = present.get(person.id);
      const state = here === undefined ? "away" : here.typing ? "typing" : here.active ? "here" : "idle";
      return element(
        "li",
        { class: `person is-${state}` },
        element("span", { class: "portrait", "aria-hidden": "true" }, initials(nameOf(person) ?? "?")),
        element("span", {}, nameOf(person) ?? ""),
        element("span", { class: "quiet" }, text(`js.presence.${state}`)),
      );
    });
    replaceIfChanged(people, entries);
  }

  /** @param {any} work @param {any} session */
  function drawWork(work, session) {
    const branch = work?.branch ?? session.workBranch ?? "";
    const list = work?.commits ?? [];
    replaceIfChanged(commits, [
      element("p", { class: "branch-line" }, icon("branch"), element("code", {}, branch), copyButton(branch, text("js.branch.copy")), work?.dirty && element("span", { class: "badge" }, text("js.changes.dirty"))),
      ...(list.length === 0 ? [] : [element("h3", {}, text("js.changes.commits", list.length)), element("ul", { class: "commits" }, ...list.map(drawCommit))]),
    ]);
  }

  /** @param {any[]} list */
  function drawTodos(list) {
    const signature = JSON.stringify(list);
    if (signature === drawnTodos) {
      return;
    }
    drawnTodos = signature;
    const symbols = new Map([["completed", "check"], ["in_progress", "spinner"], ["cancelled", "minus"]]);
    required("ul", todos).replaceChildren(
      ...list.map((todo) =>
        element(
          "li",
          { class: `todo is-${todo.status}` },
          icon(symbols.get(todo.status) ?? "circle"),
          element("span", {}, todo.content),
          element("span", { class: "off-screen" }, hasText(`js.todo.${todo.status}`) ? text(`js.todo.${todo.status}`) : todo.status),
        ),
      ),
    );
    todos.toggleAttribute("hidden", list.length === 0);
  }

  return {
    /**
     * @param {any} session
     * @param {import("./timeline-state.js").TimelineState} state
     */
    draw(session, state) {
      drawSandbox(session);
      drawWork(state.work, session);
      pullRequest.draw(session, state);
      drawTodos(state.todos);
      drawFacts(session);
      drawPeople(session);
    },

    /** @param {Map<string, {typing: boolean, active: boolean}>} now */
    setPresent(now) {
      present = now;
    },
  };
}

/** @param {any} commit */
function drawCommit(commit) {
  return element(
    "li",
    {},
    element("code", { title: commit.commit }, String(commit.commit ?? "").slice(0, 8)),
    element("span", { class: "commit-subject", title: `${commit.subject ?? ""} (${authorOf(commit.author)})` }, commit.subject ?? ""),
    element("span", { class: "quiet" }, authorOf(commit.author)),
  );
}

/**
 * Leaves the document alone where nothing changed, so that focus and selection survive the frequent refreshes.
 *
 * @param {Element} target
 * @param {Node[]} children
 */
function replaceIfChanged(target, children) {
  const made = document.createElement(target.tagName);
  made.append(...children);
  if (made.innerHTML !== target.innerHTML) {
    target.replaceChildren(...made.childNodes);
  }
}
