// One neuron: tanh(w₁ x₁ + w₂ x₂ + b) over the whole plane.

import { t } from "../words/messages.js";
import { drawingOf, FunctionMap, said, say, sliderOf } from "./drawing.js";

/** What a neuron answers. @param {number[]} weights @param {number} bias @returns {(x1: number, x2: number) => number} */
export const answer = ([w1 = 0, w2 = 0], bias) => (x1, x2) => Math.tanh(w1 * x1 + w2 * x2 + bias);

/** @type {import("./figures.js").Figure} */
export function neuron(figure) {
  const plane = new FunctionMap("large");
  drawingOf(figure).replaceChildren(plane.canvas);
  /** @type {import("../paint/colors.js").Colors | null} */
  let colors = null;
  const redraw = () => colors && draw(colors);
  const [w1, w2, bias] = [
    sliderOf(figure, { label: "w₁", low: -2, high: 2, step: 0.1, value: 0.8 }, redraw),
    sliderOf(figure, { label: "w₂", low: -2, high: 2, step: 0.1, value: 0.4 }, redraw),
    sliderOf(figure, { label: "b", low: -6, high: 6, step: 0.2, value: 0 }, redraw),
  ];

  /** @param {import("../paint/colors.js").Colors} present */
  function draw(present) {
    colors = present;
    plane.draw(answer([w1(), w2()], bias()), present);
    const term = (/** @type {number} */ value) => `${value < 0 ? "−" : "+"} ${said(Math.abs(value))}`;
    say(figure, t("a = tanh({sum})", { sum: `${said(w1())} x₁ ${term(w2())} x₂ ${term(bias())}` }));
  }
  return draw;
}
