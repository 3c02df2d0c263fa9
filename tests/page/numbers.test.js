// Numbers as a person types them.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { nextStop, stops } from "../../static/controls/stops.js";
import { asTyped, isSpoilt, regrouped } from "../../static/numbers/typed.js";
import { numberIn } from "../../static/numbers/cells.js";
import { rowsIn, textOf } from "../../static/numbers/numbers.js";

test("a number may have a comma or a typeset minus", () => {
  assert.deepEqual(["0.15", " -3 ", "−2,5", "1e-3", "", "x", "1,000,0"].map(numberIn), [0.15, -3, -2.5, 0.001, null, null, null]);
});

test("a number may be typed on a Chinese keyboard", () => {
  assert.deepEqual(["０．５", "－２，５", "１ｅ－３", "3²"].map(numberIn), [0.5, -2.5, 0.001, null]);
});

test("a number field, which would leave a comma out, gets a point", () => {
  assert.deepEqual([",", "0,5", "−0.1", "。", "7"].map((text) => asTyped(text, false)), [".", "0.5", "-0.1", ".", "7"]);
  assert.deepEqual([",", "1,000", "1.000", "−1，000", "12,5", "12.5", "1e3"].map((text) => asTyped(text, true)), [".", "1000", "1000", "-1000", "12.5", "12.5", "1e3"]);
  assert.deepEqual(["1,234.5", "1.234,5", "1,234,567", "1.2.3"].map((text) => asTyped(text, false)), ["1234.5", "1234.5", "1234567", "1.2.3"]);
});

test("a second point says that the first stood between thousands", () => {
  assert.equal(regrouped("1.234", ",", "."), "1234."); // typed as 1,234.
  assert.equal(regrouped("1.234", ".", ","), "1234.");
  assert.equal(regrouped("1.234", ",", ","), "1234");
  for (const [value, first, sign] of [["1.234", ".", "."], ["1.23", ",", "."], ["1.234", ",", "5"], ["1.234", undefined, "."]])
    assert.equal(regrouped(String(value), first, String(sign)), null);
  assert.equal(regrouped("1.234", ".", ".", true), "1234"); // 1.234.567 of a field of whole numbers
});

test("0x10 is no number, which a field would read as 10 and a program as 16", () => {
  assert.deepEqual(["0x10", "0b11", "1_000", "Infinity", ".5", "5.", "+1E3"].map(numberIn), [null, null, null, null, 0.5, 5, 1000]);
  assert.deepEqual(["0x10", "5 km", "1e3", "−1,5", "5 %"].map(isSpoilt), [true, true, false, false, false]);
});

test("an arrow key goes from stop to stop", () => {
  const list = stops(0.0001, 10, "nice", 1);
  assert.deepEqual([nextStop(list, 0.2, 1), nextStop(list, 0.2, -1), nextStop(list, 0.25, 1), nextStop(list, 10, 1)], [0.3, 0.1, 0.3, null]);
});

test("lines of numbers, with any of the usual signs between them", () => {
  assert.deepEqual(rowsIn("0.05 0.1\t0.01; 0.99\n\n1, 2, 3, 4\n0,5 2 3 4\n"), [[0.05, 0.1, 0.01, 0.99], [1, 2, 3, 4], [0.5, 2, 3, 4]]);
  assert.deepEqual(rowsIn("0,0,1\n1.5,-2,3,\n１、２、３"), [[0, 0, 1], [1.5, -2, 3], [1, 2, 3]]);
  assert.deepEqual([rowsIn("0,5\n1,5"), rowsIn("0,5\n1,5", true)], [[[0, 5], [1, 5]], [[0.5], [1.5]]]);
  assert.deepEqual(rowsIn(textOf([[1, -2.5], [3, 4]])), [[1, -2.5], [3, 4]]);
  assert.throws(() => rowsIn("1 2\n1 two"), { name: "RangeError", message: "Line 2: two is no number." });
});
