// What the three losses say together.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { reading } from "../../static/curve/reading.js";

/** @param {number} train @param {number} validation @param {number | null} right */
const after = (train, validation, right) => reading({ epoch: 3, train_loss: train, validation_loss: validation, train_accuracy: right }, 0.6);

test("what one should know of bias and variance is read from the losses", () => {
  assert.match(reading({ epoch: 0.5, train_loss: 0.5, validation_loss: 0.6, train_accuracy: 0.5 }, 0.5), /^Watch the three/);
  assert.match(after(0.4, 0.42, 0.7), /points to bias/);
  assert.match(after(0.02, 0.3, 1), /points to variance/);
  assert.match(after(0.02, 0.025, 0.99), /no sign/);
  assert.match(after(0.011, 0.017, 1), /no sign/, "both are small beside the first loss");
});

test("without classes, the fit is compared with where the training began", () => {
  assert.match(after(0.5, 0.52, null), /points to bias/);
  assert.match(after(0.01, 0.012, null), /no sign/);
});
