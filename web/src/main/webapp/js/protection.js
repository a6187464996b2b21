// @ts-check
// What keeps the sandbox apart on its machine, and what that machine cannot enforce: asked for when somebody wants to know.

import { call } from "./api.js";
import { element, required } from "./elements.js";
import { text } from "./texts.js";

/** @param {HTMLElement} panel */
export function showProtectionOnDemand(panel) {
  const fold = /** @type {HTMLDetailsElement} */ (required("[data-protection]", panel));
  const list = required("ul", fold);
  fold.addEventListener("toggle", async () => {
    if (!fold.open) {
      return;
    }
    const host = await call("GET", "/sandbox-host").catch(() => ({ available: false }));
    list.replaceChildren(...protectionLines(host).map((line) => element("li", {}, line)));
  });
}

/**
 * @param {any} host
 * @returns {string[]}
 */
export function protectionLines(host) {
  if (!host.available) {
    return [text("js.protection.unknown")];
  }
  const limited = ["memory", "cpu", "processes", "disk"].filter((limit) => host.limits?.[limit]).map((limit) => text(`js.protection.${limit}`));
  return [
    text(host.isolated ? "js.protection.isolated" : "js.protection.open"),
    ...(limited.length === 0 ? [] : [text("js.protection.limits", limited.join(", "))]),
    ...host.notes.map((/** @type {any} */ note) => note.text),
  ];
}
