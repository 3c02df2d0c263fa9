// The histogram of guesses: everyone is counted, and who lies far out hides nobody.

import assert from "node:assert/strict";
import { test } from "node:test";

import { histogram, median } from "../../static/classroom/histogram_of_guesses.js";

const sum = (/** @type {number[]} */ counts) => counts.reduce((all, each) => all + each, 0);

test("every guess is in a bar, and the outcome within", () => {
  const { low, high, counts } = histogram([0.1, 0.2, 0.2, 0.5], 0.9);
  assert.deepEqual([low, high, sum(counts)], [0.1, 0.9, 4]);
  assert.equal(counts[0], 3);
});

test("a guess far out is counted apart", () => {
  const { high, counts, above, below } = histogram([...Array.from({ length: 20 }, (_, i) => i / 10), 1e12, -50], 1);
  assert.ok(high < 10);
  assert.deepEqual([sum(counts), above, below], [20, 1, 1]);
});

test("one guess, and equal ones, have a width", () => {
  for (const guesses of [[0], [3], [2, 2, 2]]) {
    const { low, high, counts } = histogram(guesses, null);
    assert.ok(low < high && sum(counts) === guesses.length);
  }
});

test("the median stands in the middle", () => {
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
});
