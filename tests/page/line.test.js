// A line of the worked example that was out of sight: when it comes into view, its numbers are the newest.

import assert from "node:assert/strict";
import { test } from "node:test";

import { document, given } from "./page.js";

/** As much of an element as a line needs. */
class Node {
  dataset = {};
  /** @type {unknown[]} */
  children = [];
  classList = { toggle() {} };
  append() {}
  remove() {}
  addEventListener() {}
}

/** @type {(entries: {target: unknown, isIntersecting: boolean}[]) => void} */
let report = () => {};
const fakes = {
  document: { ...document, createElement: () => new Node() },
  IntersectionObserver: class {
    /** @param {typeof report} callback */
    constructor(callback) {
      report = callback;
    }
    observe() {}
  },
};

/** @param {string} value @returns {import("../../static/worked/forward.js").Line} */
const model = (value) => ({ name: "update", words: "", math: ["w", value] });

test("while a run plays, a line out of sight waits, and is drawn as soon as it is seen", async (t) => {
  given(t, fakes);
  const again = "../../static/worked/formulas.js?seen"; // it observes from when it is loaded
  const { Line } = /** @type {typeof import("../../static/worked/formulas.js")} */ (await import(again));
  /** @type {string[]} */
  const drawn = [];
  const line = new Line((tex) => drawn.push(tex));
  line.take(model("1"), true);
  report([{ target: line.host, isIntersecting: false }]);
  line.take(model("2"), true);
  line.take(model("3"), true);
  assert.deepEqual(drawn, ["w", "{}= 1"]);
  report([{ target: line.host, isIntersecting: true }]);
  assert.deepEqual(drawn, ["w", "{}= 1", "{}= 3"]);
  line.take(model("4"), true);
  report([{ target: line.host, isIntersecting: false }]);
  line.take(model("5"), false);
  report([{ target: line.host, isIntersecting: true }]);
  assert.deepEqual(drawn.slice(3), ["{}= 4", "{}= 5"]);
});
