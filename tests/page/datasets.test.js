// The data sets: what else changes with one.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { experimentOf } from "../../static/address/schema.js";
import { changesTo, knownAfter } from "../../static/run/datasets.js";
import { Commands } from "../../static/run/commands.js";
import { Controls } from "../../static/controls/controls.js";
import { Setups } from "../../static/run/setups.js";

/** What a page has of its kinds of data sets. */
const kinds = {
  shapes: { problem: "classification", n_classes: 4, view: "samples", features: [], is_pictured: true, has_boxes: true },
  circle: { problem: "classification", n_classes: 2, view: "plane", features: ["x1", "x2"] },
  pictures: { problem: "classification", n_classes: 2, view: "samples", features: [], is_pictured: true, has_boxes: false },
  plane: { problem: "regression", n_classes: 0, view: "plane", features: ["x1", "x2"] },
};

test("a box goes with the pictures, also of a network that reads them as a row", () => {
  const heads = [{ loss: "softmax" }, { targets: { kind: "box" }, loss: "squared_error", output: "sigmoid", weight: 4 }];
  const experiment = experimentOf({ data: { kind: "shapes" }, objective: { heads } });
  const state = /** @type {any} */ ({ kinds, kind: kinds.shapes, experiment, known: { ...experimentOf().data, ...experiment.data } });
  assert.deepEqual(changesTo(state, "circle", 10).objective, { heads: null, loss: "softmax" });
  const album = { id: "a", pictures: 100, classes: 4, boxes: true };
  const begun = (/** @type {object} */ more) => ({ ...experiment, data: { ...experiment.data, album: { ...album, ...more } } });
  assert.equal(changesTo(state, "pictures", 10, undefined, begun({})).objective, undefined);
  assert.deepEqual(changesTo(state, "pictures", 10, undefined, begun({ boxes: false })).objective, { heads: null, loss: "softmax" });
  assert.deepEqual(changesTo(state, "plane", 10).objective, { heads: null, loss: "squared_error", center_weight: 0 });
});

test("a data set that another one follows before it has come leaves nothing of its own set-up", () => {
  const experiment = experimentOf({ objective: { loss: "cross_entropy" }, network: { hidden: [3] } });
  const all = { ...kinds, digits: { problem: "classification", n_classes: 10, view: "samples", features: [], is_pictured: true }, xor: kinds.circle };
  const state = /** @type {any} */ ({ kinds: all, kind: kinds.circle, experiment, known: experiment.data, has: () => false });
  const commands = new Commands(/** @type {any} */ ({ send: () => new Promise(() => {}) }), () => {});
  const controls = { state, commands, setups: new Setups(state, experimentOf()) };
  const to = (/** @type {string} */ kind) => commands.changeAll(Controls.prototype.changesTo.call(/** @type {any} */ (controls), kind));
  to("digits");
  assert.deepEqual(commands.coming(experiment).network.hidden, [16]);
  to("xor");
  const { data, network, objective, training } = commands.coming(experiment);
  assert.deepEqual([data.kind, data.samples, network.hidden, objective.loss], ["xor", experiment.data.samples, [3], "cross_entropy"]);
  assert.equal(training.batch_size, experiment.training.batch_size);
});

test("a batch becomes no larger than a training set that its own settings make smaller, and returns", () => {
  const experiment = experimentOf({ data: { samples: 500 }, training: { batch_size: 30 } });
  /** @param {import("../../static/address/address.js").Experiment} experiment @param {[string, unknown][]} asked */
  const batches = (experiment, asked) => {
    /** @type {unknown[]} */
    const sent = [];
    const live = { send: (/** @type {any} */ { changes }) => (sent.push(changes.training?.batch_size), Promise.resolve({})) };
    const commands = new Commands(/** @type {any} */ (live), () => {});
    commands.run = "a";
    const controls = /** @type {any} */ ({ state: { kinds, experiment }, commands, forgive: () => {} });
    const host = /** @type {any} */ ({ querySelectorAll: () => [], dataset: {} });
    for (const [field, value] of asked) {
      commands.sent = [];
      Controls.prototype.ask.call(controls, host, "data", field, value);
      controls.state.experiment = commands.coming(controls.state.experiment);
    }
    return sent;
  };
  assert.deepEqual(batches(experiment, [["samples", 40], ["samples", 20], ["noise", 5], ["samples", 500]]), [20, 10, undefined, 30]);
  assert.deepEqual(batches(experiment, [["test_share", 0.9], ["samples", 100]]), [undefined, 10]);
  const rows = experimentOf({ data: { kind: "numbers" }, training: { batch_size: 4 } });
  assert.deepEqual(batches(rows, [["rows", [[0, 1]]]]), [1]);
});

test("what a line has no place for returns on the plane, also after a data set without features", () => {
  const adding = { problem: "regression", n_classes: 0, view: "samples", features: [], is_pictured: false };
  const plane = { ...experimentOf().data, features: ["x1", "x2"] };
  const line = knownAfter(plane, { features: ["x1"] }, { view: "line" });
  const { features, ...data } = experimentOf({ data: { kind: "adding" } }).data;
  const known = knownAfter(line, data, adding);
  const state = /** @type {any} */ ({ kinds, kind: adding, experiment: { ...experimentOf(), data }, known });
  assert.deepEqual(changesTo(state, "circle", 10).data?.features, ["x1", "x2"]);
});
