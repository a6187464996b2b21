// @ts-check
// From the session log to what the timeline shows. No DOM and no clock: the same events always give the same items.
//
// The state is changed in place and owned by one page, because a long session has tens of thousands of events and a copy for each
// would be quadratic. `changed` collects the items to draw again. Older history is added by building a new state from all events.

import { isShownFile, shownFile } from "./shown-files.js";
import { place, textOf } from "./spans.js";

/** @typedef {import("./cursor.js").LogEvent} LogEvent */
/** @typedef {import("./spans.js").Span} Span */
/** @typedef {{phase: string, status: string, at: string, durationMillis: number | null, log: string, reason: string | null}} BootPhase */
/**
 * @typedef {object} Item
 * @property {string} key stable, also when older history is added
 * @property {string} kind
 * @property {number} seq its place: the first event that speaks of it
 * @property {string} at
 * @property {string | null} promptId
 * @property {any} data
 */
/**
 * @typedef {object} PromptState
 * @property {string} id
 * @property {string} status
 * @property {string | null} text
 * @property {any} author
 * @property {string | null} reason
 * @property {string | null} startedAt
 */
/**
 * @typedef {object} TimelineState
 * @property {number} oldest sequence number of the first event applied; 0 before any
 * @property {number} cursor
 * @property {Item[]} items in the order of their places
 * @property {Map<string, Item>} byKey
 * @property {Set<Item>} changed
 * @property {Map<string, PromptState>} prompts
 * @property {string | null} running id of the prompt that the agent works on
 * @property {{content: string, status: string, priority?: string}[]} todos
 * @property {any} work the last report of the working tree
 * @property {string | null} title
 * @property {string | null} status
 * @property {Item | null} boot the boot that is going on
 * @property {Set<string>} asking keys of the questions that wait for an answer
 * @property {string | null} reported what the agent said last about how it gets on
 * @property {boolean} pullRequestStale true if an event says that the pull request is not what it was
 * @property {boolean} detailsStale true if an event says that sums or states kept by the server have moved
 */

const OPEN = new Set(["queued", "running", "stopping"]);
const WANTED_ENDS = /^(idle|draft_abandoned|lifetime|restart_requested|restore_requested|room_for_another|stop_overdue|session_.*)$/;

/** @returns {TimelineState} */
export function emptyTimeline() {
  return {
    oldest: 0,
    cursor: 0,
    items: [],
    byKey: new Map(),
    changed: new Set(),
    prompts: new Map(),
    running: null,
    todos: [],
    work: null,
    title: null,
    status: null,
    boot: null,
    asking: new Set(),
    reported: null,
    pullRequestStale: false,
    detailsStale: false,
  };
}

/**
 * Applies events that follow the cursor.
 *
 * @param {TimelineState} state
 * @param {LogEvent[]} events
 */
export function applyAll(state, events) {
  for (const event of events) {
    apply(state, event);
  }
}

/**
 * @param {TimelineState} state
 * @param {LogEvent} event
 */
export function apply(state, event) {
  if (state.oldest === 0) {
    state.oldest = event.seq;
  }
  state.cursor = event.seq;
  const read = readers[event.type];
  if (read === undefined) {
    // An event of a newer release: the reader must still see that something happened.
    add(state, event, "notice", { level: "info", code: event.type, message: event.data?.message ?? event.type, log: "" });
    return;
  }
  read(state, event, event.data ?? {});
}

