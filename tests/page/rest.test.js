// Requests of the page that would make two visitors of one browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { greet } from "../../static/live/rest.js";

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
