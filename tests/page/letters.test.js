// Chinese characters take the room of two letters, so that their names have as much of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { telling } from "../../static/diagram/inputs.js";
import { letters } from "../../static/words/letters.js";

test("a text of Chinese characters is as wide as one of twice as many letters", () => {
  assert.deepEqual(["circle", "圆", "正方形", "第 1 层（左）", "𠀀"].map(letters), [6, 2, 6, 13, 2]);
});

test("Chinese names of inputs are told apart where the first characters fill the room", () => {
  assert.deepEqual(["花萼长度厘米左", "花萼长度厘米右"].map((name, _, all) => telling(name, all)), ["…左", "…右"]);
});
