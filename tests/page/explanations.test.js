// The figures of the explanations show what their prose says.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { ACTIVATIONS, LOSSES, SCHEDULES } from "../../static/explanations/curves.js";
import { descend, loss } from "../../static/explanations/ravine.js";
import { PENALTIES } from "../../static/explanations/penalty.js";
import { spreads } from "../../static/explanations/spread.js";
import { losses } from "../../static/explanations/stopping.js";
import { maxima, sideOf } from "../../static/explanations/windows.js";
import { isOut } from "../../static/explanations/dropout.js";

const end = (/** @type {number} */ rate, /** @type {number} */ momentum) => loss(/** @type {[number, number]} */ (descend(rate, momentum).at(-1)));

test("too large a step climbs, and momentum goes farther along a ravine", () => {
  assert.ok(end(0.05, 0) < end(0.01, 0));
  assert.ok(end(0.18, 0) > loss(/** @type {[number, number]} */ (descend(0.18, 0)[0])));
  assert.ok(end(0.02, 0.6) < end(0.02, 0));
});

test("a dashed line is the derivative of the solid one", () => {
  for (const [name, g, derivative] of ACTIVATIONS) {
    for (const z of [-2.3, -0.4, 0.7, 3]) assert.ok(Math.abs((g(z + 1e-6) - g(z - 1e-6)) / 2e-6 - derivative(z)) < 1e-6, `${name} ${z}`);
  }
});

test("at z = -3 the cross-entropy is steep and the squared error is flat", () => {
  const slope = (/** @type {(z: number) => number} */ of) => Math.abs(of(-3 + 1e-5) - of(-3 - 1e-5)) / 2e-5;
  assert.ok(slope(LOSSES.cross) > 0.9 && slope(LOSSES.squared) < 0.05);
});

test("a schedule falls", () => {
  for (const of of Object.values(SCHEDULES)) for (let step = 1; step <= 100; step++) assert.ok(of(step) <= of(step - 1));
});

test("a penalty moves the best weight to where its objective is smallest", () => {
  for (const { objective, best } of Object.values(PENALTIES)) {
    for (const rate of [0, 0.4, 1.2, 2]) {
      const found = best(rate);
      for (const near of [found - 0.01, found + 0.01]) assert.ok(objective(near, rate) > objective(found, rate));
    }
  }
  assert.equal(PENALTIES.L1?.best(1.6), 0);
});

test("small weights let the signal die, large ones drive it to the ends", () => {
  const last = (/** @type {number} */ gain) => spreads(gain).at(-1) ?? 0;
  assert.ok(last(0.6) < 0.02);
  assert.ok(last(4) > 0.7);
});

test("the validation loss is lowest before the end", () => {
  const found = losses();
  const best = Math.min(...found.map(({ validation }) => validation));
  assert.ok(best < (found.at(-1)?.validation ?? 0) * 0.8);
  assert.ok(found.every(({ train }, i) => i === 0 || train <= (found[i - 1]?.train ?? 0)));
});

test("windows, maxima and units that are left out", () => {
  assert.equal(sideOf(7, 3, 2, 1), 4);
  assert.deepEqual(maxima(), [[5, 4], [6, 7]]);
  const out = Array.from({ length: 400 }, (_, i) => isOut(i % 20, 0, Math.floor(i / 20), 0.4)).filter(Boolean).length;
  assert.ok(out > 100 && out < 220);
  assert.ok(!isOut(1, 1, 1, 0));
});
