// @ts-check
// Reasons as the log has them (`code`, `code: details`, or one code within another) become a sentence and what to do about it.

import { hasText, text } from "./texts.js";

/**
 * @param {string | null | undefined} reason
 * @returns {{what: string, advice: string}}
 */
export function explain(reason) {
  const given = (reason ?? "").trim();
  if (given === "") {
    return { what: text("js.reason.unknown"), advice: text("js.advice.unknown") };
  }
  const { code, details } = split(given);
  if (code === null) {
    return { what: given, advice: text("js.advice.unknown") };
  }
  // The innermost cause knows best what to do.
  const inner = details === "" ? null : explain(details);
  const advice = hasText(`js.advice.${code}`) ? text(`js.advice.${code}`) : text("js.advice.unknown");
  const better = inner !== null && inner.advice !== text("js.advice.unknown") ? inner.advice : advice;
  return { what: inner === null ? sentence(code) : `${sentence(code)} ${inner.what}`, advice: better };
}

/**
 * A known code, or the words themselves: details are free text of programs and may have colons, too.
 *
 * @param {string} given
 * @returns {{code: string | null, details: string}}
 */
function split(given) {
  const found = /^([a-z][a-z0-9_]*)(?::\s*([\s\S]*))?$/.exec(given);
  if (found === null || (!hasText(`js.reason.${found[1]}`) && found[2] !== undefined)) {
    return { code: null, details: "" };
  }
  return { code: found[1], details: found[2] ?? "" };
}

/** @param {string} code */
function sentence(code) {
  return hasText(`js.reason.${code}`) ? text(`js.reason.${code}`) : code.replaceAll("_", " ");
}

/**
 * What a sandbox waits for, and where in the line.
 *
 * @param {{waiting?: string, place?: number}} box
 */
export function waitingWords(box) {
  const words = text("js.sandbox.waiting", explain(box.waiting).what);
  return box.place === undefined ? words : `${words} ${text("js.sandbox.place", box.place)}`;
}
