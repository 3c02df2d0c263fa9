// The samples in a square, ordered by label: each with what it is, and a frame around those that are taken for another.

import { enable } from "../controls/enable.js";
import { blank } from "../paint/blank.js";
import { joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { Faces } from "./faces.js";
import { Speaker } from "../words/speaker.js";
import { write } from "../words/write.js";

/** How thick a frame is, and how often samples are shown, times a second. */
export const defaults = { frame: 0.11, thickest: 3, corner: 0.34, frames: 10 };
export const ariaLabel = t("Samples: arrows choose one");

/** @typedef {import("../live/wire.js").Frame} Frame */

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

export class Samples {
  /**
   * @param {HTMLElement} host the map
   * @param {import("../run/state.js").State} state
   */
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.words = /** @type {HTMLElement} */ (document.getElementById("sample"));
    this.speaker = new Speaker(/** @type {HTMLElement} */ (this.words.parentElement));
    this.faces = new Faces(state);
    host.addEventListener("click", (event) => {
      const side = this.side;
      const box = host.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * side);
      const row = Math.floor(((event.clientY - box.top) / box.height) * side);
      this.choose(row * side + column);
    });
    host.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!this.side || !step) return;
      event.preventDefault();
      const place = Math.max(0, this.chosen);
      const [x, y] = [(place % this.side) + step[0], Math.floor(place / this.side) + step[1]];
      if (x >= 0 && y >= 0 && x < this.side && y < this.side) this.choose(y * this.side + x);
    });
    document.getElementById("next-wrong")?.addEventListener("click", () => this.findWrong());
  }

  /** The samples in the square, and the prediction for the chosen sample or the drawing. */
  asks() {
    const { state } = this;
    if (state.kind.view !== "samples") return {};
    const { sample, drawing, look } = state;
    return { test: look.show_test, frames_per_second: defaults.frames, ...(sample !== null && { sample }), ...(drawing !== null && { drawing }) };
  }

  /** Cells along a side; 0 where there is a plane. */
  get side() {
    return this.state.scene?.arrays.cells?.shape[0] ?? 0;
  }

  /** Where in the square the chosen sample is, row by row from the top; -1: nowhere. */
  get chosen() {
    const { sample } = this.state;
    return sample === null ? -1 : this.order(this.state.scene, "cells").indexOf(sample);
  }

  /**
   * An array of the cells, row by row from the top: the wire begins at the lowest row, as in a map.
   * @param {Frame | null} frame
   * @param {string} name
   * @returns {number[]}
   */
  order(frame, name) {
    const values = frame?.arrays[name];
    if (!values) return [];
    const side = values.shape[0] ?? 0;
    return Array.from({ length: side * side }, (_, i) => /** @type {number} */ (values.data[(side - 1 - Math.floor(i / side)) * side + (i % side)]));
  }

  /** @param {number} place */
  choose(place) {
    const number = this.order(this.state.scene, "cells")[place];
    if (number === undefined || number < 0) return;
    this.state.ask({ sample: number });
  }

  /** The next one that is taken for another class, after the one that is chosen. */
  findWrong() {
    const wrong = this.order(this.state.frame, "wrong");
    const after = wrong.indexOf(1, this.chosen + 1);
    this.choose(after >= 0 ? after : wrong.indexOf(1));
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} width of the map in CSS pixels
   */
  paint(canvas, width) {
    const { scene, frame, colors, density } = this.state;
    const { side } = this;
    const whole = Math.round(width * density);
    if (!scene || !frame || whole === 0) return;
    const context = blank(canvas, whole); // The points of a plane may have been painted here before.
    const cell = whole / side;
    const wrong = this.order(frame, "wrong");
    const { chosen } = this;
    context.drawImage(this.faces.of(whole, side, scene, frame), 0, 0);
    context.lineWidth = Math.max(1, Math.min(cell * defaults.frame, defaults.thickest * density));
    context.strokeStyle = context.fillStyle = colors.token("on-value");
    wrong.forEach((isWrong, place) => {
      if (!isWrong) return;
      const [x, y] = [(place % side) * cell, Math.floor(place / side) * cell];
      // A frame and a folded corner: seen without colour, too.
      const half = context.lineWidth / 2;
      context.strokeRect(x + half, y + half, cell - 2 * half, cell - 2 * half);
      context.beginPath();
      context.moveTo(x + cell, y);
      const fold = Math.min(cell * defaults.corner, 5 * context.lineWidth);
      context.lineTo(x + cell, y + fold);
      context.lineTo(x + cell - fold, y);
      context.fill();
    });
    if (chosen < 0) return;
    context.strokeStyle = colors.token("accent");
    context.lineWidth *= 2.2;
    context.strokeRect((chosen % side) * cell, Math.floor(chosen / side) * cell, cell, cell);
  }

  /** The value of a label that is a number, and its prediction. */
  describeNumber() {
    const { state } = this;
    const label = this.order(state.scene, "cell_labels")[this.chosen];
    const answer = state.prediction?.[0];
    const { label: name = "" } = state.names ?? {};
    const of = (/** @type {number} */ value) => figure(state.inUnits(value));
    const text =
      label === undefined
        ? t("Each cell is a sample, in the colour of the prediction; the disc has the colour of the label. Click one.")
        : t("Sample {number}: {name} is {value}, the prediction is {answer}.", {
            number: (state.sample ?? 0) + 1,
            name,
            value: of(label),
            answer: answer === undefined ? "–" : of(answer),
          });
    this.say(text);
  }

  /** The sentence on a chosen sample is read out, too. @param {string} text */
  say(text) {
    write(this.words, text);
    this.speaker.say(this.chosen < 0 ? "" : text, String(this.state.sample));
  }

  /** The prediction for the chosen sample, or the number of misclassified samples. */
  describe() {
    const { chosen, state } = this;
    const { frame, scene } = state;
    const wrong = this.order(frame, "wrong");
    if (state.isAutoencoder) return this.say(t("Each cell is a sample, in the colour of the first output."));
    if (frame && scene && !wrong.length && this.side && state.names) this.describeNumber();
    if (frame && scene && !wrong.length && !state.names) this.say("");
    if (!frame || !scene || !wrong.length) return;
    const button = /** @type {HTMLButtonElement} */ (document.getElementById("next-wrong"));
    enable(button, wrong.includes(1));
    const label = this.order(scene, "cell_labels")[chosen];
    // Of two classes, a mistake is the other one.
    const other = frame.sizes.at(-1) === 1 && chosen >= 0 && label !== undefined ? (wrong[chosen] ? 1 - label : label) : null;
    const answer = state.answer ?? other;
    const right = t("The prediction is correct.");
    const verdict = answer === null ? "" : answer === label ? right : t("The prediction is {answer}.", { answer: state.className(answer) });
    const text =
      chosen < 0 || label === undefined
        ? t("{count} of {all} are misclassified.", {
            count: wrong.filter(Boolean).length,
            all: this.order(scene, "cells").filter((number) => number >= 0).length,
          })
        : joinSentences([t("Sample {number} is of class {label}.", { number: (state.sample ?? 0) + 1, label: state.className(label) }), verdict]);
    this.say(text);
  }
}
