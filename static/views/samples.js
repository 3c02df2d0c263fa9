// The samples in a square, ordered by label: each with what it is, and a frame around those that are taken for another.

import { paths } from "../marks.js";
import { figure, t, whole } from "../messages.js";
import { paintPicture } from "../picture.js";

export const defaults = { frame: 0.11, thickest: 3, corner: 0.34, letter: 0.6, text: 0.68, mark: 0.2 };
export const ariaLabel = t("Samples: arrows choose one");

/** @typedef {import("../wire.js").Frame} Frame */

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

export class Samples {
  /**
   * @param {HTMLElement} host the map
   * @param {import("../state.js").State} state
   */
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.words = /** @type {HTMLElement} */ (document.getElementById("sample"));
    this.shapes = paths();
    this.stamp = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
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
    const { scene, frame, colors } = this.state;
    const { side } = this;
    if (!scene || !frame) return;
    const whole = Math.round(width * devicePixelRatio);
    canvas.width = canvas.height = whole;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const cell = whole / side;
    const cells = this.order(scene, "cells");
    const wrong = this.order(frame, "wrong");
    const { chosen } = this;
    const dark = colors.token("on-value");
    context.lineWidth = Math.max(1, Math.min(cell * defaults.frame, defaults.thickest * devicePixelRatio));
    cells.forEach((number, place) => {
      const [x, y] = [(place % side) * cell, Math.floor(place / side) * cell];
      if (number < 0) {
        context.fillStyle = colors.token("surface");
        context.fillRect(x, y, cell + 1, cell + 1);
        return;
      }
      this.face(context, scene, frame, (side - 1 - Math.floor(place / side)) * side + (place % side), x, y, cell, dark);
      if (wrong[place]) {
        // A frame and a folded corner: seen without colour, too.
        context.strokeStyle = context.fillStyle = dark;
        const half = context.lineWidth / 2;
        context.strokeRect(x + half, y + half, cell - 2 * half, cell - 2 * half);
        context.beginPath();
        context.moveTo(x + cell, y);
        const fold = Math.min(cell * defaults.corner, 5 * context.lineWidth);
        context.lineTo(x + cell, y + fold);
        context.lineTo(x + cell - fold, y);
        context.fill();
      }
      if (place === chosen) {
        context.save();
        context.strokeStyle = colors.token("accent");
        context.lineWidth *= 2.2;
        context.strokeRect(x, y, cell, cell);
        context.restore();
      }
    });
  }

  /**
   * What a sample looks like: its picture, its numbers or, of a person's own table, its label.
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} scene
   * @param {Frame} frame
   * @param {number} nth as on the wire
   * @param {number} x @param {number} y @param {number} cell @param {string} color
   */
  face(context, scene, frame, nth, x, y, cell, color) {
    const { cell_pictures: pictures, cell_inputs: inputs, cell_labels: labels } = scene.arrays;
    if (pictures) {
      const pixels = /** @type {number} */ (pictures.shape[2]);
      const bytes = /** @type {Uint8Array} */ (pictures.data).subarray(nth * pixels * pixels, (nth + 1) * pixels * pixels);
      paintPicture(this.stamp, bytes, pixels, color);
      context.drawImage(this.stamp.canvas, x, y, cell, cell);
    } else if (this.state.experiment.data.kind === "table") {
      this.stampLabel(context, labels?.data[nth] ?? 0, frame, x + cell / 2, y + cell / 2, cell * defaults.mark);
    } else if (inputs) {
      const n = /** @type {number} */ (inputs.shape[2]);
      // Standardised bits are no longer 0 and 1, but a 1 is still above 0 and a 0 is not.
      const text = Array.from(inputs.data.subarray(nth * n, (nth + 1) * n), (value) => (value > 0 ? "1" : "0")).join("");
      context.fillStyle = color;
      context.font = `${Math.min(cell / 3, (cell * defaults.text) / (n * defaults.letter))}px ui-monospace, monospace`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(text, x + cell / 2, y + cell / 2);
    }
  }

  /**
   * A class as its mark; a number as a disc in its colour, which is lost in the cell where that is what the network says.
   * @param {CanvasRenderingContext2D} context @param {number} label @param {Frame} frame @param {number} x @param {number} y @param {number} radius
   */
  stampLabel(context, label, frame, x, y, radius) {
    const { colors, classes } = this.state;
    const shape = this.shapes[classes ? label : 1];
    const largest = frame.arrays.ranges?.data.at(-1) || 1;
    context.save();
    context.translate(x, y);
    context.scale(radius, radius);
    context.fillStyle = classes ? (colors.classes[label]?.mark ?? "") : colors.signed(label / largest);
    context.strokeStyle = colors.token("mark-edge");
    context.lineWidth = devicePixelRatio / radius;
    if (shape) context.fill(shape);
    if (shape && classes) context.stroke(shape);
    context.restore();
  }

  /** Of a number: how large it is, and what the network says. */
  describeNumber() {
    const { state } = this;
    const label = this.order(state.scene, "cell_labels")[this.chosen];
    const answer = state.said?.[0];
    const { label: name = "" } = state.names ?? {};
    const of = (/** @type {number} */ value) => figure(state.inUnits(value));
    const text =
      label === undefined
        ? t("Each cell is a sample, in the colour of the prediction; the disc has the colour of the truth. Click one.")
        : t("Sample {number}: {name} is {value}, predicted is {answer}.", {
            number: whole((state.sample ?? 0) + 1),
            name,
            value: of(label),
            answer: answer === undefined ? "–" : of(answer),
          });
    this.words.setAttribute("aria-live", label === undefined ? "off" : "polite");
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /** What is said of the chosen sample, and of how many are wrong. */
  describe() {
    const { chosen, state } = this;
    const { frame, scene } = state;
    const wrong = this.order(frame, "wrong");
    if (frame && scene && !wrong.length && this.side && state.names) this.describeNumber();
    if (!frame || !scene || !wrong.length) return;
    const button = /** @type {HTMLButtonElement} */ (document.getElementById("next-wrong"));
    button.disabled = !wrong.includes(1);
    const label = this.order(scene, "cell_labels")[chosen];
    // Of two classes, a mistake is the other one.
    const other = frame.sizes.at(-1) === 1 && chosen >= 0 && label !== undefined ? (wrong[chosen] ? 1 - label : label) : null;
    const answer = state.answer ?? other;
    const right = t("It is answered rightly.");
    const said = answer === null ? "" : answer === label ? right : t("It is answered {answer}.", { answer: state.className(answer) });
    const text =
      chosen < 0 || label === undefined
        ? t("{count} of {all} are taken for another class.", {
            count: whole(wrong.filter(Boolean).length),
            all: whole(this.order(scene, "cells").filter((number) => number >= 0).length),
          })
        : [t("Sample {number} is of class {label}.", { number: whole((state.sample ?? 0) + 1), label: state.className(label) }), said].join(" ");
    // While it trains the count changes all the time: nobody wants to listen to that.
    this.words.setAttribute("aria-live", chosen < 0 ? "off" : "polite");
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}
