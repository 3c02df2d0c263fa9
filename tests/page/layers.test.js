// The layer editor: the kinds of layers and their fields as the server describes them, and what is done to a list.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { lines } from "./python.js";
import { canBeMade, fieldsOfKind, kindsOf, newLayer, wants } from "../../static/layers/fields.js";
import { listOf, measureOf, moved } from "../../static/layers/editor.js";

const SCRIPT = "import json; from engine.experiment import Experiment; print(json.dumps(Experiment.model_json_schema()))";
const kinds = kindsOf(lines(SCRIPT)[0]);
const kind = (/** @type {string} */ name) => /** @type {import("../../static/layers/fields.js").KindSchema} */ (kinds[name]);

test("each kind has its own fields, and what is asked of them", () => {
  assert.deepEqual(fieldsOfKind(kind("convolution")).map(([name]) => name), ["channels", "kernel", "stride", "padding", "initializer", "bias"]);
  const { channels = {}, padding = {}, initializer = {} } = kind("convolution").properties;
  assert.deepEqual(wants(channels).numbers, { low: 1, high: 512, isWhole: true });
  assert.deepEqual(wants(padding), { numbers: { low: 0, high: 10, isWhole: true }, words: ["same"], isFlag: false, isNullable: false });
  assert.equal(wants(initializer).isNullable, true);
  assert.ok(wants(kind("dense").properties.frozen ?? {}).isFlag);
});

test("a new layer has what it must have", () => {
  assert.deepEqual(newLayer("convolution", kind("convolution"), [6, 8, 8]), { kind: "convolution", channels: 16 });
  assert.deepEqual(newLayer("pooling", kind("pooling"), [6, 8, 8]), { kind: "pooling" });
  const { layers } = newLayer("residual", kind("residual"), [6, 8, 8]);
  assert.deepEqual(/** @type {any[]} */ (layers)[0], { kind: "convolution", channels: 6, padding: "same" });
  assert.ok(canBeMade("residual", kind("residual")) && !canBeMade("inception", kind("inception")));
});

test("rows of a block are measured together, and layers are moved", () => {
  const row = { kind: "convolution", multiplications: 0 };
  const rows = [{ ...row, number: 0, shape: [2, 3, 3], parameters: 5 }, { ...row, number: 1, shape: [2, 3, 3], parameters: 7 }, { ...row, number: 1, shape: [4], parameters: 1 }];
  assert.deepEqual(measureOf(rows, 1), { shape: [4], parameters: 8 });
  assert.deepEqual(measureOf([], 1), { shape: null, parameters: 0 });
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
});

test("dense layers become a list", () => {
  const network = /** @type {any} */ ({ hidden: [3, 2], activation: "relu", activations: null, slope: 0.01, normalization: "none", dropout: "inverted", dropout_rate: 0.2, dropout_rates: [0.1, 0.3] });
  assert.deepEqual(listOf(network).map(({ kind }) => kind), ["dense", "activation", "dropout", "dense", "activation", "dropout"]);
  assert.equal(listOf(network)[5]?.rate, 0.3);
});
