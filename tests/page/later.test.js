// What loads when it is opened, on a line that is slow, or lost.

import assert from "node:assert/strict";
import { test } from "node:test";

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
  closest() {
    return this;
  }
  querySelector() {
    return this;
  }
  after(/** @type {any} */ node) {
    this.behind.push(node);
  }
}

/** @type {Record<string, Fake>} */
const elements = {};
Object.assign(globalThis, {
  document: { getElementById: (/** @type {string} */ id) => elements[id] ?? null, documentElement: { lang: "en" }, createElement: () => new Fake() },
  IntersectionObserver: class {
    observe() {}
  },
});
const { Panel } = await import("../../static/later/panel.js");
const { opens } = await import("../../static/later/dialog.js");

const state = /** @type {any} */ ({ changed() {} });
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a panel that many frames draw while it loads says once that it cannot be loaded", async () => {
  const host = (elements.inside = new Fake());
  /** @type {((reason: Error) => void)[]} */
  const fails = [];
  const panel = new Panel(state, "inside", () => new Promise((_, reject) => fails.push(reject)));
  for (let frame = 0; frame < 5; frame++) panel.draw();
  fails[0]?.(new Error("offline"));
  await turn();
  panel.draw();
  assert.equal(fails.length, 1);
  assert.equal(host.behind.length, 1);
});

test("a panel is busy while it loads, and until it shows what it asked for", async () => {
  const host = (elements.inside = new Fake());
  let waits = true;
  const panel = new Panel(/** @type {any} */ ({ changed() {}, frame: null }), "inside", async () => ({ draw() {}, waits: () => waits }));
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), true);
  await turn();
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), true);
  waits = false;
  panel.draw();
  assert.equal(host.hasAttribute("aria-busy"), false);
});

test("of several presses while the dialogs load, the last one opens its dialog, once", async () => {
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
