// A person's own pairs as they are typed: a line each, with a tab or a comma between the texts.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { pairsIn, textOf } from "../../static/pairs/control.js";

test("a line is a pair, and a tab counts before a comma", () => {
  assert.deepEqual(pairsIn("cat, cats\n\n four  hundred，四百 \r\na, b\tc, d"), [["cat", "cats"], ["four hundred", "四百"], ["a, b", "c, d"]]);
  assert.deepEqual(pairsIn(textOf([["a,b", "c;d"]])), [["a,b", "c;d"]]);
  assert.throws(() => pairsIn("cat, cats\ndog"), /Line 2: put a comma/);
  assert.throws(() => pairsIn(",cats"), /Line 1/);
});
