// @ts-check
// The REST API. Every call says what the server answered in a sentence that can be shown, and every unsafe one carries the header
// that a foreign page cannot send.

import { text } from "./texts.js";

const TIMEOUT_MILLIS = 20_000;

/** The server said no. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} sentence
   */
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

/** The server did not answer: the same request may be sent again later. */
export class Unreachable extends Error {}

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {any} [body]
 * @returns {Promise<any>} the answer, or null where there is none
 * @throws {Refusal | Unreachable}
 */
export async function call(method, path, body) {
  const answer = await send(method, path, "application/json", body);
  if (answer.status === 204 || answer.headers.get("Content-Length") === "0") {
    return null;
  }
  try {
    return await answer.json();
  } catch {
    if (answer.status === 200) {
      throw new Unreachable(text("js.unreachable"));
    }
    return null;
  }
}

/**
 * For the few answers that are no documents.
 *
 * @param {string} path below /api/v1
 * @returns {Promise<string>}
 * @throws {Refusal | Unreachable}
 */
export async function readText(path) {
  const answer = await send("GET", path, "text/plain");
  try {
    return await answer.text();
  } catch {
    throw new Unreachable(text("js.unreachable"));
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} accepted
 * @param {any} [body]
 * @returns {Promise<Response>} a good one
 */
async function send(method, path, accepted, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: accepted };
  if (method !== "GET") {
    headers["X-Requested-By"] = "openinspect";
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  } catch {
    throw new Unreachable(text("js.unreachable"));
  }
  if (answer.status === 401) {
    goToSignIn();
    throw new Refusal(401, "not_signed_in", text("js.signedOut"));
  }
  if (!answer.ok) {
    throw await problemIn(answer);
  }
  return answer;
}

/**
 * Only the application itself can refuse, and it does so with a code. Everything else is a server that is starting, a proxy, or a
 * mishap of the moment: the same request may succeed later.
 *
 * @param {Response} answer
 */
async function problemIn(answer) {
  /** @type {any} */
  let problem = null;
  try {
    problem = await answer.json();
  } catch {
    // Not one of our documents.
  }
  if (answer.status >= 500 || typeof problem?.code !== "string") {
    return new Unreachable(problem?.detail ?? text("js.unreachable"));
  }
  return new Refusal(answer.status, problem.code, problem.detail ?? problem.title ?? text("js.failed", answer.status));
}

/** To the sign-in page and back again. Drafts are in local storage, so nothing typed is lost on the way. */
export function goToSignIn() {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
}

/**
 * What went wrong, for people.
 *
 * @param {unknown} problem
 * @returns {string}
 */
export function sentence(problem) {
  if (problem instanceof Refusal || problem instanceof Unreachable) {
    return problem.message;
  }
  // A mistake of ours: people get a sentence, the browser's console the place.
  reportError(problem);
  return text("js.unexpected");
}
