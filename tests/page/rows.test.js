// Rows of a list: kept where the answer is the same, and of two answers under way the later question's is shown.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Rows } from "../../static/controls/rows.js";

/** A list, and what it shows. */
function listing() {
  /** @type {{rows: unknown[]}} */
  const shown = { rows: [] };
  const host = /** @type {any} */ ({ replaceChildren: (/** @type {unknown[]} */ ...rows) => (shown.rows = rows) });
  const rows = new Rows(host, (/** @type {string} */ name) => /** @type {any} */ ({ name }));
  return { shown, rows };
}

test("rows are kept while the server's answer is the same", async () => {
  const { shown, rows } = listing();
  await rows.take(Promise.resolve(["first"]));
  const [row] = shown.rows;
  await rows.take(Promise.resolve(["first"]));
  assert.equal(shown.rows[0], row);
  await rows.take(Promise.resolve([]));
  assert.deepEqual(shown.rows, []);
});

test("an answer that comes after a later question's is not shown", async () => {
  const { shown, rows } = listing();
  let answer = (/** @type {string[]} */ _names) => {};
  const slow = rows.take(new Promise((resolve) => (answer = resolve)));
  await rows.take(Promise.resolve([]));
  answer(["deleted since"]);
  await slow;
  assert.deepEqual(shown.rows, []);
});
