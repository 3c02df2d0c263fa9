// Transfer: what is changed of a saved network's experiment, and how many of its layers are taken.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { changesFor, takenOf, unfrozen } from "../../static/networks/taken.js";

const kinds = /** @type {any} */ ({ digits: { n_classes: 10 }, shapes: { n_classes: 4 } });
/** @param {any} fields @returns {any} */
const saved = (fields = {}) => ({ data: {}, network: {}, training: { batch_size: 32 }, ...fields });

test("ten samples of each of five digits are fifty, all others are tested with, and a batch fits", () => {
  const { data, training } = changesFor(saved(), { kind: "digits", digits: [5, 6, 7, 8, 9], samples: 4000 }, kinds, 10);
  assert.deepEqual(data, { kind: "digits", digits: [5, 6, 7, 8, 9], samples: 500, test_share: 0.9, validation_share: 0, balanced: true });
  assert.deepEqual(training, { patience: 0, batch_size: 32 });
  assert.deepEqual(changesFor(saved(), { kind: "shapes" }, kinds, 2), { data: { kind: "shapes", samples: 80, test_share: 0.9, validation_share: 0 }, training: { patience: 0, batch_size: 8 } });
});

test("a file of one's own has as many samples as it has", () => {
  assert.deepEqual(changesFor(saved(), { kind: "pictures", album: { id: "a" } }, kinds, null), { data: { kind: "pictures", album: { id: "a" }, validation_share: 0 }, training: { patience: 0, batch_size: 32 } });
});

test("the layers of pictures are taken or, where there are none, all but the output", () => {
  const layers = (/** @type {string[]} */ ...all) => saved({ network: { layers: all.map((kind) => ({ kind })) } });
  const network = (/** @type {any} */ experiment, /** @type {number} */ count) => /** @type {any} */ ({ experiment, layers: count });
  assert.equal(takenOf(network(layers("convolution", "activation", "pooling", "convolution", "dense", "dense"), 5)), 2);
  assert.equal(takenOf(network(layers("convolution", "residual", "residual", "global_average"), 4)), 3);
  assert.equal(takenOf(network(saved({ network: { hidden: [8, 8] } }), 3)), 2);
  assert.equal(takenOf(network(saved(), 1)), 1);
});

test("the network that begins with nothing learns in all of its layers", () => {
  const { network } = unfrozen(saved({ network: { layers: [{ kind: "residual", frozen: true, layers: [{ kind: "dense", frozen: true }] }] } }));
  assert.deepEqual(network.layers, [{ kind: "residual", frozen: false, layers: [{ kind: "dense", frozen: false }] }]);
});
