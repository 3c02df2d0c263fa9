// The worked time step: every formula of each kind can be typeset, at the first step, in the middle and behind the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import katex from "katex";

import "./page.js";
import { LayerExample } from "../../static/worked/layer_example.js";
import { backward, forward } from "../../static/worked/layer_sheet.js";

const GATES = /** @type {Record<string, string[]>} */ ({ recurrent: ["z"], gru: ["r", "z", "k"], lstm: ["i", "f", "g", "o"] });
const SUM = { length: 2, terms: [[0.5, -1], [0.25, 2]], value: 0 };

/** @param {string} kind @param {number} step @param {string} letter @param {Record<string, number>} [more] */
function example(kind, step, letter, more = {}) {
  const gates = GATES[kind] ?? [];
  const numbers = { ...Object.fromEntries(gates.flatMap((gate) => [[gate, 0.4], [`b_${gate}`, -0.1], [`d_${gate}`, 1e-5]])), q: 0.3, c: 0.2, bent: 0.2, before: -0.5, above: 0.1, kept: 0, ...more };
  const sums = { ...Object.fromEntries(gates.flatMap((gate) => [[`x_${gate}`, SUM], [`h_${gate}`, SUM]])), ...(step < 4 && { later: SUM }), ...(step > 0 && { earlier: SUM }), gradient: SUM, samples: SUM, back: SUM };
  const told = { kind, settings: {}, before: null, after: 0.3, d_after: -0.2, d_before: null, read: 1, d_read: 0.1, working: { numbers, sums, places: { read: [1, 0, step] } } };
  const rows = kind === "recurrent" ? [] : [gates.length, 1];
  const own = [
    { letter: "W", layer: 1, row: 2, read: [1, gates.length, 2], moves: true },
    { letter: "b", layer: 1, row: 2, read: rows.length ? [1, ...rows] : [], moves: true },
    { letter: "U", layer: 1, row: 2, read: [1, gates.length, 3], moves: true },
  ];
  const parameter = { W: 1, b: 2 * gates.length, U: 3 * gates.length + 1 }[letter] ?? 0;
  const worked = { kind: "batch", layer: 0, layers: [{ kinds: [kind], shape_in: [2, 5], shape_out: [3, 5], number: 1, head: null }], place: [2, 0, step], told: [told], own, listed: [parameter], parameter, columns: ["before", "data"], batch: [0, 1], m: 2, numbers: {}, rates: {}, heads: [] };
  const arrays = { worked_parameters: { data: new Float64Array([0.5, 0.1]), shape: [1, 2] } };
  return new LayerExample(/** @type {any} */ (worked), /** @type {any} */ ({ sizes: [2, 3, 2], arrays }), /** @type {any} */ ({ objective: {}, optimizer: { kind: "adam", clip_norm: 0 }, training: {} }));
}

for (const kind of Object.keys(GATES)) {
  test(`every formula of a ${kind} step can be typeset`, () => {
    for (const step of [0, 2, 4]) {
      for (const letter of ["W", "b", "U"]) {
        const found = example(kind, step, letter);
        for (const { math, terms } of [...forward(found), ...backward(found)]) {
          for (const tex of [...math, ...(terms?.listed ?? [])]) katex.renderToString(tex, { throwOnError: true, strict: false, trust: true });
        }
      }
    }
  });
}

test("a weight of a gate has its letter, and the step behind the end of a sequence is said", () => {
  const texts = (/** @type {ReturnType<typeof forward>} */ lines) => lines.map(({ name }) => name);
  const found = example("lstm", 2, "W");
  assert.deepEqual(found.chosen?.indices, ["i", 2, 1]);
  assert.deepEqual(texts(forward(found)), ["layer", "gate-i", "gate-f", "gate-g", "gate-o", "cell", "state"]);
  assert.deepEqual(texts(forward(example("gru", 2, "W", { ended: 1 }))), ["ended"]);
  assert.ok(backward(example("gru", 0, "U")).some(({ math }) => math.join() === "0"));
});
