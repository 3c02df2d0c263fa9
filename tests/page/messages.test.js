// Numbers and their units, as the language of the page sets them.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { percent } from "../../static/samples/drawing.js";
import { inPercent, messages, withUnit } from "../../static/words/messages.js";

const written = () => [inPercent(0.848), percent(0.999), withUnit(3, "%"), withUnit(3, "kg"), withUnit(3, "")];

test("Chinese has no blank before the percent sign", (t) => {
  assert.deepEqual(written(), ["84.8 %", "> 99 %", "3 %", "3 kg", "3"]);
  messages["{number} %"] = "{number}%";
  t.after(() => delete messages["{number} %"]);
  assert.deepEqual(written(), ["84.8%", "> 99%", "3%", "3 kg", "3"]);
});
