// The end of a worked example: what the step does to the losses.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { apart } from "../../static/worked/worked_example.js";
import { figure } from "../../static/words/messages.js";

test("two losses have so many digits as tell them apart", () => {
  const pairs = [[0.05, 0.04], [0.042013, 0.042008], [3e-7, 2.9996e-7], [0, 1e-9], [0.25, 0.25], [NaN, NaN]];
  assert.deepEqual(
    pairs.map(([before = 0, after = 0]) => Object.values(apart(before, after, figure)).join(" ")),
    ["0.050 0.040", "0.042013 0.042008", "3e−7 2.9996e−7", "0 1.0e−9", "0.250 0.250", "– –"],
  );
});
