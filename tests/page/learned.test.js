// When the first run counts as learned.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasLearned } from "../../static/first/learned.js";

const at = (/** @type {number | null} */ loss, /** @type {number | null} */ accuracy) => ({ test_loss: loss, test_accuracy: accuracy });

test("the first run has learned when nearly all test samples are right and little of the loss is left", () => {
  assert.equal(hasLearned(at(0.02, 1), 0.5), true);
  assert.equal(hasLearned(at(0.02, 0.96), 0.5), false);
  assert.equal(hasLearned(at(0.03, 1), 0.5), false);
});

test("without measurements nothing counts as learned", () => {
  assert.equal(hasLearned(at(null, 1), 0.5), false);
  assert.equal(hasLearned(at(0, null), 0.5), false);
  assert.equal(hasLearned(at(0, 1), undefined), false);
});
