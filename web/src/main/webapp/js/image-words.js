// @ts-check
// How an image is said. Pure.

/** Classes of chips by status, as the stylesheet colours them. */
const COLOURS = new Map([
  ["building", "is-running"],
  ["ready", "is-completed"],
  ["failed", "is-failed"],
]);

/** @param {string} status */
export function chipClass(status) {
  return `chip ${COLOURS.get(status) ?? ""}`.trim();
}

/**
 * How long its build took, or takes until now.
 *
 * @param {{createdAt: string, startedAt?: string, finishedAt?: string}} image
 * @param {number} now in milliseconds
 * @returns {number}
 */
export function tookMillis(image, now) {
  const end = image.finishedAt === undefined ? now : Date.parse(image.finishedAt);
  return Math.max(0, end - Date.parse(image.startedAt ?? image.createdAt));
}

/**
 * What an administrator wrote, as the server takes it.
 *
 * @param {FormData} fields
 */
export function rulesOf(fields) {
  return {
    prebuild: fields.get("prebuild") !== null,
    prebuildMinutes: Number(fields.get("prebuildMinutes")),
    buildCommand: String(fields.get("buildCommand") ?? ""),
  };
}

/** @param {{status: string}[]} images */
export function somethingBuilds(images) {
  return images.some((image) => image.status === "building");
}
