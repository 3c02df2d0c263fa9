// Features: one neuron that is shown x₁ and x₂, and one that is shown their squares.

import { t } from "../words/messages.js";
import { drawingOf, FunctionMap, say, sliderOf } from "../figures/drawing.js";
import { answer } from "../figures/neuron.js";

/** @type {import("../figures/figures.js").Figure} */
export function features(figure) {
  const [straight, round] = [new FunctionMap("half"), new FunctionMap("half")];
  drawingOf(figure).replaceChildren(straight.canvas, round.canvas);
  /** @type {import("../paint/colors.js").Colors | null} */
  let colors = null;
  const bias = sliderOf(figure, { label: "b", low: 0.5, high: 5, step: 0.5, value: 2.5 }, () => colors && draw(colors));

  /** @param {import("../paint/colors.js").Colors} present */
  function draw(present) {
    colors = present;
    straight.draw(answer([-0.6, -0.6], bias()), present);
    const neuron = answer([-0.2, -0.2], bias());
    round.draw((x1, x2) => neuron(x1 ** 2, x2 ** 2), present);
    say(figure, t("One neuron: of x₁ and x₂ on the left, of x₁² and x₂² on the right."));
  }
  return draw;
}
