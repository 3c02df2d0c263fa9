// Early stopping: a polynomial of high degree that gradient descent fits to ten noisy points, and its loss on ten others.

import { figure as shown, t } from "../words/messages.js";
import { mark, say, svgOf, through } from "../figures/drawing.js";
import { test, training } from "../figures/overfitting.js";

export const defaults = { degree: 9, rate: 0.5, steps: 20_000, points: 60, width: 320, height: 150 };

/** Chebyshev's polynomials of x, whose fit gradient descent finds in fewer steps than that of powers. @param {number} x */
const terms = (x) => Array.from({ length: defaults.degree + 1 }, (_, k) => Math.cos(k * Math.acos(Math.max(-1, Math.min(1, x)))));

/**
 * The losses while it is fitted, at steps that are spread evenly over their logarithm.
 * @returns {{step: number, train: number, validation: number}[]}
 */
export function losses() {
  const { rate, steps, points, degree } = defaults;
  const sets = [training, test].map((set) => set.map(([x, y]) => /** @type {const} */ ([terms(x), y])));
  const w = Array.from({ length: degree + 1 }, () => 0);
  const errors = (/** @type {number} */ nth) => (sets[nth] ?? []).map(([row, y]) => row.reduce((sum, value, k) => sum + value * (w[k] ?? 0), 0) - y);
  const half = (/** @type {number[]} */ each) => each.reduce((sum, error) => sum + 0.5 * error ** 2, 0) / each.length;
  const wanted = new Set(Array.from({ length: points }, (_, i) => Math.round(steps ** (i / (points - 1)))));
  const found = [];
  for (let step = 1; step <= steps; step++) {
    const each = errors(0);
    if (wanted.has(step)) found.push({ step, train: half(each), validation: half(errors(1)) });
    for (let k = 0; k <= degree; k++) w[k] = (w[k] ?? 0) - rate * each.reduce((sum, error, i) => sum + (error * (sets[0]?.[i]?.[0][k] ?? 0)) / each.length, 0);
  }
  return found;
}

/** @type {import("../figures/figures.js").Figure} */
export function stopping(figure) {
  const { width, height, steps } = defaults;
  const svg = svgOf(figure, width, height);
  return () => {
    const found = losses();
    const highest = Math.max(...found.map(({ train, validation }) => Math.max(train, validation)));
    const best = found.reduce((least, each) => (each.validation < least.validation ? each : least));
    const place = (/** @type {number} */ step, /** @type {number} */ value) => /** @type {[number, number]} */ ([(Math.log(step) / Math.log(steps)) * width, height - 16 - (value / highest) * (height - 22)]);
    const [x, y] = place(best.step, best.validation);
    svg.replaceChildren(
      mark("path", { class: "ground", d: `M0 ${height - 16}H${width}M${x} ${height - 16}V0` }),
      mark("path", { class: "truth", d: through(found.map(({ step, train }) => place(step, train))) }),
      mark("path", { class: "curve-line", d: through(found.map(({ step, validation }) => place(step, validation))) }),
      mark("circle", { class: "dot now", cx: x, cy: y, r: 5 }),
      mark("text", { x: width, y: height - 2, "text-anchor": "end" }, t("steps")),
    );
    const numbers = { step: best.step, best: shown(best.validation), last: shown(found.at(-1)?.validation) };
    say(figure, t("Solid: validation, lowest at step {step} ({best}), in the end {last}. Dashed: training.", numbers));
  };
}
