// The scales of a plot: round numbers, and a place for every value that can have one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleOf } from "../../static/classroom/plot_scale.js";

test("a linear scale has round numbers and all values within", () => {
  const { place, ticks } = scaleOf([0.5, NaN, 0.93, 1], false);
  assert.deepEqual(ticks, [0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  for (const value of [0.5, 0.93, 1]) assert.ok(Number(place(value)) > 0 && Number(place(value)) < 1);
  assert.equal(place(NaN), null);
});

test("a logarithmic scale has powers of ten, and no place for 0", () => {
  const { place, ticks } = scaleOf([0, 0.0003, 0.03, 10], true);
  assert.deepEqual(ticks, [0.001, 0.01, 0.1, 1, 10]);
  assert.equal(place(0), null);
  const [a, b, c] = [0.01, 0.1, 1].map((value) => Number(place(value)));
  assert.ok(Math.abs(Number(b) - Number(a) - (Number(c) - Number(b))) < 1e-9);
  assert.deepEqual(scaleOf([0.02, 0.4], true).ticks, [0.02, 0.05, 0.1, 0.2]);
});

test("equal values stand in the middle, and none have no axis", () => {
  for (const isLog of [false, true]) assert.ok(Math.abs(Number(scaleOf([0.1, 0.1], isLog).place(0.1)) - 0.5) < 1e-9);
  assert.equal(scaleOf([0, 0], false).place(0), 0.5);
  assert.deepEqual(scaleOf([NaN], false).ticks, []);
});
