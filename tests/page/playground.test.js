// TensorFlow Playground's addresses open as the same experiment: every property, and what people have made of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { lines } from "./python.js";
import { LOOK, read } from "../../static/address/address.js";
import { sentence } from "../../static/address/nearest.js";
import { isPart } from "../../static/lesson/parts.js";

/** What the server makes of what is read. @param {string[]} addresses */
function opened(addresses) {
  const script = `
import json, sys
from app.web.nearest import nearest
for changes in json.loads(sys.argv[1]):
    experiment, adjustments = nearest(changes)
    print(json.dumps([experiment.model_dump(mode="json"), [{"field": each.field, "taken": each.taken, **each.refusal.as_dict()} for each in adjustments]]))
`;
  const places = addresses.map(read);
  return lines(script, JSON.stringify(places.map(({ changes }) => changes))).map(([experiment, adjustments], i) => {
    const { look, notes, names } = /** @type {import("../../static/address/address.js").Place} */ (places[i]);
    return { experiment, look, notes: [...notes, ...adjustments.map((/** @type {any} */ each) => sentence(each, names))] };
  });
}

const THEIR_DEFAULTS = {
  "data.kind": "circle", "data.samples": 500, "data.noise": 0, "data.test_share": 0.5, "data.features": ["x1", "x2"], "data.seed": 0,
  "network.hidden": [4, 2], "network.activation": "tanh", "network.initializer": "uniform", "network.bias": 0.1,
  "objective.loss": "squared_error", "objective.regularization": "none", "objective.regularization_rate": 0,
  "optimizer.kind": "gradient_descent", "optimizer.learning_rate": 0.03, "training.batch_size": 10, "training.seed": 0,
};

test("an address of their page, property by property", () => {
  const { changes, look, notes } = read(
    "#activation=relu&regularization=L2&batchSize=20&dataset=gauss&regDataset=reg-gauss&learningRate=0.3" +
      "&regularizationRate=0.001&noise=25&networkShape=6,3&seed=0.61804&showTestData=true&discretize=false" +
      "&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false" +
      "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false",
  );
  assert.deepEqual(changes, {
    data: { kind: "gaussians", samples: 500, noise: 25, test_share: 0.3, features: ["x1", "x1_x2", "sin_x1"], seed: 61804 },
    network: { hidden: [6, 3], activation: "relu", initializer: "uniform", bias: 0.1 },
    objective: { loss: "squared_error", regularization: "l2", regularization_rate: 0.001 },
    optimizer: { learning_rate: 0.3 },
    training: { batch_size: 20, seed: 61804 },
  });
  assert.deepEqual(look, { ...LOOK, show_test: true });
  assert.deepEqual(notes, []);
});

