// What the figures of the article compute.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { descend, loss, slope } from "../../static/figures/descent.js";
import { layerOf, together } from "../../static/figures/layer.js";
import { fitted, lossOf, test as apart, training } from "../../static/figures/overfitting.js";
import { terms } from "../../static/figures/weighted_sum.js";

test("a weighted sum has a product for each input, and the bias", () => {
  assert.deepEqual(terms([2, 1]), [2.4, -0.8, 0.5]);
});

test("the slope of the loss is its derivative", () => {
  for (const w of [-1, 0.3, 2]) assert.ok(Math.abs((loss(w + 1e-5) - loss(w - 1e-5)) / 2e-5 - slope(w)) < 1e-8);
});

test("gradient descent falls by small steps, and climbs by steps that are too large", () => {
  const losses = (/** @type {number} */ rate) => descend(rate, 8).map(loss);
  assert.ok(losses(0.2).every((each, i, all) => i === 0 || each < (all[i - 1] ?? 0)));
  assert.ok(losses(1.1).every((each, i, all) => i === 0 || each > (all[i - 1] ?? 0)));
});

test("the sum of a layer is positive in the middle, and from three neurons on nowhere far from it", () => {
  for (let count = 1; count <= 6; count++) {
    const sum = together(layerOf(count));
    assert.ok(sum(0, 0) > 0);
    const far = Array.from({ length: 36 }, (_, i) => sum(6 * Math.cos((i * Math.PI) / 18), 6 * Math.sin((i * Math.PI) / 18)));
    assert.equal(far.every((value) => value < 0), count > 2);
  }
});

test("a higher degree lowers the training loss down to nothing, and the test loss only at first", () => {
  const curves = Array.from({ length: 10 }, (_, degree) => fitted(training, degree));
  const [train, later] = [training, apart].map((points) => curves.map((curve) => lossOf(curve, points)));
  assert.ok(train?.every((each, i) => i === 0 || each <= (train[i - 1] ?? 0) + 1e-12));
  assert.ok((train?.[9] ?? 1) < 1e-12);
  assert.ok((later?.[3] ?? 1) < (later?.[1] ?? 0) && (later?.[9] ?? 0) > 2 * (later?.[3] ?? 1));
});
