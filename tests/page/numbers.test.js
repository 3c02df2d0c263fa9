// Numbers as a person types them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document } from "./schema.js";

Object.assign(globalThis, { document });
const { numberIn, rowsIn, textOf } = await import("../../static/numbers/numbers.js");

test("a number may have a comma or a typeset minus", () => {
  assert.deepEqual(["0.15", " -3 ", "−2,5", "1e-3", "", "x", "1,000,0"].map(numberIn), [0.15, -3, -2.5, 0.001, null, null, null]);
});

test("lines of numbers, with any of the usual signs between them", () => {
  assert.deepEqual(rowsIn("0.05 0.1\t0.01; 0.99\n\n1, 2, 3, 4\n0,5 2 3 4\n"), [[0.05, 0.1, 0.01, 0.99], [1, 2, 3, 4], [0.5, 2, 3, 4]]);
  assert.deepEqual(rowsIn(textOf([[1, -2.5], [3, 4]])), [[1, -2.5], [3, 4]]);
  assert.throws(() => rowsIn("1 2\n1 two"), { name: "RangeError", message: "Line 2: two is no number." });
});
