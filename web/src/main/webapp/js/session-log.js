// @ts-check
// The events of one session that this page holds: a piece of the log without holes, growing at its end (live) and at its beginning
// (older pages).

import { takeOlder } from "./cursor.js";
import { applyAll, emptyTimeline } from "./timeline-state.js";

/** @typedef {import("./cursor.js").LogEvent} LogEvent */

const PAGE = 1_000;

/**
 * @param {object} host
 * @param {(before: number, limit: number) => Promise<{events: LogEvent[], lastSeq: number}>} host.fetchBefore
 */
export function createSessionLog(host) {
  /** @type {LogEvent[]} */
  let events = [];
  let state = emptyTimeline();
  let loading = false;

  return {
    state: () => state,

    /** The sequence number before the first one we hold; 0 when the beginning of the session is here. */
    missing: () => (events.length === 0 ? 0 : events[0].seq - 1),

    /**
     * The newest page: the beginning of everything.
     *
     * @param {number} lastSeq
     */
    async loadNewest(lastSeq) {
      const page = lastSeq === 0 ? { events: [] } : await host.fetchBefore(lastSeq + 1, PAGE);
      events = [...page.events];
      state = emptyTimeline();
      applyAll(state, events);
      return events.at(-1)?.seq ?? 0;
    },

    /**
     * @param {LogEvent[]} fresh they follow what we hold, the stream has seen to it
     */
    append(fresh) {
      for (const event of fresh) {
        events.push(event);
      }
      applyAll(state, fresh);
    },

    /**
     * One page further back.
     *
     * @returns {Promise<boolean>} whether anything came
     */
    async loadOlder() {
      if (loading || events.length === 0 || events[0].seq <= 1) {
        return false;
      }
      loading = true;
      try {
        const oldest = events[0].seq;
        const page = await host.fetchBefore(oldest, PAGE);
        const older = takeOlder(oldest, page.events);
        if (older.length === 0) {
          return false;
        }
        events = older.concat(events);
        const rebuilt = emptyTimeline();
        applyAll(rebuilt, events);
        state = rebuilt;
        return true;
      } finally {
        loading = false;
      }
    },
  };
}