/** @type {Record<string, (state: TimelineState, event: LogEvent, data: any) => void>} */
const readers = {
  sandbox_event: (state, event, data) => {
    const read = agentReaders[data.kind];
    if (read !== undefined) {
      read(state, event, data);
    }
  },
  prompt_queued: (state, event, data) => {
    const waiting = [...state.prompts.values()].some((prompt) => OPEN.has(prompt.status));
    const prompt = promptOf(state, event, data);
    prompt.status = "queued";
    state.detailsStale = true;
    // The next in line stands in the timeline at once; the others wait in the queue above the composer.
    if (!waiting) {
      showPrompt(state, event, prompt);
    }
  },
  prompt_started: (state, event, data) => {
    const prompt = promptOf(state, event, data);
    prompt.status = "running";
    prompt.startedAt = event.at;
    state.running = prompt.id;
    state.detailsStale = true;
    showPrompt(state, event, prompt);
  },
  prompt_finished: (state, event, data) => {
    const prompt = promptOf(state, event, data);
    prompt.status = data.status ?? "completed";
    prompt.reason = data.reason ?? null;
    if (state.running === prompt.id) {
      state.running = null;
    }
    state.detailsStale = true;
    const shown = state.byKey.get(`prompt:${prompt.id}`);
    if (shown === undefined && prompt.status === "cancelled") {
      return;
    }
    showPrompt(state, event, prompt);
    closeOpenParts(state, prompt.id);
    add(state, event, "finish", {
      status: prompt.status,
      reason: prompt.reason,
      cost: data.cost ?? null,
      tokens: (data.tokensInput ?? 0) + (data.tokensOutput ?? 0),
      startedAt: prompt.startedAt,
    });
  },
  sandbox_spawning: (state, event, data) => {
    state.boot = add(state, event, "boot", { status: "running", phases: [], generation: data.generation ?? null, reason: null, readyAt: null });
    // The host's part has no reports of its own: it lasts until the sandbox itself speaks.
    readPhase(state.boot, event, { phase: "create", status: "started" });
    state.detailsStale = true;
  },
  boot_phase: (state, event, data) => {
    const boot = state.boot ?? add(state, event, "boot", { status: "running", phases: [], generation: null, reason: null, readyAt: null });
    state.boot = boot;
    endCreation(boot, event);
    readPhase(boot, event, data);
    state.changed.add(boot);
    state.detailsStale = true;
    if (data.status === "failed") {
      boot.data.status = "failed";
      boot.data.reason = data.reason ?? null;
    }
    if (data.phase === "ready" && data.status === "completed") {
      endBoot(state, event.at);
    }
  },
  sandbox_ready: (state, event) => {
    endBoot(state, event.at);
    state.detailsStale = true;
  },
  sandbox_stopped: (state, event, data) => {
    state.detailsStale = true;
    if (state.boot === null) {
      add(state, event, "sandbox-stopped", { reason: data.reason ?? null });
      return;
    }
    // A boot that somebody ended did not fail.
    const failed = state.boot.data.status === "failed" || !WANTED_ENDS.test(data.reason ?? "");
    state.boot.data.status = failed ? "failed" : "stopped";
    state.boot.data.reason ??= data.reason ?? null;
    state.changed.add(state.boot);
    state.boot = null;
  },
  session_status: (state, event, data) => {
    const before = state.status;
    state.status = data.status ?? before;
    state.detailsStale = true;
    if (data.status === "archived" || data.status === "cancelled" || before === "archived") {
      add(state, event, "status", { status: data.status, by: data.by ?? null });
    }
  },
  title: (state, _event, data) => {
    state.title = data.title ?? state.title;
  },
  work: (state, _event, data) => {
    state.work = data;
  },
  changes: () => {
    // The panel beside the timeline shows the files.
  },
  branch_pushed: (state, event, data) => {
    add(state, event, "branch", data);
    state.detailsStale = true;
  },
  artifact_created: (state, event, data) => {
    state.detailsStale = true;
    if (isShownFile(data)) {
      add(state, event, "file", shownFile(data, event.at));
    }
  },
  question: (state, event, data) => {
    const key = `asked:${data.id}`;
    let item = state.byKey.get(key);
    if (item === undefined) {
      item = { key, kind: "asked", seq: event.seq, at: event.at, promptId: event.promptId ?? null, data: {} };
      put(state, item);
    }
    Object.assign(item.data, {
      id: data.id,
      status: data.status ?? "open",
      question: data.question ?? "",
      options: Array.isArray(data.options) ? data.options.map(String) : [],
      expiresAt: data.expiresAt ?? "",
      answer: data.answer ?? "",
      answeredBy: data.answeredBy?.name ?? null,
    });
    state.changed.add(item);
    if (item.data.status === "open") {
      state.asking.add(key);
    } else {
      state.asking.delete(key);
    }
  },
  status_reported: (state, event, data) => {
    state.reported = data.text ?? null;
    add(state, event, "status-report", { text: data.text ?? "" });
  },
  pull_request: (state, event, data) => {
    state.detailsStale = true;
    state.pullRequestStale = true;
    // What is still being worked at shows in the panel; the timeline tells how it ended.
    if (data.status === "done" || data.status === "link" || data.status === "failed") {
      add(state, event, "pull-request", data);
    }
  },
  snapshot: (state) => {
    state.detailsStale = true;
  },
  restored: (state, event, data) => {
    add(state, event, "restored", data);
    state.detailsStale = true;
  },
  participant_joined: (state) => {
    state.detailsStale = true;
  },
  warning: (state, event, data) => {
    add(state, event, "notice", { level: "warning", code: data.code ?? "", message: data.message ?? "", log: "" });
    if (data.code === "prompt_queued_again" && event.promptId) {
      queueAgain(state, event.promptId);
    }
  },
  error: (state, event, data) => {
    state.detailsStale = true;
    if (data.code === "boot_failed" && state.boot?.data.status === "failed") {
      // The boot above says it already, with its log.
      return;
    }
    add(state, event, "notice", { level: "error", code: data.code ?? "", message: data.message ?? "", log: data.log ?? "" });
  },
};

