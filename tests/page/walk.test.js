// The walk from layer to layer asks for the layers of its way, waits for them, and jumps where motion is unwanted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { defaults, Walk } from "../../static/warped/walk.js";

/** Ticks until it stays, 20 ms apart; the layers that it asked for. @param {Walk} walk @param {(walk: Walk, nth: number) => boolean} isThere @param {boolean} jumps */
function walked(walk, isThere, jumps = false) {
  const asked = [walk.layer];
  for (let nth = 1; nth < 1000 && walk.isMoving; nth++) {
    walk.tick(20 * nth, isThere(walk, nth), jumps);
    if (walk.layer !== asked.at(-1)) asked.push(walk.layer);
  }
  return asked;
}

test("on its way up it asks for the layer above, on its way down for those it comes through", () => {
  const walk = new Walk();
  walk.end(3);
  assert.deepEqual([walk.layer, walk.share], [0, 1]);
  walk.go(3);
  assert.deepEqual(walked(walk, () => true), [1, 2, 3]);
  assert.deepEqual([walk.place, walk.layer, walk.share], [3, 3, 1]);
  walk.go(1);
  walk.since = 0;
  assert.deepEqual(walked(walk, () => true), [3, 2, 1]);
  assert.equal(walk.place, 1);
});

test("it stays between no two layers while their planes are not there", () => {
  const walk = new Walk();
  walk.end(2);
  walk.go(2);
  walk.tick(20, false, false);
  walk.tick(40, false, false);
  assert.deepEqual([walk.place, walk.layer], [0, 1]);
  walk.tick(60, true, false);
  assert.ok(walk.place > 0 && walk.place < 1 && walk.share === walk.place);
});

test("it plays to the last layer with a stay at each, and begins again from the inputs", () => {
  const walk = new Walk();
  walk.end(2);
  walk.play(0);
  const ticks = { moving: 0 };
  walked(walk, () => (ticks.moving++, true));
  assert.equal(walk.place, 2);
  assert.ok(20 * ticks.moving >= 2 * (defaults.way + defaults.stay));
  walk.play(0);
  assert.deepEqual([walk.place, walk.goal], [0, 0]);
  assert.deepEqual(walked(walk, () => true, true), [0, 1, 2]);
});

test("where the network has fewer layers it goes no further, and without any it does not play", () => {
  const walk = new Walk();
  walk.end(4);
  walk.go(4);
  walk.end(1);
  assert.deepEqual([walk.goal, walk.layer], [1, 1]);
  walk.end(0);
  walk.play(0);
  assert.equal(walk.isPlaying, false);
  assert.deepEqual([walk.place, walk.layer], [0, 0]);
});
