// The distances between the lines of a chart, and between the numbers below it.

import { typeset } from "../words/typeset.js";

/** The distances between lines of a linear scale, also for diverging losses: 1, 2, 2.5 and 5 times powers of ten. */
export const STEPS = Array.from({ length: 330 }, (_, i) => i - 20).flatMap((power) => [1, 2, 2.5, 5].map((digit) => Number(`${digit}e${power}`))).filter(Number.isFinite);

/** Those between iterations, which are whole. */
export const WHOLE = STEPS.filter(Number.isInteger);

/** The number of a line, to three digits: lines between two powers of ten have different ones. @param {number} tick */
export function lossText(tick) {
  const rounded = +tick.toPrecision(3);
  return typeset(tick !== 0 && (Math.abs(tick) < 1e-3 || Math.abs(tick) >= 1e5) ? rounded.toExponential() : rounded);
}
