// The largest difference of the gradient check is what one computes from the two numbers that stand below it.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { largest } from "../../static/inside/gradient_check.js";

test("a difference is called relative only where it is", () => {
  assert.deepEqual(largest({ difference: 0.115, analytic: -8.5764e-4, numeric: -6.8066e-4 }), ["Largest relative difference", "0.115"]);
  assert.deepEqual(largest({ difference: 3e-11, analytic: 5.686e-9, numeric: 5.656e-9 }), ["Largest difference", "3.0e−11"]);
  assert.deepEqual(largest({ difference: 0, analytic: 0, numeric: 0 }), ["Largest relative difference", "0"]);
});
