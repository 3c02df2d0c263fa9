// The names of a file's columns beside the network: told apart in the little room that they have.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { telling } from "../../static/diagram/inputs.js";

test("names that begin alike are shown by where they differ", () => {
  const questions = ["How long did you sleep on Monday?", "How long did you sleep on Tuesday?", "Age"];
  assert.deepEqual(questions.map((name) => telling(name, questions)), ["…Monday?", "…Tuesday?", "Age"]);
  const numbered = ["a column with a name 1", "a column with a name 12", "pixel_0_0", "pixel_0_1"];
  assert.deepEqual(numbered.map((name) => telling(name, numbered)), ["…1", "…12", "pixel_0_0", "pixel_0_1"]);
  const others = ["mean fractal dimension", "worst fractal dimension", "花萼长度（厘米）花萼长度（左）", "花萼长度（厘米）花萼长度（右）"];
  assert.deepEqual(others.map((name) => telling(name, others)), [...others.slice(0, 2), "…左）", "…右）"]);
});
