// Kept runs: what is stored of them, and what changed between them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { given } from "./page.js";
import { defaults, differences, remember, remembered, thinned } from "../../static/compare/kept.js";
import { Ghosts } from "../../static/compare/ghosts.js";
import { described, experimentOf } from "../../static/address/schema.js";

test("a curve is thinned to so many points, and keeps its first and its last", () => {
  const steps = Array.from({ length: 2000 }, (_, i) => i);
  const { steps: left, train, test: later } = thinned(/** @type {any} */ ({ steps, columns: [steps, steps.map((step) => step / 3)] }));
  assert.ok(left.length <= defaults.points + 1 && left.length > defaults.points / 2);
  assert.deepEqual([left[0], left.at(-1), train.at(-1), later.at(-1)], [0, 1999, 1999, 666.3]);
  assert.deepEqual(thinned(/** @type {any} */ ({ steps: [0, 5], columns: [[1, 2], [3, 4]] })).test, [3, 4]);
});

test("what changed between two experiments is named by field", () => {
  const of = (/** @type {any} */ changes) => described(experimentOf(changes));
  assert.deepEqual(differences(of({}), of({})), {});
  assert.deepEqual(differences(of({}), of({ data: { noise: 25 }, network: { hidden: [8] } })), { "data.noise": [0, 25], "network.hidden": [[4, 2], [8]] });
  assert.deepEqual(differences(of({}), of({ data: { kind: "spiral" } })), { "data.kind": ["circle", "spiral"] });
});

test("only curves of the same loss are drawn behind the present one", () => {
  const of = (/** @type {any} */ changes) => /** @type {any} */ ({ experiment: described(experimentOf(changes)) });
  const heads = [{ loss: "hinge" }, { loss: "squared_error", targets: { kind: "box" } }];
  const kept = [of({}), of({ data: { kind: "spiral", noise: 20 } }), of({ objective: { loss: "hinge" } }), of({ objective: { heads } })];
  const state = /** @type {any} */ ({ kept, experiment: experimentOf() });
  const ghosts = new Ghosts(state);
  assert.deepEqual(ghosts.drawn, kept.slice(0, 2));
  const before = ghosts.drawn;
  state.experiment = experimentOf({ network: { hidden: [3] } });
  assert.equal(ghosts.drawn, before);
  state.experiment = experimentOf({ objective: { heads } });
  assert.deepEqual(ghosts.drawn, [kept[3]]);
});

test("what is no list of kept runs is none", (t) => {
  const entries = new Map();
  given(t, { localStorage: { getItem: (/** @type {string} */ name) => entries.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ text) => entries.set(name, text) } });
  const kept = { network: "a", number: 1, experiment: {}, sizes: [2, 1], epoch: 3, accuracy: 1, steps: [0], train: [0.5], test: [0.5] };
  remember(Array.from({ length: 12 }, () => kept));
  assert.equal(remembered().length, defaults.most);
  for (const text of ["{", "{}", "[1, null, {}]"]) {
    entries.set("chalknet-kept", text);
    assert.deepEqual(remembered(), []);
  }
});
