// Addresses: ours come back as they went, and TensorFlow Playground's mean the same experiment.

import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { document: { getElementById: () => null, documentElement: { lang: "en" } } });
const { addressIn, LOOK, read, write } = await import("../../static/address/address.js");

/** @type {import("../../static/address/address.js").Experiment} */
const DEFAULTS = {
  data: {
    kind: "circle",
    classes: 3,
    points: [],
    table: null,
    bits: 4,
    side: 28,
    samples: 500,
    noise: 0,
    test_share: 0.5,
    validation_share: 0,
    features: ["x1", "x2"],
    standardize: false,
    seed: 0,
  },
  network: {
    hidden: [4, 2],
    activation: "tanh",
    activations: null,
    slope: 0.01,
    initializer: "xavier",
    bias: 0,
    normalization: "none",
    dropout: "none",
    dropout_rate: 0.2,
    dropout_rates: null,
  },
  objective: { loss: "squared_error", regularization: "none", regularization_rate: 0, center_weight: 0, center_rate: 0.5 },
  optimizer: {
    kind: "gradient_descent",
    learning_rate: 0.1,
    momentum: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.01,
    clip_norm: 0,
    schedule: "constant",
    period: 1000,
    decay: 0.5,
    warmup: 0,
  },
  training: { batch_size: 10, patience: 0, seed: 0 },
};

test("the default experiment has an empty address", () => {
  assert.equal(write(DEFAULTS, LOOK, DEFAULTS), "");
  assert.deepEqual(read(""), { changes: {}, look: LOOK, notes: [], names: {} });
});

test("an address holds every field that is not the default, and comes back", () => {
  /** @type {import("../../static/address/address.js").Experiment} */
  const experiment = {
    data: {
      kind: "points",
      classes: 5,
      points: [[-6, 5.99, 0], [6, 0.01, 4], [1.23, -0.07, 1]],
      table: { id: "0123456789abcdef0123456789abcdef", rows: 20000, inputs: [0, 3, 39], label: 1, classes: 10 },
      bits: 6,
      side: 16,
      samples: 300,
      noise: 12.5,
      test_share: 0.25,
      validation_share: 0.2,
      features: ["sin_x1", "x1_x2"],
      standardize: true,
      seed: 7,
    },
    network: {
      hidden: [8, 8, 1],
      activation: "relu",
      activations: ["prelu", "elu", "tanh"],
      slope: 0.25,
      initializer: "he",
      bias: -0.1,
      normalization: "batch",
      dropout: "inverted",
      dropout_rate: 0.5,
      dropout_rates: [0.1, 0, 0.25],
    },
    objective: { loss: "cross_entropy", regularization: "l2", regularization_rate: 0.003, center_weight: 0.01, center_rate: 0.25 },
    optimizer: {
      kind: "adamw",
      learning_rate: 0.00003,
      momentum: 0.95,
      beta2: 0.99,
      epsilon: 1e-10,
      weight_decay: 0.1,
      clip_norm: 5,
      schedule: "cosine",
      period: 300,
      decay: 0.9,
      warmup: 20,
    },
    training: { batch_size: 2, patience: 5, seed: 4294967295 },
  };
  for (const [part, fields] of Object.entries(experiment)) {
    for (const [field, value] of Object.entries(fields)) {
      assert.notDeepEqual(value, /** @type {any} */ (DEFAULTS)[part][field], `${part}.${field} is to differ`);
    }
  }
  const look = { show_test: true, discretize: true };
  assert.ok(write(experiment, look, DEFAULTS).includes("data.points=00xb0xcgp4"));
  // Of what is a person's own, only what is learned from.
  for (const [kind, other] of /** @type {const} */ ([["points", "table"], ["table", "points"]])) {
    const own = { ...experiment, data: { ...experiment.data, kind } };
    const place = read(`#${write(own, look, DEFAULTS)}`);
    const { [other]: _, ...data } = own.data;
    assert.deepEqual(place.changes, { ...own, data });
    assert.deepEqual(place.look, look);
  }
});

