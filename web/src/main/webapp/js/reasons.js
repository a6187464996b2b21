// @ts-check
// Reasons as the log has them (`code` or `code: details`) become a sentence and what to do about it.

import { hasText, text } from "./texts.js";

/**
 * @param {string | null | undefined} reason
 * @returns {{what: string, advice: string}}
 */
export function explain(reason) {
  const [code, details] = split(reason ?? "");
  if (code === "") {
    return { what: text("js.reason.unknown"), advice: text("js.advice.unknown") };
  }
  const what = hasText(`js.reason.${code}`) ? text(`js.reason.${code}`) : code.replaceAll("_", " ");
  const advice = hasText(`js.advice.${code}`) ? text(`js.advice.${code}`) : text("js.advice.unknown");
  return { what: details === "" ? what : `${what} ${details}`, advice };
}

/** @param {string} reason */
function split(reason) {
  const found = /^([a-z][a-z0-9_]*)(?::\s*([\s\S]*))?$/.exec(reason.trim());
  return found === null ? ["", ""].map((_, index) => (index === 0 && reason.trim() !== "" ? reason.trim() : "")) : [found[1], found[2] ?? ""];
}
