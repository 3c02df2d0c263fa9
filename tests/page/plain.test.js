// A residual network without its shortcuts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { plainOf } from "../../static/inside/plain.js";

test("a residual block becomes its layers and its activation function, in blocks of blocks as well", () => {
  const dense = { kind: "dense", units: 4 };
  const inner = { kind: "residual", layers: [dense], function: "tanh", slope: 0.1 };
  const plain = [dense, { kind: "activation", function: "tanh", slope: 0.1 }, dense, { kind: "activation", function: "relu" }];
  assert.deepEqual(plainOf([dense, { kind: "residual", layers: [inner, dense] }]), [dense, ...plain]);
});
