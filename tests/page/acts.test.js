// A quick second press of the same button, and one of another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Acts } from "../../static/controls/acts.js";

test("what is under way is not begun again, until it is done or has failed", async () => {
  const acts = new Acts();
  /** @type {string[]} */
  const begun = [];
  /** @type {(() => void)[]} */
  const ends = [];
  const press = (/** @type {string} */ name) => acts.once(name, () => new Promise((resolve, reject) => (begun.push(name), ends.push(name === "fails" ? reject : () => resolve(null)))));
  const [first] = [press("search"), press("search"), press("open 3"), press("search")];
  assert.deepEqual(begun, ["search", "open 3"]);
  ends.splice(0).forEach((end) => end());
  await first;
  await Promise.resolve();
  const failing = press("fails");
  ends.splice(0).forEach((end) => end());
  await assert.rejects(failing);
  press("search");
  assert.deepEqual(begun, ["search", "open 3", "fails", "search"]);
});
