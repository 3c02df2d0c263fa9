// The drawings inside the layers: histograms in the colours of their values, and points on a scale of powers of ten.

import { blank } from "../paint/blank.js";

/** @typedef {ReturnType<typeof paints>} Paints */

/** The colours of the drawings. Reading a token computes the page's style, so it is done once for each theme.
 * @param {import("../paint/colors.js").Colors} colors */
export function paints({ token, signed }) {
  return { signed, line: token("line"), muted: token("muted"), ink: token("ink"), accent: token("accent") };
}

export class Chart {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  }

  /** An empty canvas, sharp on this screen. @param {number} width @param {number} height in CSS pixels */
  clear(width, height) {
    const dense = window.devicePixelRatio;
    const [across, down] = [Math.round(width * dense), Math.round(height * dense)];
    blank(this.canvas, across, down).scale(dense, dense);
  }

  /**
   * Bars over the range from `low` to `high`, coloured like the maps: orange on the left of `middle`, blue on its right.
   * @param {ArrayLike<number>} counts
   * @param {{low: number, high: number, middle: number}} range
   * @param {Paints} paints
   * @param {number} width
   * @param {number} height
   */
  bars(counts, { low, high, middle }, paints, width, height) {
    this.clear(width, height);
    const { context } = this;
    const most = Math.max(...Array.from(counts), 1);
    const reach = Math.max(high - middle, middle - low);
    const step = width / counts.length;
    context.fillStyle = paints.line;
    context.fillRect(0, height - 1, width, 1);
    context.fillRect(Math.round(((middle - low) / (high - low)) * (width - 1)), 0, 1, height);
    for (let i = 0; i < counts.length; i++) {
      const count = /** @type {number} */ (counts[i]);
      if (count === 0) continue;
      const value = (low + ((i + 0.5) / counts.length) * (high - low) - middle) / reach;
      context.fillStyle = paints.signed((value + Math.sign(value)) / 2);
      const tall = Math.max(1.5, (count / most) * (height - 2));
      context.fillRect(i * step, height - tall, Math.max(1, step - 0.4), tall);
    }
  }

  /**
   * One layer's point on the scale of powers, on a line that continues to its neighbours.
   * @param {(number | undefined)[]} heights of the previous layer, this one and the next, from 0 (bottom) to 1
   * @param {[number, number] | null} band the marked zone, from 0 to 1
   * @param {number[]} lines the heights of the powers of ten
   * @param {Paints} paints
   * @param {number} width
   * @param {number} height
   */
  point(heights, band, lines, paints, width, height) {
    this.clear(width, height);
    const { context } = this;
    const edge = 5;
    const y = (/** @type {number} */ share) => edge + (1 - share) * (height - 2 * edge);
    if (band) {
      context.globalAlpha = 0.18;
      context.fillStyle = paints.accent;
      context.fillRect(0, y(band[1]), width, y(band[0]) - y(band[1]));
      context.globalAlpha = 1;
    }
    context.fillStyle = paints.line;
    for (const line of lines) context.fillRect(0, Math.round(y(line)), width, 1);
    const [before, here, after] = heights;
    if (here === undefined) return;
    context.strokeStyle = paints.muted;
    context.lineWidth = 1.5;
    context.beginPath();
    if (before !== undefined) context.moveTo(-width / 2, y(before));
    else context.moveTo(width / 2, y(here));
    context.lineTo(width / 2, y(here));
    if (after !== undefined) context.lineTo(1.5 * width, y(after));
    context.stroke();
    context.fillStyle = paints.ink;
    context.beginPath();
    context.arc(width / 2, y(here), 4, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * The range of the middle eight tenths of the counted numbers.
 * @param {ArrayLike<number>} counts
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
export function middleTenths(counts, low, high) {
  const all = Array.from(counts);
  const total = all.reduce((a, b) => a + b, 0);
  let sum = 0;
  const sums = all.map((count) => (sum += count));
  const first = sums.findIndex((below) => below > 0.1 * total);
  const last = sums.findIndex((below) => below >= 0.9 * total);
  const at = (/** @type {number} */ edge) => low + (edge / all.length) * (high - low);
  return [at(first), at(last + 1)];
}

/**
 * The heights of the powers of ten on a scale between two of them: all of them, or every second, third ... of many.
 * @param {number} low
 * @param {number} high
 */
export function decades(low, high) {
  const step = Math.ceil((high - low) / 6);
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => 1 - (i * step) / (high - low));
}

/**
 * The exponents of a scale of powers of ten that holds all sizes above zero, and at least those of `usual`.
 * @param {number[]} sizes
 * @param {[number, number]} usual exponents
 * @returns {[number, number]} the exponents of its ends
 */
export function powers(sizes, [low, high]) {
  const exponents = sizes.filter((size) => size > 0).map(Math.log10);
  return [Math.floor(Math.min(low, ...exponents)), Math.ceil(Math.max(high, ...exponents))];
}
