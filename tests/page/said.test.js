// What a line says of acts, whatever the order in which they end; and what counts of several questions.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Latest } from "../../static/run/latest.js";
import { Said } from "../../static/words/said.js";

const line = () => new Said(/** @type {any} */ ({ textContent: "", firstChild: null }));

test("what a later click said stays when an earlier act ends", () => {
  const said = line();
  const saved = said.begin();
  said.begin("Its link will stop working.");
  saved("Saved.");
  assert.equal(said.host.textContent, "Its link will stop working.");
});

test("an act that ends first keeps its words until the next one begins", () => {
  const said = line();
  const slow = said.begin("The file is being made …");
  const quick = said.begin("The file is being made …");
  quick("a.csv is in your downloads.");
  slow("b.png is in your downloads.");
  assert.equal(said.host.textContent, "a.csv is in your downloads.");
  said.begin();
  assert.equal(said.host.textContent, "");
});

test("a failure is told where a later act has nothing to say", () => {
  const said = line();
  const fails = said.begin();
  said.begin()("");
  fails("The server cannot be reached.");
  assert.equal(said.host.textContent, "The server cannot be reached.");
});

test("after the line is cleared, nothing is said of the acts before", () => {
  const said = line();
  const before = said.begin("One student is renamed …");
  said.clear();
  before("The student has the new nickname.");
  assert.equal(said.host.textContent, "");
  said.begin("The other one is renamed.");
  assert.equal(said.host.textContent, "The other one is renamed.");
});

test("of several questions the last one counts", () => {
  const latest = new Latest();
  const first = latest.ask();
  assert.ok(first());
  const second = latest.ask();
  assert.deepEqual([first(), second()], [false, true]);
});
