// The letters of the worked example of any network: what has no number of its own takes no other layer's.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { error } from "../../static/worked/error.js";
import { sideOutput } from "../../static/worked/example.js";
import { Names } from "../../static/worked/names.js";
import { letter } from "../../static/worked/tex.js";

/** @param {number | string} l @param {...string} kinds */
const outs = (l, ...kinds) => Names.of(/** @type {import("../../static/worked/layer_example.js").LayerExample} */ (/** @type {unknown} */ ({ l, place: [0, 2, 2], worked: { layer: 3 }, told: kinds.map((kind) => ({ kind })) }))).map((names) => names.out);

test("the end of a block without a number has none above its letters", () => {
  assert.deepEqual(outs("", "inception"), ["\\bar a_{1,3,3}"]);
});

test("the sum at the end of a residual block is another than that of its last layer", () => {
  assert.deepEqual(outs(3, "convolution", "batch_normalization"), ["z^{[3]}_{1,3,3}", "\\tilde z^{[3]}_{1,3,3}"]);
  assert.deepEqual(outs(3, "residual", "activation"), ["\\bar z^{[3]}_{1,3,3}", "a^{[3]}_{1,3,3}"]);
});

test("a side output takes no layer's number, and its loss is one of several", () => {
  assert.equal(letter("z", sideOutput(2), 0), "z_{1}^{[\\text{side 2}]}");
  const head = { loss: "softmax", function: "softmax", weight: 1, value: 0.5, z: [0.1, 0.2], a: [0.4, 0.6], y: [0, 1] };
  const heads = [{ ...head, l: 9 }, { ...head, l: sideOutput(1), weight: 0.3 }];
  const lines = error(/** @type {import("../../static/worked/example.js").Step} */ (/** @type {unknown} */ ({ heads, ownHead: undefined, worked: { m: 1, kind: "batch", batch: [0], loss: 0.65 } })));
  assert.deepEqual(lines.filter(({ name }) => name.startsWith("loss")).map(({ math }) => math?.[0]), ["L_{1}", "L_{2}"]);
  assert.equal(lines.find(({ name }) => name === "total")?.math?.[0], "L");
});

test("the loss of answers at each step is the mean over those that are asked for", () => {
  // Two classes at three steps, unit by unit; the first step is not asked for.
  const head = { loss: "softmax", function: "softmax", weight: 1, value: 0.6, steps: 3, l: 2, z: [0, 0, 0, 0, 0, 0], a: [0.5, 0.25, 0.4, 0.5, 0.75, 0.6], y: [0, 1, 0, 0, 0, 1] };
  const lines = error(/** @type {import("../../static/worked/example.js").Step} */ (/** @type {unknown} */ ({ heads: [head], ownHead: undefined, worked: { m: 1, kind: "batch", batch: [0], loss: 0.6 } })));
  assert.deepEqual(lines.map(({ name }) => name), ["loss"]);
  assert.deepEqual(lines[0]?.terms?.listed.map((term) => term.slice(0, 5)), ["L_{2}", "L_{3}"]);
  assert.ok(lines[0]?.terms?.listed[0]?.includes("0.25") && lines[0]?.terms?.listed[1]?.includes("0.6"));
});
