// What the drawings inside the layers are computed from: the middle of a histogram, and scales of powers of ten.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decades, middleTenths, powers } from "../../static/inside/histogram.js";

test("the middle eight tenths leave out a tenth on either side", () => {
  assert.deepEqual(middleTenths([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], -5, 5), [-4, 4]);
  assert.deepEqual(middleTenths([0, 0, 7, 0], 0, 4), [2, 3]);
});

test("a scale holds every size above zero, and what is usual", () => {
  assert.deepEqual(powers([0.02, 0.5], [-6, 0]), [-6, 0]);
  assert.deepEqual(powers([0, 3e-13, 250], [-6, 0]), [-13, 3]);
});

test("a scale has no more than seven lines, from its upper end", () => {
  assert.deepEqual(decades(-4, 0), [1, 0.75, 0.5, 0.25, 0]);
  assert.deepEqual(decades(-13, 0).length, 5);
});
