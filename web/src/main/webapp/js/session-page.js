// @ts-check
// The page of one session: puts log, stream, timeline, composer and panel together. What they do stands in their own modules.

import { announce, notify } from "./announcer.js";
import { call, Refusal, sentence } from "./api.js";
import { createChangesPanel } from "./changes/changes-panel.js";
import { createComposer } from "./composer.js";
import { createConnectionSign } from "./connection-sign.js";
import { confirmed } from "./confirm.js";
import { copyFrom } from "./copy.js";
import { required, setText } from "./elements.js";
import { createGallery } from "./gallery.js";
import { createPresence } from "./presence.js";
import { createSessionLog } from "./session-log.js";
import { shownFilesOf } from "./shown-files.js";
import { goBack, snapshotAfter } from "./snapshots.js";
import { createStatusLine } from "./status-line.js";
import { createStream } from "./stream.js";
import { shortcut } from "./shortcuts.js";
import { createTimeline } from "./timeline.js";
import { isShown } from "./timeline-state.js";
import { hasText, text } from "./texts.js";
import { createTitle } from "./title.js";
import { createWorkPanel } from "./work-panel.js";

const REFRESH_MILLIS = 250;
const OLDER_MARGIN = "600px 0px 0px 0px";

const page = required("#session");
const id = /** @type {string} */ (page.dataset.session);
const mayManage = page.dataset.mayManage === "true";
/** @type {any} the session as the server tells it; first what stands in the page */
let session = {
  id,
  title: required("#session-title h1").textContent,
  status: page.dataset.status,
  model: page.dataset.model,
  repository: page.dataset.repository,
  branch: page.dataset.branch,
  workBranch: page.dataset.workBranch,
  prompts: [],
  participants: [],
};
let refreshTimer = 0;
let drawScheduled = false;

const log = createSessionLog({
  fetchBefore: (before, limit) => call("GET", `/sessions/${id}/events?before=${before}&limit=${limit}`),
});
const timeline = createTimeline(required("#timeline"), required("#timeline-scroller"), required("#to-latest"), {
  prompt: (promptId) => session?.prompts?.find((/** @type {any} */ prompt) => prompt.id === promptId),
  mayPrompt: () => composer.mayPrompt(),
  retry: (promptId) => composer.retry(promptId),
  withdraw: (promptId) => composer.withdraw(promptId),
  restartSandbox,
  shownFiles: () => shownFilesOf(session),
  answer,
  snapshotAfter: (promptId) => snapshotAfter(session, promptId),
  goBack: (snapshot) => void goBack(id, snapshot, refreshSoon),
  bootLog: async (generation) => {
    const log = await call("GET", `/sessions/${id}/sandbox/log`);
    return log.generation === generation ? log.text : null;
  },
});
const gallery = createGallery(required("#shown"));
const composer = createComposer(required("#composer"), id, {
  session: () => session,
  isShown: (promptId) => isShown(log.state(), promptId),
  refresh: refreshSoon,
  toEnd: timeline.toEnd,
});
const panel = createWorkPanel(required("#work"), { mayPrompt: () => mayManage && session.status !== "archived" && session.status !== "cancelled", restartSandbox, pullRequests: { id, hosted: page.dataset.hosted === "true", mayAsk: page.dataset.mayPrompt === "true" } });
const changes = createChangesPanel(required("#changed-files"), id);
const sign = createConnectionSign(required("#connection"));
const statusLine = createStatusLine(required("#activity"));
const title = createTitle(required("#session-title"), id, mayManage);
/** @type {ReturnType<typeof createStream> | null} */
let stream = null;
const presence = createPresence({
  send: (frame) => stream?.send(frame),
  onChange: (present) => {
    panel.setPresent(present);
    draw();
  },
});

async function begin() {
  for (let attempt = 0; ; attempt++) {
    try {
      session = await call("GET", `/sessions/${id}`);
      const cursor = await log.loadNewest(session.lastSeq);
      timeline.redraw(log.state());
      timeline.toEnd();
      draw();
      connect(cursor);
      required("#older").hidden = log.missing() === 0;
      page.removeAttribute("aria-busy");
      return;
    } catch (failure) {
      if (failure instanceof Refusal) {
        notify(sentence(failure), "bad");
        return;
      }
      sign.show("offline", 0);
      await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 500 * 2 ** attempt)));
    }
  }
}

