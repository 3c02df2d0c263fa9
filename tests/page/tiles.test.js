// The tiles of a class's board: their order, their places, and which are in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { fields } from "../../static/address/schema.js";
import { changesOf } from "../../static/classroom/changes.js";
import { Painter } from "../../static/classroom/painter.js";
import { SIGNS, hasBegun, stateOf, wordOf } from "../../static/classroom/signs.js";
import { defaults, filling, inSight, layout, ordered, partsOf, placeOf, withCurve } from "../../static/classroom/tiles.js";
import { settingsOf } from "../../static/curve/milestones.js";

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

test("the tiles of a small class fill a wall, those of a large one keep their size", () => {
  for (const count of [1, 6, 20]) {
    const rem = filling(count, 1400, 950, "small", 16);
    assert.ok(rem > 16 && layout(count, 1400, "small", rem).total <= 950, `${count} tiles of ${rem}`);
  }
  assert.equal(filling(200, 1400, 950, "small", 16), 16);
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
  assert.equal(stateOf({ sign: "well", frame: { step: 0 } }), "not begun");
  assert.ok(hasBegun({ sign: "well", frame: { step: 1 } }));
});

test("map, curve and figures of a tile stand in it without touching each other, on any card", () => {
  const rem = 16;
  for (const size of /** @type {const} */ (["small", "large"])) {
    const least = defaults[size].figures * rem;
    for (const width of [264, 330, 693, 1000]) {
      for (const height of [320, 520, 650, 900]) {
        const { map, left, top, line, figures } = partsOf({ width, height }, size, rem, 3);
        assert.ok(map > 0 && left + map < width && top + map < height - line, `${width} x ${height}`);
        assert.ok(figures.width > least - 1 && figures.x + figures.width < width, `${width} x ${height}`);
        assert.ok(figures.height >= 3 * line && figures.y + figures.height < height - line, `${width} x ${height}`);
        assert.ok(figures.x > left + map || figures.y > top + map, `${width} x ${height}`);
      }
    }
  }
  const [tile] = [layout(1, 18 * rem, "large", rem)];
  assert.equal(partsOf(tile, "large", rem, 3).map, 9.6 * rem, "as high as a tile of the board allows");
});

test("what a student changed of the task is named", () => {
  const frame = /** @type {any} */ ({ sizes: [2, 8, 8, 1], learning_rate: 0.3, weights_edited: true });
  const task = /** @type {any} */ ({ experiment: { network: { hidden: [4, 2] }, optimizer: { schedule: "constant", learning_rate: 0.1 } } });
  assert.deepEqual(changesOf(frame, task), ["layers 2–8–8–1", "rate 0.3", "weights set by hand"]);
  assert.deepEqual(changesOf({ ...frame, sizes: [2, 4, 2, 1], learning_rate: 0.1, weights_edited: false }, task), []);
  assert.deepEqual(changesOf({ ...frame, weights_edited: false }, undefined), []);
});

test("a field has the words of its kind, where several kinds have one of its name", (t) => {
  // As on the pages of classes, which have no controls.
  for (const field of fields.filter(({ name }) => name === "data.noise")) {
    field.unit = field.kinds?.includes("wave") ? "σ" : "%";
    t.after(() => delete field.unit);
  }
  const noise = (/** @type {string} */ kind) => settingsOf({ "data.kind": [null, kind], "data.noise": [null, 0.5] });
  assert.match(noise("wave"), /0\.5 σ$/);
  assert.match(noise("circle"), /0\.5 %$/);
});

test("a tile keeps its curve while frames come without one", () => {
  const frame = (/** @type {object} */ arrays, run = "r") => /** @type {any} */ ({ run, arrays });
  const before = frame({ tile: 1, tile_steps: 2, tile_losses: 3 });
  assert.deepEqual(withCurve(frame({ tile: 4 }), before).arrays, { tile: 4, tile_steps: 2, tile_losses: 3 });
  assert.deepEqual(withCurve(frame({ tile: 4, tile_steps: 5, tile_losses: 6 }), before).arrays, { tile: 4, tile_steps: 5, tile_losses: 6 });
  assert.deepEqual(withCurve(frame({ tile: 4 }, "another"), before).arrays, { tile: 4 });
  assert.deepEqual(withCurve(frame({ tile: 4 }), null).arrays, { tile: 4 });
});

test("a tile is drawn again when it has changed, and many are drawn in turns", (t) => {
  /** @type {string[]} */
  const written = [];
  const context = new Proxy(/** @type {any} */ ({}), {
    get: (target, name) => target[name] ?? (name === "measureText" ? () => ({ width: 1 }) : (/** @type {string} */ text) => void (name === "fillText" && written.push(text))),
  });
  const canvas = () => /** @type {any} */ ({ getContext: () => context, addEventListener() {} });
  given(t, { document: { ...document, createElement: canvas, body: null }, getComputedStyle: () => ({ fontFamily: "sans" }), Path2D: class {} });
  const painter = new Painter(canvas());
  const tiles = Array.from({ length: 60 }, (_, i) => tile(`T${i}`));
  const sight = { width: 1000, height: 3000, top: 0, rem: 16, density: 1, colors: /** @type {any} */ ({ token: () => "#000" }), language: "en", isLarge: false, taskOf: () => undefined };
  const places = layout(60, 1000, "small", 16);
  const drawn = () => {
    written.length = 0;
    const isMore = painter.draw(tiles, [0, 60], places, { ...sight });
    return { isMore, names: written.filter((text) => /^T\d/.test(text)) };
  };
  assert.equal(drawn().names.length, 60); // the first time, or after scrolling, all at once
  assert.deepEqual(drawn(), { isMore: false, names: [] });
  tiles[7] = tile("T7", { sign: "hand" });
  assert.deepEqual(drawn(), { isMore: false, names: ["T7"] });
  for (const each of tiles) each.sign = "away";
  const first = drawn();
  assert.ok(first.isMore && first.names.length < 60);
  for (const each of tiles) each.sign = "stuck"; // what comes meanwhile does not take the turn of the others
  const names = [first, drawn(), drawn()].flatMap(({ names }) => names);
  assert.equal(new Set(names).size, 60);
  sight.top = 20;
  assert.equal(drawn().names.length, 60);
});
