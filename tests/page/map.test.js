// An enlarged map: the measured values stay where they were measured, and between them nothing is beyond its neighbours.

import assert from "node:assert/strict";
import test from "node:test";

import { enlarged, enlargedClasses } from "../../static/paint/map.js";

const SIDE = 7;
const bytes = Int8Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 97) % 255) - 127);
const middle = (/** @type {number} */ i, /** @type {number} */ times) => times * i + (times - 1) / 2;

for (const times of [1, 3, 5]) {
  test(`enlarged ${times} times, a map has every measured value in its place`, () => {
    const large = enlarged(bytes, SIDE, times);
    const classes = bytes.map((byte) => Math.abs(byte) % 4);
    const largeClasses = enlargedClasses(Uint8Array.from(classes), bytes, SIDE, times);
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        const place = middle(row, times) * SIDE * times + middle(column, times);
        assert.equal(large[place], bytes[row * SIDE + column]);
        assert.equal(largeClasses[place], classes[row * SIDE + column]);
      }
    }
  });
}

test("between two measured values runs a straight line", () => {
  const large = enlarged(Int8Array.from([0, 90, 0, 90]), 2, 3);
  assert.deepEqual([...large.slice(0, 6)], [0, 0, 30, 60, 90, 90]);
});

test("where two classes are equally strong, the edge is halfway between them; a stronger one reaches further", () => {
  const row = (/** @type {number[]} */ strengths) => [...enlargedClasses(Uint8Array.from([0, 1, 0, 1]), Int8Array.from(strengths), 2, 5).slice(0, 10)];
  assert.deepEqual(row([-60, -60, -60, -60]), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  assert.ok(row([-90, 60, -90, 60]).filter(Boolean).length > 5);
});
