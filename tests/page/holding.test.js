// One tab holds a run: tabs without locks ask each other, and locks say it where there are some.

import assert from "node:assert/strict";
import { test } from "node:test";

import { given } from "./page.js";
import { Holding, patience } from "../../static/live/holding.js";

for (const each of Object.values(patience)) Object.assign(each, { leaving: 0, answering: 60 });

/** Tabs that can hear each other; their channels keep Node alive until they are closed. @param {import("node:test").TestContext} t */
function tabs(t, count = 2) {
  given(t, { navigator: {} });
  const all = Array.from({ length: count }, () => new Holding());
  t.after(() => all.forEach(({ channel }) => channel?.close()));
  return all;
}

test("a run is held by one tab, until that leaves", async (t) => {
  const [first, second] = /** @type {[Holding, Holding]} */ (tabs(t));
  assert.equal(await first.hold("r"), true);
  assert.equal(await second.hold("r"), false);
  assert.equal(await second.hold("other"), true);
  first.release();
  assert.equal(await second.hold("r"), true);
});

test("of tabs that ask at once one has it", async (t) => {
  const held = await Promise.all(tabs(t, 3).map((tab) => tab.hold("r")));
  assert.deepEqual(held.sort(), [false, false, true]);
});

test("the end of an answered question's wait leaves a later question open", async (t) => {
  const [tab] = /** @type {[Holding]} */ (tabs(t, 1));
  const first = tab.ask("r", 1);
  tab.hear({ holds: "r", to: tab.me });
  assert.equal(await first, false);
  const second = tab.ask("s", 100);
  await new Promise((resolve) => setTimeout(resolve, 5));
  tab.hear({ holds: "s", to: tab.me });
  assert.equal(await second, false);
});

test("a run that another tab takes is lost here, and said to be", async (t) => {
  const [first, second] = /** @type {[Holding, Holding]} */ (tabs(t));
  await first.hold("r");
  const taken = new Promise((resolve) => (first.taken = () => resolve("taken")));
  await second.take("r");
  assert.equal(await taken, "taken");
  assert.equal(await first.hold("r"), false);
});

test("where the browser allows neither, every tab has what it asks for", async (t) => {
  given(t, { navigator: {}, BroadcastChannel: undefined });
  assert.equal(await new Holding().hold("r"), true);
});

test("a tab that takes a run twice at once has it", async (t) => {
  // Locks as browsers have them: whoever steals one ends the request that held it.
  /** @type {Map<string, () => void>} */
  const held = new Map();
  const request = (/** @type {string} */ name, /** @type {object} */ _, /** @type {(lock: object) => Promise<null>} */ use) =>
    new Promise((resolve, reject) => {
      held.get(name)?.();
      held.set(name, () => reject(new Error("stolen")));
      queueMicrotask(() => use({}).then(resolve));
    });
  given(t, { navigator: { locks: { request } } });
  const tab = new Holding();
  t.after(() => tab.channel?.close());
  tab.taken = () => assert.fail("no other tab took it");
  await Promise.all([tab.take("r"), tab.take("r")]);
  await tab.take("r");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(tab.run, "r");
});
