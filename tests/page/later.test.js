// What loads when it is opened, on a line that is slow, or lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";
import { Panel } from "../../static/later/panel.js";
import { opens } from "../../static/later/dialog.js";

/** An element with what panels and buttons use of it. */
class Fake extends EventTarget {
  constructor() {
    super();
    this.open = true;
    this.hidden = false;
    /** @type {any[]} */
    this.behind = [];
    /** @type {Map<string, string>} */
    this.attributes = new Map();
  }
  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.attributes.set(name, value);
  }
  removeAttribute(/** @type {string} */ name) {
    this.attributes.delete(name);
  }
  hasAttribute(/** @type {string} */ name) {
    return this.attributes.has(name);
  }
  append() {}
  replaceWith() {}
  closest() {
    return this;
  }
  /** @returns {any} */
  querySelector(/** @type {string} */ _selector) {
    return this;
  }
  after(/** @type {any} */ node) {
    this.behind.push(node);
  }
}

/** The elements of a page, by their ids. @param {import("node:test").TestContext} t */
function elementsOf(t) {
  /** @type {Record<string, Fake>} */
  const elements = {};
  given(t, { document: { ...document, getElementById: (/** @type {string} */ id) => elements[id] ?? null, documentElement: { lang: "en", classList: { toggle() {} } }, createElement: () => new Fake() } });
  return elements;
}

const state = /** @type {any} */ ({ changed() {} });
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a panel that many frames draw while it loads says once that it cannot be loaded", async (t) => {
  const host = (elementsOf(t).inside = new Fake());
  /** @type {((reason: Error) => void)[]} */
  const fails = [];
  const panel = new Panel(state, "inside", () => new Promise((_, reject) => fails.push(reject)), () => ({ draw() {} }));
  for (let frame = 0; frame < 5; frame++) panel.draw();
  fails[0]?.(new Error("offline"));
  await turn();
  panel.draw();
  assert.equal(fails.length, 1);
  assert.equal(host.behind.length, 1);
});

test("what a panel holds comes with its modules", async (t) => {
  const host = (elementsOf(t).inside = new Fake());
  /** @type {any[]} */
  const shown = [];
  const template = { content: "what it holds", replaceWith: (/** @type {any} */ content) => shown.push(content) };
  host.querySelector = (/** @type {string} */ selector) => /** @type {any} */ (selector === "template" ? template : host);
  let come = () => {};
  const panel = new Panel(state, "inside", () => new Promise((resolve) => (come = () => resolve(null))), () => (shown.push("its view"), { draw() {} }));
  host.addEventListener("loaded", () => shown.push("loaded"));
  panel.draw();
  await turn();
  assert.deepEqual(shown, []);
  come();
  await turn();
  assert.deepEqual(shown, ["what it holds", "its view", "loaded"]);
});

test("who has gone on to something else is not interrupted by a dialog", async (t) => {
  const button = (elementsOf(t).slow = new Fake());
  /** @type {string[]} */
  const opened = [];
  let come = (/** @type {{open: () => void}} */ _dialog) => {};
  opens(state, /** @type {any} */ ({ say() {} }), "slow", () => new Promise((resolve) => (come = resolve)));
  const { document } = /** @type {any} */ (globalThis);
  document.activeElement = button;
  button.dispatchEvent(new Event("click"));
  document.activeElement = new Fake();
  come({ open: () => opened.push("late") });
  await turn();
  assert.deepEqual(opened, []);
  button.dispatchEvent(new Event("click"));
  assert.deepEqual(opened, ["late"]);
});

test("a panel is busy while it loads, and until it shows what it asked for", async (t) => {
  const host = (elementsOf(t).inside = new Fake());
  let waits = true;
  const panel = new Panel(/** @type {any} */ ({ changed() {}, frame: null }), "inside", async () => null, () => ({ draw() {}, waits: () => waits }));
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), true);
  await turn();
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), true);
  waits = false;
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), false);
});

test("a panel that is closed while it waits is not busy, and waits again when it is opened", async (t) => {
  const host = (elementsOf(t).inside = new Fake());
  const panel = new Panel(/** @type {any} */ ({ changed() {}, frame: null }), "inside", async () => null, () => ({ draw() {}, waits: () => true }));
  panel.draw();
  await turn();
  for (const open of [true, false, true]) {
    host.open = open;
    panel.draw();
    assert.equal(host.hasAttribute("aria-busy"), open);
  }
});

test("of several presses while the dialogs load, the last one opens its dialog, once", async (t) => {
  const elements = elementsOf(t);
  /** @type {string[]} */
  const opened = [];
  const loads = ["files", "networks"].map((id) => {
    const button = (elements[id] = new Fake());
    /** @type {(dialog: {open: () => void}) => void} */
    let come = () => {};
    opens(state, /** @type {any} */ ({ say() {} }), id, () => new Promise((resolve) => (come = resolve)));
    return { press: () => button.dispatchEvent(new Event("click")), come: () => come({ open: () => opened.push(id) }) };
  });
  const [files, networks] = /** @type {[typeof loads[0], typeof loads[0]]} */ (loads);
  files.press();
  networks.press();
  files.press();
  files.come();
  networks.come();
  await turn();
  assert.deepEqual(opened, ["files"]);
});
