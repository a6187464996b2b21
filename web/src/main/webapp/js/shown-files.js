// @ts-check
// Files that the agent shows: which artifacts they are, and how they are named. No DOM.

/**
 * @typedef {object} ShownFile
 * @property {string} id
 * @property {"image" | "video" | "report"} kind
 * @property {string} name
 * @property {string} detail its title, or nothing
 * @property {string} url
 * @property {number} bytes
 * @property {string} at
 */

const KINDS = new Set(["image", "video", "report"]);

/**
 * @param {any} artifact as the API and the log tell it
 * @returns {boolean}
 */
export function isShownFile(artifact) {
  return KINDS.has(artifact?.kind) && typeof artifact.id === "string" && /^\/api\/v1\/sessions\/[0-9a-f-]+\/artifacts\/[0-9a-f-]+\/content$/.test(artifact.url ?? "");
}

/**
 * @param {any} artifact
 * @param {string} at
 * @returns {ShownFile}
 */
export function shownFile(artifact, at) {
  return { id: artifact.id, kind: artifact.kind, name: String(artifact.name ?? ""), detail: String(artifact.detail ?? ""), url: artifact.url, bytes: Number(artifact.bytes ?? 0), at };
}

/**
 * What a file is called where it is shown.
 *
 * @param {ShownFile} file
 */
export function captionOf(file) {
  return file.detail === "" ? file.name : file.detail;
}

/**
 * @param {any} session as the API tells it
 * @returns {ShownFile[]}
 */
export function shownFilesOf(session) {
  return (session.artifacts ?? []).filter(isShownFile).map((/** @type {any} */ artifact) => shownFile(artifact, artifact.createdAt ?? ""));
}
