// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { applyAll, emptyTimeline, isShown, shownText } from "../../main/webapp/js/timeline-state.js";

const P1 = "11111111-0000-0000-0000-000000000001";
const P2 = "11111111-0000-0000-0000-000000000002";

/** @param {[string, any, string?][]} facts */
function events(facts) {
  return facts.map(([type, data, promptId], index) => ({ seq: index + 1, type, at: new Date(1_790_000_000_000 + index * 1_000).toISOString(), promptId, data }));
}

/** @param {[string, any, string?][]} facts */
function after(facts) {
  const state = emptyTimeline();
  applyAll(state, events(facts));
  return state;
}

const kinds = (/** @type {import("../../main/webapp/js/timeline-state.js").TimelineState} */ state) => state.items.map((item) => item.kind);

/** @type {[string, any, string?][]} */
const TURN = [
  ["prompt_queued", { text: "Fix it", author: { id: "a", name: "Ada" } }, P1],
  ["sandbox_spawning", { generation: 1 }],
  ["boot_phase", { phase: "clone", status: "started" }],
  ["boot_phase", { phase: "clone", status: "completed", durationMillis: 840, log: "done" }],
  ["boot_phase", { phase: "ready", status: "completed" }],
  ["sandbox_ready", { generation: 1 }],
  ["prompt_started", { attempt: 1 }, P1],
  ["sandbox_event", { kind: "reasoning", part: "r1", offset: 0, delta: "Let me " }, P1],
  ["sandbox_event", { kind: "reasoning", part: "r1", offset: 7, delta: "look" }, P1],
  ["sandbox_event", { kind: "text", part: "t1", offset: 0, delta: "I will" }, P1],
  ["sandbox_event", { kind: "tool", part: "c1", tool: "bash", status: "pending" }, P1],
  ["sandbox_event", { kind: "text", part: "t2", offset: 0, delta: "Now" }, P1],
  ["sandbox_event", { kind: "text", part: "t1", text: "I will run it.", done: true }, P1],
  ["sandbox_event", { kind: "tool", part: "c1", tool: "bash", status: "running", input: '{"command":"ls"}' }, P1],
  ["sandbox_event", { kind: "tool", part: "c1", tool: "bash", status: "completed", output: "a", durationMillis: 12 }, P1],
  ["sandbox_event", { kind: "todo", todos: [{ content: "x", status: "pending" }] }, P1],
  ["work", { branch: "b", files: [], commits: [] }, P1],
  ["branch_pushed", { branch: "b", commit: "c", commits: [] }, P1],
  ["prompt_finished", { status: "completed", cost: 0, tokensInput: 10, tokensOutput: 5 }, P1],
];

test("a turn stands in the order in which its parts began", () => {
  const state = after(TURN);

  assert.deepEqual(kinds(state), ["prompt", "boot", "reasoning", "text", "tool", "text", "branch", "finish"]);
  assert.equal(shownText(state.items[3]), "I will run it.");
  assert.equal(shownText(state.items[5]), "Now");
  assert.equal(state.running, null);
  assert.equal(state.todos.length, 1);
  assert.equal(state.work.branch, "b");
  assert.equal(state.cursor, TURN.length);
});

test("a tool call keeps what earlier events told of it", () => {
  const tool = after(TURN).items[4].data;

  assert.equal(tool.status, "completed");
  assert.equal(tool.input, '{"command":"ls"}');
  assert.equal(tool.output, "a");
});

test("a boot gathers its phases and ends when the sandbox is ready", () => {
  const boot = after(TURN).items[1].data;

  assert.equal(boot.status, "completed");
  assert.deepEqual(boot.phases.map((/** @type {any} */ phase) => [phase.phase, phase.status, phase.durationMillis]), [
    ["create", "completed", 1_000],
    ["clone", "completed", 840],
    ["ready", "completed", null],
  ]);
});

