// Addresses: ours come back as they went, and TensorFlow Playground's mean the same experiment.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LOOK, read, write } from "../../static/address.js";

/** @type {import("../../static/address.js").Experiment} */
const DEFAULTS = {
  data: { kind: "circle", samples: 500, noise: 0, test_share: 0.5, features: ["x1", "x2"], seed: 0 },
  network: { hidden: [4, 2], activation: "tanh", initializer: "xavier" },
  objective: { loss: "squared_error", regularization: "none", regularization_rate: 0 },
  optimizer: { learning_rate: 0.1 },
  training: { batch_size: 10, seed: 0 },
};

test("the default experiment has an empty address", () => {
  assert.equal(write(DEFAULTS, LOOK, DEFAULTS), "");
  assert.deepEqual(read(""), { changes: {}, look: LOOK });
});

test("an address holds every field that is not the default, and comes back", () => {
  const experiment = {
    data: { kind: "spiral", samples: 300, noise: 12.5, test_share: 0.25, features: ["sin_x1", "x1_x2"], seed: 7 },
    network: { hidden: [8, 8, 1], activation: "relu", initializer: "he" },
    objective: { loss: "cross_entropy", regularization: "l2", regularization_rate: 0.003 },
    optimizer: { learning_rate: 0.00003 },
    training: { batch_size: 1, seed: 4294967295 },
  };
  const look = { show_test: true, discretize: true };
  const place = read(`#${write(experiment, look, DEFAULTS)}`);
  assert.deepEqual(place.changes, experiment);
  assert.deepEqual(place.look, look);
});

test("an address without hidden layers", () => {
  const linear = { ...DEFAULTS, network: { ...DEFAULTS.network, hidden: [] } };
  assert.equal(write(linear, LOOK, DEFAULTS), "network.hidden=");
  assert.deepEqual(read("#network.hidden=").changes, { network: { hidden: [] } });
});

test("what is unknown goes to the server, which refuses it in words", () => {
  assert.deepEqual(read("#optimizer.momentum=0.9").changes, { optimizer: { momentum: "0.9" } });
});

test("an address of TensorFlow Playground", () => {
  const { changes, look } = read(
    "#activation=relu&regularization=L2&batchSize=20&dataset=gauss&regDataset=reg-gauss&learningRate=0.3" +
      "&regularizationRate=0.001&noise=25&networkShape=6,3&seed=0.61804&showTestData=true&discretize=false" +
      "&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false" +
      "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false",
  );
  assert.deepEqual(changes, {
    data: { kind: "gaussians", noise: 25, test_share: 0.3, features: ["x1", "x1_x2", "sin_x1"], seed: 61804 },
    network: { hidden: [6, 3], activation: "relu" },
    objective: { loss: "squared_error", regularization: "l2", regularization_rate: 0.001 },
    optimizer: { learning_rate: 0.3 },
    training: { batch_size: 20, seed: 61804 },
  });
  assert.deepEqual(look, { show_test: true, discretize: false });
});

test("where TensorFlow Playground's address is silent, its defaults hold, not ours", () => {
  const { changes } = read("#problem=regression&initZero=true&networkShape=");
  assert.equal(changes.data?.kind, "plane");
  assert.equal(changes.optimizer?.learning_rate, 0.03);
  assert.deepEqual(changes.network, { hidden: [], activation: "tanh", initializer: "zeros" });
  assert.deepEqual(changes.data?.features, ["x1", "x2"]);
});
