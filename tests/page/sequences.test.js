// Sequences: the network gives what is asked for, at each step or at the end.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { asking, forSequences, giving, readsSequences } from "../../static/run/sequences.js";
import { arrivingText, rowsOf, shade } from "../../static/sequences/arriving.js";
import { pathsOf, stripsOf } from "../../static/sequences/strips.js";
import { reads } from "../../static/layers/fields.js";
import { isTruncated } from "../../static/inside/gradient_check.js";

const experiment = (/** @type {unknown} */ layers) => /** @type {any} */ ({ network: layers ? { layers } : { hidden: [4, 2] }, data: {} });

test("the last layer through time gives what is asked for", () => {
  const layers = [{ kind: "lstm", units: 4, returns: "every_step" }, { kind: "gru", units: 3 }, { kind: "dense", units: 2 }];
  assert.deepEqual(giving(layers, true).map(({ returns }) => returns), ["every_step", "every_step", undefined]);
  assert.deepEqual(giving(layers, false).map(({ returns }) => returns), ["every_step", "last", undefined]);
});

test("a network of dense layers becomes a recurrent one, and a recurrent one stays", () => {
  const fresh = forSequences(experiment(null), "wave", {}, { problem: "regression", n_classes: 0, answers_each_step: true });
  assert.deepEqual(fresh.network?.layers, [{ kind: "gru", units: 16, returns: "every_step" }]);
  assert.equal(fresh.objective?.loss, "squared_error");
  const kept = forSequences(experiment([{ kind: "lstm", units: 5, returns: "every_step" }]), "brackets", {}, { problem: "classification", n_classes: 2, answers_each_step: false });
  assert.deepEqual(kept.network?.layers, [{ kind: "lstm", units: 5, returns: "last" }]);
  // Where no answer is written, there is nothing for a decoder.
  const pair = experiment([{ kind: "encoder_decoder", units: 7, cells: "gru" }]);
  assert.deepEqual(forSequences(pair, "brackets", {}, { problem: "classification", n_classes: 2, answers_each_step: false }).network?.layers, [{ kind: "gru", units: 7, returns: "last" }]);
  assert.deepEqual(forSequences(pair, "texts", {}, { problem: "classification", n_classes: 20, answers_each_step: true, writes: true }).network?.layers, [{ kind: "encoder_decoder", units: 7, cells: "gru" }]);
  assert.equal(kept.optimizer, undefined);
});

test("another time of asking changes the layers of networks through time alone", () => {
  assert.deepEqual(asking(experiment(null), "last"), {});
  assert.deepEqual(asking(experiment([{ kind: "gru", units: 3 }]), "every_step").network?.layers, [{ kind: "gru", units: 3, returns: "every_step" }]);
  assert.equal(readsSequences(experiment([{ kind: "dense", units: 3 }])), false);
});

const values = (/** @type {number[]} */ shape, /** @type {number[]} */ data) => /** @type {any} */ ({ shape, data: Float32Array.from(data) });

test("what arrives is shaded by powers of ten, and told in words", () => {
  assert.deepEqual([1, 0.01, 10, 0, NaN].map(shade), [0, -0.5, 0.5, -1, -1]);
  const matrix = values([3, 3], [1, NaN, NaN, 0.5, 1, NaN, 0.25, 0.5, 1]);
  assert.equal(arrivingText(matrix), "Of the gradient after step 3, 25 % arrives at step 1.");
  assert.equal(arrivingText(values([3, 3], [1, NaN, NaN, 0, 1, NaN, 0, 0.5, 1]), null, 2), "Of the gradient after step 3, 0 % arrives at step 1. At every 2 steps the gradient stops in this layer: what does not arrive beyond is cut off, and has not vanished.");
  assert.equal(rowsOf(matrix).rows, 3);
  const asked = values([3, 3], [NaN, NaN, NaN, 0.5, 1, NaN, NaN, NaN, NaN]);
  assert.deepEqual(rowsOf(asked), { data: [0.5, 1], rows: 1, columns: 2 });
  assert.equal(arrivingText(values([1, 1], [NaN])), "No loss flows back.");
  const answer = values([3, 3], [NaN, NaN, NaN, 0.5, 1, NaN, 0.25, 0.5, 1]);
  assert.deepEqual([rowsOf(answer).rows, rowsOf(answer).data[0]], [2, 0.5]);
});

test("an encoder and its decoder are one way back, with a border between them", () => {
  const [encoder, decoder] = ["reading", "writing"].map((phase) => ({ kind: "gru", phase, units: 2, gates: [] }));
  const plain = { kind: "gru", phase: "steps", units: 2, gates: [] };
  assert.deepEqual(pathsOf([plain, /** @type {any} */ (encoder), /** @type {any} */ (decoder)], 4), [{ name: "Layer 1", border: null, truncation: null }, { name: "Layers 2 and 3, encoder and decoder", border: 4, truncation: null }]);
  const matrix = values([3, 3], [NaN, NaN, NaN, 0.5, 1, NaN, 0.25, 0.5, 1]);
  assert.equal(arrivingText(matrix, 1), "Of the gradient after step 3, 25 % arrives at step 1. At the line it goes from the decoder into the encoder: 25 % arrives there, at step 1.");
});

test("each layer has a strip for its states, and one for each gate", () => {
  const layers = [{ kind: "recurrent", units: 1, gates: [] }, { kind: "gru", units: 1, gates: ["r", "z"] }];
  const strips = stripsOf(layers, values([2, 2], [1, 2, 3, 4]), values([2, 2], [5, 6, 7, 8]));
  assert.deepEqual(strips.map(({ letter, data }) => [letter, ...Array.from(data)]), [["h", 1, 2], ["h", 3, 4], ["r", 5, 6], ["z", 7, 8]]);
});

test("layers through time are offered where samples have steps alone", () => {
  const kind = { properties: {}, reads: "sequences" };
  assert.deepEqual([[2, 8], [2], [1, 28, 28]].map((shape) => reads(kind, shape)), [true, false, false]);
  assert.equal(reads({ properties: {} }, [2]), true);
});

test("a gradient is truncated where a layer through time says so", () => {
  assert.deepEqual([[{ kind: "gru", units: 3, truncation: 5 }], [{ kind: "gru", units: 3, truncation: null }], null].map((layers) => isTruncated(experiment(layers))), [true, false, false]);
});
