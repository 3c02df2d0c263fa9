// The heads of an objective: a box comes beside the class, and goes again.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasBox, headsOf, shortened, withBox, withoutBox } from "../../static/boxes/heads.js";

const objective = (/** @type {any} */ fields) => fields;

test("a box comes beside the loss of the classes, and goes again", () => {
  const heads = withBox(objective({ loss: "softmax" }));
  assert.deepEqual(heads, [{ loss: "softmax" }, { targets: { kind: "box" }, loss: "squared_error", output: "sigmoid", weight: 4 }]);
  assert.equal(hasBox(objective({ heads })), true);
  assert.deepEqual(withoutBox(objective({ loss: "squared_error", heads })), { heads: null, loss: "softmax" });
  assert.equal(hasBox(objective({ loss: "softmax" })), false);
});

test("side outputs stay", () => {
  const sides = [{ loss: "softmax" }, { loss: "softmax", reads: 3, weight: 0.3 }];
  const heads = withBox(objective({ heads: sides }));
  assert.deepEqual(withoutBox(objective({ heads })), { heads: sides });
  assert.equal(headsOf(objective({ heads })).length, 3);
  assert.deepEqual(shortened(objective({ heads })), { heads: null, loss: "softmax" });
});
