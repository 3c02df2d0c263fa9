// What the server refuses is said by the page, from the text and the values that the server sends.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { lines } from "./python.js";
import { translated, translatedRemark } from "../../static/words/refusals.js";

const SCRIPT = `
import json, sys
from pydantic import ValidationError
from app.errors import explain
from engine.experiment import Experiment
for changes in json.loads(sys.argv[1]):
    try:
        Experiment().changed(changes)
    except ValidationError as error:
        print(json.dumps(explain(error.errors(), Experiment).as_dict()))
`;

/** @param {number} count @returns {[string, string][]} */
const pairs = (count) => Array.from({ length: count }, () => ["a", "b"]);

test("refusals are said in the page's own words", () => {
  /** @type {[object, string][]} */
  const expected = [
    [{ training: { batch_size: 300 } }, "The training set has only 250 samples: a batch of 300 is too large."],
    [{ network: { normalization: "batch" }, training: { batch_size: 1 } }, "Batch normalisation needs batches of 2 or more: one sample has no variance."],
    [{ data: { kind: "plane" }, objective: { loss: "hinge" } }, "This loss needs classes, but the data set is a regression."],
    [{ network: { activation: "step" } }, "The derivative of the step function is 0: gradient descent has nothing to follow. Take sigmoid, or the optimiser least squares, which needs no gradient."],
    [{ network: { hidden: [17] } }, "Over a plane a layer may have 16 units at most, each of which is drawn: it has 17."],
    [
      { data: { kind: "digits" }, network: { hidden: [512, 512] } },
    "The network would have 669,706 weights and biases, but 500,000 at most are allowed.",
    ],
    [{ data: { kind: "sine", features: ["x1", "x2"] } }, "This data set has one input: of the features it has x1, x1_squared, sin_x1."],
    [{ data: { kind: "points" } }, "Own points must be two at least: one for the training and one for the test."],
    [
      { data: { kind: "points", classes: 2, points: [[0, 0, 0], [1, 1, 2]] } },
    "There are points of class 2: rub them out before you take fewer classes.",
    ],
    [{ data: { kind: "pairs", texts: pairs(4) } }, "Type 10 pairs of texts at least, a line each: some are kept for the test."],
    [{ data: { kind: "pairs", texts: pairs(600) } }, "There are 600 pairs, but there may be 500 at most."],
    [{ data: { kind: "pairs", texts: [...pairs(12), ["a", "b".repeat(41)]] } }, "Pair 13 has a text of 41 letters, but a text may have 40 at most."],
    [{ data: { kind: "numbers", rows: [[0, 1], [1]] } }, "Row 2 needs 2 numbers at least: an input and what is to be predicted."],
    [{ data: { kind: "numbers", rows: [[0, 1], [1, 1e5]] } }, "Row 2 has 100,000, but 1,000 is the most."],
    [{ data: { samples: 10, validation_share: 0.01 } }, "This share of 10 samples is less than one sample."],
    [{ data: { test_share: 0.6, validation_share: 0.5 } }, "Test and validation data together leave nothing to train on."],
    [{ training: { patience: 3 } }, "Early stopping needs validation data."],
    [{ objective: { loss: "perceptron" } }, "The perceptron's rule cannot teach hidden layers: take them out, or take another loss."],
    [{ optimizer: { kind: "least_squares" }, objective: { loss: "hinge" } }, "Least squares goes with the squared error only."],
    [{ optimizer: { kind: "least_squares" }, objective: { regularization: "l1" } }, "Least squares goes with L2, but not with L1."],
    [{ optimizer: { kind: "least_squares" }, network: { dropout: "classic" } }, "Least squares takes one step only; normalisation and dropout work over many."],
    [{ objective: { center_weight: 0.1 } }, "Centre loss is added to the softmax loss only."],
    [{ objective: { loss: "softmax", center_weight: 0.1 }, network: { hidden: [] } }, "Centre loss needs a hidden layer."],
    [{ data: { features: [] } }, "The network needs at least one feature."],
    [{ optimizer: { learning_rate: 11 } }, "optimizer.learning_rate is 11, but may be 10 at most."],
    [{ network: { bias: -2 } }, "network.bias is -2, but must be -1 at least."],
    [{ optimizer: { decay: 0 } }, "optimizer.decay is 0, but must be more than 0."],
    [{ objective: { regularization: "l3" } }, "objective.regularization is 'l3'; allowed are none, l1, l2."],
    [{ training: { haste: 1 } }, "training.haste is not known; allowed are batch_size, patience, stop_epochs, stop_loss, stop_accuracy, seed, precision."],
  ];
  const changes = JSON.stringify(expected.map(([change]) => change));
  assert.deepEqual(lines(SCRIPT, changes).map(translated), expected.map(([, words]) => words));
});

test("the thousands of every number are set apart", () => {
  assert.equal(translated({ text: "{file} has {width} × {height} pixels, more than {most} in all", values: { file: "1000.png", width: 10000, height: 9999, most: 16000000 } }), "1000.png has 10,000 × 9,999 pixels, more than 16,000,000 in all");
});

test("what is not known is said as it came", () => {
  assert.equal(translated({ text: "{thing} happened", values: { thing: "something else" } }), "something else happened");
});

test("what is said of a file is said with its line and column", () => {
  const values = { cell: "'K'" };
  const text = "{cell} is not a number";
  /** @type {import("../../static/run/uploads.js").Remark[]} */
  const remarks = [
    { line: 1004, column: "petal", text, values },
    { line: 12, column: "column 3", text, values },
    { line: 13, column: null, text: "{cell} stands below", values },
    { line: null, column: "a: b", text: "and {count} more", values: { count: 3 } },
    { line: null, column: null, text: "The file is empty.", values: {} },
  ];
  assert.deepEqual(remarks.map(translatedRemark), [
    "Line 1004, column petal: 'K' is not a number",
    "Line 12, column 3: 'K' is not a number",
    "Line 13: 'K' stands below",
    "Column a: b: and 3 more",
    "The file is empty.",
  ]);
});
