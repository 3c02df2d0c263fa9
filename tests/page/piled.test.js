// Points of a plot that lie on one another.

import assert from "node:assert/strict";
import { test } from "node:test";
import { across, beside, piled } from "../../static/classroom/piled.js";

const places = [
  { row: "b", x: 50, y: 10 },
  { row: "a", x: 10, y: 10 },
  { row: "b too", x: 50, y: 10.5 },
  { row: "above b", x: 50, y: 4 },
];

test("what lies on one another is reached in turn, and by keys", () => {
  const pile = piled(places, { x: 52, y: 11 }, 20, 2);
  assert.deepEqual(pile, ["b too", "b"].reverse());
  assert.equal(beside(pile, "b", 1), "b too");
  assert.equal(beside(pile, "b too", 1), "b");
  assert.deepEqual(piled(places, { x: 90, y: 90 }, 20, 2), []);
  const all = across(places);
  assert.deepEqual(all, ["a", "b too", "b", "above b"]);
  assert.equal(beside(all, null, 1), "a");
  assert.equal(beside(all, null, -1), "above b");
  assert.equal(beside(all, "a", -1), "above b");
  assert.equal(beside([], null, 1), null);
});
