// The relief over a plane, and the choice of its axes.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { heightsOf, lossAt } from "../../static/ground/relief.js";
import { arrayOf, axesOf } from "../../static/ground/choice.js";

test("contours lie evenly between the logarithms of the losses, and a hole is higher than all", () => {
  const { heights, levels, low, high } = heightsOf([0.01, 1, NaN, 100]);
  assert.deepEqual([low, high], [-2, 2]);
  assert.deepEqual(heights, [-2, 0, 2, 2]);
  assert.ok(levels.every((level, i) => level > low && level < high && (i === 0 || level > Number(levels[i - 1]))));
  assert.deepEqual(heightsOf([1, 1]).levels, []);
  const { low: none, levels: without } = heightsOf([NaN, NaN]);
  assert.deepEqual([none, without], [NaN, []], "where no loss is finite, there is no lowest one");
  assert.ok(Number.isFinite(heightsOf([0, 1]).low), "a loss of 0 has a height");
});

test("between the points the loss is interpolated; beyond them and in a hole there is none", () => {
  const losses = [0, 1, 2, 3];
  assert.equal(lossAt(losses, 2, 0.5, 0.5), 1.5);
  assert.equal(lossAt(losses, 2, 1, 0), 1);
  assert.equal(lossAt(losses, 2, 0, 1), 2);
  assert.equal(lossAt(losses, 2, 1.1, 0), null);
  assert.equal(lossAt([0, NaN, 2, 3], 2, 0.5, 0.5), null);
});

test("the first two parameters are the axes, where others are not chosen or not there", () => {
  const W = { parameter: "W", letter: "W", layer: 1, units: 2, inputs: 1 };
  const b = { parameter: "b", letter: "b", layer: 1, units: 2, inputs: 1 };
  const at = (/** @type {string} */ parameter, /** @type {number} */ unit) => ({ parameter, layer: 1, unit, input: 0 });
  assert.deepEqual(axesOf([W, b], { kind: "weights", across: null, up: null, pin: 0 }), [at("W", 0), at("W", 1)]);
  assert.deepEqual(axesOf([W, b], { kind: "weights", across: at("b", 1), up: at("W", 0), pin: 0 }), [at("b", 1), at("W", 0)]);
  assert.deepEqual(axesOf([W, b], { kind: "weights", across: at("b", 5), up: at("W", 0), pin: 0 }), [at("W", 0), at("W", 1)]);
  // The first pixels of a picture are the same in all samples.
  assert.deepEqual(axesOf([{ ...W, inputs: 64 }, { ...b }, { ...W, layer: 2 }], { kind: "weights", across: null, up: null, pin: 0 }), [{ ...at("W", 0), layer: 2 }, { ...at("W", 1), layer: 2 }]);
  assert.deepEqual(axesOf([{ ...W, inputs: 64 }], { kind: "weights", across: null, up: null, pin: 0 }), [at("W", 0), { ...at("W", 0), input: 1 }]);
  assert.equal(axesOf([{ ...W, units: 1 }], { kind: "weights", across: null, up: null, pin: 0 }), null);
  assert.equal(arrayOf([W], { ...at("W", 0), layer: 2 }), undefined);
});
