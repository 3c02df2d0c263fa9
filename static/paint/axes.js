// The axes of the output: some numbers and, in the middle, the letter.

import { typeset } from "../words/typeset.js";

/** @typedef {{ends: [number, number], ticks: number[], letters: Node[]}} Axis */

export class Axes {
  /** @param {HTMLElement} horizontal @param {HTMLElement} vertical */
  constructor(horizontal, vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.drawn = "";
  }

  /**
   * @param {Axis} across
   * @param {Axis} up
   */
  draw(across, up) {
    const key = JSON.stringify([across, up].map(({ ends, ticks, letters }) => [ends, ticks, letters.map((letter) => letter.textContent)]));
    if (key === this.drawn) return;
    this.drawn = key;
    for (const [axis, side, { ends: [low, high], ticks, letters }] of /** @type {const} */ ([
      [this.horizontal, "left", across],
      [this.vertical, "top", up],
    ])) {
      const label = (/** @type {number} */ share) => {
        const span = document.createElement("span");
        // The outermost numbers are shifted inwards, so that they stay within the map.
        span.style[side] = `${(0.03 + (side === "left" ? share : 1 - share) * 0.94) * 100}%`;
        return span;
      };
      const numbers = ticks.map((tick) => Object.assign(label((tick - low) / (high - low)), { textContent: rounded(tick) }));
      const name = Object.assign(label(0.5), { className: "symbol" });
      name.append(...letters);
      axis.replaceChildren(...numbers, name);
    }
  }
}

/** Four numbers, evenly spaced, with room for the letter between them. @param {[number, number]} ends */
export const even = ([low, high]) => [0, 1, 3, 4].map((quarter) => +(low + (quarter / 4) * (high - low)).toPrecision(3));

/** A value, rounded to fit an axis. @param {number} value */
export const rounded = (value) => typeset(Math.abs(value) >= 1e5 ? value.toExponential(1) : +value.toPrecision(3));
