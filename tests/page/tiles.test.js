// The tiles of a class's board: their order, their places, and which are in sight.

import assert from "node:assert/strict";
import { test } from "node:test";
import { document } from "./schema.js";

Object.assign(globalThis, { document });
const { changesOf } = await import("../../static/classroom/changes.js");
const { SIGNS, hasBegun, stateOf, wordOf } = await import("../../static/classroom/signs.js");
const { inSight, layout, ordered, placeOf } = await import("../../static/classroom/tiles.js");

/** @param {string | number} nickname @param {object} [rest] @returns {import("../../static/classroom/tiles.js").Tile} */
const tile = (nickname, rest = {}) => /** @type {any} */ ({ member: { id: String(nickname), nickname, task: "" }, sign: "well", frame: null, moved: 0, ...rest });

/** @param {import("../../static/classroom/tiles.js").Tile[]} tiles */
const names = (tiles) => tiles.map(({ member }) => member.nickname);

test("tiles are sorted by name, loss, activity and sign, and equal ones by name", () => {
  const at = (/** @type {number | null} */ train_loss) => ({ frame: { train_loss } });
  const tiles = [
    tile("zoe", { ...at(0.1), moved: 5_000, sign: "done" }),
    tile("Ann 10", { ...at(null), sign: "stuck" }),
    tile("Ann 9", { ...at(0.3), moved: 60_000, sign: "hand" }),
    tile("Émile", { moved: 9_000 }),
  ];
  assert.deepEqual(names(ordered(tiles, "name")), ["Ann 9", "Ann 10", "Émile", "zoe"]);
  assert.deepEqual(names(ordered(tiles, "loss")), ["zoe", "Ann 9", "Ann 10", "Émile"]);
  assert.deepEqual(names(ordered(tiles, "activity")), ["Ann 9", "Ann 10", "Émile", "zoe"], "ten seconds are together");
  assert.deepEqual(names(ordered(tiles, "sign")), ["Ann 9", "Ann 10", "Émile", "zoe"]);
});

test("a search finds parts of names, without case and width, and numbers of an anonymous class", () => {
  const tiles = [tile("Blue Otter"), tile("Ｂｌｕｅ Fox"), tile(12)];
  assert.deepEqual(names(ordered(tiles, "name", " blue ")), ["Ｂｌｕｅ Fox", "Blue Otter"]);
  assert.deepEqual(names(ordered(tiles, "name", "12")), [12]);
});

test("tiles fill the width, none overlaps another, and those in sight are found", () => {
  for (const width of [100, 328, 1280, 1920]) {
    const places = layout(200, width, "small", 16);
    assert.ok(places.columns * places.width + (places.columns - 1) * places.gap <= width + 1e-9);
    const last = placeOf(places, 199);
    assert.ok(Math.abs(last.y + places.height - places.total) < 1e-9);
    const [first, end] = inSight(places, 200, 1000, 1800);
    for (let i = 0; i < 200; i++) {
      const { y } = placeOf(places, i);
      assert.equal(i >= Number(first) && i < Number(end), y + places.height > 1000 - places.gap && y < 1800, `tile ${i} at ${y}`);
    }
  }
  assert.deepEqual(inSight(layout(0, 500, "large", 16), 0, 0, 900), [0, 0]);
  assert.equal(layout(0, 500, "large", 16).total, 0);
});

test("every sign has its own word, and what is not begun does not go well", () => {
  assert.equal(new Set(SIGNS.map(wordOf)).size, SIGNS.length);
  assert.equal(stateOf({ sign: "well", frame: null }), "not begun");
  assert.equal(stateOf({ sign: "hand", frame: null }), "hand raised");
  assert.ok(hasBegun({ sign: "well", frame: {} }));
});

test("what a student changed of the task is named", () => {
  const frame = /** @type {any} */ ({ sizes: [2, 8, 8, 1], learning_rate: 0.3, weights_edited: true });
  const task = /** @type {any} */ ({ experiment: { network: { hidden: [4, 2] }, optimizer: { schedule: "constant", learning_rate: 0.1 } } });
  assert.deepEqual(changesOf(frame, task), ["layers 2–8–8–1", "rate 0.300", "weights set by hand"]);
  assert.deepEqual(changesOf({ ...frame, sizes: [2, 4, 2, 1], learning_rate: 0.1, weights_edited: false }, task), []);
  assert.deepEqual(changesOf({ ...frame, weights_edited: false }, undefined), []);
});
