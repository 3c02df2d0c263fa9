// The moment: a slider along the curve. It takes the run to any step of its past, and everything shows that step.

import { t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";

/** The width of the thumb, by which a slider is longer than its way; how far it reaches below the chart; in CSS pixels. After so many milliseconds a journey is long. */
export const defaults = { thumb: 24, below: 9, veil: 0.62, left: 0.55, patience: 300 };

/** @typedef {Pick<import("../live/wire.js").Frame, "step" | "past" | "present" | "goal">} Place */

/** The first step along the curve to which one can go back, the one that is shown or asked for, and the last one; null: there is none before. @param {Place} place @param {number | null} asked @param {number} [begin] the step with which the curve begins */
export function range({ step, past, present, goal }, asked, begin = 0) {
  const last = present ?? step;
  if (past === null || Math.max(past, begin) >= last) return null;
  const first = Math.max(past, begin);
  return { first, last, value: Math.min(Math.max(asked ?? goal ?? step, first), last) };
}

/** What is shown, in words; in the present nothing. @param {Place} place */
export function wordsOf({ step, present, goal }) {
  if (present === null) return "";
  const words = { step: goal ?? step, present };
  return step === goal ? t("Iteration {step} of {present}", words) : t("Computing iteration {step} of {present} …", words);
}

/** A journey into the past: its goal, the step from which it is computed, and when it was first seen. @typedef {{goal: number, from: number, since: number}} Journey */

/** The journey that a frame shows, which may be the one before; null: the run is where it shall be. @param {Place} place @param {Journey | null} before @param {number} now */
export function journeyOf({ step, present, goal }, before, now) {
  if (present === null || goal === null || step >= goal) return null;
  return before?.goal === goal && before.from <= step ? before : { goal, from: step, since: now };
}

export class Moment {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const slider = (this.slider = document.createElement("input"));
    Object.assign(slider, { id: "moment", className: "moment", type: "range", hidden: true });
    slider.setAttribute("aria-label", t("Iteration of the training that is shown"));
    slider.ariaDescription = t("Drag it along the curve: everything shows the network as it was after that step.");
    this.bar = Object.assign(document.createElement("p"), { className: "then", hidden: true });
    this.words = document.createElement("span");
    this.back = Object.assign(document.createElement("button"), { type: "button", id: "to-present", className: "plain", textContent: t("Back to the present") });
    this.progress = Object.assign(document.createElement("progress"), { hidden: true, ariaLabel: t("How much of the way to this iteration is computed") });
    this.stop = Object.assign(document.createElement("button"), { type: "button", id: "stop-travel", className: "plain", hidden: true, textContent: t("Stop here"), ariaDescription: t("Shows the iteration up to which it is computed.") });
    this.bar.append(this.words, this.progress, this.stop, this.back);
    /** @type {Journey | null} */
    this.journey = null;
    /** Whether the status says what the slider does not: how a long journey goes and ends. */
    this.isTold = false;
    this.status = Object.assign(document.createElement("p"), { className: "unseen" });
    this.status.setAttribute("role", "status");
    document.getElementById("moments")?.append(slider, this.bar, this.status);
    /** Whether a curve was left, at the last drawing. */
    this.hasLeft = false;
    /** The step that was asked for last, until a frame shows that it is on its way. @type {number | null} */
    this.asked = null;
    this.isSending = false;
    this.stop.addEventListener("click", () => {
      this.slider.focus();
      commands.do("pause");
    });
    slider.addEventListener("input", () => {
      this.isTold = false;
      this.go(Number(slider.value));
    });
    this.back.addEventListener("click", () => {
      this.slider.focus();
      commands.travel({});
    });
  }

  /** Go to a step. While an answer is awaited, the latest request alone waits. @param {number} step */
  async go(step) {
    this.asked = step;
    if (this.isSending) return;
    this.isSending = true;
    for (let sent = null; sent !== this.asked; ) await this.commands.travel({ step: (sent = /** @type {number} */ (this.asked)) });
    this.isSending = false;
    this.state.changed();
  }

  /** The step with which the curve begins. */
  get begin() {
    return this.state.evaluations.steps[0] ?? 0;
  }

  draw() {
    const { frame } = this.state;
    if (!frame) return;
    if (!this.isSending && frame.taken >= this.commands.travelledAt) this.asked = null;
    const found = range(frame, this.asked, this.begin);
    show(this.slider, found !== null);
    const words = wordsOf(frame);
    this.follow(frame);
    show(this.bar, words !== "");
    write(this.words, words);
    this.slider.classList.toggle("past", frame.present !== null);
    this.speak(words);
    if (!found) return;
    const { slider } = this;
    if (Number(slider.min) !== found.first) slider.min = String(found.first);
    if (Number(slider.max) !== found.last) slider.max = String(found.last);
    if (Number(slider.value) !== found.value) slider.value = String(found.value);
    const text = t("iteration {step} of {present}", { step: found.value, present: found.last });
    attribute(slider, "aria-valuetext", text);
  }

  /** A long journey has a bar, and can be ended. @param {Place} place */
  follow(place) {
    const now = performance.now();
    const journey = (this.journey = journeyOf(place, this.journey, now));
    const isLong = journey !== null && now - journey.since > defaults.patience;
    show(this.progress, isLong);
    show(this.stop, isLong);
    this.isTold ||= isLong;
    if (journey) this.progress.value = (place.step - journey.from) / (journey.goal - journey.from);
  }

  /** Say where the run is, unless the slider says it. @param {string} words */
  speak(words) {
    const hasLeft = this.state.left !== null;
    if (words) write(this.status, document.activeElement === this.slider && !this.isTold ? "" : words);
    else if (hasLeft && !this.hasLeft) write(this.status, t("The training goes on from there. The curve that was left stays behind it, and undo leads back to it."));
    this.hasLeft = hasLeft;
  }

  /** Lay the slider over the chart, from the first step to the last one, and fade what comes after the moment. @param {import("uplot")} plot */
  place({ ctx, bbox, valToPos }) {
    const { frame } = this.state;
    const found = frame && range(frame, null, this.begin);
    if (!found) return;
    const [left, right] = [valToPos(found.first, "x", true), valToPos(found.last, "x", true)];
    const scale = devicePixelRatio;
    const { thumb, below } = defaults;
    Object.assign(this.slider.style, {
      left: `${left / scale - thumb / 2}px`,
      width: `${(right - left) / scale + thumb}px`,
      top: `${bbox.top / scale}px`,
      height: `${bbox.height / scale + below}px`,
    });
    if (frame.present === null) return;
    const from = valToPos(frame.step, "x", true);
    ctx.save();
    ctx.globalAlpha = defaults.veil;
    ctx.fillStyle = getComputedStyle(document.body).backgroundColor;
    ctx.fillRect(from, bbox.top, bbox.left + bbox.width - from, bbox.height);
    ctx.restore();
  }
}