/** @param {number} cursor */
function connect(cursor) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  stream = createStream(
    {
      open: (after) => new WebSocket(`${scheme}//${location.host}/api/v1/sessions/${id}/stream?after=${after}`),
      fetchAfter,
      random: Math.random,
      later: (action, millis) => window.setTimeout(action, millis),
      cancel: (timer) => window.clearTimeout(timer),
      onEvents: receive,
      onFrame: receiveFrame,
      onState: (state, millis) => {
        sign.show(state, millis);
        if (state === "live") {
          presence.tell();
          composer.hurry();
          void changes.refresh();
          refreshSoon();
        }
      },
      onReload: () => location.reload(),
    },
    cursor,
  );
  stream.start();
}

/**
 * @param {number} after
 * @param {number} limit
 */
async function fetchAfter(after, limit) {
  try {
    return await call("GET", `/sessions/${id}/events?after=${after}&limit=${limit}`);
  } catch (failure) {
    if (failure instanceof Refusal && (failure.status === 403 || failure.status === 404)) {
      stream?.stop();
      notify(text("js.sessionGone"), "bad");
    }
    throw failure;
  }
}

/** @param {import("./cursor.js").LogEvent[]} events */
function receive(events) {
  log.append(events);
  const state = log.state();
  timeline.drawSoon(state);
  if (events.some((event) => event.type === "changes")) {
    void changes.refresh();
  }
  for (const event of events) {
    speak(event);
  }
  if (state.detailsStale) {
    state.detailsStale = false;
    refreshSoon();
  }
  drawSoon();
}

/** @param {any} frame */
function receiveFrame(frame) {
  if (frame.type === "state") {
    const told = frame.session ?? frame;
    if (told.prompts !== undefined && told.sandbox !== undefined) {
      session = { ...session, ...told };
      draw();
    }
    presence.receive(frame);
    return;
  }
  if (frame.type === "changes_update") {
    void changes.refresh();
    return;
  }
  if (frame.type === "presence_update") {
    presence.receive(frame);
    return;
  }
  if (frame.type === "error" && typeof frame.message === "string") {
    notify(frame.message, "bad");
  }
}

/** @param {import("./cursor.js").LogEvent} event */
function speak(event) {
  const key = event.type === "prompt_finished" ? `js.speak.prompt_${event.data?.status}` : event.type === "question" ? `js.speak.question_${event.data?.status}` : `js.speak.${event.type}`;
  if (hasText(key)) {
    announce(text(key));
  }
}

function refreshSoon() {
  window.clearTimeout(refreshTimer);
  refreshTimer = window.setTimeout(refresh, REFRESH_MILLIS);
}

async function refresh() {
  try {
    session = await call("GET", `/sessions/${id}`);
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 404) {
      notify(text("js.sessionGone"), "bad");
    }
    return;
  }
  draw();
  document.dispatchEvent(new Event("openinspect:sessions-changed"));
}

/** A fast agent sends more frames than a screen shows. */
function drawSoon() {
  if (!drawScheduled) {
    drawScheduled = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  drawScheduled = false;
  const state = log.state();
  title.show(state.title ?? session.title);
  const status = session.status;
  const chip = required("#session-status");
  const working = session.prompts?.some((/** @type {any} */ prompt) => prompt.status === "running" || prompt.status === "stopping");
  chip.className = `chip is-${working ? "working" : status}`;
  setText(chip, text(`js.session.${working ? "working" : status}`));
  document.title = `${working ? "● " : ""}${state.title ?? session.title} · Open-Inspect`;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-when-status]"))) {
    button.hidden = !button.dataset.whenStatus?.split(" ").includes(status);
  }
  statusLine.show(session, state, presence.typing(), composer.drafting());
  composer.draw();
  timeline.refreshPrompts();
  panel.draw(session, state);
  gallery.draw(session);
  const reported = required("#reported-status");
  setText(reported, state.reported ?? session.reportedStatus ?? "");
  reported.hidden = reported.textContent === "";
  changes.draw(session);
  const empty = state.items.length === 0 && session.prompts.length === 0;
  required("#timeline-empty").toggleAttribute("hidden", !empty);
}

