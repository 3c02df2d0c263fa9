// Undo and redo, and the browser's history beside them, however quick a person is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { Undo, defaults } from "../../static/transport/undo.js";

/** A run at the third of its three changes, and the browser's entry of that one. @param {import("node:test").TestContext} t */
function threeChanges(t) {
  const listener = { addEventListener() {}, querySelector: () => null };
  const button = () => ({ ...listener, disabled: false, removeAttribute() {} });
  /** @type {Record<string, any>} */
  const elements = { undo: button(), redo: button(), "undo-status": {} };
  const history = {
    /** @type {any} */ state: { run: "a", place: 3, before: 2 },
    address: "#three",
    pushState(/** @type {any} */ state, /** @type {string} */ _, /** @type {string} */ address) {
      Object.assign(history, { state, address });
    },
    replaceState: (/** @type {any} */ state, /** @type {string} */ _, /** @type {string} */ address) => history.pushState(state, _, address),
  };
  given(t, { document: { ...document, ...listener, getElementById: (/** @type {string} */ id) => elements[id] ?? null }, window: listener, history, requestAnimationFrame() {} });
  /** @type {string[]} */
  const asked = [];
  const scene = { place: 3, undo: 3, redo: 0 };
  const undo = new Undo(/** @type {any} */ ({ scene }), /** @type {any} */ ({ run: "a", barred: null, do: async (/** @type {string} */ what) => asked.push(what) }));
  undo.goTo = async (run) => (asked.push(run), (undo.commands.run = run));
  /** The browser goes back or forward to this place. @param {number} place */
  const follow = (place) => undo.follow((history.state = { run: "a", place, before: place ? place - 1 : null }));
  return { undo, scene, history, elements, asked, follow };
}

test("what is redone before the undone state is shown is not lost, and the address is that of the run", (t) => {
  const { undo, scene, history, elements, asked, follow } = threeChanges(t);
  for (const place of [2, 1, 0]) follow(place);
  assert.equal(elements.undo.disabled, true);
  assert.equal(elements.redo.disabled, false);
  undo.redo();
  undo.redo();
  assert.deepEqual(asked, ["undo", "undo", "undo", "redo", "redo"]);
  Object.assign(scene, { place: 2, undo: 2, redo: 1 }); // no frame comes in between
  undo.write("#two");
  assert.equal(history.state.place, 2);
  assert.equal(history.address, "#two");
});

test("where the run cannot go with the browser, the address becomes that of the run again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { undo, history, follow } = threeChanges(t);
  undo.missed = () => undo.write("#three");
  await follow(2); // and no frame of it comes
  t.mock.timers.tick(defaults.patience);
  assert.equal(history.state.place, 3);
  assert.equal(history.address, "#three");
});

test("Back leads from a network that was opened to the one before, and Forward to the opened one", async (t) => {
  const { undo, scene, history, asked } = threeChanges(t);
  /** @type {string[]} */
  const pushed = [];
  const push = history.pushState;
  history.pushState = (state, _, address) => (pushed.push(address), push(state, _, address));
  history.replaceState = push;
  undo.write("#three");
  undo.commands.run = "b"; // is opened
  undo.note({ undo() {}, redo() {}, runs: ["a", "b"] }, 0);
  Object.assign(scene, { place: 0, undo: 0 });
  undo.write("#other");
  assert.deepEqual(pushed, ["#other"]); // the entry of the network before stays
  await undo.follow((history.state = { run: "a", place: 3, before: 2 }));
  assert.deepEqual(asked, ["a"]);
  assert.equal(undo.done.length, 0);
  await undo.follow((history.state = { run: "b", place: 0, before: null }));
  assert.deepEqual(asked, ["a", "b"]);
  assert.equal(undo.undone.length, 0);
});

test("where the network before cannot be opened any more, the address is that of the present one", async (t) => {
  const { undo, history } = threeChanges(t);
  undo.missed = () => undo.write("#present");
  undo.write("#three");
  undo.commands.run = "b";
  undo.write("#present");
  undo.goTo = async () => null;
  await undo.follow((history.state = { run: "a", place: 3, before: 2 }));
  assert.deepEqual([history.state.run, history.address], ["b", "#present"]);
});
