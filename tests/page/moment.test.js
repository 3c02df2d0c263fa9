// The moment: where the slider stands, and what is said of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { journeyOf, range, wordsOf } from "../../static/curve/moment.js";

const present = { step: 300, past: 0, present: null, goal: null };

test("the slider goes from the first step that is kept to the present, and stands where one goes", () => {
  assert.equal(range({ ...present, step: 0 }, null), null);
  assert.equal(range({ ...present, past: null }, null), null);
  assert.deepEqual(range(present, null), { first: 0, last: 300, value: 300 });
  assert.deepEqual(range({ step: 90, past: 40, present: 300, goal: 120 }, null), { first: 40, last: 300, value: 120 });
  assert.deepEqual(range({ step: 90, past: 40, present: 300, goal: 120 }, 200), { first: 40, last: 300, value: 200 });
  assert.equal(range({ ...present, past: 50 }, 20)?.value, 50);
  assert.deepEqual(range(present, 10, 200), { first: 200, last: 300, value: 200 }); // another loss begins a curve anew
});

test("the past is said in words, and that it is still being computed", () => {
  assert.equal(wordsOf(present), "");
  assert.equal(wordsOf({ step: 120, past: 0, present: 3400, goal: 120 }), "Iteration 120 of 3,400");
  assert.equal(wordsOf({ step: 90, past: 0, present: 300, goal: 120 }), "Computing iteration 120 of 300 …");
});

test("a journey begins where it is first seen, and lasts up to its goal", () => {
  const at = (/** @type {number} */ step, /** @type {number} */ goal) => ({ step, past: 0, present: 300, goal });
  const journey = journeyOf(at(40, 120), null, 5);
  assert.deepEqual(journey, { goal: 120, from: 40, since: 5 });
  assert.equal(journeyOf(at(90, 120), journey, 6), journey);
  assert.deepEqual(journeyOf(at(90, 200), journey, 7), { goal: 200, from: 90, since: 7 }, "another goal");
  assert.equal(journeyOf(at(120, 120), journey, 8), null);
  assert.equal(journeyOf(present, journey, 9), null);
});
