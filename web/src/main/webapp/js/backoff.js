// @ts-check
// How long to wait before the next attempt to connect. Endless, because a laptop that wakes up after a night must come back by itself.

const FIRST_MILLIS = 500;
const LONGEST_MILLIS = 15_000;

/**
 * @param {number} attempt 0 for the first retry
 * @param {() => number} random in [0, 1): spreads the clients of a restarted server
 * @returns {number} milliseconds, between half and all of the doubled delay
 */
export function delayMillis(attempt, random) {
  const full = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random() / 2));
}
