import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { besideEach, curveOf, measured, ordered } from "../../static/families/members.js";
import { drawnCurve, racersOf } from "../../static/families/racers.js";
import { tilesOf } from "../../static/families/tile_painter.js";
import { combined, doubled, parsed, proposed, written } from "../../static/families/values.js";
import { glanceText } from "../../static/families/words.js";
import { Family } from "../../static/families/family.js";
import { layerFieldName, layerFieldsOf, layerValueOf } from "../../static/families/layer_fields.js";

const rate = /** @type {const} */ ({ name: "optimizer.learning_rate", title: "Learning rate", sort: "number", low: 0, high: 10, scale: "nice", usual: 0.1 });
const share = /** @type {const} */ ({ name: "network.dropout_rate", title: "Dropout rate", sort: "number", low: 0, high: 0.9, scale: "linear", step: 5, times: 100, usual: 0.2 });
const layers = /** @type {const} */ ({ name: "network.hidden", title: "Hidden layers", sort: "layers" });

test("what is proposed lies around the present value, within the field's bounds", () => {
  assert.deepEqual(proposed(rate, 0.1), [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]);
  assert.deepEqual(proposed(rate, 3), [0.01, 0.03, 0.1, 0.3, 1, 3, 10]);
  assert.deepEqual(proposed({ ...rate, name: "a", isWhole: true, low: 1, high: 50 }, 10), [1, 3, 10, 30]);
  assert.deepEqual(proposed({ ...rate, usual: 0 }, 0), proposed(rate, 0.1));
  assert.deepEqual(proposed({ ...rate, scale: "near-one", high: 0.99 }, 0.9), [0, 0.5, 0.8, 0.9, 0.95, 0.99]);
  const shares = proposed(share, 0.2);
  assert.ok(shares.length <= 8 && shares[0] === 0 && shares.every((each) => Number(each) <= 0.9));
  assert.deepEqual(proposed({ name: "training.seed", title: "Seed", sort: "seed" }, 7), [7, 8, 9, 10, 11, 12, 13, 14]);
  assert.deepEqual(proposed({ name: "x", title: "", sort: "choice", options: [{ value: "relu", label: "ReLU" }] }, "tanh"), ["relu"]);
});

test("values are typed as they are shown, and read again", () => {
  for (const [field, values] of /** @type {const} */ ([[rate, [0.001, 0.3, 3]], [share, [0, 0.15, 0.9]], [layers, [[], [3], [4, 2]]]])) {
    const list = /** @type {import("../../static/families/values.js").Value[]} */ ([...values]);
    assert.deepEqual(parsed(field, written(field, list)), { values: list, fault: null });
  }
  assert.equal(written(share, [0.15]), "15");
  assert.deepEqual(parsed(layers, "0; 4–2，8"), { values: [[], [4, 2], [8]], fault: null });
  assert.deepEqual(["0,1; 0,3", "0.1,0.3", "０．１，０．３", "0,1 0,3"].map((text) => parsed(rate, text).values), Array(4).fill([0.1, 0.3]));
  assert.deepEqual(parsed({ ...rate, isWhole: true }, "1,2, 3").values, [1, 2, 3]);
  assert.equal(parsed(rate, "0.1, fast").fault, "fast");
  assert.equal(parsed(layers, "4-").fault, "4-");
  assert.equal(doubled([1, 2, 1]), 1);
  assert.equal(doubled([[4], [4, 2]]), null);
});

test("members are counted as the engine counts them", () => {
  assert.deepEqual(combined([[0.1, 1], ["relu", "tanh"]]), [[0.1, "relu"], [0.1, "tanh"], [1, "relu"], [1, "tanh"]]);
});

