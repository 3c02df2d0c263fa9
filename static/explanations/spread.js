// The spread of a signal: how widely the outputs of ten layers of tanh units vary, by the size of their random weights.

import { t } from "../words/messages.js";
import { mark, said, say, sliderOf, svgOf } from "../figures/drawing.js";

export const defaults = { units: 48, samples: 12, layers: 10, width: 320, height: 140 };

/** Numbers between -1 and 1 that are the same at each visit (a linear congruential generator). */
function drawer() {
  let seed = 12345;
  return () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 30) - 1;
}

/** The standard deviation of each layer's outputs. @param {number} gain the standard deviation of the weights, times the square root of the inputs @returns {number[]} */
export function spreads(gain) {
  const { units, samples, layers } = defaults;
  const draw = drawer();
  const scale = gain * Math.sqrt(3 / units);
  let A = Array.from({ length: samples }, () => Array.from({ length: units }, () => Math.sqrt(3) * draw()));
  return Array.from({ length: layers }, () => {
    const W = Array.from({ length: units }, () => Array.from({ length: units }, () => scale * draw()));
    A = A.map((a) => W.map((row) => Math.tanh(row.reduce((sum, weight, j) => sum + weight * (a[j] ?? 0), 0))));
    const all = A.flat();
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  });
}

/** @type {import("../figures/figures.js").Figure} */
export function spread(figure) {
  const { width, height, layers } = defaults;
  const svg = svgOf(figure, width, height);
  const gain = sliderOf(figure, { label: t("Size of the weights · √inputs"), low: 0.2, high: 4, step: 0.2, value: 0.6 }, draw);

  function draw() {
    const found = spreads(gain());
    svg.replaceChildren(
      mark("path", { class: "ground", d: `M0 ${height - 16}H${width}` }),
      ...found.flatMap((value, l) => {
        const [x, tall] = [(l * width) / layers, value * (height - 24)];
        return [mark("rect", { class: "bar", x: x + 5, y: height - 16 - tall, width: width / layers - 10, height: tall, rx: 2 }), mark("text", { x: x + width / layers / 2, y: height - 2, "text-anchor": "middle" }, String(l + 1))];
      }),
    );
    say(figure, t("In layer 10 the outputs spread by {spread}, in layer 1 by {first}.", { spread: said(found.at(-1) ?? 0), first: said(found[0] ?? 0) }));
  }
  return draw;
}
