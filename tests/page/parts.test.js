// The parts of the page that an address may hide or lock: README lists them all.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import "./page.js";
import { isPart, PARTS, selectorOf } from "../../static/lesson/parts.js";

test("README lists every part, and no other", () => {
  const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /## In a lesson page\n(.*?)\n## /s.exec(text) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
  const listed = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
  assert.deepEqual(listed.toSorted(), Object.keys(PARTS).toSorted());
});

test("a part is one of these, or a field", () => {
  assert.ok(isPart("inside") && isPart("data.noise"));
  assert.ok(!isPart("shoes") && !isPart("data.shoes") && !isPart("toString"));
  assert.equal(selectorOf("data.noise"), '[data-field="data.noise"]');
});