/** @type {Record<string, (state: TimelineState, event: LogEvent, data: any) => void>} */
const agentReaders = {
  text: readText,
  reasoning: readText,
  tool: (state, event, data) => {
    const item = part(state, event, "tool", data.part, () => ({ tool: data.tool ?? "", status: "pending" }));
    for (const [name, value] of Object.entries(data)) {
      if (value !== undefined && value !== null && name !== "kind" && name !== "part") {
        item.data[name] = value;
      }
    }
    if (data.status === "running" && item.data.startedAt === undefined) {
      item.data.startedAt = event.at;
    }
  },
  step: (state, _event, data) => {
    if (data.phase === "finished") {
      state.detailsStale = true;
    }
  },
  todo: (state, _event, data) => {
    state.todos = Array.isArray(data.todos) ? data.todos : [];
  },
  file_edited: () => {
    // The tool call beside it says the same, and the work panel shows the result.
  },
  question: (state, event, data) => add(state, event, "question", data),
  permission: (state, event, data) => add(state, event, "question", data),
  retry: (state, event, data) => {
    // One card counts the attempts while nothing else happens.
    const last = state.items.at(-1);
    const item = last?.kind === "retry" ? last : add(state, event, "retry", {});
    Object.assign(item.data, { attempt: data.attempt, message: data.message ?? "", nextAt: data.nextAt ?? null });
    state.changed.add(item);
  },
  compaction: (state, event) => add(state, event, "compaction", {}),
  agent_error: (state, event, data) =>
    add(state, event, "notice", { level: "error", code: data.name ?? "agent_error", message: data.message ?? "", log: "" }),
  subagent: (state, event, data) => {
    part(state, event, "subagent", `subagent:${data.part ?? event.seq}`, () => ({})).data.title = data.title ?? "";
  },
};

/**
 * @param {TimelineState} state
 * @param {LogEvent} event
 * @param {any} data
 */
function readText(state, event, data) {
  const item = part(state, event, data.kind, data.part, () => ({ spans: [], text: null, done: false, startedAt: event.at, endedAt: null }));
  if (data.done === true) {
    item.data.text = data.text ?? "";
    item.data.spans = [];
    item.data.done = true;
    item.data.endedAt = event.at;
    return;
  }
  if (!item.data.done && typeof data.delta === "string") {
    place(item.data.spans, data.offset ?? 0, data.delta);
  }
}

/**
 * The text of a text or reasoning item as it stands.
 *
 * @param {Item} item
 * @returns {string}
 */
export function shownText(item) {
  return item.data.text ?? textOf(item.data.spans);
}

/**
 * Whether a prompt stands in the timeline, so that the queue does not show it a second time.
 *
 * @param {TimelineState} state
 * @param {string} promptId
 */
export function isShown(state, promptId) {
  return state.byKey.has(`prompt:${promptId}`);
}

/**
 * @param {TimelineState} state
 * @param {LogEvent} event
 * @param {any} data
 * @returns {PromptState}
 */
function promptOf(state, event, data) {
  const id = event.promptId ?? data.promptId ?? data.id ?? `unknown:${event.seq}`;
  let prompt = state.prompts.get(id);
  if (prompt === undefined) {
    prompt = { id, status: "queued", text: null, author: null, reason: null, startedAt: null };
    state.prompts.set(id, prompt);
  }
  prompt.text = data.text ?? prompt.text;
  prompt.author = data.author ?? prompt.author;
  return prompt;
}

