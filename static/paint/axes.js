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
      const numbers = ticks.map((tick) => Object.assign(label(shareOf(tick, [low, high])), { textContent: tickText(tick, [low, high]) }));
      const name = Object.assign(label(0.5), { className: "symbol" });
      name.append(...letters);
      axis.replaceChildren(...numbers, name);
    }
  }
}

/** Four numbers, evenly spaced, with room for the letter between them. @param {[number, number]} ends */
export const even = ([low, high]) => [0, 1, 3, 4].map((quarter) => low + (quarter / 4) * (high - low)).map((tick) => +tick.toPrecision(digitsOf(tick, [low, high])));

/** The significant digits that tell a number from the next one on an axis: three, and more far from 0. @param {number} tick @param {[number, number]} ends */
function digitsOf(tick, [low, high]) {
  const times = Math.abs(tick) / (high - low);
  return times > 10 && Number.isFinite(times) ? Math.min(16, 2 + Math.ceil(Math.log10(times))) : 3;
}

/** Where a number lies on an axis, from 0 to 1; in its middle where both ends are one number. @param {number} tick @param {[number, number]} ends */
export const shareOf = (tick, [low, high]) => (high > low ? Math.max(0, Math.min(1, (tick - low) / (high - low))) : 0.5);

/** @param {number} tick @param {[number, number]} ends */
export function tickText(tick, ends) {
  const digits = digitsOf(tick, ends);
  return digits === 3 ? rounded(tick) : typeset(Math.abs(tick) >= 1e5 ? tick.toExponential(digits - 1) : +tick.toPrecision(digits));
}

/** A value, rounded to fit an axis. @param {number} value */
export const rounded = (value) => typeset(Math.abs(value) >= 1e5 ? value.toExponential(1) : +value.toPrecision(3));
