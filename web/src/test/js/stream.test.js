// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { createStream } from "../../main/webapp/js/stream.js";

/** A socket whose other end is the test. */
class Wire extends EventTarget {
  readyState = 0;
  /** @type {string[]} */
  sent = [];

  /** @param {number} cursor */
  constructor(cursor) {
    super();
    this.cursor = cursor;
  }

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    this.say({ type: "state" });
  }

  /** @param {any} frame */
  say(frame) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(frame) }));
  }

  /** @param {number} code */
  end(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.readyState = 3;
  }
}

const range = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ seq: from + index, type: "work", at: "", data: {} }));

function surroundings() {
  /** @type {Wire[]} */
  const wires = [];
  /** @type {number[]} */
  const seen = [];
  /** @type {string[]} */
  const states = [];
  /** @type {Map<number, {action: () => void, millis: number}>} */
  const timers = new Map();
  let nextTimer = 0;
  let reloads = 0;
  /** @type {{events: any[]}} */
  const rest = { events: [] };
  const stream = createStream(
    {
      open: (cursor) => {
        const wire = new Wire(cursor);
        wires.push(wire);
        return /** @type {any} */ (wire);
      },
      fetchAfter: async (cursor) => ({ events: rest.events.filter((event) => event.seq > cursor) }),
      random: () => 0,
      later: (action, millis) => {
        timers.set(++nextTimer, { action, millis });
        return nextTimer;
      },
      cancel: (timer) => timers.delete(timer),
      onEvents: (events) => seen.push(...events.map((event) => event.seq)),
      onFrame: () => {},
      onState: (state) => states.push(state),
      onReload: () => reloads++,
    },
    10,
  );
  /** Runs the timers up to this length, the way time would. */
  const pass = (/** @type {number} */ millis) => {
    for (const [timer, { action, millis: due }] of [...timers]) {
      if (due <= millis && timers.delete(timer)) {
        action();
      }
    }
  };
  return { stream, wires, seen, states, timers, pass, rest, reloads: () => reloads };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("it begins behind the last event it was given and tells when it is live", () => {
  const { stream, wires, seen, states } = surroundings();
  stream.start();
  wires[0].open();
  wires[0].say({ type: "events", events: range(11, 13) });

  assert.equal(wires[0].cursor, 10);
  assert.deepEqual(seen, [11, 12, 13]);
  assert.equal(states.at(-1), "live");
});

test("after a lost connection it goes on from the cursor, nothing twice, nothing missing", async () => {
  const { stream, wires, seen, pass } = surroundings();
  stream.start();
  wires[0].open();
  wires[0].say({ type: "events", events: range(11, 20) });
  wires[0].end(1006);
  pass(500);
  wires[1].open();
  wires[1].say({ type: "events", events: range(15, 25) });
  await settle();

  assert.equal(wires[1].cursor, 20);
  assert.deepEqual(seen, range(11, 25).map((event) => event.seq));
});

test("a hole is not shown: the stream asks again from before it", () => {
  const { stream, wires, seen, pass } = surroundings();
  stream.start();
  wires[0].open();
  wires[0].say({ type: "events", events: [...range(11, 12), ...range(14, 15)] });
  pass(0);

  assert.deepEqual(seen, [11, 12]);
  assert.equal(wires[0].readyState, 3);
  assert.equal(wires[1].cursor, 12);
  wires[1].open();
  wires[1].say({ type: "events", events: range(13, 15) });
  assert.deepEqual(seen, [11, 12, 13, 14, 15]);
});

test("frames of a socket that was given up are not heard", () => {
  const { stream, wires, seen, pass } = surroundings();
  stream.start();
  wires[0].open();
  wires[0].end(1006);
  pass(500);
  wires[1].open();
  wires[0].say({ type: "events", events: range(11, 12) });

  assert.deepEqual(seen, []);
});

test("while the socket is down the REST API fills in", async () => {
  const { stream, wires, seen, states, rest } = surroundings();
  rest.events = range(11, 14);
  stream.start();
  wires[0].end(1006);
  await settle();

  assert.deepEqual(seen, [11, 12, 13, 14]);
  assert.equal(states.at(-1), "polling");
  assert.equal(stream.cursor(), 14);
});

test("a server that lets go with 4008 is asked again at once, with 4009 the page begins again", () => {
  const first = surroundings();
  first.stream.start();
  first.wires[0].open();
  first.wires[0].end(4008);
  first.pass(0);
  assert.equal(first.wires.length, 2);

  const second = surroundings();
  second.stream.start();
  second.wires[0].end(4009);
  second.pass(60_000);
  assert.equal(second.reloads(), 1);
  assert.equal(second.wires.length, 1);
});

test("it never gives up", () => {
  const { stream, wires, pass } = surroundings();
  stream.start();
  for (let attempt = 0; attempt < 100; attempt++) {
    wires.at(-1)?.end(1006);
    pass(15_000);
  }

  assert.equal(wires.length, 101);
});

test("a silent socket is dead: pings go out, and without an answer it is replaced", () => {
  const { stream, wires, pass } = surroundings();
  stream.start();
  wires[0].open();
  pass(20_000);
  assert.deepEqual(wires[0].sent, ['{"type":"ping"}']);

  pass(45_000);
  pass(15_000);
  assert.ok(wires.length >= 2);
  assert.equal(wires[0].readyState, 3);
});
