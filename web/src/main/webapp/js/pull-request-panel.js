// @ts-check
// The pull request in the panel beside the timeline: how it is, the button that makes or updates it, the link where a person does it by hand.

import { notify } from "./announcer.js";
import { call, Refusal } from "./api.js";
import { element, required } from "./elements.js";
import { icon } from "./icons.js";
import { askForPullRequest } from "./pull-request-dialog.js";
import { checksChip, linkTo, stateChip } from "./pull-requests.js";
import { text } from "./texts.js";

/**
 * @param {HTMLElement} panel
 * @param {{id: string, hosted: boolean, mayAsk: boolean}} page
 */
export function createPullRequestPanel(panel, page) {
  const section = required("[data-pull-request]", panel);
  const place = required("[data-pull-request-body]", section);
  /** @type {any} */
  let known = null;
  let asked = false;
  let shown = "";

  /** The server asks the host only if its last answer is older than a minute, so a page that opens may always say this. */
  async function begin() {
    await load();
    if (known !== null) {
      try {
        known = await call("POST", `/sessions/${page.id}/pull-request/refresh`);
      } catch {
        // What is known stays; the next page that opens asks again.
      }
    }
  }

  async function load() {
    try {
      known = await call("GET", `/sessions/${page.id}/pull-request`);
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 404) {
        known = null;
      }
    }
  }

  /** @param {any} session */
  function ask(session) {
    askForPullRequest(
      {
        title: known?.title ?? session.title,
        body: known?.body ?? "",
        base: known?.base ?? session.branch,
        draft: known?.draft ?? false,
        exists: known?.state === "open" || known?.state === "draft",
      },
      async (wish) => {
        known = await call("POST", `/sessions/${page.id}/pull-request`, wish);
        notify(text("js.pr.asked"));
        document.dispatchEvent(new Event("openinspect:sessions-changed"));
      },
    );
  }

  /** @param {any} session */
  function lines(session) {
    const made = [];
    if (known !== null) {
      const name = known.number === undefined ? text("js.pr.name") : text("js.pr.numbered", known.number);
      made.push(element("p", { class: "branch-line" }, icon("branch"), known.url ? linkTo(known.url, name) : element("span", {}, name), stateChip(known), checksChip(known)));
      made.push(element("p", {}, known.title));
      if (known.author) {
        made.push(element("p", { class: "quiet" }, text(known.asApp ? "js.pr.byApp" : "js.pr.by", known.author)));
      }
      if (known.reason) {
        made.push(element("p", { class: "quiet" }, known.reason));
      }
      if (known.status === "link") {
        made.push(
          element("p", { class: "pr-ways" }, linkTo(known.link, text("js.pr.openByHand"), "button small primary"), element("a", { href: "/account", class: "button small" }, text("js.pr.connect"))),
        );
      }
    }
    const working = known !== null && (known.status === "wanted" || known.status === "working");
    if (page.mayAsk && !working) {
      const again = known !== null && (known.status === "failed" || known.status === "link");
      const key = again ? "js.pr.again" : known?.state === "open" || known?.state === "draft" ? "js.pr.update" : "js.pr.create";
      made.push(element("button", { type: "button", class: "small", "data-ask-pull-request": true, click: () => ask(session) }, icon(again ? "retry" : "plus"), text(key)));
    }
    return made;
  }

  return {
    /**
     * @param {any} session
     * @param {import("./timeline-state.js").TimelineState} state
     */
    draw(session, state) {
      const pushed = (session.artifacts ?? []).some((/** @type {any} */ artifact) => artifact.kind === "branch");
      const wanted = page.hosted && pushed;
      if (wanted && !asked) {
        asked = true;
        state.pullRequestStale = false;
        void begin().then(() => this.draw(session, state));
      } else if (wanted && state.pullRequestStale) {
        state.pullRequestStale = false;
        void load().then(() => this.draw(session, state));
      }
      section.hidden = !wanted;
      const signature = JSON.stringify([known, page.mayAsk, session.title, wanted]);
      if (signature !== shown) {
        shown = signature;
        place.replaceChildren(...lines(session));
      }
    },
  };
}
