// @ts-check
// One line above the composer: what happens now, and who types.

import { element } from "./elements.js";
import { icon } from "./icons.js";
import { waitingWords } from "./reasons.js";
import { hasText, text } from "./texts.js";
import { describeTool } from "./tool-words.js";

/** @param {HTMLElement} line */
export function createStatusLine(line) {
  let drawn = "";
  return {
    /**
     * @param {any} session
     * @param {import("./timeline-state.js").TimelineState} state
     * @param {string[]} typing names
     * @param {boolean} drafting whether a prompt is being written here
     */
    show(session, state, typing, drafting) {
      const busy = whatHappens(session, state);
      const ready = busy === "" && drafting && session.sandbox?.status === "ready";
      const words = ready ? text("js.warm.ready") : busy;
      const who = typing.length === 0 ? "" : text("js.typing", typing.join(", "));
      const all = `${words}|${who}`;
      if (all === drawn) {
        return;
      }
      drawn = all;
      line.replaceChildren(
        ...(words === "" ? [] : [element("span", { class: "activity-now" }, icon(ready ? "check" : "spinner"), words)]),
        ...(who === "" ? [] : [element("span", { class: "quiet" }, who)]),
      );
      line.hidden = words === "" && who === "";
    },
  };
}

/**
 * Nothing is queued: the sandbox starts because somebody writes at a prompt, or asked for it.
 *
 * @param {any} box
 */
function warming(box) {
  if (box.status !== "starting" && box.status !== "booting") {
    return "";
  }
  return box.phase && hasText(`js.phase.${box.phase}`) ? text("js.activity.warmingIn", text(`js.phase.${box.phase}`)) : text("js.activity.warming");
}

/**
 * @param {any} session
 * @param {import("./timeline-state.js").TimelineState} state
 */
function whatHappens(session, state) {
  const prompts = session.prompts ?? [];
  if (prompts.some((/** @type {any} */ prompt) => prompt.status === "stopping")) {
    return text("js.activity.stopping");
  }
  const box = session.sandbox ?? {};
  if (!prompts.some((/** @type {any} */ prompt) => prompt.status === "running")) {
    if (!prompts.some((/** @type {any} */ prompt) => prompt.status === "queued")) {
      return warming(box);
    }
    if (box.waiting) {
      return waitingWords(box);
    }
    if (box.status === "failed" || box.status === "lost") {
      return text("js.activity.nextStart");
    }
    return box.phase && hasText(`js.phase.${box.phase}`) ? text("js.activity.bootingIn", text(`js.phase.${box.phase}`)) : text("js.activity.booting");
  }
  if (state.asking.size > 0) {
    return text("js.activity.asking");
  }
  const last = state.items.at(-1);
  if (last?.kind === "tool" && (last.data.status === "running" || last.data.status === "pending")) {
    const words = describeTool(last.data);
    return text("js.activity.tool", `${words.name} ${words.title}`.slice(0, 80));
  }
  if (last?.kind === "reasoning" && !last.data.done) {
    return text("js.activity.thinking");
  }
  if (last?.kind === "text" && !last.data.done) {
    return text("js.activity.writing");
  }
  return text("js.activity.working");
}
