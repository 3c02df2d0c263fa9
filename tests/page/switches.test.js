// Switches and buttons that are pressed quickly: each press counts from the one before, and the server's word counts afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";

import { raised, Switches } from "../../static/classroom/switches.js";
import { PlaySwitch } from "../../static/run/play_switch.js";

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("acts of a switch are carried out in the order of the clicks, and what is told afterwards counts", async () => {
  const switches = new Switches();
  /** @type {[boolean, (isDone: boolean) => void][]} */
  const acts = [];
  let told = false;
  const press = () => switches.set("lock", !switches.is("lock", told), (isOn) => new Promise((resolve) => acts.push([isOn, resolve])));
  press();
  press();
  switches.tell("lock"); // of something else meanwhile
  assert.deepEqual(acts.map(([isOn]) => isOn), [true], "the second one waits for the first");
  acts[0]?.[1](true);
  await settled();
  assert.deepEqual(acts.map(([isOn]) => isOn), [true, false]);
  assert.equal(switches.is("lock", true), false);
  acts[1]?.[1](true);
  await settled();
  // It was on for a moment, of which nobody was told; now another teacher locks the door.
  told = true;
  switches.tell("lock");
  assert.equal(switches.is("lock", told), true);
  press();
  await settled();
  assert.equal(acts[2]?.[0], false, "the press opens it again");
});

test("a switch that was refused is as it was told", async () => {
  const switches = new Switches();
  await switches.set("lock", true, async () => false);
  assert.equal(switches.is("lock", false), false);
});

test("a press of play counts from the one before, until a frame that was taken after it", async () => {
  /** @type {[string, (taken: number | null) => void][]} */
  const sent = [];
  const play = new PlaySwitch((command) => new Promise((resolve) => sent.push([command, resolve])));
  const frame = (/** @type {string} */ state, /** @type {number} */ taken) => ({ state, taken });
  play.press(frame("paused", 1));
  play.press(frame("paused", 1));
  sent[0]?.[1](2);
  sent[1]?.[1](3);
  await settled();
  play.press(frame("playing", 2.5)); // taken between the two, and late
  sent[2]?.[1](4);
  await settled();
  play.tell(frame("playing", 5));
  play.press(frame("playing", 5));
  sent[3]?.[1](null);
  await settled();
  play.press(frame("playing", 6));
  assert.deepEqual(sent.map(([command]) => command), ["play", "pause", "play", "pause", "pause"]);
});

test("what is moved up goes before the one above it, from where the former press has put it", () => {
  assert.equal(raised(raised("a b c", "c"), "c"), "c a b");
  assert.equal(raised("a b", "a"), "a b");
  assert.equal(raised("a b", "gone"), "a b");
});
