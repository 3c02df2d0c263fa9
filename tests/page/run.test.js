// Runs that the page makes beside its own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { holding, makeBeside } from "../../static/run/run.js";

test("where another run is refused, the one that was made for it ends", async (t) => {
  t.after(() => holding.channel?.close()); // it keeps Node alive
  /** @type {string[]} */
  const asked = [];
  given(t, { document: { ...document, baseURI: "http://here/" }, fetch: async (/** @type {string} */ path, /** @type {RequestInit} */ { method }) => (asked.push(`${method} ${path}`), new Response(null, { status: 204 })) });
  const run = /** @type {any} */ ({ id: "plain" });
  await assert.rejects(makeBeside(run, () => Promise.reject(new Error("no room"))), /no room/);
  assert.deepEqual(asked, ["DELETE api/runs/plain"]);
  assert.equal((await makeBeside(run, async () => /** @type {any} */ ({ id: "residual" }))).id, "residual");
  assert.equal(asked.length, 1);
});
