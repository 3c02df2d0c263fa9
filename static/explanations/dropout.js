// Dropout: three steps of one network, each with other units left out.

import { t } from "../words/messages.js";
import { mark, say, sliderOf, svgOf } from "../figures/drawing.js";

export const defaults = { sizes: [4, 4], steps: 3, width: 320, height: 120 };

/** Whether a unit is left out in a step: by a number that is the same at each visit. @param {number} step @param {number} layer @param {number} unit @param {number} rate */
export const isOut = (step, layer, unit, rate) => Math.abs((Math.sin(1 + step * 37.7 + layer * 11.3 + unit * 71.9) * 43758.5453) % 1) < rate;

/** @type {import("../figures/figures.js").Figure} */
export function dropout(figure) {
  const { sizes, steps, width, height } = defaults;
  const svg = svgOf(figure, width, height);
  const rate = sliderOf(figure, { label: t("Dropout rate"), low: 0, high: 0.8, step: 0.1, value: 0.4 }, draw);

  function draw() {
    svg.replaceChildren();
    let left = 0;
    for (let step = 0; step < steps; step++) {
      const place = (/** @type {number} */ layer, /** @type {number} */ unit) => [step * (width / steps) + 20 + layer * 50, 14 + (unit * (height - 28)) / ((sizes[layer] ?? 2) - 1)];
      const out = (/** @type {number} */ layer, /** @type {number} */ unit) => isOut(step, layer, unit, rate());
      for (let from = 0; from < (sizes[0] ?? 0); from++) {
        for (let to = 0; to < (sizes[1] ?? 0); to++) {
          if (!out(0, from) && !out(1, to)) svg.append(mark("path", { class: "way", d: `M${place(0, from)}L${place(1, to)}` }));
        }
      }
      sizes.forEach((count, layer) => {
        for (let unit = 0; unit < count; unit++) {
          const [cx = 0, cy = 0] = place(layer, unit);
          if (!out(layer, unit)) left += 1;
          svg.append(mark("circle", { class: out(layer, unit) ? "left-out" : "dot", cx, cy, r: 7 }));
        }
      });
    }
    say(figure, t("Three steps: {left} of {all} units take part.", { left, all: steps * sizes.reduce((a, b) => a + b, 0) }));
  }
  return draw;
}
