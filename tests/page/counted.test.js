// After a 1, the noun of an English sentence is singular.

import assert from "node:assert/strict";
import { test } from "node:test";
import { agreeing } from "../../static/words/counted.js";

test("nouns and verbs agree with their number", () => {
  assert.equal(agreeing("There are {count} pictures of {classes} classes.", { count: "1", classes: 1 }), "There is {count} picture of {classes} class.");
  assert.equal(agreeing("There are {count} pictures of {classes} classes.", { count: 11, classes: 2 }), "There are {count} pictures of {classes} classes.");
  assert.equal(agreeing("{all} hidden units, {some} entries", { all: 1, some: 1 }), "{all} hidden unit, {some} entry");
  assert.equal(agreeing("Layer {layer} takes {units} units", { layer: 1, units: 1 }), "Layer {layer} takes {units} unit");
});