test("a failed phase fails the boot with its reason", () => {
  const state = after([
    ["sandbox_spawning", { generation: 1 }],
    ["boot_phase", { phase: "start", status: "failed", reason: "exit 1", log: "boom" }],
    ["error", { code: "boot_failed", message: "The start phase failed: exit 1" }],
    ["sandbox_stopped", { generation: 1, reason: "boot_failed: start: exit 1" }],
    ["sandbox_spawning", { generation: 2 }],
  ]);

  assert.deepEqual(state.items.map((item) => [item.kind, item.data.status]), [["boot", "failed"], ["boot", "running"]]);
  assert.equal(state.items[0].data.reason, "exit 1");
});

test("going back stands in the timeline, a snapshot only makes the page look again", () => {
  const state = after([["snapshot", { id: "s1", promptNumber: 1 }, P1]]);
  assert.deepEqual(kinds(state), []);
  assert.equal(state.detailsStale, true);

  const back = after([["restored", { snapshot: "s1", promptNumber: 1, undone: [P2] }, P1]]);
  assert.deepEqual(kinds(back), ["restored"]);
});

test("a boot that somebody ended did not fail", () => {
  const state = after([["sandbox_spawning", {}], ["sandbox_stopped", { reason: "restart_requested" }]]);

  assert.equal(state.items[0].data.status, "stopped");
});

test("the second prompt waits outside the timeline until it starts", () => {
  const queued = after([["prompt_queued", { text: "one" }, P1], ["prompt_queued", { text: "two" }, P2]]);
  assert.equal(isShown(queued, P1), true);
  assert.equal(isShown(queued, P2), false);

  const started = after([
    ["prompt_queued", { text: "one" }, P1],
    ["prompt_queued", { text: "two" }, P2],
    ["prompt_finished", { status: "completed" }, P1],
    ["prompt_started", {}, P2],
  ]);
  assert.deepEqual(kinds(started), ["prompt", "finish", "prompt"]);
  assert.equal(started.items[2].data.text, "two");
  assert.equal(started.running, P2);
});

test("a prompt withdrawn from the queue leaves nothing behind, one that failed there does", () => {
  const withdrawn = after([["prompt_queued", {}, P1], ["prompt_queued", {}, P2], ["prompt_finished", { status: "cancelled" }, P2]]);
  assert.equal(isShown(withdrawn, P2), false);

  const failed = after([["prompt_queued", {}, P1], ["prompt_queued", {}, P2], ["prompt_finished", { status: "failed", reason: "no_sandbox" }, P2]]);
  assert.deepEqual(kinds(failed), ["prompt", "prompt", "finish"]);
});

test("a turn that ends leaves nothing spinning", () => {
  const state = after([
    ["prompt_started", {}, P1],
    ["sandbox_event", { kind: "text", part: "t", offset: 0, delta: "half" }, P1],
    ["sandbox_event", { kind: "tool", part: "c", tool: "bash", status: "running" }, P1],
    ["prompt_finished", { status: "failed", reason: "agent_died" }, P1],
  ]);

  assert.equal(state.items[1].data.done, true);
  assert.equal(shownText(state.items[1]), "half");
  assert.equal(state.items[2].data.status, "interrupted");
});

test("a prompt whose sandbox was lost waits again at its place", () => {
  const state = after([
    ["prompt_queued", { text: "one" }, P1],
    ["prompt_started", {}, P1],
    ["sandbox_stopped", { reason: "heartbeat_lost" }],
    ["warning", { code: "prompt_queued_again", message: "again" }, P1],
  ]);

  assert.equal(state.prompts.get(P1)?.status, "queued");
  assert.equal(state.running, null);
  assert.deepEqual(kinds(state), ["prompt", "sandbox-stopped", "notice"]);
});

test("events of a newer release are shown and do not break the page", () => {
  const state = after([["something_new", { message: "Hello" }], ["sandbox_event", { kind: "unknown_kind" }]]);

  assert.deepEqual(kinds(state), ["notice"]);
  assert.equal(state.cursor, 2);
});