/** @type {[string, Record<string, unknown>, RegExp[]][]} an address, what differs from their defaults, and what is said of it */
const ADDRESSES = [
  ["hideText=true", {}, []],
  ["collectStats=true&cosX=true&cosY=true", {}, []],
  ["dataset=gauss&noise=80", { "data.kind": "gaussians", "data.noise": 80 }, []],
  ["noise=81", { "data.noise": 50 }, [/^noise=81: .* takes 50\.$/]],
  ["noise=Infinity", { "data.noise": 50 }, [/noise=Infinity/]],
  ["noise=62.5", { "data.noise": 62.5 }, []],
  ["noise=-5", { "data.noise": 0 }, [/noise=-5/]],
  ["noise=NaN", {}, [/noise=NaN is not a number: 0/]],
  ["noise=1e1", { "data.noise": 10 }, []],
  ["noise= 5", { "data.noise": 5 }, []],
  ["noise=", {}, []],
  ["noise&x=true", {}, []],
  ["dataset=xor&noise=5&noise=15", { "data.kind": "xor", "data.noise": 15 }, []],
  ["networkShape=20", { "network.hidden": [16] }, [/16 units at most.* Taken: 16/]],
  ["networkShape=9,9,9,9,9,9", { "network.hidden": [9, 9, 9, 9, 9, 9] }, []],
  ["networkShape=1,2,3,4,5,6,7,8", { "network.hidden": [1, 2, 3, 4, 5, 6] }, [/^networkShape has 8 items.* Taken: 1, 2, 3, 4, 5, 6\.$/]],
  ["networkShape=", { "network.hidden": [] }, []],
  ["networkShape&x=true", {}, []],
  ["networkShape=4,2,", { "network.hidden": [4, 2] }, [/without units/]],
  ["networkShape=0", { "network.hidden": [] }, [/without units/]],
  ["networkShape=3,x,-2,2.5", { "network.hidden": [3, 3] }, [/without units/]],
  ["networkShape=Infinity", { "network.hidden": [16] }, [/16 units at most/]],
  ["networkShape=4%2C2%2C3", { "network.hidden": [4, 2, 3] }, []],
  ["percTrainData=100", { "data.test_share": 0.1 }, [/percTrainData=100: .* 90 % are taken/]],
  ["percTrainData=0", { "data.test_share": 0.9 }, [/10 % are taken/]],
  ["percTrainData=33.3", { "data.test_share": 0.668 }, []],
  ["percTrainData=x", {}, [/not a number: 50/]],
  ["learningRate=0", { "optimizer.learning_rate": 0 }, []],
  ["learningRate=1e-3", { "optimizer.learning_rate": 0.001 }, []],
  ["learningRate=-1", { "optimizer.learning_rate": 0 }, [/^learningRate is -1.* Taken: 0\.$/]],
  ["learningRate=100", { "optimizer.learning_rate": 10 }, [/^learningRate is 100.* Taken: 10\.$/]],
  ["learningRate=Infinity", { "optimizer.learning_rate": 10 }, [/Taken: 10/]],
  ["learningRate=fast", {}, [/learningRate=fast is not a number: 0\.03/]],
  ["regularization=L1&regularizationRate=10", { "objective.regularization": "l1", "objective.regularization_rate": 10 }, []],
  ["regularization=l1", {}, [/^regularization=l1: TensorFlow Playground takes none\.$/]],
  ["regularizationRate=11", { "objective.regularization_rate": 10 }, [/^regularizationRate is 11/]],
  ["activation=swish", {}, [/^activation=swish: TensorFlow Playground takes tanh\.$/]],
  ["activation=ReLU", {}, [/takes tanh/]],
  ["activation=constructor", {}, [/takes tanh/]],
  ["activation=linear", { "network.activation": "linear" }, []],
  ["activation=sigmoid", { "network.activation": "sigmoid" }, []],
  ["batchSize=300", { "training.batch_size": 250 }, [/never take a step; 250/]],
  ["batchSize=300&percTrainData=70", { "training.batch_size": 300, "data.test_share": 0.3 }, []],
  ["batchSize=0", {}, [/never take a step; 10/]],
  ["batchSize=2.5", { "training.batch_size": 5 }, []],
  ["batchSize=-10", { "training.batch_size": 10 }, []],
  ["xSquared=1", { "data.features": ["x1", "x2", "x1_squared"] }, []],
  ["xSquared=no&sinY=0&x=false", { "data.features": ["x2", "x1_squared", "sin_x2"] }, []],
  ["xSquared=&ySquared=false", {}, []],
  ["x=false&y=false", {}, [/needs one/]],
  ["x_hide=true&xSquared=true", { "data.features": ["x2", "x1_squared"] }, []],
  ["x_hide=false", {}, []],
  ["playButton_hide=true&stepButton_hide=true&dataset_hide=1", {}, []],
  ["cosX_hide=true&tutorialButton_hide=true", {}, [/cannot hide: tutorialButton/]],
  ["tutorial=backprop", {}, [/tutorial backprop/]],
  ["dataset=reg-plane", {}, [/dataset=reg-plane: .* takes circle/]],
  ["dataset=moons", {}, [/takes circle/]],
  ["problem=regression", { "data.kind": "plane", "data.samples": 1200 }, []],
  ["problem=regression&dataset=spiral&regDataset=reg-gauss", { "data.kind": "multi_gaussian", "data.samples": 1200 }, []],
  ["problem=regression&batchSize=600", { "data.kind": "plane", "data.samples": 1200, "training.batch_size": 600 }, []],
  ["problem=classification&regDataset=reg-gauss&dataset=spiral", { "data.kind": "spiral" }, []],
  ["problem=Regression", {}, [/takes classification/]],
  ["initZero=true", { "network.initializer": "zeros", "network.bias": 0 }, []],
  ["initZero=1", { "network.initializer": "zeros", "network.bias": 0 }, []],
  ["seed=0.12345", { "data.seed": 12345, "training.seed": 12345 }, []],
  ["seed=-7", { "data.seed": 7, "training.seed": 7 }, []],
  [`seed=${"9".repeat(500)}`, { "data.seed": 999999999, "training.seed": 999999999 }, []],
  ["Noise=30&DATASET=xor&x=true", {}, [/ignored: Noise, DATASET/]],
  ["dataset=xor&utm_source=mail", { "data.kind": "xor" }, [/ignored: utm_source/]],
  ["dataset=xor&&=&learningRate=0.1", { "data.kind": "xor", "optimizer.learning_rate": 0.1 }, []],
  ["dataset=%E0%A4%A&noise=5", { "data.noise": 5 }, [/takes circle/]],
  [`dataset=${"x".repeat(10_000)}`, {}, [/x{40}….* takes circle/]],
];