/**
 * @param {string} questionId
 * @param {string} words
 * @returns {Promise<string | null>}
 */
async function answer(questionId, words) {
  try {
    await call("POST", `/sessions/${id}/questions/${questionId}/answer`, { answer: words });
    return null;
  } catch (failure) {
    return sentence(failure);
  }
}

async function restartSandbox() {
  if (!(await confirmed(text("js.sandbox.restartTitle"), text("js.sandbox.restartWhat"), text("js.sandbox.restart")))) {
    return;
  }
  await act("POST", `/sessions/${id}/sandbox/restart`, text("js.sandbox.restarting"));
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} done
 * @returns {Promise<boolean>}
 */
async function act(method, path, done) {
  try {
    await call(method, path);
    notify(done);
    return true;
  } catch (failure) {
    notify(sentence(failure), "bad");
    return false;
  } finally {
    refreshSoon();
  }
}

function startActions() {
  const copyLink = required("#copy-link");
  copyLink.addEventListener("click", () => void copyFrom(/** @type {HTMLElement} */ (copyLink), `${location.origin}/sessions/${id}`));
  page.querySelector("[data-archive]")?.addEventListener("click", () => void act("POST", `/sessions/${id}/archive`, text("js.archived")));
  page.querySelector("[data-restore]")?.addEventListener("click", () => void act("POST", `/sessions/${id}/restore`, text("js.restored")));
  page.querySelector("[data-cancel]")?.addEventListener("click", async () => {
    if (await confirmed(text("js.cancel.title"), text("js.cancel.what"), text("js.cancel.yes"))) {
      await act("POST", `/sessions/${id}/cancel`, text("js.cancelled"));
    }
  });
  page.querySelector("[data-remove]")?.addEventListener("click", async () => {
    if (await confirmed(text("js.remove.title"), text("js.remove.what"), text("js.remove.yes"))) {
      if (await act("DELETE", `/sessions/${id}`, text("js.removed"))) {
        location.assign("/sessions");
      }
    }
  });
  const toggle = required("#toggle-work");
  const setPanel = (/** @type {boolean} */ open) => {
    page.classList.toggle("work-hidden", !open);
    page.classList.toggle("work-shown", open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  const narrow = () => matchMedia("(max-width: 1100px)").matches;
  const isOpen = () => (narrow() ? page.classList.contains("work-shown") : !page.classList.contains("work-hidden"));
  toggle.setAttribute("aria-expanded", String(isOpen()));
  toggle.addEventListener("click", () => setPanel(!isOpen()));
  required("#close-work").addEventListener("click", () => {
    setPanel(false);
    /** @type {HTMLElement} */ (toggle).focus();
  });
  shortcut("w", () => setPanel(!isOpen()));
  shortcut("c", () => composer.focus());
  shortcut("]", () => moveToPrompt(1));
  shortcut("[", () => moveToPrompt(-1));
}

/** @param {number} step */
function moveToPrompt(step) {
  const prompts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#timeline .item-prompt")]);
  const top = required("#timeline-scroller").getBoundingClientRect().top + 8;
  const at = prompts.findLastIndex((prompt) => prompt.getBoundingClientRect().top <= top + 1);
  const target = prompts[Math.max(0, Math.min(prompts.length - 1, at + step))];
  target?.scrollIntoView({ block: "start" });
  target?.focus({ preventScroll: true });
}

function startOlder() {
  const older = required("#older");
  const load = async () => {
    try {
      if (await log.loadOlder()) {
        timeline.redraw(log.state());
        draw();
      }
    } catch (failure) {
      notify(sentence(failure), "bad");
    }
    older.toggleAttribute("hidden", log.missing() === 0);
  };
  required("button", older).addEventListener("click", load);
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void load(), {
    root: required("#timeline-scroller"),
    rootMargin: OLDER_MARGIN,
  }).observe(older);
}

startActions();
startOlder();
if (composer.mayPrompt()) {
  composer.onTyping(presence.typed);
}
window.addEventListener("online", () => {
  stream?.hurry();
  composer.hurry();
});
document.addEventListener("visibilitychange", () => {
  presence.tell();
  if (!document.hidden) {
    stream?.hurry();
  }
});
sign.onRetry(() => stream?.hurry());
void begin();
