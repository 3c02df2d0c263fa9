// Overfitting: polynomials that are fitted to ten noisy points by least squares, and judged by ten others.

import { figure as shown, t } from "../words/messages.js";
import { mark, say, sliderOf, svgOf, through } from "./drawing.js";

/** Noise that was drawn once: a figure is the same at each visit. */
const NOISE = [0.21, -0.28, 0.12, 0.25, -0.19, -0.06, 0.3, -0.24, 0.14, -0.1];
const TEST_NOISE = [-0.14, 0.2, 0.09, -0.22, 0.17, 0.05, -0.2, 0.26, -0.08, 0.12];

export const defaults = { most: 9, degree: 3, reach: 1.8, width: 320, height: 180 };

/** @typedef {[number, number]} Point */

/** The curve below the noise. @param {number} x */
const truth = (x) => Math.sin(3 * x);
/** @param {number[]} noise @param {number} shift @returns {Point[]} */
const points = (noise, shift) => noise.map((error, i) => [-0.95 + (1.9 * (i + shift)) / 9.5, truth(-0.95 + (1.9 * (i + shift)) / 9.5) + error]);
export const training = points(NOISE, 0);
export const test = points(TEST_NOISE, 0.5);

/**
 * The polynomial of a degree with the least squared error, by polynomials that are orthogonal over the points (Forsythe, 1957).
 * @param {Point[]} given
 * @param {number} degree below the number of points
 * @returns {(x: number) => number}
 */
export function fitted(given, degree) {
  const dot = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const [xs, ys] = [given.map(([x]) => x), given.map(([, y]) => y)];
  let [before, present] = [xs.map(() => 0), xs.map(() => 1)];
  let size = 1;
  /** @type {{a: number, b: number, c: number}[]} */
  const found = [];
  for (let k = 0; k <= degree; k++) {
    const own = dot(present, present);
    const [a, b, c] = [dot(present.map((value, i) => value * (xs[i] ?? 0)), present) / own, k ? own / size : 0, dot(ys, present) / own];
    found.push({ a, b, c });
    [before, present, size] = [present, present.map((value, i) => ((xs[i] ?? 0) - a) * value - b * (before[i] ?? 0)), own];
  }
  return (x) => {
    let [sum, last, now] = [0, 0, 1];
    for (const { a, b, c } of found) {
      sum += c * now;
      [last, now] = [now, (x - a) * now - b * last];
    }
    return sum;
  };
}

/** The mean of half the squared errors. @param {(x: number) => number} curve @param {Point[]} given */
export const lossOf = (curve, given) => given.reduce((sum, [x, y]) => sum + 0.5 * (curve(x) - y) ** 2, 0) / given.length;

/** @type {import("./figures.js").Figure} */
export function overfitting(figure) {
  const { width, height, reach, most } = defaults;
  const svg = svgOf(figure, width, height);
  const place = ([x, y] = /** @type {Point} */ ([0, 0])) => /** @type {Point} */ ([((x + 1) / 2) * width, (height / 2) * (1 - Math.max(-1.1, Math.min(1.1, y / reach)))]);
  const xs = Array.from({ length: 161 }, (_, i) => -1 + i / 80);
  const degree = sliderOf(figure, { label: t("Degree"), low: 0, high: most, step: 1, value: defaults.degree }, draw);

  function draw() {
    const curve = fitted(training, degree());
    svg.replaceChildren(
      mark("path", { class: "ground", d: `M0 ${height / 2}H${width}` }),
      mark("path", { class: "truth", d: through(xs.map((x) => place([x, truth(x)]))) }),
      mark("path", { class: "curve-line", d: through(xs.map((x) => place([x, curve(x)]))) }),
      ...test.map((point) => diamond(place(point))),
      ...training.map((point) => mark("circle", { class: "point", cx: place(point)[0], cy: place(point)[1], r: 4.5 })),
    );
    const losses = { train: shown(lossOf(curve, training)), test: shown(lossOf(curve, test)) };
    say(figure, t("● training loss {train}, ◇ test loss {test}", losses));
  }
  return draw;
}

/** @param {Point} place */
const diamond = ([x, y]) => mark("path", { class: "aside", d: `M${x} ${y - 5}l5 5l-5 5l-5-5z` });