/**
 * @param {TimelineState} state
 * @param {LogEvent} event
 * @param {PromptState} prompt
 */
function showPrompt(state, event, prompt) {
  const shown = state.byKey.get(`prompt:${prompt.id}`);
  if (shown !== undefined) {
    state.changed.add(shown);
    return;
  }
  put(state, { key: `prompt:${prompt.id}`, kind: "prompt", seq: event.seq, at: event.at, promptId: prompt.id, data: prompt });
}

/**
 * @param {Item} boot
 * @param {LogEvent} event
 * @param {any} data
 */
function readPhase(boot, event, data) {
  /** @type {BootPhase[]} */
  const phases = boot.data.phases;
  let phase = phases.find((candidate) => candidate.phase === data.phase);
  if (phase === undefined) {
    phase = { phase: data.phase ?? "", status: "", at: event.at, durationMillis: null, log: "", reason: null };
    phases.push(phase);
  }
  phase.at = data.status === "started" ? event.at : phase.at;
  phase.status = data.status ?? phase.status;
  phase.durationMillis = data.durationMillis ?? phase.durationMillis;
  phase.log = data.log ?? phase.log;
  phase.reason = data.reason ?? phase.reason;
}

/**
 * @param {Item} boot
 * @param {LogEvent} event the first that comes out of the sandbox
 */
function endCreation(boot, event) {
  const creation = boot.data.phases[0];
  if (creation?.phase === "create" && creation.status === "started") {
    creation.status = "completed";
    // Two clocks: the server's and the sandbox's.
    creation.durationMillis = Math.max(0, Date.parse(event.at) - Date.parse(creation.at));
  }
}

/**
 * Its sandbox was lost; it runs again in the next one.
 *
 * @param {TimelineState} state
 * @param {string} promptId
 */
function queueAgain(state, promptId) {
  const prompt = state.prompts.get(promptId);
  const shown = state.byKey.get(`prompt:${promptId}`);
  if (prompt === undefined || shown === undefined) {
    return;
  }
  prompt.status = "queued";
  if (state.running === promptId) {
    state.running = null;
  }
  closeOpenParts(state, promptId);
  state.changed.add(shown);
  state.detailsStale = true;
}

/**
 * @param {TimelineState} state
 * @param {string} at
 */
function endBoot(state, at) {
  if (state.boot === null) {
    return;
  }
  state.boot.data.status = "completed";
  state.boot.data.readyAt = at;
  state.changed.add(state.boot);
  state.boot = null;
}

/**
 * A turn that ended leaves nothing spinning, also where an agent died in the middle of a tool call.
 *
 * @param {TimelineState} state
 * @param {string} promptId
 */
function closeOpenParts(state, promptId) {
  for (let index = state.items.length - 1; index >= 0; index--) {
    const item = state.items[index];
    if (item.kind === "prompt" && item.promptId === promptId) {
      return;
    }
    if (item.kind === "tool" && (item.data.status === "pending" || item.data.status === "running")) {
      item.data.status = "interrupted";
      state.changed.add(item);
    }
    if ((item.kind === "text" || item.kind === "reasoning") && !item.data.done) {
      item.data.done = true;
      item.data.text = textOf(item.data.spans);
      state.changed.add(item);
    }
  }
}

/**
 * @param {TimelineState} state
 * @param {LogEvent} event
 * @param {string} kind
 * @param {any} data
 * @returns {Item}
 */
function add(state, event, kind, data) {
  const item = { key: `${kind}:${event.seq}`, kind, seq: event.seq, at: event.at, promptId: event.promptId ?? null, data };
  put(state, item);
  return item;
}

/**
 * The item of a part: made by the first event that speaks of it, which fixes its place.
 *
 * @param {TimelineState} state
 * @param {LogEvent} event
 * @param {string} kind
 * @param {string} id
 * @param {() => any} first
 * @returns {Item}
 */
function part(state, event, kind, id, first) {
  const key = `part:${id}`;
  let item = state.byKey.get(key);
  if (item === undefined) {
    item = { key, kind, seq: event.seq, at: event.at, promptId: event.promptId ?? null, data: first() };
    put(state, item);
  }
  state.changed.add(item);
  return item;
}

/**
 * @param {TimelineState} state
 * @param {Item} item
 */
function put(state, item) {
  state.items.push(item);
  state.byKey.set(item.key, item);
  state.changed.add(item);
}
