// The bounds of a plane hold all points, and stand still while these move a little.

import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsOf } from "../../static/embedding/bounds.js";

const holds = (/** @type {ReturnType<typeof boundsOf>} */ { x, y, half }, /** @type {number[]} */ points) =>
  points.every((value, i) => Math.abs(value - (i % 2 ? y : x)) <= half);

test("the first bounds are a square around the points", () => {
  const points = [0, 0, 4, 1];
  const bounds = boundsOf(points, null);
  assert.ok(holds(bounds, points) && bounds.x === 2 && bounds.y === 0.5 && bounds.half > 2 && bounds.half < 3);
  assert.deepEqual(boundsOf([], null), { x: 0, y: 0, half: 1 });
  assert.ok(boundsOf([3, 3, 3, 3], null).half > 0);
});

test("they stand still while the points stay within, grow with them and shrink late", () => {
  const first = boundsOf([-1, -1, 1, 1], null);
  assert.equal(boundsOf([-0.9, -1.02, 1.01, 0.9], first), first);
  const grown = boundsOf([-2, -1, 1, 1], first);
  assert.ok(holds(grown, [-2, -1, 1, 1]) && grown.half > 1.5);
  // A little beyond the edge does not move them again.
  assert.equal(boundsOf([-2.1, -1, 1, 1], grown), grown);
  assert.equal(boundsOf([-1.5, -1, 1, 1], grown), grown);
  const shrunk = boundsOf([-0.5, 0, 0.5, 0.1], grown);
  assert.ok(shrunk.half < 1 && holds(shrunk, [-0.5, 0, 0.5, 0.1]));
});
