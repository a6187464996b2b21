// @ts-check
// Where prompts are written: the field, the queue above it, stop. Nothing typed is ever lost: see draft.js and outbox.js.

import { notify } from "./announcer.js";
import { call, Refusal, sentence, Unreachable } from "./api.js";
import { createDraft, randomId } from "./draft.js";
import { element, required, setText } from "./elements.js";
import { icon } from "./icons.js";
import { nameOf } from "./items/prompt-view.js";
import { createOutbox } from "./outbox.js";
import { text } from "./texts.js";
import { createTyping } from "./typing.js";

const LONGEST = 64_000;

/**
 * @param {HTMLElement} form
 * @param {string} sessionId
 * @param {object} page
 * @param {() => any} page.session as the server tells it
 * @param {(promptId: string) => boolean} page.isShown whether the timeline shows this prompt already
 * @param {() => void} page.refresh
 * @param {() => void} page.toEnd
 */
export function createComposer(form, sessionId, page) {
  const field = /** @type {HTMLTextAreaElement} */ (required("textarea", form));
  const send = /** @type {HTMLButtonElement} */ (required("[data-send]", form));
  const stop = /** @type {HTMLButtonElement} */ (required("[data-stop]", form));
  const model = /** @type {HTMLSelectElement | null} */ (form.querySelector("select"));
  const queue = required("[data-queue]", form);
  const problem = required("[data-problem]", form);
  const closed = required("[data-closed]", form);
  const mayPrompt = form.dataset.mayPrompt === "true";
  let drawnQueue = "";

  const draft = createDraft(localStorage, sessionId, randomId);
  const outbox = createOutbox({
    draft,
    send: (submission) =>
      call("POST", `/sessions/${sessionId}/prompts`, {
        text: submission.text,
        clientRequestId: submission.requestId,
        ...(submission.model === null ? {} : { model: submission.model }),
      }),
    mayRetry: (failure) => failure instanceof Unreachable,
    random: Math.random,
    later: (action, millis) => window.setTimeout(action, millis),
    cancel: (timer) => window.clearTimeout(timer),
    onChange: draw,
    onRefused: (failure) => {
      field.value = draft.text();
      grow();
      // A sign-out leads to the sign-in page; the text waits in the field for the way back.
      if (!(failure instanceof Refusal && failure.status === 401)) {
        show(sentence(failure));
      }
    },
    onAccepted: () => {
      show("");
      page.refresh();
    },
  });

  field.value = draft.text();
  field.addEventListener("input", () => {
    draft.type(field.value);
    grow();
    drawButtons();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  stop.addEventListener("click", () => void act("POST", `/sessions/${sessionId}/stop`, text("js.stop.asked")));
  closed.querySelector("button")?.addEventListener("click", () => void act("POST", `/sessions/${sessionId}/restore`, text("js.restored")));

  function submit() {
    const words = field.value.trim();
    if (words === "" || !open() || field.value.length > LONGEST) {
      return;
    }
    show("");
    const chosen = model === null || model.value === page.session()?.model ? null : model.value;
    draft.submit(words, chosen);
    field.value = "";
    grow();
    draw();
    page.toEnd();
    void outbox.pump();
  }

  /** @param {string} words */
  function show(words) {
    setText(problem, words);
    problem.hidden = words === "";
  }

  function open() {
    const status = page.session()?.status;
    return mayPrompt && status !== "archived" && status !== "cancelled";
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} done
   */
  async function act(method, path, done) {
    try {
      await call(method, path);
      notify(done);
    } catch (failure) {
      notify(sentence(failure), "bad");
    }
    page.refresh();
  }

  function draw() {
    drawClosed();
    drawQueue();
    drawButtons();
  }

  function drawClosed() {
    const status = page.session()?.status;
    const why = !mayPrompt ? "viewer" : status === "archived" ? "archived" : status === "cancelled" ? "cancelled" : null;
    closed.hidden = why === null;
    form.classList.toggle("is-closed", why !== null);
    if (why !== null) {
      setText(required("[data-closed-why]", closed), text(`js.closed.${why}`));
      closed.querySelector("button")?.toggleAttribute("hidden", why !== "archived");
    }
    field.disabled = why !== null;
  }

  function drawButtons() {
    const prompts = page.session()?.prompts ?? [];
    const running = prompts.find((/** @type {any} */ prompt) => prompt.status === "running" || prompt.status === "stopping");
    stop.hidden = running === undefined || !mayPrompt;
    stop.disabled = running?.status === "stopping";
    setText(required("[data-stop-label]", stop), text(stop.disabled ? "js.stop.stopping" : "js.stop.stop"));
    const tooLong = field.value.length > LONGEST;
    send.disabled = !open() || field.value.trim() === "" || tooLong;
    if (tooLong) {
      show(text("js.tooLong", field.value.length, LONGEST));
    } else if (problem.textContent === "" || draft.outbox().length > 0) {
      problem.hidden = problem.textContent === "";
    }
    const busy = running !== undefined || prompts.some((/** @type {any} */ prompt) => prompt.status === "queued");
    setText(required("[data-send-label]", send), text(busy ? "js.send.queue" : "js.send.send"));
  }

  function drawQueue() {
    const waiting = (page.session()?.prompts ?? []).filter(
      (/** @type {any} */ prompt) => prompt.status === "queued" && !page.isShown(prompt.id),
    );
    // A button that is made anew between press and release is never clicked: draw only what changed.
    const signature = JSON.stringify([waiting, draft.outbox(), outbox.waiting()]);
    if (signature === drawnQueue) {
      return;
    }
    drawnQueue = signature;
    const entries = [
      ...waiting.map((/** @type {any} */ prompt, /** @type {number} */ index) =>
        entry(prompt.text, text("js.queue.position", prompt.position ?? index + 1, nameOf(prompt.author) ?? ""), "queued", () =>
          void withdraw(prompt.id, prompt.text),
        ),
      ),
      ...draft.outbox().map((submission) =>
        entry(submission.text, text(outbox.waiting() ? "js.queue.notSent" : "js.queue.sending"), "sending", () => {
          draft.takeBack(submission.requestId);
          field.value = draft.text();
          grow();
          draw();
        }),
      ),
    ];
    queue.replaceChildren(...entries);
    queue.toggleAttribute("hidden", entries.length === 0);
  }

  /**
   * @param {string} words
   * @param {string} state
   * @param {string} name
   * @param {() => void} takeBack
   */
  function entry(words, state, name, takeBack) {
    return element(
      "li",
      { class: `queued is-${name}` },
      element("span", { class: "queued-state" }, icon(name === "sending" ? "spinner" : "clock"), state),
      element("span", { class: "queued-text" }, words),
      mayPrompt &&
        element(
          "button",
          { type: "button", class: "ghost icon-only", "aria-label": text("js.prompt.withdraw"), title: text("js.prompt.withdraw"), click: takeBack },
          icon("close"),
        ),
    );
  }

  /**
   * @param {string} promptId
   * @param {string} words go back to an empty field, so that they can be changed
   */
  async function withdraw(promptId, words) {
    try {
      await call("DELETE", `/sessions/${sessionId}/prompts/${promptId}`);
      if (field.value === "") {
        field.value = words;
        draft.type(words);
        grow();
      }
      notify(text("js.queue.withdrawn"));
    } catch (failure) {
      notify(sentence(failure), "bad");
    }
    page.refresh();
  }

  grow();
  draw();
  void outbox.pump();

  return {
    draw,
    mayPrompt: () => open(),
    withdraw: (/** @type {string} */ id) => {
      const prompt = page.session()?.prompts?.find((/** @type {any} */ one) => one.id === id);
      void withdraw(id, prompt?.text ?? "");
    },
    retry: (/** @type {string} */ id) => void act("POST", `/sessions/${sessionId}/prompts/${id}/retry`, text("js.retried")),
    hurry: outbox.hurry,
    drafting: () => field.value.trim() !== "",
    focus: () => field.focus(),
    onTyping: (/** @type {() => void} */ told) =>
      field.addEventListener("input", createTyping({ text: () => field.value, later: (action, millis) => window.setTimeout(action, millis) }, told)),
  };
}
