// @ts-check
// A person's own account: the connected account at the code host, and the password.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { confirmed } from "./confirm.js";
import { required, setText } from "./elements.js";
import { onSubmit } from "./rows.js";
import { text } from "./texts.js";

const card = required("#connected-account");
const state = required("[data-state]", card);
const problem = required("[data-problem]", card);
const connect = /** @type {HTMLButtonElement} */ (required("#connect"));
const disconnect = /** @type {HTMLButtonElement} */ (required("#disconnect"));

async function refresh() {
  try {
    show(await call("GET", "/me/connected-account"));
    problem.hidden = true;
  } catch (failure) {
    setText(problem, sentence(failure));
    problem.hidden = false;
  }
  card.setAttribute("aria-busy", "false");
}

/** @param {any} account */
function show(account) {
  const connected = account.status !== "not_connected";
  setText(state, words(account));
  setText(connect, text(connected ? "js.account.again" : "js.account.connect"));
  // Where the host is no longer configured, what is left of it can still be taken away.
  connect.hidden = account.host === undefined || account.status === "connected";
  disconnect.hidden = !connected;
}

/** @param {any} account */
function words(account) {
  const host = account.host ?? "";
  switch (account.status) {
    case "connected":
      return text("js.account.connected", account.login, host);
    case "connect_again":
      return text(`js.account.broken.${account.reason}`, account.login, host);
    default:
      return account.host === undefined ? text("js.account.noHost") : text("js.account.none", host);
  }
}

disconnect.addEventListener("click", async () => {
  if (!(await confirmed(text("js.account.disconnectTitle"), text("js.account.disconnectWhat"), text("js.account.disconnect")))) {
    return;
  }
  try {
    const answer = await call("DELETE", "/me/connected-account");
    notify(text(answer.revoked ? "js.account.disconnected" : "js.account.forgotten"), answer.revoked ? "good" : "bad");
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await refresh();
});
onSubmit(/** @type {HTMLFormElement} */ (required("#change-password")), async (fields) => {
  await call("POST", "/me/password", { current: fields.get("current"), next: fields.get("next") });
  notify(text("js.password.changed"));
});
void refresh();