test("the best member comes first, and those that diverged or have no such measure last", () => {
  const measures = new Float32Array(4 * 6).fill(NaN);
  [[0.2, 0.5], [0.1, 0.3], [0.4, 0.1]].forEach(([train = 0, test = 0], member) => {
    measures[6 * member] = train;
    measures[6 * member + 1] = test;
    measures[6 * member + 4] = 1 - test;
  });
  const frame = /** @type {import("../../static/families/members.js").FamilyFrame} */ (/** @type {unknown} */ ({
    arrays: {
      measures: { data: measures, shape: [4, 6] },
      member_states: { data: Uint8Array.of(0, 0, 2, 0), shape: [4] },
      curve_steps: { data: Float32Array.of(0, 10, NaN, 0, NaN, NaN), shape: [2, 3] },
      curves: { data: Float32Array.from({ length: 18 }, (_, i) => i), shape: [2, 3, 3] },
    },
  }));
  assert.deepEqual(ordered(frame, "fields"), [0, 1, 2, 3]);
  assert.deepEqual(ordered(frame, "test_loss"), [1, 0, 2, 3]);
  assert.deepEqual(ordered(frame, "test_accuracy"), [1, 0, 2, 3]);
  assert.deepEqual(ordered(frame, "train_loss"), [1, 0, 2, 3]);
  assert.ok(Math.abs(measured(frame, 0, "gap") - 0.3) < 1e-6);
  const { steps, test: losses } = curveOf(frame, 0);
  assert.deepEqual([...steps], [0, 10]);
  assert.deepEqual([...losses], [3, 4]);
  assert.deepEqual([...curveOf(frame, 1).train], [9]);
});

/** @param {Partial<Record<string, unknown>>} fields @param {number[][]} measures of each member, as `MEASURES` has them @param {number[]} [states] */
const framed = (fields, measures, states = measures.map(() => 0)) =>
  /** @type {import("../../static/families/members.js").FamilyFrame} */ (/** @type {unknown} */ ({
    ...fields,
    arrays: {
      measures: { data: Float32Array.from(measures.flat()), shape: [measures.length, 6] },
      member_states: { data: Uint8Array.from(states), shape: [measures.length] },
      curve_steps: { data: Float32Array.from(measures.flatMap(() => [0, 10])), shape: [measures.length, 2] },
      curves: { data: Float32Array.from(measures.flatMap((_, i) => [1, 1, 4 + i, 2, NaN, NaN])), shape: [measures.length, 3, 2] },
    },
  }));

test("of a sweep the rate with the least validation loss races, and none that has diverged", () => {
  const variations = [{ field: "optimizer.kind", values: ["adam", "momentum"] }, { field: "optimizer.learning_rate", values: [0.1, 1] }];
  const measures = [0.3, 0.2, 0.1, 0.4].map((loss) => [1, 1, loss, 1, 1, 1]);
  assert.deepEqual(racersOf(framed({ variations }, measures, [0, 0, 2, 0])).map(({ best }) => best), [1, 3]);
  assert.deepEqual(racersOf(framed({ variations: variations.slice(0, 1) }, measures.slice(0, 2))).map(({ best }) => best), [0, 1]);
});

test("different losses are drawn as shares of their values at the start", () => {
  const measures = [[1, 1, NaN, 1, 1, NaN], [1, 1, NaN, 1, 1, NaN]];
  const curve = (/** @type {string} */ field) => drawnCurve(framed({ variations: [{ field, values: ["a", "b"] }] }, measures), 1);
  assert.deepEqual(curve("optimizer.kind"), [[0, 10], [5, 2]]);
  assert.deepEqual(curve("objective.loss"), [[0, 10], [1, 0.4]]);
});

test("tiles have one scale, but of different losses each its own", () => {
  const measures = [[1, 1, NaN, 1, 1, NaN], [1, 1, NaN, 1, 1, NaN]];
  const scales = (/** @type {string} */ field) => tilesOf(framed({ variations: [{ field, values: ["a", "b"] }] }, measures), [["a"], ["b"]], 2, []).map(({ highest }) => highest);
  assert.deepEqual(scales("optimizer.kind"), [5, 5]);
  assert.deepEqual(scales("objective.loss"), [4, 5]);
});

test("the vote is counted beside each member", () => {
  const measures = [0.9, 0.8, 0.95].map((accuracy) => [1, 1, NaN, accuracy, accuracy, NaN]);
  const ensemble = { problem: "classification", vote: { train: 0.95, test: 0.9 }, agreed: { train: 1, test: 1 } };
  const found = besideEach(framed({ ensemble }, measures), "test");
  assert.deepEqual([found?.worse, found?.equal, found?.better], [1, 1, 1]);
  const numbers = besideEach(framed({ ensemble: { problem: "regression", mean: { train: 0.5, test: 0.5 } } }, measures), "test");
  assert.deepEqual([numbers?.worse, numbers?.equal, numbers?.better], [3, 0, 0]);
  assert.equal(besideEach(framed({ ensemble: null }, measures), "test"), null);
});

