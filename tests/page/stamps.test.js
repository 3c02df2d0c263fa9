// A mark is drawn once in its colours and size, whatever the number of places where it is laid down.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { Stamps } from "../../static/paint/stamps.js";

const counts = { drawn: 0, laid: /** @type {number[][]} */ ([]) };
const context = { setTransform() {}, stroke() {}, fill() { counts.drawn++; }, drawImage(/** @type {unknown} */ _, /** @type {number} */ x, /** @type {number} */ y) { counts.laid.push([x, y]); } };

test("a mark is drawn once for its colours and its size, and laid with its middle in its place", (t) => {
  given(t, { Path2D: class {}, document: { ...document, createElement: () => ({ width: 0, height: 0, getContext: () => context }) } });
  const stamps = new Stamps();
  const onto = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (context));
  const blue = { fill: "blue", edge: "white", width: 0 };
  const lay = () => {
    for (const x of [10, 20, 30]) for (const look of [blue, { ...blue, fill: "red" }]) stamps.lay(onto, 1, look, x, 5);
  };
  const colors = {};
  stamps.renew(4, colors);
  lay();
  stamps.renew(4, colors);
  lay();
  assert.equal(counts.drawn, 2);
  assert.deepEqual(counts.laid.slice(0, 2), [[4, -1], [4, -1]]);
  stamps.renew(5, colors);
  lay();
  assert.equal(counts.drawn, 4);
});
