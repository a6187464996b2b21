// @ts-check
// The reader's end of the promise "after N come exactly N+1, N+2, …": what came before is dropped, a hole is never shown.

/**
 * @typedef {{seq: number, type: string, at: string, promptId?: string | null, data: any}} LogEvent
 */

/**
 * @typedef {object} Taken
 * @property {LogEvent[]} fresh the events to apply, in order
 * @property {number} cursor the last sequence number applied once `fresh` is
 * @property {boolean} hole true if something between the cursor and the frame is missing: ask again from `cursor`
 */

/**
 * Takes from a frame what follows the cursor without a hole.
 *
 * @param {number} cursor
 * @param {LogEvent[]} events
 * @returns {Taken}
 */
export function take(cursor, events) {
  const fresh = [];
  let at = cursor;
  for (const event of events) {
    if (event.seq <= at) {
      continue;
    }
    if (event.seq !== at + 1) {
      return { fresh, cursor: at, hole: true };
    }
    fresh.push(event);
    at = event.seq;
  }
  return { fresh, cursor: at, hole: false };
}

/**
 * Takes from a page of older events what ends directly before the oldest one we hold.
 *
 * @param {number} oldest
 * @param {LogEvent[]} page ascending
 * @returns {LogEvent[]}
 */
export function takeOlder(oldest, page) {
  const older = page.filter((event) => event.seq < oldest);
  let expected = oldest - 1;
  let first = older.length;
  while (first > 0 && older[first - 1].seq === expected) {
    first--;
    expected--;
  }
  return older.slice(first);
}
