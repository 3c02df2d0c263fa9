// The worked time step: every formula of each kind can be typeset, at the first step, in the middle and behind the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import katex from "katex";

import "./page.js";
import { LayerExample } from "../../static/worked/layer_example.js";
import { backward, forward } from "../../static/worked/layer_sheet.js";
import { named } from "../../static/worked/names.js";
import { TimeStep } from "../../static/worked/time_step.js";

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

/** A GRU of two units over three steps in PyTorch, `torch.manual_seed(1)`, whose loss reads its last state: `h` and what autograd gives for it, for the sums S (dz), for U_k and for c. Indices are unit and step, and of `u` unit and unit. */
const PYTORCH = {
  u: { r: [[0.30859, -0.163326], [-0.580115, -0.540999]], z: [[0.198329, -0.428837], [0.017603, 0.299584]], k: [[0.60086, 0.706682], [0.555404, 0.532762]] },
  dz: { r: [[0.010434, 0.019497, 0.051013], [-0.008022, -0.004138, -0.001605]], z: [[-0.044847, -0.04434, -0.039917], [0.010234, 0.011572, 0.008768]], k: [[0.063604, 0.11371, 0.219861], [0.081513, 0.060656, 0.048606]] },
  r: [[0.486833, 0.707024, 0.526167], [0.312355, 0.361973, 0.216108]],
  z: [[0.525305, 0.446715, 0.421967], [0.761942, 0.80071, 0.810734]],
  h: [[0.329735, 0.55301, 0.663798], [-0.038215, -0.082481, -0.121132]],
  dh: [[0.258917, 0.444555, 0.853859], [0.351466, 0.326484, 0.279814]],
  da: [[0, 0, 0.853859], [0, 0, 0.279814]],
  dU: [[0.090483, -0.012614], [0.013049, -0.001705]],
  dc: [0.227043, 0.057921],
};

/** What a formula in letters comes to with PyTorch's numbers. @param {string} tex */
function valueOf(tex) {
  const code = tex
    .replaceAll("\\textstyle", "")
    .replaceAll("\\mathrm{d}", "d")
    .replaceAll("\\,", " * ")
    .replace(/([a-z]+)\^\{\[1\]\}_\{([^}]*)\}/g, (_, letter, indices) => `at("${letter}", ${indices.replace(/\b[rzk]\b/g, '"$&"')})`)
    .replace(/\\sum_\{p\} (?:\(((?:at\([^)]*\)|[^()])*)\)|(.*)$)/, "sum(2, p => $1)")
    .replace(/\\sum_t (.*)$/, "sum(3, t => $1)");
  const at = (/** @type {string} */ letter, /** @type {(string | number)[]} */ ...indices) =>
    indices.at(-1) === 0 ? 0 : indices.reduce((/** @type {any} */ found, index) => found[typeof index === "number" ? index - 1 : index], /** @type {any} */ (PYTORCH)[letter]);
  const sum = (/** @type {number} */ count, /** @type {(nth: number) => number} */ term) => Array.from({ length: count }, (_, nth) => term(nth + 1)).reduce((a, b) => a + b);
  return new Function("at", "sum", `return ${code}`)(at, sum);
}

test("the way back through a GRU's candidate is PyTorch's: r stands in it, too", () => {
  const names = /** @type {any} */ ({ above: "[1]", place: [1, 0], read: (/** @type {number[]} */ place) => named("x", "", place) });
  const at = (/** @type {number} */ i, /** @type {number} */ step) => new TimeStep(/** @type {any} */ ({ working: { numbers: { k: 1 }, sums: { later: SUM, earlier: SUM } } }), { ...names, place: [i, step] }, /** @type {any} */ ({ about: { shape_out: [2, 3], shape_in: [2, 3] } }));
  const near = (/** @type {string | undefined} */ tex, /** @type {number | undefined} */ wanted) => assert.ok(Math.abs(valueOf(tex ?? "") - (wanted ?? NaN)) < 5e-6, `${tex}: ${valueOf(tex ?? "")}, not ${wanted}`);
  for (const i of [0, 1]) {
    for (const step of [0, 1]) {
      near(at(i, step).came().math[1], PYTORCH.dh[i]?.[step]);
      near(at(i, step + 1).earlier()[0]?.math[1], PYTORCH.dh[i]?.[step]);
    }
    for (const [letter, indices, wanted] of /** @type {[string, (string | number)[], number][]} */ ([["U", ["k", i, 0], PYTORCH.dU[i]?.[0]], ["U", ["k", i, 1], PYTORCH.dU[i]?.[1]], ["c", [i], PYTORCH.dc[i]]])) {
      const chosen = { letter, layer: 1, indices, moves: true };
      const [share] = at(i, 1).gradients(/** @type {any} */ ({ working: { numbers: {}, sums: { gradient: SUM, samples: SUM }, places: {} } }), /** @type {any} */ ({ chosen, worked: { places: [], m: 1, batch: [0] }, parameter: () => 0 }));
      near(share?.math[1], wanted);
    }
  }
});

test("an LSTM's cell has nothing from a step after the last one, and no forget gate where the sequence has ended", () => {
  const letters = (/** @type {ReturnType<typeof example>} */ found) => backward(found).find(({ name }) => name === "d-cell")?.math[1];
  assert.match(letters(example("lstm", 2, "W")) ?? "", /^\\mathrm\{d\}c.*\{3,4\}\\,f.*\{3,4\} \+ /);
  assert.match(letters(example("lstm", 2, "W", { next_ended: 1 })) ?? "", /^\\mathrm\{d\}c.*\{3,4\} \+ \\mathrm\{d\}h/);
  assert.match(letters(example("lstm", 4, "W")) ?? "", /^\\mathrm\{d\}h/);
});
