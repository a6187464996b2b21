// @ts-check
// What is said of a changed file besides its lines. Pure.

import { size } from "../format.js";
import { text } from "../texts.js";

/**
 * @typedef {object} ChangedFile as the server lists it
 * @property {string} path
 * @property {string} [oldPath]
 * @property {string} status added, modified, deleted, renamed, conflict, submodule
 * @property {string} [oldMode]
 * @property {string} [mode]
 * @property {number} added
 * @property {number} removed
 * @property {boolean} binary
 * @property {boolean} tooLarge
 * @property {number} bytes
 * @property {number} [oldBytes]
 */

const SYMLINK = "120000";
const MODES = new Map([
  ["100644", "js.changes.mode.plain"],
  ["100755", "js.changes.mode.program"],
  [SYMLINK, "js.changes.mode.link"],
  ["160000", "js.changes.mode.submodule"],
]);

/**
 * Sentences that stand above the lines of a file, or instead of them.
 *
 * @param {ChangedFile} file
 * @returns {string[]}
 */
export function sentences(file) {
  const said = [];
  if (file.status === "conflict") {
    said.push(text("js.changes.conflict"));
  }
  if (file.status === "submodule") {
    said.push(text("js.changes.submodule"));
  }
  if (file.status === "renamed" && file.oldPath !== undefined) {
    said.push(text("js.changes.renamed", file.oldPath));
  }
  if (file.oldMode !== undefined && file.mode !== undefined && file.oldMode !== file.mode) {
    said.push(text("js.changes.mode", modeWord(file.oldMode), modeWord(file.mode)));
  }
  if (file.tooLarge) {
    said.push(text("js.changes.tooLarge", size(file.bytes)));
  }
  if (file.binary) {
    said.push(binary(file));
  }
  return said;
}

/** @param {string} mode */
function modeWord(mode) {
  const key = MODES.get(mode);
  return key === undefined ? mode : text(key);
}

/** @param {ChangedFile} file */
function binary(file) {
  if (file.mode === undefined) {
    return text("js.changes.binaryGone");
  }
  return file.oldBytes === undefined ? text("js.changes.binary", size(file.bytes)) : text("js.changes.binaryChanged", size(file.oldBytes), size(file.bytes));
}

/**
 * Whether the server has lines of it.
 *
 * @param {ChangedFile} file
 */
export function hasLines(file) {
  return !file.binary && !file.tooLarge && (file.added > 0 || file.removed > 0);
}

/**
 * Whether a file is one that somebody looks for: all words stand in its path, or in the one it had.
 *
 * @param {ChangedFile} file
 * @param {string} wanted
 */
export function matches(file, wanted) {
  const names = `${file.path}\n${file.oldPath ?? ""}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => names.includes(word));
}

/**
 * The first lines of a long difference, with how many there are.
 *
 * @param {string} patch
 * @param {number} most
 * @returns {{shown: string, left: number}}
 */
export function beginning(patch, most) {
  let end = -1;
  for (let line = 0; line < most; line++) {
    end = patch.indexOf("\n", end + 1);
    if (end < 0) {
      return { shown: patch, left: 0 };
    }
  }
  const rest = patch.slice(end + 1);
  return { shown: patch.slice(0, end + 1), left: rest === "" ? 0 : rest.split("\n").length - (rest.endsWith("\n") ? 1 : 0) };
}
