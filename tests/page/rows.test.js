// Rows of a list: kept where the answer is the same, and of two answers under way the later question's is shown.

import assert from "node:assert/strict";
import { test } from "node:test";

import { given } from "./page.js";
import { Rows } from "../../static/controls/rows.js";

const page = { activeElement: /** @type {unknown} */ (null) };

/** An element that holds others, as far as rows need one. */
class Host {
  constructor(name = "") {
    this.name = name;
    /** @type {Host[]} */
    this.children = [];
    /** @type {Host | null} */
    this.parent = null;
    this.moves = 0;
  }
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  /** @returns {Host | null} */
  get nextElementSibling() {
    return this.parent?.children[this.parent.children.indexOf(this) + 1] ?? null;
  }
  contains(/** @type {unknown} */ node) {
    return this.children.some((each) => each === node);
  }
  focus() {
    page.activeElement = this;
  }
  insertBefore(/** @type {Host} */ node, /** @type {Host | null} */ next) {
    node.remove();
    node.parent = this;
    node.moves++;
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, node);
  }
  remove() {
    if (page.activeElement === this) page.activeElement = null;
    if (this.parent) this.parent.children = this.parent.children.filter((each) => each !== this);
    this.parent = null;
  }
}

/** A list, and what it shows. @param {import("node:test").TestContext} t */
function listing(t) {
  given(t, { document: page });
  const shown = new Host();
  const rows = new Rows(/** @type {any} */ (shown), (/** @type {string} */ name) => /** @type {any} */ (new Host(name)));
  return { shown, rows, names: () => shown.children.map(({ name }) => name) };
}

test("rows are kept while the server's answer is the same", async (t) => {
  const { shown, rows } = listing(t);
  await rows.take(Promise.resolve(["first"]));
  const [row] = shown.children;
  await rows.take(Promise.resolve(["first"]));
  assert.equal(shown.children[0], row);
  await rows.take(Promise.resolve([]));
  assert.deepEqual(shown.children, []);
});

test("an answer that comes after a later question's is not shown", async (t) => {
  const { rows, names } = listing(t);
  let answer = (/** @type {string[]} */ _names) => {};
  const slow = rows.take(new Promise((resolve) => (answer = resolve)));
  await rows.take(Promise.resolve([]));
  answer(["deleted since"]);
  assert.equal(await slow, false);
  assert.deepEqual(names(), []);
});

test("a row stays, and is not moved, where others come, go or change", (t) => {
  const { shown, rows, names } = listing(t);
  rows.show(["a", "b", "c"]);
  const kept = shown.children[1];
  rows.show(["new", "b", "d", "c"]);
  assert.deepEqual(names(), ["new", "b", "d", "c"]);
  assert.equal(shown.children[1], kept);
  assert.equal(kept?.moves, 1);
  rows.show(["c", "b"]);
  assert.deepEqual(names(), ["c", "b"]);
});

test("a row that is moved keeps the focus", (t) => {
  const { shown, rows, names } = listing(t);
  rows.show(["first", "second"]);
  const [, row] = shown.children;
  row?.focus();
  rows.show(["second", "first"]);
  assert.deepEqual(names(), ["second", "first"]);
  assert.equal(page.activeElement, row);
  rows.show(["first"]);
  assert.equal(page.activeElement, null);
});
