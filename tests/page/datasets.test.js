// The data sets: what else changes with one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document } from "./schema.js";

Object.assign(globalThis, { document });
const { experimentOf } = await import("../../static/address/schema.js");
const { changesTo } = await import("../../static/run/datasets.js");

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
