// The wiring of a list of layers: what is drawn of it, where keys lead, and where columns and lanes stand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { leastSize, stagedLayout } from "../../static/diagram/staged_layout.js";
import { beside, blocksOf, chain, drawnOf, laneBeside, lastColumn } from "../../static/diagram/wiring.js";

/** @param {number[]} reads @param {number} column @param {number} [lane] @param {number} [lanes] */
const stage = (reads, column, lane = 0, lanes = 1) => ({ reads, before: [], column, lane, lanes });

/** A convolution, two branches, and a block whose shortcut has a projection. */
const wiring = {
  stages: [stage([], 0), stage([0], 1), stage([1], 2, 0, 2), stage([1], 2, 1, 2), stage([3], 3, 1, 2), stage([2, 4], 4), stage([2, 4], 4), stage([6], 5), stage([7], 6)],
  shortcuts: [{ starts: [2, 4], end: 7, projection: 5 }],
  joins: [{ ends: [2, 4], layers: [] }],
  sides: [],
};

test("a projection has no column, and of branches and deep networks less is drawn", () => {
  assert.deepEqual([1, 2, 5, 6].map((l) => drawnOf(wiring, l, 64, 16)), [16, 6, 0, 16]);
  assert.equal(drawnOf(chain(30), 3, 64, 16), 8);
  assert.equal(lastColumn(wiring), 6);
});

test("arrows go along what is read, and up and down from branch to branch", () => {
  const drawn = [1, 16, 6, 4, 6, 0, 16, 16, 10];
  assert.deepEqual(beside(wiring, 1, 1, drawn), [2, 3]);
  assert.deepEqual(beside(wiring, 4, 1, drawn), [6]);
  assert.deepEqual(beside(wiring, 6, -1, drawn), [2, 4]);
  assert.deepEqual(beside(wiring, 1, -1, drawn), []);
  assert.deepEqual([laneBeside(wiring, 2, 1, drawn), laneBeside(wiring, 2, -1, drawn), laneBeside(wiring, 3, -1, drawn)], [3, null, 2]);
});

test("a block is what lies in one place of the list", () => {
  const part = (/** @type {number} */ number, /** @type {boolean} */ is_held) => [{ kind: "convolution", shape: [8, 4, 4], number, is_held }];
  assert.deepEqual(blocksOf([part(0, false), part(2, true), part(2, true), part(3, true)]), [{ number: 2, first: 2, last: 3 }, { number: 3, first: 4, last: 4 }]);
});

test("columns and lanes keep apart in what they want at least, and in more", () => {
  const units = [16, 6, 4, 6, 0, 16, 16, 10];
  const headWidths = units.slice(0, -1).map((_, l) => (l === 0 ? 94 : 80));
  const least = leastSize(units, 1, wiring, headWidths);
  for (const [width, height] of [[least.width, least.height], [1400, 900], [(least.width ?? 0) + 50, 900]]) {
    const place = stagedLayout(width ?? 0, height ?? 0, 1, units, 1, wiring, headWidths, { pictured: true, barred: true, named: false });
    assert.ok(place.size >= 15);
    // However large the picture of the input is, each column has what its head wants.
    headWidths.forEach((wanted, l) => assert.ok((place.widths[l + 1] ?? 0) >= wanted - 1e-9, `layer ${l + 1}`));
    place.layers.forEach((points, l) => {
      const band = place.bands[l + 1];
      for (const { x, y } of points) {
        assert.ok(x > 0 && x < (width ?? 0) && y + place.size / 2 <= (band?.bottom ?? 0) + 1 && y - place.size / 2 >= (band?.top ?? 0) - 1, `layer ${l + 1}`);
        const others = place.layers.flat().filter((other) => other.x !== x || other.y !== y);
        assert.ok(others.every((other) => Math.abs(other.x - x) >= place.size || Math.abs(other.y - y) >= place.size));
      }
    });
    assert.equal(place.columns[5], place.columns[6]);
    assert.ok((place.layers[1]?.[0]?.y ?? 0) < (place.layers[2]?.[0]?.y ?? 0));
  }
});
