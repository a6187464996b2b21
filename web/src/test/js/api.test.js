// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

const WORDS = { "js.unreachable": "away", "js.failed": "error {0}", "js.signedOut": "signed out", "js.unexpected": "unexpected" };
/** @type {string[]} */
const visited = [];
Object.assign(globalThis, {
  document: { getElementById: () => ({ textContent: JSON.stringify(WORDS) }), documentElement: { lang: "en" } },
  location: { pathname: "/sessions/1", search: "?a=b", assign: (/** @type {string} */ to) => visited.push(to) },
});
const { call, Refusal, sentence, Unreachable } = await import("../../main/webapp/js/api.js");

/**
 * @param {number} status
 * @param {string | null} body
 * @param {string} [type]
 */
function answering(status, body, type = "application/problem+json") {
  /** @type {any[]} */
  const requests = [];
  globalThis.fetch = async (address, options) => {
    requests.push({ address, ...options });
    return new Response(body, { status, headers: { "Content-Type": type } });
  };
  return requests;
}

test("an answer is its document", async () => {
  answering(200, '{"a":1}', "application/json");
  assert.deepEqual(await call("GET", "/x"), { a: 1 });

  answering(204, null);
  assert.equal(await call("DELETE", "/x"), null);

  answering(202, "");
  assert.equal(await call("POST", "/x"), null);
});

test("what changes something carries the mark that foreign pages cannot send", async () => {
  const requests = answering(202, "{}");
  await call("POST", "/x", { text: "é" });
  await call("GET", "/x");

  assert.equal(requests[0].headers["X-Requested-By"], "openinspect");
  assert.equal(requests[0].body, '{"text":"é"}');
  assert.equal(requests[0].credentials, "same-origin");
  assert.equal(requests[1].headers["X-Requested-By"], undefined);
});

test("the application refuses with its code and sentence", async () => {
  answering(429, '{"code":"queue_full","detail":"Ten prompts wait already."}');

  const refusal = await call("POST", "/x").catch((problem) => problem);

  assert.ok(refusal instanceof Refusal);
  assert.deepEqual([refusal.status, refusal.code, sentence(refusal)], [429, "queue_full", "Ten prompts wait already."]);
});

test("a server without the application, a proxy and a mishap are no refusals", async () => {
  for (const [status, body] of /** @type {[number, string][]} */ ([
    [404, "<html>not deployed yet</html>"], [403, "proxy"], [502, ""], [503, '{"code":"unavailable","detail":"later"}'], [500, '{"code":"internal","detail":"oops"}'],
  ])) {
    answering(status, body);
    assert.ok((await call("GET", "/x").catch((problem) => problem)) instanceof Unreachable, String(status));
  }
  globalThis.fetch = async () => {
    throw new TypeError("network");
  };
  assert.ok((await call("GET", "/x").catch((problem) => problem)) instanceof Unreachable);
});

test("who is signed out is led to the sign-in page and back", async () => {
  answering(401, '{"code":"not_signed_in","detail":"Sign in first."}');

  await assert.rejects(call("GET", "/x"), Refusal);

  assert.deepEqual(visited, ["/sign-in?to=%2Fsessions%2F1%3Fa%3Db"]);
});