test("a person's own points are in the address only while they are what is learned", () => {
  const points = /** @type {import("../../static/address/address.js").Point[]} */ (Array(1000).fill([5.99, 6, 9]));
  const own = { ...DEFAULTS, data: { ...DEFAULTS.data, kind: "points", classes: 10, points } };
  assert.equal(write({ ...own, data: { ...own.data, kind: "circle", classes: 3 } }, LOOK, DEFAULTS), "");
  const address = write(own, LOOK, DEFAULTS);
  assert.ok(address.length < 5100);
  assert.deepEqual(read(address).changes.data?.points, points);
});

test("an address without hidden layers", () => {
  const linear = { ...DEFAULTS, network: { ...DEFAULTS.network, hidden: [] } };
  assert.equal(write(linear, LOOK, DEFAULTS), "network.hidden=");
  assert.deepEqual(read("#network.hidden=").changes, { network: { hidden: [] } });
});

test("what is wrong goes to the server as it is written, which says so and takes the nearest", () => {
  assert.deepEqual(read("#optimizer.haste=0.9").changes, { optimizer: { haste: "0.9" } });
  assert.deepEqual(read("#data.noise=loud&training.seed=&data.standardize=perhaps&network.hidden=4,x,").changes, {
    data: { noise: "loud", standardize: "perhaps" },
    training: { seed: "" },
    network: { hidden: [4, "x", ""] },
  });
  for (const wrong of ["data.points=0", "data.points=~~~~~", "data.table=-", "data.table=x-y", "data.noise=NaN", "data.noise=Infinity"]) {
    const { changes } = read(`#${wrong}`);
    assert.ok(changes.data, wrong);
    JSON.parse(JSON.stringify(changes));
  }
  assert.equal(read("#data.noise=NaN").changes.data?.noise, "NaN");
});

test("names that are no field's are said and left out", () => {
  const { changes, look, notes } = read("#__proto__.x=1&noise_=3&look.shine=true&look.show_test=true&data.noise=5");
  assert.deepEqual(changes.data, { noise: 5 });
  assert.ok(!("shine" in look) && look.show_test);
  assert.deepEqual(notes, ["noise_ is not known.", "look.shine is not known."]);
});

test("an address is found behind # or, where that was lost, behind ?", () => {
  const at = (/** @type {string} */ text) => addressIn(new URL(text, "http://localhost/"));
  assert.equal(at("/#dataset=xor"), "#dataset=xor");
  assert.equal(at("/?dataset=xor"), "?dataset=xor");
  assert.equal(at("/?data.kind=xor&lang=zh"), "?data.kind=xor&lang=zh");
  assert.equal(at("/?lang=zh#dataset=xor"), "#dataset=xor");
  assert.equal(at("/?lang=zh"), "");
  for (const form of ["#dataset=xor", "dataset=xor", "?dataset=xor", "##dataset=xor", "#?dataset=xor", "#/dataset=xor"]) {
    assert.equal(read(form).changes.data?.kind, "xor", form);
  }
});

test("an address without a name and a value is said to be unknown", () => {
  for (const bare of ["circle", "data", "%E0%A4%A", "&&&"]) assert.deepEqual(read(`#${bare}`).notes, [`${bare} is not known.`]);
  for (const none of ["", "#", "?"]) assert.deepEqual(read(none).notes, []);
});

test("what the page shows is on or off in all usual words, and else said", () => {
  for (const on of ["true", "1", "TRUE", "yes"]) assert.deepEqual(read(`#look.discretize=${on}`).look.discretize, true, on);
  for (const off of ["false", "0", "no", ""]) assert.deepEqual([read(`#look.discretize=${off}`).look.discretize, read(`#look.discretize=${off}`).notes], [false, []], off);
  assert.deepEqual(read("#look.discretize=often").notes, ["look.discretize is often, but must be true or false."]);
});
