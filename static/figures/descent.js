// Gradient descent on a loss with one weight: the half squared error of y = w x over five points.

import { figure as shown, t } from "../words/messages.js";
import { mark, said, say, sliderOf, svgOf, through } from "./drawing.js";

export const defaults = {
  points: /** @type {[number, number][]} */ ([[-2, -1.2], [-1, -1.1], [0.5, 0.7], [1, 0.4], [2, 1.9]]),
  start: -1.4,
  steps: 12,
  every: 450,
  weights: /** @type {[number, number]} */ ([-2, 3.4]),
  width: 320,
  height: 170,
};

/** @param {number} w */
export const loss = (w) => mean(([x, y]) => 0.5 * (w * x - y) ** 2);
/** Its slope. @param {number} w */
export const slope = (w) => mean(([x, y]) => (w * x - y) * x);

/** @param {(point: [number, number]) => number} of */
const mean = (of) => defaults.points.reduce((sum, point) => sum + of(point), 0) / defaults.points.length;

/** The weights that gradient descent passes. @param {number} rate @param {number} steps @returns {number[]} the first one included */
export function descend(rate, steps) {
  const passed = [defaults.start];
  for (let step = 0; step < steps; step++) {
    const w = /** @type {number} */ (passed.at(-1));
    passed.push(w - rate * slope(w));
  }
  return passed;
}

/** @type {import("./figures.js").Figure} */
export function descent(figure) {
  const { width, height, weights, steps, every } = defaults;
  const svg = svgOf(figure, width, height);
  const [low, high] = weights;
  const highest = loss(low);
  const place = (/** @type {number} */ w) => /** @type {[number, number]} */ ([((w - low) / (high - low)) * width, height - 16 - (loss(w) / highest) * (height - 24)]);
  const curve = Array.from({ length: 81 }, (_, i) => place(low + ((high - low) * i) / 80));
  const rate = sliderOf(figure, { label: t("Learning rate"), low: 0.05, high: 1.1, step: 0.05, value: 0.2 }, begin);
  let timer = 0;

  function begin() {
    clearTimeout(timer);
    show(matchMedia("(prefers-reduced-motion: reduce)").matches ? steps : 0);
  }

  /** @param {number} taken */
  function show(taken) {
    const passed = descend(rate(), taken);
    const seen = passed.filter((w) => w >= low && w <= high).map(place);
    svg.replaceChildren(
      mark("path", { class: "ground", d: `M0 ${height - 16}H${width}` }),
      mark("text", { x: width, y: height - 3, "text-anchor": "end" }, "w"),
      mark("path", { class: "curve-line", d: through(curve) }),
      mark("path", { class: "way", d: through(seen) }),
      ...seen.map(([x, y], i) => mark("circle", { class: i === seen.length - 1 ? "dot now" : "dot", cx: x, cy: y, r: i === seen.length - 1 ? 5 : 3.5 })),
    );
    const w = /** @type {number} */ (passed.at(-1));
    say(figure, t("After {steps} steps: w = {w}, loss {loss}", { steps: taken, w: said(w), loss: shown(loss(w)) }));
    if (taken < steps) timer = window.setTimeout(() => show(taken + 1), every);
  }

  return begin;
}
