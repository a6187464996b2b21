// @ts-check
// Tells that somebody writes: once they have gone on for a moment, so that a stray key tells nothing.

const PAUSE_MILLIS = 300;

/**
 * @param {object} host
 * @param {() => string} host.text what stands in the field now
 * @param {(action: () => void, millis: number) => unknown} host.later
 * @param {() => void} told
 * @returns {() => void} to be called with every key
 */
export function createTyping(host, told) {
  let waiting = false;
  return () => {
    if (waiting) {
      return;
    }
    waiting = true;
    host.later(() => {
      waiting = false;
      if (host.text().trim() !== "") {
        told();
      }
    }, PAUSE_MILLIS);
  };
}
