// @ts-check
// A person's own API tokens.

import { notify } from "./announcer.js";
import { call, sentence } from "./api.js";
import { confirmed } from "./confirm.js";
import { element, required } from "./elements.js";
import { createRows, onSubmit } from "./rows.js";
import { showSecret } from "./secret-dialog.js";
import { text } from "./texts.js";
import { refreshTimes } from "./times.js";

const rows = createRows(required("#token-list"), async () => (await call("GET", "/tokens")).tokens, row);

/** @param {any} token */
function row(token) {
  const made = element(
    "tr",
    {},
    element("td", {}, element("strong", {}, token.name)),
    element("td", {}, element("span", { class: "badge" }, text(`js.scope.${token.scope}`))),
    element("td", { class: "quiet" }, token.lastUsedAt ? element("time", { "data-ago": true, datetime: token.lastUsedAt }) : text("js.tokens.neverUsed")),
    element("td", { class: "quiet wide-only" }, token.expiresAt ? element("time", { "data-ago": true, datetime: token.expiresAt }) : text("js.tokens.noEnd")),
    element(
      "td",
      { class: "row-actions" },
      element("button", { type: "button", class: "small", "aria-label": text("js.tokens.revokeNamed", token.name), click: () => void revoke(token) }, text("js.tokens.revoke")),
    ),
  );
  refreshTimes(made);
  return made;
}

/** @param {any} token */
async function revoke(token) {
  if (!(await confirmed(text("js.tokens.revokeTitle", token.name), text("js.tokens.revokeWhat"), text("js.tokens.revoke")))) {
    return;
  }
  try {
    await call("DELETE", `/tokens/${token.id}`);
    notify(text("js.tokens.revoked"));
  } catch (failure) {
    notify(sentence(failure), "bad");
  }
  await rows.refresh();
}

onSubmit(/** @type {HTMLFormElement} */ (required("#issue-token")), async (fields) => {
  const answer = await call("POST", "/tokens", { name: fields.get("name"), scope: fields.get("scope"), days: Number(fields.get("days")) });
  showSecret(text("js.tokens.issued"), text("js.tokens.once"), answer.token);
  await rows.refresh();
});
void rows.refresh();
