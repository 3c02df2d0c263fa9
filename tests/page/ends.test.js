// The ends of the scale below the output: their names, and the marks of the points beside them.

import assert from "node:assert/strict";
import { test } from "node:test";

const context = { createImageData: () => ({ data: new Uint8ClampedArray(4 * 255) }), putImageData: () => undefined };
const marks = [{ hidden: false }, { hidden: false }];
const made = () => {
  const node = { hidden: false, textContent: "", title: "", getContext: () => context, getAttribute: () => node.title, querySelectorAll: () => marks };
  return Object.assign(node, { setAttribute: (/** @type {string} */ _, /** @type {string} */ text) => { node.title = text; } });
};
/** @type {Record<string, ReturnType<typeof made>>} */
const nodes = {};
Object.assign(globalThis, { document: { getElementById: (/** @type {string} */ id) => (nodes[id] ??= made()), documentElement: { lang: "en" } } });
const { Scale } = await import("../../static/paint/scale.js");

test("a long name is cut without the mark of its class, which stands beside it", () => {
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
