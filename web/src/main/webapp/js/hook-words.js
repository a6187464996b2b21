// @ts-check
// How a delivery is said. Pure.

/** Classes of chips by status, as the stylesheet colours them. */
const COLOURS = new Map([
  ["received", "is-queued"],
  ["processed", "is-completed"],
  ["failed", "is-failed"],
]);

/**
 * @param {{event: string, action?: string}} delivery
 * @returns {string}
 */
export function eventOf(delivery) {
  return delivery.action ? `${delivery.event} · ${delivery.action}` : delivery.event;
}

/** @param {string} status */
export function chipClass(status) {
  return `chip ${COLOURS.get(status) ?? ""}`.trim();
}

/**
 * The body with indentation if it is JSON and complete, else as it came.
 *
 * @param {string} body
 */
export function readable(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Cut, or no JSON: administrators see what there is.
    return body;
  }
}

/**
 * What to warn of above the list.
 *
 * @param {{configured: boolean, lastReceivedAt?: string}} page
 * @returns {"not-configured" | "none-came" | null}
 */
export function warningOf(page) {
  if (!page.configured) {
    return "not-configured";
  }
  return page.lastReceivedAt ? null : "none-came";
}