test("sizes of layers and rates of dropout vary under names that count from 0, and are told from 1", () => {
  const layers = [{ kind: "gru", units: 6 }, { kind: "dropout", rate: 0.3 }, { kind: "noise", amount: 0.1 }, { kind: "dense", units: 1, bias: 0 }];
  const experiment = /** @type {any} */ ({ network: { layers }, data: {} });
  const found = layerFieldsOf(experiment, 8);
  assert.deepEqual(found.map(({ name }) => name), ["network.layers.0.units", "network.layers.1.rate", "network.layers.3.units"]);
  const [gru, rate, dense] = /** @type {[import("../../static/families/values.js").Varying, import("../../static/families/values.js").Varying, import("../../static/families/values.js").Varying]} */ (found);
  assert.deepEqual(proposed(gru, 6), [2, 3, 6]); // 12 are more than may be drawn
  assert.deepEqual(proposed(dense, 1), [1, 2]);
  assert.deepEqual(proposed(rate, 0.3), [0, 0.2, 0.4, 0.6, 0.8]);
  assert.deepEqual(parsed(gru, "2, 8").values, [2, 8]);
  assert.equal(layerValueOf(experiment, "network.layers.1.rate"), 0.3);
  assert.equal(layerValueOf(experiment, "network.bias"), undefined);
  assert.match(layerFieldName("network.layers.0.units") ?? "", /layer 1/);
  assert.equal(layerFieldName("network.hidden"), null);
  assert.deepEqual(layerFieldsOf(/** @type {any} */ ({ network: { hidden: [4] }, data: {} }), 16), []);
});

test("what a tile shows without a plane is said in words, too", () => {
  const values = (/** @type {number[]} */ shape, /** @type {number[]} */ data) => ({ shape, data: Float32Array.from(data) });
  const of = (/** @type {any} */ arrays) => /** @type {any} */ ({ arrays });
  assert.equal(glanceText(of({ tile_confusion: values([1, 2, 2], [0.9, 0.1, 0.5, 0.5]) }), 0), "of each class at least 50.0 % right");
  assert.equal(glanceText(of({ tile_right: values([2, 3], [NaN, NaN, NaN, NaN, 0.25, 1]) }), 1), "right after step 2: 25.0 %, after step 3: 100 %");
  assert.equal(glanceText(of({ tile_right: values([1, 1], [NaN]) }), 0), "");
});

test("a family that was left closes no other, and every frame that was drawn is acknowledged", async () => {
  /** @type {((failure: object) => void)[]} */
  const refuse = [];
  /** @type {number[]} */
  const acknowledged = [];
  const live = {
    others: new Map(),
    since: { welcome: 1 },
    want: () => new Promise((_, reject) => refuse.push(reject)),
    unwatch() {},
    acknowledge: (/** @type {string} */ _run, /** @type {number} */ number) => acknowledged.push(number),
  };
  let gone = 0;
  const family = new Family(/** @type {any} */ (live), "family-1", { changed() {}, refused() {}, noticed() {}, gone: () => gone++ });
  family.look({});
  family.leave();
  refuse.forEach((each) => each({ code: "unknown-run" }));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(gone, 0);
  family.look({});
  for (const number of [1, 1]) { // the second one is of another subscription
    family.take(/** @type {any} */ ({ state: "paused", number }));
    family.drawn();
    family.drawn();
  }
  assert.deepEqual(acknowledged, [1, 1]);
  refuse.at(-1)?.({ code: "unknown-run" });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(gone, 1);
});

test("quick presses of play count one from the other, until a frame after the answers tells", async () => {
  /** @type {[string, () => void][]} */
  const sent = [];
  const live = { send: (/** @type {{do: string}} */ command) => new Promise((resolve) => sent.push([command.do, () => resolve({})])) };
  const family = new Family(/** @type {any} */ (live), "family-1", { changed() {}, refused() {}, noticed() {}, gone() {} });
  const frame = (/** @type {string} */ state) => family.take(/** @type {any} */ ({ state }));
  frame("paused");
  const presses = [family.press(), family.press()];
  frame("paused"); // it was taken before
  presses.push(family.press());
  assert.deepEqual(sent.map(([command]) => command), ["play", "pause", "play"]);
  sent.forEach(([, answer]) => answer());
  await Promise.all(presses);
  frame("playing");
  family.press();
  assert.equal(sent.at(-1)?.[0], "pause");
});
