// The worked convolution: the examples of the textbooks, cell by cell.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { cell, convolved, isSize, parameterCount, places } from "../../static/convolution/arithmetic.js";
import { KERNELS, nameOf } from "../../static/convolution/kernels.js";
import { cellLines, parameterLine, sizeLine } from "../../static/convolution/lines.js";
import { SETUPS } from "../../static/convolution/setups.js";

const plain = (/** @type {string} */ tex) => tex.replaceAll(/\\htmlClass\{(plus|minus)\}\{([^{}]*)\}/g, "$2").replaceAll("\\cdot ", "·");
const made = (/** @type {string} */ name) => /** @type {import("../../static/convolution/setups.js").Setup} */ (SETUPS[name]?.make(() => null));
const output = (/** @type {import("../../static/convolution/setups.js").Setup} */ setup) => convolved(setup.image, setup.kernels, setup.biases, setup);

test("a 3 by 3 kernel over 5 by 5 numbers: cell (0, 0) is 4", () => {
  const setup = made("course");
  assert.deepEqual(output(setup), [[[4, 3, 4], [2, 4, 3], [2, 3, 4]]]);
  const worked = cell(setup.image, setup.kernels[0] ?? [], 0, setup, 0, 0);
  assert.deepEqual(worked.windows, [[[1, 1, 1], [0, 1, 1], [0, 0, 1]]]);
  assert.deepEqual(worked.products, [[[1, 0, 1], [0, 1, 0], [0, 0, 1]]]);
  const [line] = cellLines(worked, setup.kernels[0] ?? [], 0, [0, 0]);
  assert.deepEqual(line?.math.map(plain), ["z_{0,0}", "1·1 + 1·0 + 1·1 + 0·0 + 1·1 + 1·0 + 0·1 + 0·0 + 1·1 + 0", "4"]);
});

test("with stride 2 every second place is left", () => {
  const setup = made("stride");
  assert.deepEqual(output(setup), [[[4, 4], [2, 4]]]);
  assert.deepEqual(sizeLine(5, 3, setup).math, ["\\dfrac{W - F + 2P}{S} + 1", "\\dfrac{5 - 3 + 2\\cdot 0}{2} + 1", "2"]);
});

test("7 by 7 by 3 with its border, two kernels, stride 2: 3 by 3 by 2, and 56 parameters", () => {
  const setup = made("channels");
  assert.equal((setup.image[0]?.length ?? 0) + 2 * setup.padding, 7);
  assert.deepEqual([setup.image.length, setup.kernels.length, setup.stride, setup.padding], [3, 2, 2, 1]);
  assert.equal(parameterCount(setup.kernels), 56);
  assert.deepEqual(parameterLine(setup).math.slice(1), ["2\\,(3\\cdot 3\\cdot 3 + 1)", "56"]);
  // As NumPy reckons them.
  assert.deepEqual(output(setup), [[[5, 1, 1], [3, 5, -2], [4, 4, 4]], [[1, -4, 5], [0, 7, 2], [4, -3, 2]]]);
  const worked = cell(setup.image, setup.kernels[0] ?? [], setup.biases[0] ?? 0, setup, 0, 0);
  assert.deepEqual(worked.sums, [2, 1, 1]);
  assert.deepEqual(cellLines(worked, setup.kernels[0] ?? [], 1, [0, 0]).at(-1)?.math.map(plain), ["z_{0,0}", "s_{1} + s_{2} + s_{3} + b", "2 + 1 + 1 + 1", "5"]);
});

test("a size that does not come out even is none", () => {
  assert.equal(places(5, 3, { stride: 3, padding: 0 }).toFixed(2), "1.67");
  assert.deepEqual([places(5, 3, { stride: 3, padding: 0 }), places(2, 3, { stride: 1, padding: 0 }), places(2, 3, { stride: 1, padding: 1 })].map(isSize), [false, false, true]);
  assert.equal(sizeLine(5, 3, { stride: 3, padding: 0 }).math.at(-1), "1.67");
});

test("edge kernels find edges, blur and sharpen keep what is even", () => {
  const step = Array.from({ length: 3 }, () => [0, 0, 100]);
  const of = (/** @type {string} */ name, /** @type {number[][]} */ map) => convolved([map], [[KERNELS[name]?.map ?? []]], [0], { stride: 1, padding: 0 })[0]?.[0]?.[0] ?? NaN;
  assert.deepEqual(["sobel_x", "sobel_y", "prewitt_x", "prewitt_y"].map((name) => of(name, step)), [400, 0, 300, 0]);
  const even = Array.from({ length: 3 }, () => [9, 9, 9]);
  assert.deepEqual(Object.keys(KERNELS).map((name) => +of(name, even).toFixed(9)), [45, 0, 0, 0, 0, 9, 9]);
  assert.equal(nameOf([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), "sharpen");
  assert.equal(nameOf([[1]]), null);
});
