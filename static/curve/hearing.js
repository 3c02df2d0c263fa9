// Hearing: the training loss as a tone on demand; the tone falls as the loss does, and is silent while the run pauses.

import { t } from "../words/messages.js";

/** A tone for the loss with which the history begins, an octave for each power of ten, and how long a tone lasts without a new frame. */
export const defaults = { first: 880, lowest: 55, highest: 1760, loudness: 0.08, seconds: 0.8, glide: 0.03 };
export const ariaLabel = t("Hear the loss");

/** The frequency in hertz for a loss, an octave lower for each tenth. @param {number} loss @param {number} first the loss with which the history begins */
export function pitch(loss, first) {
  const { lowest, highest } = defaults;
  const frequency = defaults.first * 2 ** Math.log10(loss / first);
  return Math.max(lowest, Math.min(highest, Number.isNaN(frequency) ? lowest : frequency));
}

/** One sine that glides from tone to tone. */
export class Tone {
  /** @param {AudioContext} context */
  constructor(context) {
    this.context = context;
    this.oscillator = context.createOscillator();
    this.gain = context.createGain();
    this.gain.gain.value = 0;
    this.oscillator.connect(this.gain).connect(context.destination);
    this.oscillator.start();
  }

  /** Sound for a moment: where no frames come any more, the tone ends by itself. @param {number} frequency */
  sound(frequency) {
    const now = this.context.currentTime;
    const { loudness, seconds, glide } = defaults;
    this.oscillator.frequency.setTargetAtTime(frequency, now, glide);
    this.gain.gain.cancelScheduledValues(now);
    this.gain.gain.setTargetAtTime(loudness, now, glide);
    this.gain.gain.setTargetAtTime(0, now + seconds, glide);
  }

  silence() {
    const now = this.context.currentTime;
    this.gain.gain.cancelScheduledValues(now);
    this.gain.gain.setTargetAtTime(0, now, defaults.glide);
  }
}

export class Hearing {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.button = /** @type {HTMLButtonElement} */ (document.getElementById("hear"));
    /** @type {Tone | null} */
    this.tone = null;
    this.isOn = false;
    /** @type {unknown} */
    this.frame = null;
    this.button.addEventListener("click", () => this.turn(!this.isOn));
  }

  /** Browsers allow sound after a click only: the context is made then. @param {boolean} isOn */
  turn(isOn) {
    this.isOn = isOn;
    this.button.setAttribute("aria-pressed", String(isOn));
    if (isOn) this.tone ??= new Tone(new AudioContext());
    else this.tone?.silence();
    this.frame = null;
    this.draw();
  }

  draw() {
    const { frame, evaluations } = this.state;
    if (!this.isOn || frame === this.frame) return;
    this.frame = frame;
    const first = evaluations.columns[0]?.[0];
    const sounds = frame?.state === "playing" && frame.train_loss !== null && first !== undefined;
    this.button.classList.toggle("sounds", sounds);
    if (sounds) this.tone?.sound(pitch(/** @type {number} */ (frame.train_loss), first));
    else this.tone?.silence();
  }
}
