// The numbers of an axis lie on it, and differ, however far it is from 0.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { even, shareOf, tickText } from "../../static/paint/axes.js";

/** @type {[number, number][]} */
const ENDS = [[-6, 6], [-1.35, 6.65], [1230.5, 1238.5], [-1.5e7 - 4, -1.5e7 + 4], [1e-9, 3e-9], [0, 1], [-2e20, 3e20]];

test("the numbers of an axis stand where they belong", () => {
  for (const ends of ENDS) {
    const ticks = even(ends);
    assert.equal(new Set(ticks.map((tick) => tickText(tick, ends))).size, 4, String(ends));
    ticks.forEach((tick, i) => assert.ok(Math.abs(shareOf(tick, ends) - (i < 2 ? i : i + 1) / 4) < 0.02, `${tick} of ${ends}`));
  }
  assert.deepEqual(even([-6, 6]).map((tick) => tickText(tick, [-6, 6])), ["−6", "−3", "3", "6"]);
  assert.deepEqual(even([1230.5, 1238.5]).map((tick) => tickText(tick, [1230.5, 1238.5])), ["1230.5", "1232.5", "1236.5", "1238.5"]);
});

test("ends that are one number have none beyond the axis", () => {
  const far = 9e17;
  assert.deepEqual(even([far, far]).map((tick) => shareOf(tick, [far, far])), [0.5, 0.5, 0.5, 0.5]);
});
