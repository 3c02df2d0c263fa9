// Series: bounded, and the start is never forgotten.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMIT, Series } from "../../static/run/series.js";

test("a million points stay within the limit, the first among them, evenly spaced", () => {
  const series = new Series(2);
  for (let step = 1; step <= 1_000_000; step++) series.add(step, [step, -step]);
  assert.ok(series.steps.length < LIMIT && series.steps.length >= LIMIT / 2 - 1);
  assert.equal(series.steps[0], 1);
  const gaps = new Set(series.steps.slice(1).map((step, i) => step - (series.steps[i] ?? 0)));
  assert.deepEqual([...gaps], [series.stride]);
  assert.deepEqual(series.columns[1], series.steps.map((step) => -step));
});

test("what is not finite never gets in", () => {
  const series = new Series(1);
  series.add(1, [1]);
  series.add(2, [Infinity]);
  series.add(3, [NaN]);
  assert.deepEqual(series.steps, [1]);
});

test("a history that was thinned elsewhere is taken over", () => {
  const series = new Series(1);
  series.add(5, [9]);
  series.restore(Int32Array.of(1, 3, 5), [Float32Array.of(0.5, 0.25, 0.125)]);
  series.add(6, [0.1]);
  assert.deepEqual(series.steps, [1, 3, 5, 6]);
  assert.deepEqual(series.columns, [[0.5, 0.25, 0.125, 0.1]]);
});
