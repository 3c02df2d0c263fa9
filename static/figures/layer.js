// A layer: so many neurons whose edges stand around the middle, and a neuron that adds their answers up.

import { t } from "../words/messages.js";
import { drawingOf, FunctionMap, say, sliderOf } from "./drawing.js";
import { answer } from "./neuron.js";

/** Each edge lies so far from the middle, and is so steep. The sum is positive where nearly all neurons say yes. */
export const defaults = { far: 2.2, steep: 1.4, most: 6, margin: 1.2, sharp: 1.5 };

/** The neurons of a layer of `count`. @param {number} count */
export const layerOf = (count) =>
  Array.from({ length: count }, (_, k) => {
    const angle = Math.PI / 2 + (2 * Math.PI * k) / count;
    const { far, steep } = defaults;
    return answer([-steep * Math.cos(angle), -steep * Math.sin(angle)], steep * far);
  });

/** The neuron of the next layer. @param {ReturnType<typeof layerOf>} units @returns {(x1: number, x2: number) => number} */
export const together = (units) => (x1, x2) => Math.tanh(defaults.sharp * (units.reduce((sum, unit) => sum + unit(x1, x2), 0) - units.length + defaults.margin));

/** @type {import("./figures.js").Figure} */
export function layer(figure) {
  const small = Array.from({ length: defaults.most }, () => new FunctionMap("small-map"));
  const large = new FunctionMap("large");
  const row = Object.assign(document.createElement("div"), { className: "row" });
  row.append(...small.map(({ canvas }) => canvas));
  drawingOf(figure).replaceChildren(row, large.canvas);
  /** @type {import("../paint/colors.js").Colors | null} */
  let colors = null;
  const count = sliderOf(figure, { label: t("Neurons"), low: 1, high: defaults.most, step: 1, value: 3 }, () => colors && draw(colors));

  /** @param {import("../paint/colors.js").Colors} present */
  function draw(present) {
    colors = present;
    const units = layerOf(count());
    small.forEach((plane, k) => {
      const unit = units[k];
      plane.canvas.hidden = !unit;
      if (unit) plane.draw(unit, present);
    });
    large.draw(together(units), present);
    const shapes = [t("a half-plane"), t("a strip"), t("a triangle"), t("a square"), t("a pentagon"), t("a hexagon")];
    say(figure, t("The sum is positive in {shape}.", { shape: shapes[units.length - 1] ?? "" }));
  }
  return draw;
}