test("addresses as people have them open as their page opens them", () => {
  const found = opened(ADDRESSES.map(([address]) => `#${address}`));
  ADDRESSES.forEach(([address, differs, said], i) => {
    const { experiment, notes } = /** @type {(typeof found)[number]} */ (found[i]);
    for (const [field, value] of Object.entries({ ...THEIR_DEFAULTS, ...differs })) {
      const [part = "", name = ""] = field.split(".");
      assert.deepEqual(experiment[part][name], value, `${address.slice(0, 60)}: ${field}`);
    }
    assert.equal(notes.length, said.length, `${address.slice(0, 60)}: ${notes}`);
    said.forEach((pattern, place) => assert.match(notes[place] ?? "", pattern, address));
  });
});

test("the look is read as theirs: anything but false is true", () => {
  assert.deepEqual(read("#dataset=xor").look, LOOK);
  assert.deepEqual(read("#showTestData=1&discretize=yes").look, { ...LOOK, show_test: true, discretize: true });
  assert.deepEqual(read("#showTestData=&discretize=false").look, LOOK);
});

test("controls that their address hides are hidden here", () => {
  const hidden = (/** @type {string} */ address) => read(address).look.hide;
  assert.deepEqual(hidden("#stepButton_hide=true&numHiddenLayers_hide=true&dataset_hide=1&noise_hide=false"), ["step", "epoch", "layers"]);
  assert.deepEqual(hidden("#x_hide=true&sinY_hide=true&cosX_hide=true"), ["x1", "sin_x2"]);
  // Their page hides the test loss with the share of the test data, and with hideText what stands below.
  assert.deepEqual(hidden("#percTrainData_hide=true&hideText=true"), ["data.test_share", "test_loss", "article"]);
  const all = "showTestData discretize playButton stepButton resetButton learningRate activation regularization regularizationRate problem dataset percTrainData noise batchSize numHiddenLayers".split(" ");
  for (const name of all) assert.ok(hidden(`#${name}_hide=true`).every(isPart) && hidden(`#${name}_hide=true`).length > 0, name);
});

test("seeds of letters differ", () => {
  const seeds = ["a", "b", "ab", "ba"].map((seed) => read(`#seed=${seed}`).changes.training?.seed);
  assert.equal(new Set(seeds).size, 4);
});

test("a list of layers that is taken is named by their kinds", () => {
  const taken = [{ kind: "convolution", channels: 6 }, { kind: "pooling" }];
  assert.equal(sentence(/** @type {any} */ ({ text: "{where} is not known.", values: { where: "network.layers.1.size" }, field: "network.layers", taken }), {}), "network.layers.1.size is not known. Taken: convolution, pooling.");
});
