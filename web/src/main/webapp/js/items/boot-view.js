// @ts-check
// How a sandbox starts: its phases with their durations and logs. Open while it matters, folded when it went well.

import { element, setText } from "../elements.js";
import { duration } from "../format.js";
import { icon } from "../icons.js";
import { explain } from "../reasons.js";
import { hasText, text } from "../texts.js";
import { hostLog } from "./host-log.js";

const TICK_MILLIS = 1_000;

/**
 * @param {import("../timeline-state.js").Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function bootView(item, surroundings) {
  const label = element("span", { class: "fold-title" });
  const glimpse = element("span", { class: "fold-glimpse" });
  const list = element("ol", { class: "phases" });
  const trouble = element("div", { class: "advice", hidden: true });
  const fold = element(
    "details",
    { class: "fold", open: true },
    element("summary", {}, icon("box"), label, glimpse, icon("chevron")),
    element("div", { class: "fold-body" }, list, trouble),
  );
  const node = element("div", { class: "item item-boot", role: "group", "aria-label": text("js.boot.label") }, fold);
  let touched = false;
  let drawnTrouble = "";
  let now = item;
  let timer = 0;
  fold.querySelector("summary").addEventListener("click", () => (touched = true));
  /** @type {Map<string, {signature: string, row: HTMLElement}>} */
  const rows = new Map();

  const update = (/** @type {import("../timeline-state.js").Item} */ item) => {
    const data = item.data;
    now = item;
    node.dataset.status = data.status;
    setText(label, titleOf(item));
    const running = data.phases.find((/** @type {any} */ phase) => phase.status === "started");
    setText(glimpse, data.status === "running" && running !== undefined ? text(`js.phase.${running.phase}`) : "");
    if (!touched) {
      fold.open = data.status !== "completed" || hasWarning(data);
    }
    for (const phase of data.phases) {
      const signature = JSON.stringify([phase, data.status]);
      const known = rows.get(phase.phase);
      if (known?.signature === signature) {
        continue;
      }
      const open = known?.row.querySelector("details")?.open || phase.status === "failed" || phase.status === "warning";
      const row = drawPhase(phase, data, open, surroundings);
      if (known === undefined) {
        list.append(row);
      } else {
        known.row.replaceWith(row);
      }
      rows.set(phase.phase, { signature, row });
    }
    const broken = data.phases.find((/** @type {any} */ phase) => phase.status === "failed");
    const why = broken === undefined ? explain(data.reason) : { advice: adviceFor(broken.phase), what: text("js.boot.phaseFailed", text(`js.phase.${broken.phase}`), broken.reason ?? "") };
    trouble.hidden = data.status !== "failed";
    tick();
    const signature = JSON.stringify([why, surroundings.mayPrompt()]);
    if (signature === drawnTrouble) {
      return;
    }
    drawnTrouble = signature;
    trouble.replaceChildren(
      element("p", {}, why.what),
      element("p", { class: "quiet" }, why.advice),
      ...(surroundings.mayPrompt()
        ? [element("button", { type: "button", class: "small", click: () => surroundings.restartSandbox() }, icon("retry"), text("js.sandbox.restart"))]
        : []),
    );
  };

  /** What runs shows how long it has been running. */
  function tick() {
    const going = now.data.status === "running" ? now.data.phases.filter((/** @type {any} */ phase) => phase.status === "started") : [];
    for (const phase of going) {
      const seconds = Math.floor((Date.now() - Date.parse(phase.at)) / 1_000);
      const time = rows.get(phase.phase)?.row.querySelector(".phase-time");
      if (time && seconds > 0) {
        setText(time, duration(seconds * 1_000));
      }
    }
    if (going.length > 0 && timer === 0) {
      timer = window.setInterval(() => (node.isConnected ? tick() : rest()), TICK_MILLIS);
    }
    if (going.length === 0) {
      rest();
    }
  }

  function rest() {
    window.clearInterval(timer);
    timer = 0;
  }

  update(item);
  return { node, update };
}

/** @param {any} data */
function hasWarning(data) {
  return data.phases.some((/** @type {any} */ phase) => phase.status === "warning");
}

/** @param {string} phase */
function adviceFor(phase) {
  return hasText(`js.advice.phase.${phase}`) ? text(`js.advice.phase.${phase}`) : explain("boot_failed").advice;
}

/** @param {import("../timeline-state.js").Item} item */
function titleOf(item) {
  const data = item.data;
  if (data.status === "completed" && data.readyAt !== null) {
    return text(hasWarning(data) ? "js.boot.completedWithWarning" : "js.boot.completed", duration(Date.parse(data.readyAt) - Date.parse(item.at)));
  }
  return text(`js.boot.${data.status}`);
}

/**
 * @param {import("../timeline-state.js").BootPhase} phase
 * @param {any} boot
 * @param {boolean} open
 * @param {import("./item-views.js").Surroundings} surroundings
 */
function drawPhase(phase, boot, open, surroundings) {
  const status = phase.status !== "started" ? phase.status : boot.status === "failed" ? "failed" : boot.status === "running" ? "started" : "skipped";
  const symbols = { started: "spinner", completed: "check", failed: "alert", skipped: "minus", warning: "alert" };
  const name = element("span", { class: "phase-name" }, text(`js.phase.${phase.phase}`));
  const time = element("span", { class: "phase-time" }, status === "skipped" ? text("js.phase.skipped") : duration(phase.durationMillis));
  const symbol = icon(symbols[/** @type {keyof typeof symbols} */ (status)] ?? "minus");
  const reason = phase.reason !== null && element("p", { class: "phase-reason" }, phase.reason);
  const row = element("li", { class: `phase is-${status}` });
  const known = element("span", { class: "off-screen" }, text(`js.phase.state.${status}`));
  if (phase.phase === "create" && boot.generation !== null) {
    const summary = element("summary", { class: "phase-line" }, symbol, name, known, time, element("span", { class: "phase-log" }, text("js.phase.log")));
    row.append(hostLog(summary, open, () => surroundings.bootLog(boot.generation), () => boot.status === "running"));
  } else if (phase.log === "") {
    row.append(element("div", { class: "phase-line" }, symbol, name, known, time));
  } else {
    row.append(
      element(
        "details",
        { open },
        element("summary", { class: "phase-line" }, symbol, name, known, time, element("span", { class: "phase-log" }, text("js.phase.log"))),
        element("pre", { class: "output", tabindex: "0" }, phase.log),
      ),
    );
  }
  if (reason) {
    row.append(reason);
  }
  if (status === "warning" && hasText(`js.advice.warning.${phase.phase}`)) {
    row.append(element("p", { class: "phase-reason" }, text(`js.advice.warning.${phase.phase}`)));
  }
  return row;
}
