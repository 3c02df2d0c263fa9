// A number stands on the page with a real minus sign, and without a plus before its power of ten.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { words } from "../../static/inside/diagnosis.js";
import { STEPS, lossText } from "../../static/curve/steps.js";
import { rounded } from "../../static/paint/axes.js";
import { figure } from "../../static/words/messages.js";
import { typeset } from "../../static/words/typeset.js";

test("minus signs and powers of ten are set as in a book", () => {
  assert.deepEqual([-2e-7, 1e21, -1.5, 0].map(typeset), ["−2e−7", "1e21", "−1.5", "0"]);
  assert.deepEqual([-2.12e-13, -1e6, 3].map(rounded), ["−2.12e−13", "−1.0e6", "3"]);
  assert.equal(figure(-1.3e37), "−1.3e37");
});

test("a finding has no number that a person cannot read", () => {
  const said = (/** @type {number} */ times) => words({ text: "{times} times", advice: "", values: { times } });
  assert.deepEqual([1300, 0.5, 2.9e-7, 1e30].map(said), ["1,300 times", "0.5 times", "2.9e−7 times", "1e30 times"]);
});

test("lines of a chart have different numbers, each its own", () => {
  assert.deepEqual([0.00025, 0.0005, 0.00075, 1.5e36, 2e36, 0, 0.25].map(lossText), ["2.5e−4", "5e−4", "7.5e−4", "1.5e36", "2e36", "0", "0.25"]);
  for (const step of STEPS.filter((step) => step > 1e-20 && step < 1e40)) {
    for (const nth of [1, 2, 3, 7]) assert.equal(Number(lossText(nth * step).replaceAll("−", "-")), +(nth * step).toPrecision(3));
  }
});
