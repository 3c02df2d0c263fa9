// A ravine: a loss of two weights that is steep across and flat along, and the way of the steps down it.

import { t } from "../words/messages.js";
import { mark, said, say, sliderOf, svgOf, through } from "../figures/drawing.js";

export const defaults = { curvature: [1, 12], start: [-2.6, 0.9], steps: 24, reach: [3, 1.15], width: 320, height: 150, noise: 2.2 };

/** @typedef {[number, number]} Weights */

/** (w₁² + 12 w₂²) / 2. @param {Weights} w */
export const loss = (w) => w.reduce((sum, value, i) => sum + ((defaults.curvature[i] ?? 0) * value ** 2) / 2, 0);

/**
 * The weights that the steps pass: v = momentum · v + dW, then W = W − rate · v.
 * @param {number} rate
 * @param {number} momentum
 * @param {(step: number) => Weights} [noise] what chance adds to the gradient
 * @returns {Weights[]} the first ones included
 */
export function descend(rate, momentum, noise = () => [0, 0]) {
  const passed = [/** @type {Weights} */ ([...defaults.start])];
  let velocity = [0, 0];
  for (let step = 0; step < defaults.steps; step++) {
    const w = /** @type {Weights} */ (passed.at(-1));
    const chance = noise(step);
    velocity = velocity.map((v, i) => momentum * v + (defaults.curvature[i] ?? 0) * (w[i] ?? 0) + (chance[i] ?? 0));
    passed.push(/** @type {Weights} */ (w.map((value, i) => value - rate * (velocity[i] ?? 0))));
  }
  return passed;
}

/** @param {Weights} w @returns {Weights} */
function placeOf([w1, w2]) {
  const { reach, width, height } = defaults;
  const clipped = (/** @type {number} */ value) => Math.max(-3, Math.min(3, value));
  return [(width / 2) * (1 + clipped(w1 / (reach[0] ?? 1))), (height / 2) * (1 - clipped(w2 / (reach[1] ?? 1)))];
}

/** @param {SVGElement} svg @param {Weights[]} passed */
function draw(svg, passed) {
  const { width, height, reach, curvature } = defaults;
  const rings = [0.15, 0.6, 1.4, 2.5, 4, 6].map((level) => {
    const [rx = 0, ry = 0] = curvature.map((each, i) => (Math.sqrt((2 * level) / each) / (reach[i] ?? 1)) * ([width, height][i] ?? 0) * 0.5);
    return mark("ellipse", { class: "ground", cx: width / 2, cy: height / 2, rx, ry });
  });
  const places = passed.map(placeOf);
  svg.style.overflow = "hidden";
  svg.replaceChildren(
    ...rings,
    mark("path", { class: "way", d: through(places) }),
    ...places.map(([x, y], i) => mark("circle", { class: i === places.length - 1 ? "dot now" : "dot", cx: x, cy: y, r: i === places.length - 1 ? 5 : 2.6 })),
  );
}

/** What has become of the loss. @param {HTMLElement} figure @param {Weights[]} passed */
function tell(figure, passed) {
  const [first = 0, last = 0] = [passed[0], passed.at(-1)].map((w) => (w ? loss(w) : 0));
  const words = last > first ? t("The loss has grown: the steps are too long.") : t("After {steps} steps the loss is {share} % of the first one.", { steps: defaults.steps, share: said((100 * last) / first) });
  say(figure, words);
}

/** @param {HTMLElement} figure @param {() => Weights[]} way @returns {() => void} */
function shown(figure, way) {
  const svg = svgOf(figure, defaults.width, defaults.height);
  return () => {
    const passed = way();
    draw(svg, passed);
    tell(figure, passed);
  };
}

/** @type {import("../figures/figures.js").Figure} */
export function ravine(figure) {
  const show = shown(figure, () => descend(rate(), 0));
  const rate = sliderOf(figure, { label: t("Learning rate"), low: 0.01, high: 0.18, step: 0.01, value: 0.05 }, () => show());
  return show;
}

/** @type {import("../figures/figures.js").Figure} */
export function momentum(figure) {
  const show = shown(figure, () => descend(0.02, share()));
  const share = sliderOf(figure, { label: t("Momentum"), low: 0, high: 0.9, step: 0.1, value: 0 }, () => show());
  return show;
}

/** Noise that is the same at each visit, with a standard deviation of about 1. @param {number} n */
const chance = (n) => Math.sqrt(6) * (((Math.sin(n * 12.9898) * 43758.5453) % 1) + ((Math.sin(n * 78.233) * 12543.123) % 1)) * 0.5;

/** @type {import("../figures/figures.js").Figure} */
export function batches(figure) {
  const noise = (/** @type {number} */ step) => /** @type {Weights} */ ([chance(step + 1), chance(step + 101)].map((each) => (defaults.noise * each) / Math.sqrt(size())));
  const show = shown(figure, () => descend(0.09, 0, noise));
  const size = sliderOf(figure, { label: t("Batch size"), low: 1, high: 64, step: 1, value: 1 }, () => show());
  return show;
}
