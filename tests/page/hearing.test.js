// A tone follows the loss, ends by itself, and is silent on demand.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { defaults, pitch, Tone } from "../../static/curve/hearing.js";

test("an octave stands for a power of ten, within what people hear well", () => {
  assert.equal(pitch(0.5, 0.5), 880);
  assert.equal(Math.round(pitch(0.05, 0.5)), 440);
  assert.equal(Math.round(pitch(0.005, 0.5)), 220);
  assert.equal(pitch(0, 0.5), defaults.lowest);
  assert.equal(pitch(1e9, 0.5), defaults.highest);
  assert.equal(pitch(NaN, 0.5), defaults.lowest);
  assert.equal(pitch(0, 0), defaults.lowest);
});

test("a tone ends by itself where no further one comes", () => {
  /** @type {unknown[][]} */
  const heard = [];
  const parameter = (/** @type {string} */ name) => ({
    value: 1,
    setTargetAtTime: (/** @type {number} */ value, /** @type {number} */ at) => heard.push([name, value, at]),
    cancelScheduledValues: (/** @type {number} */ at) => heard.push([name, "cancel", at]),
  });
  const node = (/** @type {object} */ more) => ({ connect: (/** @type {unknown} */ next) => next, start: () => {}, ...more });
  const context = { currentTime: 2, destination: {}, createOscillator: () => node({ frequency: parameter("frequency") }), createGain: () => node({ gain: parameter("gain") }) };
  const tone = new Tone(/** @type {any} */ (context));
  assert.equal(tone.gain.gain.value, 0);
  tone.sound(440);
  assert.deepEqual(heard.splice(0), [["frequency", 440, 2], ["gain", "cancel", 2], ["gain", defaults.loudness, 2], ["gain", 0, 2 + defaults.seconds]]);
  tone.silence();
  assert.deepEqual(heard, [["gain", "cancel", 2], ["gain", 0, 2]]);
});
