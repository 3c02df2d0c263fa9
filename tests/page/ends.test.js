// The ends of the scale below the output: their names, and the marks of the points beside them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { Scale } from "../../static/paint/scale.js";

const context = { createImageData: () => ({ data: new Uint8ClampedArray(4 * 255) }), putImageData: () => undefined };
const marks = [{ hidden: false }, { hidden: false }];
const made = () => {
  const node = { hidden: false, textContent: "", title: "", getContext: () => context, getAttribute: () => node.title, querySelectorAll: () => marks };
  return Object.assign(node, { setAttribute: (/** @type {string} */ _, /** @type {string} */ text) => { node.title = text; } });
};

test("a long name is cut without the mark of its class, which stands beside it", (t) => {
  /** @type {Record<string, ReturnType<typeof made>>} */
  const nodes = {};
  given(t, { document: { ...document, getElementById: (/** @type {string} */ id) => (nodes[id] ??= made()) } });
  const state = { frame: { test_accuracy: 1 }, names: { classes: ["short", "a name of a class that is cut off"] } };
  const scale = new Scale(/** @type {any} */ (state));
  scale.values([-1, 1], 0, new Uint32Array(255));
  assert.deepEqual([nodes["legend-low"]?.textContent, nodes["legend-high"]?.textContent], state.names.classes);
  assert.deepEqual(marks.map(({ hidden }) => hidden), [false, false]);
  scale.values([-1, 1], 0, new Uint32Array(255).fill(1));
  state.frame = /** @type {any} */ ({ test_accuracy: null });
  scale.values([-2, 2], 0, new Uint32Array(255));
  assert.deepEqual([nodes["legend-low"]?.textContent, nodes["legend-high"]?.textContent], ["−2", "2"]);
  assert.deepEqual(marks.map(({ hidden }) => hidden), [true, true]);
});
