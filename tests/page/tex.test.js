// How the worked example writes its numbers, letters and sums.

import assert from "node:assert/strict";
import { test } from "node:test";

import { digits, factor, letter, mean, num, product, shaped, showDigits, square, sum } from "../../static/worked/tex.js";

const plain = (/** @type {string} */ tex) => tex.replaceAll(/\\htmlClass\{(plus|minus|shape)\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, "$2");

test("a number has four places that mean something, and a power of ten where it is small or large", () => {
  assert.deepEqual([0, 1, -0.5, 0.31417, 12.3456, 12345.6].map(digits), ["0", "1", "-0.5", "0.3142", "12.35", "12346"]);
  assert.deepEqual([0.0066123, 0.00012, -3.456e-9, 2.5e7].map(digits), ["0.006612", "1.2\\cdot 10^{-4}", "-3.46\\cdot 10^{-9}", "2.5\\cdot 10^{7}"]);
});

test("of a run in double precision it has nine places", () => {
  showDigits("double");
  assert.deepEqual([0.7513650695523157, 0.00043856773447434685, 0.15].map(digits), ["0.75136507", "4.38567734\\cdot 10^{-4}", "0.15"]);
  showDigits("single");
  assert.equal(digits(0.7513650695523157), "0.7514");
});

test("every number tells its sign by a class, and a negative factor stands in brackets", () => {
  assert.equal(num(-0.5), "\\htmlClass{minus}{-0.5}");
  assert.equal(num(0), "0");
  assert.equal(plain(product(0.25, -2)), "0.25\\cdot (-2)");
  assert.equal(plain(`${num(3)} - ${factor(-1)}`), "3 - (-1)");
  assert.equal(plain(square(-0.5)), "(-0.5)^2");
  assert.equal(plain(square(0.5)), "0.5^2");
  assert.equal(plain(square(2e-5)), "(2\\cdot 10^{-5})^2");
});

test("letters carry their layer and their indices, counted from 1", () => {
  assert.equal(letter("w", 2, 0, 2), "w_{13}^{[2]}");
  assert.equal(letter("w", 1, 11, 0), "w_{12,1}^{[1]}");
  assert.equal(letter("w", 1, "k", 0), "w_{k1}^{[1]}");
  assert.equal(plain(shaped("W", 4, 2)), "\\underset{(4,\\,2)}{W}");
});

test("a sum of more than four terms shows its first three", () => {
  assert.equal(sum(["a", "b", "c", "d"]), "a + b + c + d");
  assert.equal(sum(["a", "b", "c", "d", "e"]), "a + b + c + \\cdots");
  assert.equal(sum(["a", "b", "c", "d"], 2000), "a + b + c + \\cdots");
  assert.equal(mean(["a"], 1), "a");
  assert.equal(mean(["a", "b"], 2), "\\tfrac{1}{2}\\bigl(a + b\\bigr)");
});
