// The stages of a list of layers: what they are called, what can be changed of them, and where a channel's map lies.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { changeable, counted, headWidth, partText, stageText, widthOf, without } from "../../static/diagram/stages.js";
import { channelMap } from "../../static/diagram/channels.js";
import { Layers } from "../../static/diagram/layers.js";
import { broughtBy, presentOf, toDense } from "../../static/layers/chooser.js";

/** The option of the function of a layer. @param {import("node:test").TestContext} t */
const withOption = (t) => given(t, { document: { ...document, querySelector: () => ({ textContent: "ReLU" }) } });

/** @type {import("../../static/diagram/stages.js").Part[]} */
const stage = [
  { kind: "convolution", kernel: 5, shape: [6, 28, 28], number: 2, is_held: false },
  { kind: "activation", function: "relu", shape: [6, 28, 28], number: 3, is_held: false },
  { kind: "pooling", shape: [6, 14, 14], number: 4, is_held: false },
];

test("a stage is said in few words", (t) => {
  withOption(t);
  assert.deepEqual(stageText(stage), { weights: "conv 5×5", rest: ["ReLU", "max 2×2"], shape: "6×28×28", after: "6×14×14" });
  const dense = { kind: "dense", shape: [10], number: 0, is_held: false };
  assert.deepEqual(stageText([dense]), { weights: "dense", rest: [], shape: "10", after: "" });
  assert.equal(partText({ ...dense, kind: "convolution", stride: 2 }), "conv 3×3/2");
  assert.equal(partText({ ...dense, kind: "transposed_convolution", kernel: 2, stride: 2 }), "convᵀ 2×2/2");
  assert.equal(partText({ ...dense, kind: "pooling", function: "average", kernel: 3, stride: 2 }), "mean 3×3/2");
  assert.equal(partText({ ...dense, kind: "of_another_module" }), "of another module");
});

test("a head is as wide as its longest line and what stands beside it", (t) => {
  withOption(t);
  const held = stage.map((part) => ({ ...part, is_held: true }));
  assert.ok(headWidth(held, false, 1) < headWidth(stage, false, 1)); // without a stepper
  const average = { kind: "global_average", shape: [6], number: 5, is_held: true };
  assert.ok(headWidth([...held, average], false, 1) >= widthOf("global average") && headWidth(held, false, 1) < widthOf("global average"));
  assert.ok(widthOf("全局平均") > widthOf("mean") && widthOf("") === 0);
});

test("what lies in a block is not changed from outside, nor are layers taken out that side outputs count", () => {
  assert.deepEqual(changeable(stage, false), { counts: true, removes: true });
  assert.deepEqual(changeable(stage, true), { counts: true, removes: false });
  assert.deepEqual(changeable(stage.map((part) => ({ ...part, is_held: true })), false), { counts: false, removes: false });
  const list = Array.from({ length: 6 }, (_, number) => ({ kind: String(number) }));
  assert.deepEqual(counted(list, stage, () => 8)[2], { kind: "2", channels: 8 });
  assert.deepEqual(without(list, stage).map(({ kind }) => kind), ["0", "1", "5"]);
});

test("a channel's map lies behind those of the layers and channels before it", () => {
  const maps = { data: Int8Array.from({ length: 2 * 6 + 2 + 3 * 4 }, (_, i) => i), shape: [24] };
  const frame = /** @type {any} */ ({ channel_shapes: [[2, 2, 3], [2, 1, 1], [3, 2, 2]], arrays: { channel_maps: maps } });
  assert.deepEqual([...(channelMap(frame, 1, 1)?.bytes ?? [])], [6, 7, 8, 9, 10, 11]);
  assert.deepEqual([...(channelMap(frame, 3, 2)?.bytes ?? [])], [22, 23, 24, 25]);
  assert.deepEqual([...(channelMap(frame, 2, 1)?.bytes ?? [])], [13]);
  assert.equal(channelMap(frame, 4, 0), null);
  assert.equal(channelMap(frame, 1, 2), null);
});

test("an architecture is known by its layers, and left for what was there before", () => {
  const layers = [{ kind: "convolution", channels: 6 }];
  const architectures = /** @type {any} */ ([{ name: "a", changes: null }, { name: "b", changes: { network: { layers } } }]);
  assert.equal(presentOf([{ kind: "convolution", channels: 6 }], architectures)?.name, "b");
  assert.equal(presentOf([{ kind: "convolution", channels: 7 }], architectures), null);
  assert.equal(presentOf(null, architectures), null);
  const experiment = /** @type {any} */ ({ objective: { heads: [{ loss: "softmax" }, { loss: "softmax" }] } });
  assert.deepEqual(toDense(experiment, { hidden: [20] }), { network: { hidden: [20], layers: null }, objective: { heads: null, loss: "softmax" } });
  assert.match(broughtBy({ network: { initializer: "he" }, optimizer: { kind: "adam", learning_rate: 0.001 } }), /He and Adam .* 0.001\.$/);
  assert.equal(broughtBy({ network: { layers } }), "");
});

test("a second click adds no layer beyond the most", () => {
  let layers = [{ units: 4 }];
  const head = { state: { experiment: { network: { hidden: [4] } } }, most: { layers: 2 }, change: (/** @type {(before: object[]) => any} */ edit) => (layers = edit(layers)) };
  const button = (/** @type {string} */ _icon, /** @type {string} */ _key, /** @type {string} */ _label, /** @type {() => void} */ act) => ({ act, classList: { add() {} }, style: {} });
  const added = /** @type {any} */ (Layers.prototype.insertion.call(/** @type {any} */ ({ ...head, button }), 1, 0));
  added.act();
  added.act();
  assert.deepEqual(layers, [{ units: 4 }, { units: 4 }]);
});
