// The run beside the page's own: it is compared only while both learn the same by the same loss.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { Beside } from "../../static/curve/beside.js";
import { experimentOf } from "../../static/address/schema.js";

const nodes = new Map();
const node = (/** @type {string} */ id) => nodes.get(id) ?? nodes.set(id, { textContent: "", hidden: true, addEventListener() {} }).get(id);

test("a run with other data or another loss is not compared, and comes back when they are the same again", (t) => {
  given(t, { document: { ...document, getElementById: node }, sessionStorage: { getItem: () => null, setItem() {} } });
  /** @type {any[]} */
  const sent = [];
  const live = { send: async (/** @type {any} */ command) => sent.push(command), want: async () => {}, acknowledge() {} };
  const commands = /** @type {any} */ ({ run: "own", live });
  const state = /** @type {any} */ ({ experiment: experimentOf(), beside: null, changed() {} });
  const beside = new Beside(state, commands);
  beside.begin("own", "other", "nothing");
  const frame = /** @type {any} */ ({ run: "other", full: true, number: 1, step: 0, test_loss: 0.5, test_accuracy: 0.5, arrays: {}, experiment: experimentOf() });
  assert.ok(beside.take(frame));
  const shown = () => {
    beside.draw();
    return [state.beside === beside.series, node("beside-differs").hidden, node("beside-loss").textContent];
  };
  assert.deepEqual(shown(), [true, true, "0.500"]);
  for (const other of /** @type {import("../../static/address/address.js").Changes[]} */ ([{ data: { kind: "spiral" } }, { data: { noise: 20 } }, { objective: { loss: "hinge" } }])) {
    state.experiment = experimentOf(other);
    assert.deepEqual(shown(), [false, false, "–"]);
    // A frame that is not full says nothing new of what is learned.
    beside.take({ ...frame, full: false, experiment: null, step: 1 });
    assert.deepEqual(shown(), [false, false, "–"]);
  }
  state.experiment = experimentOf({ network: { hidden: [3] }, training: { batch_size: 5 } });
  assert.deepEqual(shown(), [true, true, "0.500"]);
  beside.follow({ do: "change", changes: { objective: { loss: "squared_error" }, network: { hidden: [3] } } });
  assert.deepEqual(sent.at(-1), { do: "change", run: "other", changes: { objective: { loss: "squared_error" } } });
});
