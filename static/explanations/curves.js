// Curves of functions: activations with their derivatives, losses, and schedules of the learning rate.

import { t } from "../words/messages.js";
import { mark, say, svgOf, through } from "../figures/drawing.js";

/** Points along each curve. */
export const defaults = { points: 121 };

/** @typedef {(x: number) => number} Curve */
/** @typedef {{label: string, curves: [name: string, curve: Curve][]}} Panel curves are drawn by the classes of article.css */

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));

/** Each g and its derivative. @type {[string, Curve, Curve][]} */
export const ACTIVATIONS = [
  ["tanh", Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  ["sigmoid", sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
  ["ReLU", (z) => Math.max(0, z), (z) => Number(z > 0)],
  ["ELU", (z) => (z > 0 ? z : Math.exp(z) - 1), (z) => (z > 0 ? 1 : Math.exp(z))],
];

/**
 * Panels side by side, each with its own axes over the same range.
 * @param {HTMLElement} figure
 * @param {Panel[]} panels
 * @param {{x: [number, number], y: [number, number], columns: number, height: number}} frame
 */
function panelsOf(figure, panels, { x: [left, right], y: [low, high], columns, height }) {
  const width = 320 / columns;
  const svg = svgOf(figure, 320, Math.ceil(panels.length / columns) * height);
  const xs = Array.from({ length: defaults.points }, (_, i) => left + ((right - left) * i) / (defaults.points - 1));
  panels.forEach(({ label, curves }, nth) => {
    const [x0, y0] = [(nth % columns) * width, Math.floor(nth / columns) * height];
    const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([x0 + ((x - left) / (right - left)) * (width - 12), y0 + 4 + ((high - y) / (high - low)) * (height - 12)]);
    const [zeroX, zeroY] = place(Math.max(left, 0), Math.max(low, 0));
    svg.append(
      mark("path", { class: "ground", d: `M${x0} ${zeroY}h${width - 12}M${zeroX} ${y0 + 4}v${height - 12}` }),
      ...curves.map(([name, curve]) => mark("path", { class: name, d: through(xs.filter((x) => curve(x) >= low && curve(x) <= high).map((x) => place(x, curve(x)))) })),
      mark("text", { x: x0 + 2, y: y0 + 14 }, label),
    );
  });
}

/** @type {import("../figures/figures.js").Figure} */
export function functions(figure) {
  const panels = ACTIVATIONS.map(([label, g, derivative]) => /** @type {Panel} */ ({ label, curves: [["truth", derivative], ["curve-line", g]] }));
  panelsOf(figure, panels, { x: [-4, 4], y: [-1.2, 2], columns: 2, height: 78 });
  say(figure, t("Solid: g. Dashed: its derivative g′."));
  return () => {};
}

/** For a sample with label 1: the squared error of tanh, and the cross-entropy of the sigmoid. */
export const LOSSES = { squared: (/** @type {number} */ z) => 0.5 * (Math.tanh(z) - 1) ** 2, cross: (/** @type {number} */ z) => -Math.log(sigmoid(z)) };

/** @type {import("../figures/figures.js").Figure} */
export function losses(figure) {
  const { squared, cross } = LOSSES;
  panelsOf(
    figure,
    [
      { label: t("Squared error"), curves: [["curve-line", squared]] },
      { label: t("Cross-entropy"), curves: [["curve-line", cross]] },
    ],
    { x: [-4, 4], y: [0, 4.2], columns: 2, height: 150 },
  );
  say(figure, t("At z = −3, cross-entropy is steep, and the squared error is flat."));
  return () => {};
}

/** The share of the learning rate after each of 100 steps, with a period of 25. @type {Record<string, Curve>} */
export const SCHEDULES = {
  step: (step) => 0.5 ** Math.floor(step / 25),
  exponential: (step) => 0.5 ** (step / 25),
  cosine: (step) => 0.5 * (1 + Math.cos((Math.PI * Math.min(step, 100)) / 100)),
};

/** @type {import("../figures/figures.js").Figure} */
export function schedules(figure) {
  const { step, exponential, cosine } = SCHEDULES;
  panelsOf(figure, [{ label: "", curves: [["truth", /** @type {Curve} */ (cosine)], ["curve-line", /** @type {Curve} */ (step)], ["way", /** @type {Curve} */ (exponential)]] }], { x: [0, 100], y: [0, 1.05], columns: 1, height: 150 });
  say(figure, t("Thick: in steps. Thin: exponential. Dashed: cosine."));
  return () => {};
}
