// @ts-check
// Which view draws which kind of item.

import { askedView } from "./asked-view.js";
import { bootView } from "./boot-view.js";
import { branchView } from "./branch-view.js";
import { fileView } from "./file-view.js";
import { finishView } from "./finish-view.js";
import { compactionView, noticeView, questionView, retryView, statusView, stoppedView, subagentView } from "./notice-views.js";
import { promptView } from "./prompt-view.js";
import { pullRequestView } from "./pull-request-view.js";
import { reasoningView } from "./reasoning-view.js";
import { reportView } from "./report-view.js";
import { restoredView } from "./restored-view.js";
import { textView } from "./text-view.js";
import { toolView } from "./tool-view.js";

/** @typedef {import("../timeline-state.js").Item} Item */
/** @typedef {{node: HTMLElement, update(item: Item): void}} ItemView */
/**
 * @typedef {object} Surroundings what a view may know and ask for
 * @property {(promptId: string) => any} prompt as the server tells it
 * @property {() => boolean} mayPrompt
 * @property {(promptId: string) => void} retry
 * @property {(promptId: string) => void} withdraw
 * @property {() => void} restartSandbox
 * @property {() => import("../shown-files.js").ShownFile[]} shownFiles everything that the session shows
 * @property {(questionId: string, words: string) => Promise<string | null>} answer what went wrong, or null
 * @property {(promptId: string | null) => any} snapshotAfter a snapshot that the session can go back to, or null
 * @property {(snapshot: any) => void} goBack
 * @property {(generation: number) => Promise<string | null>} bootLog what the sandbox printed while it started; null if it is not the newest
 */

/** @type {Record<string, (item: Item, surroundings: Surroundings) => ItemView>} */
export const itemViews = {
  prompt: promptView,
  text: textView,
  reasoning: reasoningView,
  tool: toolView,
  boot: bootView,
  finish: finishView,
  branch: branchView,
  "pull-request": pullRequestView,
  notice: noticeView,
  question: questionView,
  asked: askedView,
  file: fileView,
  "status-report": reportView,
  retry: retryView,
  compaction: compactionView,
  subagent: subagentView,
  restored: restoredView,
  status: statusView,
  "sandbox-stopped": stoppedView,
};
