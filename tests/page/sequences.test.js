// Sequences: the network gives what is asked for, at each step or at the end.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document } from "./schema.js";

Object.assign(globalThis, { document });

const { asking, forSequences, giving, readsSequences } = await import("../../static/run/sequences.js");

const experiment = (/** @type {unknown} */ layers) => /** @type {any} */ ({ network: layers ? { layers } : { hidden: [4, 2] }, data: {} });

test("the last layer through time gives what is asked for", () => {
  const layers = [{ kind: "lstm", units: 4, returns: "every_step" }, { kind: "gru", units: 3 }, { kind: "dense", units: 2 }];
  assert.deepEqual(giving(layers, true).map(({ returns }) => returns), ["every_step", "every_step", undefined]);
  assert.deepEqual(giving(layers, false).map(({ returns }) => returns), ["every_step", "last", undefined]);
});

test("a network of dense layers becomes a recurrent one, and a recurrent one stays", () => {
  const fresh = forSequences(experiment(null), "wave", {}, true);
  assert.deepEqual(fresh.network?.layers, [{ kind: "gru", units: 16, returns: "every_step" }]);
  assert.equal(fresh.objective?.loss, "squared_error");
  const kept = forSequences(experiment([{ kind: "lstm", units: 5, returns: "every_step" }]), "brackets", {}, false);
  assert.deepEqual(kept.network?.layers, [{ kind: "lstm", units: 5, returns: "last" }]);
  assert.equal(kept.optimizer, undefined);
});

test("another time of asking changes the layers of networks through time alone", () => {
  assert.deepEqual(asking(experiment(null), "last"), {});
  assert.deepEqual(asking(experiment([{ kind: "gru", units: 3 }]), "every_step").network?.layers, [{ kind: "gru", units: 3, returns: "every_step" }]);
  assert.equal(readsSequences(experiment([{ kind: "dense", units: 3 }])), false);
});
