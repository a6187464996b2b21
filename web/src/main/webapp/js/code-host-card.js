// @ts-check
// The app at the code host: where it is installed, what is wrong with that, and a look on demand. For administrators; the page has it only with an app.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { element, required, setText } from "./elements.js";
import { webAddress } from "./format.js";
import { text } from "./texts.js";

/**
 * @param {HTMLElement} card
 * @param {() => Promise<void>} changed the repositories may be others now
 */
export function showCodeHost(card, changed) {
  const button = /** @type {HTMLButtonElement} */ (required("#code-host-refresh", card));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      draw(card, await call("POST", "/repositories/refresh"));
      notify(text("js.codeHost.refreshed"));
    } catch (failure) {
      notify(sentence(failure), "bad");
    }
    button.disabled = false;
    await changed();
  });
  void load(card);
}

/** @param {HTMLElement} card */
async function load(card) {
  try {
    draw(card, await call("GET", "/code-host"));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
}

/**
 * @param {HTMLElement} card
 * @param {any} host
 */
function draw(card, host) {
  setText(required("#code-host-title", card), host.name);
  const install = /** @type {HTMLAnchorElement} */ (required("#code-host-install", card));
  install.href = webAddress(host.installUrl);
  say(required("#code-host-warning", card), host.warning);
  say(required("#code-host-problem", card), host.problem);
  required("#code-host-installations", card).replaceChildren(...host.installations.map(installation));
  required("#code-host-none", card).hidden = host.installations.length > 0;
  card.hidden = false;
}

/** @param {any} one */
function installation(one) {
  return element(
    "li",
    {},
    element("a", { href: webAddress(one.settingsUrl), rel: "noreferrer" }, one.account),
    element("span", { class: "quiet" }, ` ${text(one.repositories === 1 ? "js.codeHost.one" : "js.codeHost.many", one.repositories)}`),
    ...(one.suspended ? badge(text("js.codeHost.suspended")) : []),
    ...(one.everything ? badge(text("js.codeHost.everything")) : []),
  );
}

/** With a space before it, for those who hear the page. @param {string} words */
function badge(words) {
  return [" ", element("span", { class: "badge is-bad" }, words)];
}

/**
 * @param {HTMLElement} place
 * @param {string | undefined} words
 */
function say(place, words) {
  setText(place, words ?? "");
  place.hidden = words === undefined;
}
