// @ts-check
// Has a sandbox made ahead for the session that somebody is about to create, and shows what has become of it.

const ASK_EVERY_MILLIS = 60_000;
const LOOK_EVERY_MILLIS = 2_000;
const LOOKS = 90;

/** @typedef {{size: number, ready: number, starting: number, reason?: string}} Warmth */

/**
 * What to say, as the key of a text; nothing if a session would start its sandbox as ever.
 *
 * @param {Warmth | null} warmth
 * @returns {"" | "ready" | "warming"}
 */
export function wordsFor(warmth) {
  if (warmth === null || (warmth.ready === 0 && warmth.starting === 0)) {
    return "";
  }
  return warmth.ready > 0 ? "ready" : "warming";
}

/**
 * @param {object} host
 * @param {() => string | null} host.repository the one that is chosen, or null where nothing can be made ahead
 * @param {(name: string) => Promise<unknown>} host.ask
 * @param {(name: string) => Promise<Warmth>} host.look
 * @param {(action: () => void, millis: number) => unknown} host.later
 * @param {() => number} host.now
 * @param {(words: "" | "ready" | "warming") => void} host.show
 */
export function createWarmth(host) {
  /** @type {Map<string, number>} */
  const askedAt = new Map();
  let round = 0;

  /**
   * @param {number} mine
   * @param {string} name
   * @param {number} left
   */
  async function watch(mine, name, left) {
    /** @type {Warmth | null} */
    let warmth = null;
    try {
      warmth = await host.look(name);
    } catch {
      // The line only tells what may be quicker; creating a session works without it.
    }
    if (mine !== round) {
      return;
    }
    const words = wordsFor(warmth);
    host.show(words);
    if (words !== "ready" && left > 0) {
      host.later(() => mine === round && void watch(mine, name, left - 1), LOOK_EVERY_MILLIS);
    }
  }

  return {
    /** The choice is another one, or the page has just opened: looks once and asks for nothing. */
    chosen() {
      const name = host.repository();
      round++;
      host.show("");
      if (name !== null) {
        void watch(round, name, 0);
      }
    },

    /** Somebody writes. */
    async typed() {
      const name = host.repository();
      if (name === null || host.now() - (askedAt.get(name) ?? -Infinity) < ASK_EVERY_MILLIS) {
        return;
      }
      askedAt.set(name, host.now());
      const mine = ++round;
      try {
        await host.ask(name);
      } catch {
        // Not allowed, or too often, or no room: whoever creates the session learns what matters.
        return;
      }
      if (mine === round) {
        await watch(mine, name, LOOKS);
      }
    },
  };
}
