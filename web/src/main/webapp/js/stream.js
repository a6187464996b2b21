// @ts-check
// The live stream of one session: connects, reconnects for ever, and always goes on from the last event it has. While the socket is
// down it asks the REST API at every attempt, so the page stays right where WebSockets do not get through.

import { delayMillis } from "./backoff.js";
import { take } from "./cursor.js";

const PING_MILLIS = 20_000;
const SILENCE_MILLIS = 45_000;
const PAGE = 1_000;
const RESUME = 4008;
const RELOAD = 4009;

/** @typedef {import("./cursor.js").LogEvent} LogEvent */
/** @typedef {"connecting" | "live" | "polling" | "offline"} StreamState */
/**
 * @typedef {object} StreamHost what the stream needs of its surroundings
 * @property {(cursor: number) => WebSocket} open
 * @property {(cursor: number, limit: number) => Promise<{events: LogEvent[]}>} fetchAfter
 * @property {() => number} random
 * @property {(action: () => void, millis: number) => number} later
 * @property {(timer: number) => void} cancel
 * @property {(events: LogEvent[]) => void} onEvents
 * @property {(frame: any) => void} onFrame every other frame
 * @property {(state: StreamState, retryMillis: number) => void} onState
 * @property {() => void} onReload the server's log is shorter than ours: begin again
 */

/**
 * @param {StreamHost} host
 * @param {number} start the last event we have
 */
export function createStream(host, start) {
  let cursor = start;
  let attempt = 0;
  let closed = false;
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {number | null} */
  let retryTimer = null;
  /** @type {number | null} */
  let pingTimer = null;
  /** @type {number | null} */
  let silenceTimer = null;
  let polling = false;

  function connect() {
    retryTimer = null;
    if (closed || socket !== null) {
      return;
    }
    host.onState(attempt === 0 ? "connecting" : "offline", 0);
    const opened = host.open(cursor);
    socket = opened;
    opened.addEventListener("message", (message) => socket === opened && receive(String(message.data)));
    opened.addEventListener("open", () => socket === opened && heard());
    opened.addEventListener("close", (event) => socket === opened && lost(event.code));
    pingTimer = host.later(ping, PING_MILLIS);
    heard();
  }

  function ping() {
    if (socket !== null && socket.readyState === 1) {
      socket.send('{"type":"ping"}');
    }
    pingTimer = host.later(ping, PING_MILLIS);
  }

  /** Somebody is there. A socket that says nothing for longer is dead, whatever the network believes. */
  function heard() {
    if (silenceTimer !== null) {
      host.cancel(silenceTimer);
    }
    silenceTimer = host.later(() => drop(0), SILENCE_MILLIS);
  }

  /** @param {string} message */
  function receive(message) {
    heard();
    const frame = JSON.parse(message);
    if (frame.type === "events") {
      accept(frame.events);
      return;
    }
    if (frame.type === "state") {
      attempt = 0;
      host.onState("live", 0);
    }
    if (frame.type !== "pong") {
      host.onFrame(frame);
    }
  }

  /** @param {LogEvent[]} events */
  function accept(events) {
    const taken = take(cursor, events);
    cursor = taken.cursor;
    if (taken.fresh.length > 0) {
      host.onEvents(taken.fresh);
    }
    if (taken.hole) {
      drop(RESUME);
    }
  }

  /** @param {number} code */
  function drop(code) {
    const dropped = socket;
    lost(code);
    dropped?.close(1000);
  }

  /** @param {number} code of the close frame */
  function lost(code) {
    socket = null;
    for (const timer of [pingTimer, silenceTimer]) {
      if (timer !== null) {
        host.cancel(timer);
      }
    }
    if (closed) {
      return;
    }
    if (code === RELOAD) {
      closed = true;
      host.onReload();
      return;
    }
    const millis = code === RESUME && attempt === 0 ? 0 : delayMillis(attempt, host.random);
    attempt++;
    host.onState("offline", millis);
    if (millis > 0) {
      void poll();
    }
    retryTimer = host.later(connect, millis);
  }

  async function poll() {
    if (polling) {
      return;
    }
    polling = true;
    try {
      const page = await host.fetchAfter(cursor, PAGE);
      if (!closed) {
        // The socket may have been faster; what it brought already is dropped by the cursor.
        const taken = take(cursor, page.events);
        cursor = taken.cursor;
        if (taken.fresh.length > 0) {
          host.onEvents(taken.fresh);
        }
        if (socket === null || socket.readyState !== 1) {
          host.onState("polling", 0);
        }
      }
    } catch {
      // Offline is what the next attempt is for; the state shown says so already.
    } finally {
      polling = false;
    }
  }

  return {
    start: connect,

    /** Tries now: the network came back, or somebody looks at the page again. */
    hurry() {
      if (retryTimer !== null) {
        host.cancel(retryTimer);
        connect();
      }
    },

    /** @param {any} frame */
    send(frame) {
      if (socket !== null && socket.readyState === 1) {
        socket.send(JSON.stringify(frame));
      }
    },

    cursor: () => cursor,

    stop() {
      closed = true;
      if (retryTimer !== null) {
        host.cancel(retryTimer);
      }
      drop(1000);
    },
  };
}
