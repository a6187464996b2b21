// @ts-check
// Sends submissions in their order, one at a time, and again and again while the server is away. What the server refuses goes back
// to the field with its reason. No DOM.

import { delayMillis } from "./backoff.js";

/**
 * @param {object} host
 * @param {ReturnType<typeof import("./draft.js").createDraft>} host.draft
 * @param {(submission: import("./draft.js").Submission) => Promise<any>} host.send
 * @param {(problem: unknown) => boolean} host.mayRetry whether the same request may succeed later
 * @param {() => number} host.random
 * @param {(action: () => void, millis: number) => number} host.later
 * @param {(timer: number) => void} host.cancel
 * @param {() => void} host.onChange the outbox or the text has changed
 * @param {(problem: unknown) => void} host.onRefused
 * @param {(submission: import("./draft.js").Submission, receipt: any) => void} host.onAccepted
 */
export function createOutbox(host) {
  let sending = false;
  let attempt = 0;
  /** @type {number | null} */
  let timer = null;

  async function pump() {
    timer = null;
    if (sending) {
      return;
    }
    const [submission] = host.draft.outbox();
    if (submission === undefined) {
      return;
    }
    sending = true;
    try {
      const receipt = await host.send(submission);
      attempt = 0;
      host.draft.accepted(submission.requestId);
      host.onAccepted(submission, receipt);
    } catch (problem) {
      if (host.mayRetry(problem)) {
        timer = host.later(pump, delayMillis(attempt++, host.random));
      } else {
        host.draft.takeBack(submission.requestId);
        host.onRefused(problem);
      }
    } finally {
      sending = false;
    }
    host.onChange();
    if (timer === null) {
      void pump();
    }
  }

  return {
    pump,
    waiting: () => timer !== null,

    /** The connection is back. */
    hurry() {
      if (timer !== null) {
        host.cancel(timer);
        void pump();
      }
    },
  };
}
