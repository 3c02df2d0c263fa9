// A person's own files: their names, and the rows that are learned from.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { completeRows, nameOf, named } from "../../static/run/uploads.js";
import { likelyLabel } from "../../static/files/columns.js";
import { defaults } from "../../static/files/readable.js";
import { lines } from "./python.js";

test("a long name is cut between characters, never within an emoji", () => {
  assert.equal(nameOf({ name: `${"a".repeat(79)}😀.csv` }), `${"a".repeat(79)}😀`);
  assert.equal(nameOf({ name: "a\nb\ud800.csv" }), "a b .csv");
  assert.equal(nameOf({ name: " \u0000" }), "CSV");
});

test("a row is learned from where all chosen columns have a value", () => {
  const gaps = [null, btoa(String.fromCharCode(0b10000000, 0b01000000)), btoa(String.fromCharCode(0b11000000, 0))];
  const file = { rows: 10, gaps };
  assert.deepEqual([[], [0], [0, 1], [2], [1, 2], [-1]].map((columns) => completeRows(file, columns)), [10, 10, 8, 8, 7, 10]);
});

test("a column without a name is called by its number", () => {
  assert.deepEqual(named({ inputs: ["column 3", "column x"], label: "y" }), { inputs: ["column 3", "column x"], label: "y" });
});

test("a column called y is the label where it is no coordinate", () => {
  const columns = (/** @type {string} */ words) => words.split(" ").map((word) => ({ name: word.replace("*", ""), kind: word.endsWith("*") ? "classes" : "number" }));
  const found = ["x y colour*", "X Y class", "x1 x2 y", "age sex* y", "x y", "x y z", "a b* c"].map((words) => likelyLabel(/** @type {any} */ ({ columns: columns(words) })));
  assert.deepEqual(found, [2, 2, 2, 2, 1, 2, 1]);
});

test("what the page takes for too large is what the server refuses", () => {
  const [limits] = lines("import json; from app.pictures.archive import MOST_BYTES; from app.pictures.decoding import MOST_PIXELS; print(json.dumps([MOST_BYTES, MOST_PIXELS]))");
  assert.deepEqual([defaults.bytes, defaults.pixels], limits);
});
