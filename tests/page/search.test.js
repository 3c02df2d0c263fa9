import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { stepsOf } from "../../static/search/course.js";
import { guessesIn } from "../../static/search/form.js";
import { endsOf, lossEndsOf, titleOf } from "../../static/search/places.js";
import { proposed } from "../../static/search/ranges.js";
import { bestOf, bestSoFar, lowness, nearest, rank, trialsOf } from "../../static/search/trials.js";

const rate = /** @type {const} */ ({ name: "optimizer.learning_rate", title: "Learning rate", sort: "number", low: 0, high: 10, scale: "nice", usual: 0.1 });

test("a range lies around the present value, on the scale of the field's control", () => {
  assert.deepEqual(proposed(rate, 0.03), { low: 0.0003, high: 3, scale: "log" });
  assert.deepEqual(proposed(rate, 0), { low: 0.001, high: 10, scale: "log" });
  assert.deepEqual(proposed({ ...rate, isWhole: true, low: 1, high: 60 }, 10), { low: 1, high: 60, scale: "log" });
  assert.deepEqual(proposed({ ...rate, isWhole: true, scale: "doubled", low: 1, high: 512 }, 64), { low: 6, high: 512, scale: "log" });
  assert.deepEqual(proposed({ ...rate, scale: "linear", high: 0.9 }, 0.2), { low: 0, high: 0.9, scale: "linear" });
  assert.deepEqual(proposed({ ...rate, scale: "near-one", high: 0.999 }, 0.9), { low: 0, high: 0.99, scale: "near-one" });
  assert.deepEqual(proposed({ name: "network.hidden", title: "", sort: "layers" }, [4, 2]), { low: 1, high: 8, scale: "linear" });
});

test("the scale of a number has its ends, that of words the first and the last; one number of the hidden layers is their width", () => {
  // A dimension as the server tells it has a list of words in any case.
  const widths = /** @type {const} */ ({ field: "network.hidden", low: 1, high: 8, scale: "linear", values: [] });
  assert.deepEqual(endsOf(/** @type {any} */ (widths)), ["1", "8"]);
  assert.deepEqual(endsOf({ field: "optimizer.kind", values: ["sgd", "momentum", "adam"] }), ["sgd", "adam"]);
  assert.equal(titleOf(/** @type {any} */ (widths)), "Width of layers");
  assert.notEqual(titleOf({ field: "network.layers.2.units", low: 1, high: 8 }), "network.layers.2.units");
});

test("guesses are typed with commas and semicolons, in the units that are shown", () => {
  const fields = [{ times: 1, words: false }, { times: 100, words: false }, { times: 1, words: true }];
  assert.deepEqual(guessesIn("0.1, 20, relu; 1，50，true；", fields), [[0.1, 0.2, "relu"], [1, 0.5, true]]);
  assert.deepEqual(guessesIn("0,1, 20, relu; ０．１ ２０ relu", fields), [[0.1, 0.2, "relu"], [0.1, 0.2, "relu"]]);
  assert.deepEqual(guessesIn("", fields), []);
  assert.equal(guessesIn("0.1, 20", fields), null);
  assert.equal(guessesIn("fast, 20, relu", fields), null);
});

const frame = /** @type {import("../../static/live/wire.js").SearchFrame} */ (/** @type {unknown} */ ({
  trial_values: [[0.1, 2], [1, 4], [3, 3], [0.5, 5]],
  arrays: {
    trial_strategies: { data: Uint8Array.of(0, 1, 0, 0), shape: [4] },
    trial_points: { data: Float32Array.of(0, 0.25, 1, 1, 0.5, 0, 0.75, 0.5), shape: [4, 2] },
    trial_losses: { data: Float32Array.of(0.5, 0.25, 0.125, NaN), shape: [4] },
    trial_steps: { data: Int32Array.of(20, 20, 8, 0), shape: [4] },
    trial_states: { data: Uint8Array.of(1, 1, 2, 0), shape: [4] },
  },
}));

test("the best is among the trials that have ended", () => {
  const trials = trialsOf(frame);
  assert.deepEqual(trials[1], { number: 1, method: 1, values: [1, 4], point: [1, 1], loss: 0.25, steps: 20, state: "ended" });
  assert.equal(bestOf(trials)?.number, 1);
  const own = trials.filter(({ method }) => method === 0);
  assert.deepEqual(bestSoFar(own), [0.5, 0.5]); // the second was stopped early, the third is in training
  assert.equal(bestOf([]), null);
  assert.deepEqual(bestSoFar(own.slice(1)), [NaN]);
});

test("a course steps down at the trials that are better, and begins with the first that has ended", () => {
  assert.equal(stepsOf([NaN, 2, 2, 1], 4, (loss) => 10 * loss), "M50.00,20.00H100.00V20.00H150.00V10.00H200.00");
  assert.equal(stepsOf([], 4, (loss) => loss), "");
});

test("a loss is low on a scale of factors, or among the others; a cell is its nearest point's", () => {
  const height = lowness([1, 0.1, 0.01, NaN]);
  assert.deepEqual([0.01, 0.1, 100].map(height).map((each) => Number(each.toFixed(3))), [1, 0, 0]);
  assert.deepEqual([3, 2, 1].map(rank([1, 2, 3])), [0, 0.5, 1]);
  assert.deepEqual(nearest([[0, 1], [1, 0]], 2), [0, 0, 0, 1]);
  assert.deepEqual(nearest([], 1), [-1]);
});

test("both edges of a map of losses have their number, and the upper one says that higher losses lie there, too", () => {
  const trials = (/** @type {number[]} */ ...losses) => losses.map((loss) => /** @type {any} */ ({ loss }));
  assert.deepEqual(lossEndsOf(trials(0.5, 0.25)), ["0.250", "≥ 0.250"]);
  assert.deepEqual(lossEndsOf(trials(0.25)), ["0.250", "0.250"]);
  assert.deepEqual(lossEndsOf(trials(0.25, NaN)), ["0.250", "≥ 0.250"]);
  assert.deepEqual(lossEndsOf([]), ["", ""]);
});
