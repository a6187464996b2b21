// @ts-check
// The recent sessions beside every page, with their state, refreshed while somebody looks.

import { call } from "./api.js";
import { element } from "./elements.js";
import { icon } from "./icons.js";
import { text } from "./texts.js";

const EVERY_MILLIS = 8_000;
const COUNT = 14;

/** @type {string} */
let drawn = "";

export function startRecentSessions() {
  const list = document.getElementById("recent-sessions");
  if (list === null) {
    return;
  }
  const refresh = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const page = await call("GET", `/sessions?limit=${COUNT}`);
      draw(list, page.sessions);
    } catch {
      // The list stays as it was; the page's own parts say that the server is away.
    }
  };
  void refresh();
  setInterval(refresh, EVERY_MILLIS);
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("openinspect:sessions-changed", refresh);
}

/**
 * @param {HTMLElement} list
 * @param {any[]} sessions
 */
function draw(list, sessions) {
  const here = location.pathname;
  const signature = JSON.stringify(sessions.map((one) => [one.id, one.title, one.status, one.unfinishedPrompts]));
  if (signature === drawn) {
    return;
  }
  drawn = signature;
  list.replaceChildren(
    ...sessions.map((session) => {
      const address = `/sessions/${session.id}`;
      return element(
        "li",
        {},
        element(
          "a",
          { class: "recent", href: address, "aria-current": here === address ? "page" : null, title: session.title },
          element("span", { class: `dot is-${dotOf(session)}`, role: "img", "aria-label": text(`js.session.${dotOf(session)}`) }),
          element("span", { class: "recent-title" }, session.title),
          session.status === "archived" && icon("archive"),
        ),
      );
    }),
  );
  document.getElementById("recent-heading")?.toggleAttribute("hidden", sessions.length === 0);
}

/** @param {any} session */
export function dotOf(session) {
  return session.unfinishedPrompts > 0 && session.status === "active" ? "working" : session.status;
}
