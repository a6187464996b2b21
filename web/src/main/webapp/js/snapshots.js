// @ts-check
// To which snapshot a session can go back, and the way there: it asks first, because what was done since leaves the files.

import { call, sentence } from "./api.js";
import { confirmed } from "./confirm.js";
import { notify } from "./announcer.js";
import { text } from "./texts.js";

/**
 * The snapshot that shows the state after a prompt, where going back to it makes a difference: the newest one, and not while something runs or waits, nor for
 * the prompt that the files end with anyway.
 *
 * @param {any} session as the server tells it
 * @param {string | null} promptId
 */
export function snapshotAfter(session, promptId) {
  const prompts = session?.prompts ?? [];
  if (promptId === null || prompts.some((/** @type {any} */ prompt) => ["queued", "running", "stopping"].includes(prompt.status))) {
    return null;
  }
  const last = prompts.findLast((/** @type {any} */ prompt) => prompt.startedAt != null && !prompt.undone);
  if (last?.id === promptId) {
    return null;
  }
  return session.snapshots?.find((/** @type {any} */ snapshot) => snapshot.promptId === promptId && snapshot.status === "ready") ?? null;
}

/**
 * @param {string} sessionId
 * @param {any} snapshot
 * @param {() => void} refresh
 */
export async function goBack(sessionId, snapshot, refresh) {
  const number = String(snapshot.promptNumber);
  if (!(await confirmed(text("js.goBack.title", number), text("js.goBack.what"), text("js.goBack.yes")))) {
    return;
  }
  try {
    await call("POST", `/sessions/${sessionId}/restore-to`, { snapshotId: snapshot.id });
    notify(text("js.goBack.wanted", number));
  } catch (failure) {
    notify(sentence(failure), "bad");
  } finally {
    refresh();
  }
}
