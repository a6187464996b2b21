// @ts-check
// How a sandbox starts: its phases with their durations and logs. Open while it matters, folded when it went well.

import { element, setText } from "../elements.js";
import { duration } from "../format.js";
import { icon } from "../icons.js";
import { explain } from "../reasons.js";
import { text } from "../texts.js";

/**
 * @param {import("../timeline-state.js").Item} item
 * @param {import("./item-views.js").Surroundings} surroundings
 * @returns {import("./item-views.js").ItemView}
 */
export function bootView(item, surroundings) {
  const label = element("span", { class: "fold-title" });
  const now = element("span", { class: "fold-glimpse" });
  const list = element("ol", { class: "phases" });
  const trouble = element("div", { class: "advice", hidden: true });
  const fold = element(
    "details",
    { class: "fold", open: true },
    element("summary", {}, icon("box"), label, now, icon("chevron")),
    element("div", { class: "fold-body" }, list, trouble),
  );
  const node = element("div", { class: "item item-boot", role: "group", "aria-label": text("js.boot.label") }, fold);
  let touched = false;
  let drawnTrouble = "";
  fold.querySelector("summary").addEventListener("click", () => (touched = true));
  /** @type {Map<string, {signature: string, row: HTMLElement}>} */
  const rows = new Map();

  const update = (/** @type {import("../timeline-state.js").Item} */ item) => {
    const data = item.data;
    node.dataset.status = data.status;
    setText(label, titleOf(item));
    const running = data.phases.find((/** @type {any} */ phase) => phase.status === "started");
    setText(now, data.status === "running" && running !== undefined ? text(`js.phase.${running.phase}`) : "");
    if (!touched) {
      fold.open = data.status !== "completed";
    }
    for (const phase of data.phases) {
      const signature = JSON.stringify(phase);
      const known = rows.get(phase.phase);
      if (known?.signature === signature) {
        continue;
      }
      const open = known?.row.querySelector("details")?.open ?? phase.status === "failed";
      const row = drawPhase(phase, data.status, open);
      if (known === undefined) {
        list.append(row);
      } else {
        known.row.replaceWith(row);
      }
      rows.set(phase.phase, { signature, row });
    }
    const broken = data.phases.find((/** @type {any} */ phase) => phase.status === "failed");
    const why = broken === undefined ? explain(data.reason) : { ...explain("boot_failed"), what: text("js.boot.phaseFailed", text(`js.phase.${broken.phase}`), broken.reason ?? "") };
    trouble.hidden = data.status !== "failed";
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
  update(item);
  return { node, update };
}

/** @param {import("../timeline-state.js").Item} item */
function titleOf(item) {
  const data = item.data;
  if (data.status === "completed" && data.readyAt !== null) {
    return text("js.boot.completed", duration(Date.parse(data.readyAt) - Date.parse(item.at)));
  }
  return text(`js.boot.${data.status}`);
}

/**
 * @param {import("../timeline-state.js").BootPhase} phase
 * @param {string} bootStatus
 * @param {boolean} open
 */
function drawPhase(phase, bootStatus, open) {
  const status = phase.status === "started" && bootStatus === "failed" ? "failed" : phase.status;
  const symbols = { started: "spinner", completed: "check", failed: "alert", skipped: "minus", warning: "alert" };
  const name = element("span", { class: "phase-name" }, text(`js.phase.${phase.phase}`));
  const time = element("span", { class: "phase-time" }, status === "skipped" ? text("js.phase.skipped") : duration(phase.durationMillis));
  const symbol = icon(symbols[/** @type {keyof typeof symbols} */ (status)] ?? "minus");
  const reason = phase.reason !== null && element("p", { class: "phase-reason" }, phase.reason);
  const row = element("li", { class: `phase is-${status}` });
  if (phase.log === "") {
    row.append(element("div", { class: "phase-line" }, symbol, name, time));
  } else {
    row.append(
      element(
        "details",
        { open },
        element("summary", { class: "phase-line" }, symbol, name, time, element("span", { class: "phase-log" }, text("js.phase.log"))),
        element("pre", { class: "output", tabindex: "0" }, phase.log),
      ),
    );
  }
  if (reason) {
    row.append(reason);
  }
  return row;
}
