// The weighted sum z = w₁ x₁ + w₂ x₂ + b, term by term: each bar begins where the one before it ends.

import { t } from "../words/messages.js";
import { mark, said, say, sliderOf, svgOf } from "./drawing.js";

export const defaults = { weights: [1.2, -0.8], bias: 0.5, reach: 4.6, width: 320, row: 36 };

/** The terms of the sum. @param {number[]} inputs @returns {number[]} a product for each input, and the bias */
export const terms = (inputs) => [...defaults.weights.map((weight, j) => weight * (inputs[j] ?? 0)), defaults.bias];

/** @type {import("./figures.js").Figure} */
export function weightedSum(figure) {
  const { width, row, reach } = defaults;
  const svg = svgOf(figure, width, 4 * row);
  const [zero, unit] = [width * 0.6, (width * 0.38) / reach];
  const inputs = ["x₁", "x₂"].map((label, j) => sliderOf(figure, { label, low: -2, high: 2, step: 0.1, value: j ? -1 : 1.5 }, draw));

  function draw() {
    const given = inputs.map((input) => input());
    const parts = terms(given);
    const sum = parts.reduce((all, part) => all + part, 0);
    const products = given.map((input, j) => `${said(defaults.weights[j] ?? 0)} · ${said(input).replace(/^−.*/, "($&)")}`);
    const labels = [...products.map((product, j) => `${"w₁x₁ w₂x₂".split(" ")[j]} = ${product}`), "b", "z"];
    let end = 0;
    svg.replaceChildren(mark("path", { class: "ground", d: `M${zero} 0V${4 * row}` }));
    [...parts, sum].forEach((part, i) => {
      const start = i < parts.length ? end : 0;
      end = start + part;
      const [left, right] = [start, end].sort((a, b) => a - b);
      const y = i * row + 6;
      svg.append(
        mark("text", { x: 0, y: y + 16 }, labels[i]),
        mark("rect", { class: part < 0 ? "low" : "high", x: zero + unit * (left ?? 0), y, width: Math.max(1, unit * ((right ?? 0) - (left ?? 0))), height: row - 12, rx: 3 }),
      );
    });
    const shown = parts.map((part, i) => (i === 0 ? said(part) : `${part < 0 ? "−" : "+"} ${said(Math.abs(part))}`)).join(" ");
    say(figure, t("z = {terms} = {sum}", { terms: shown, sum: said(sum) }));
  }
  return draw;
}