test("however the log arrives, the result is the same", () => {
  const all = events(TURN);
  const whole = emptyTimeline();
  applyAll(whole, all);
  const byOne = emptyTimeline();
  for (const event of all) {
    applyAll(byOne, [event]);
  }

  assert.deepEqual(byOne.items, whole.items);
});

test("a reader who joins in the middle of a part sees its end, and all of it once it is done", () => {
  const state = emptyTimeline();
  applyAll(state, events(TURN).slice(8, 9));
  assert.equal(shownText(state.items[0]), "…look");

  applyAll(state, [{ seq: 10, type: "sandbox_event", at: "2026-11-23T10:00:00Z", data: { kind: "reasoning", part: "r1", text: "Let me look", done: true } }]);
  assert.equal(shownText(state.items[0]), "Let me look");
});

test("a long answer of fifty thousand deltas is quick", () => {
  const state = emptyTimeline();
  const many = Array.from({ length: 50_000 }, (_, index) => ({
    seq: index + 1, type: "sandbox_event", at: "2026-11-23T10:00:00Z", data: { kind: "text", part: "t", offset: index * 4, delta: "word" },
  }));
  const began = performance.now();

  applyAll(state, many);

  assert.equal(shownText(state.items[0]).length, 200_000);
  assert.ok(performance.now() - began < 2_000);
});

test("a pull request shows how it ended and not that it is being worked at", () => {
  const state = after([
    ["pull_request", { status: "wanted", title: "Fix it" }, P1],
    ["pull_request", { status: "done", state: "open", number: 7, title: "Fix it" }, P1],
    ["pull_request", { status: "done", state: "merged", number: 7, title: "Fix it" }, P1],
    ["pull_request", { status: "link", link: "https://host.example/compare" }, P1],
    ["pull_request", { status: "failed", reason: "No commits" }, P1],
  ]);

  assert.deepEqual(kinds(state), ["pull-request", "pull-request", "pull-request", "pull-request"]);
  assert.equal(state.items[1].data.state, "merged");
  assert.equal(state.pullRequestStale, true);
});

const FILE = {
  id: "22222222-0000-0000-0000-000000000001",
  kind: "image",
  name: "page.png",
  detail: "The page",
  bytes: 1_024,
  url: "/api/v1/sessions/33333333-0000-0000-0000-000000000001/artifacts/22222222-0000-0000-0000-000000000001/content",
};

test("a file stands where it was shown, and a branch is no file", () => {
  const state = after([
    ["prompt_started", { text: "Show it" }, P1],
    ["artifact_created", FILE, P1],
    ["artifact_created", { id: "b", kind: "branch", name: "open-inspect/1", detail: "c" }, P1],
    ["artifact_created", { ...FILE, url: "https://elsewhere.example/picture.png" }, P1],
  ]);

  assert.deepEqual(kinds(state), ["prompt", "file"]);
  assert.equal(state.items[1].data.url, FILE.url);
  assert.equal(state.items[1].data.detail, "The page");
});

test("a question is one card, open until it is answered", () => {
  const asked = { id: "q1", status: "open", question: "Which colour?", options: ["red", "green"], expiresAt: "2026-11-27T12:00:00Z" };

  const open = after([["question", asked, P1]]);
  const answered = after([
    ["question", asked, P1],
    ["question", { ...asked, status: "answered", answer: "red", answeredBy: { id: "a", name: "Ada" } }, P1],
  ]);

  assert.deepEqual([...open.asking], ["asked:q1"]);
  assert.deepEqual(kinds(answered), ["asked"]);
  assert.equal(answered.asking.size, 0);
  assert.equal(answered.items[0].data.answer, "red");
  assert.equal(answered.items[0].data.answeredBy, "Ada");
});

test("the newest status is remembered, and all of them stand in the timeline", () => {
  const state = after([
    ["status_reported", { text: "Reading" }, P1],
    ["status_reported", { text: "Testing" }, P1],
  ]);

  assert.equal(state.reported, "Testing");
  assert.deepEqual(kinds(state), ["status-report", "status-report"]);
});
