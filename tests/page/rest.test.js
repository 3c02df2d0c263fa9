// Requests of the page that would make two visitors of one browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { diagnose } from "../../static/live/diagnosis.js";
import { ask, greet, Refused } from "../../static/live/rest.js";

test("who greets while another does waits for the same answer", async (t) => {
  /** @type {((response: Response) => void)[]} */
  const requests = [];
  given(t, { document: { ...document, baseURI: "http://here/" }, fetch: () => new Promise((answer) => requests.push(answer)) });
  const both = [greet(), greet()];
  assert.equal(requests.length, 1);
  requests[0]?.(new Response("page"));
  await Promise.all(both);
  const refused = greet();
  requests[1]?.(new Response("none", { status: 502 }));
  await assert.rejects(refused);
  void greet(); // after a failure, the page is asked for again
  assert.equal(requests.length, 3);
});

test("an answer that is cut off is a server that cannot be reached, also to the diagnosis, so that the page tries again", async (t) => {
  const cut = (/** @type {number} */ status) => new Response(new ReadableStream({ start: (body) => body.error(new TypeError("network error")) }), { status });
  for (const status of [200, 503]) {
    given(t, { document: { ...document, baseURI: "http://here/" }, fetch: async () => cut(status) });
    await assert.rejects(ask("api/runs"), (error) => error instanceof Refused && error.code === "unreachable");
    assert.equal((await diagnose())?.code, "unreachable");
  }
});
