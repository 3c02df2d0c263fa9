// Windows: where a kernel is laid on its input, and what pooling keeps of each.

import { t } from "../words/messages.js";
import { mark, say, sliderOf, svgOf } from "../figures/drawing.js";

export const defaults = { side: 7, width: 320, height: 170, cell: 15 };

/** The side of the output: (side + 2 padding − kernel) / stride + 1, rounded down. @param {number} side @param {number} kernel @param {number} stride @param {number} padding */
export const sideOf = (side, kernel, stride, padding) => Math.floor((side + 2 * padding - kernel) / stride) + 1;

/** A grid of cells. @param {number} rows @param {number} x @param {number} y @param {(row: number, column: number) => string} className */
const grid = (rows, x, y, className) =>
  Array.from({ length: rows * rows }, (_, i) => {
    const [row, column] = [Math.floor(i / rows), i % rows];
    return mark("rect", { class: `cell ${className(row, column)}`, x: x + column * defaults.cell, y: y + row * defaults.cell, width: defaults.cell - 1, height: defaults.cell - 1 });
  });

/** @type {import("../figures/figures.js").Figure} */
export function windows(figure) {
  const { width, height, side, cell } = defaults;
  const svg = svgOf(figure, width, height);
  const [kernel, stride, padding] = [
    sliderOf(figure, { label: t("Kernel"), low: 1, high: 5, step: 2, value: 3 }, draw),
    sliderOf(figure, { label: t("Stride"), low: 1, high: 3, step: 1, value: 1 }, draw),
    sliderOf(figure, { label: t("Padding"), low: 0, high: 2, step: 1, value: 0 }, draw),
  ];

  function draw() {
    const [k, s, p] = [kernel(), stride(), padding()];
    const [wide, out] = [side + 2 * p, sideOf(side, k, s, p)];
    const top = (height - wide * cell) / 2;
    const isBorder = (/** @type {number} */ at) => at < p || at >= side + p;
    svg.replaceChildren(
      ...grid(wide, 4, top, (row, column) => (row < k && column < k ? "first" : out > 1 && row < k && column >= s && column < s + k ? "second" : isBorder(row) || isBorder(column) ? "border" : "")),
      mark("text", { x: 195, y: height / 2 + 5, "text-anchor": "middle" }, "→"),
      ...grid(out, 215, (height - out * cell) / 2, (row, column) => (row || column > 1 ? "" : column ? "second" : "first")),
    );
    say(figure, t("({side} + 2 · {padding} − {kernel}) ÷ {stride} + 1 = {out} on each side", { side, padding: p, kernel: k, stride: s, out }));
  }
  return draw;
}

/** What a map of 4 by 4 cells holds. */
const MAP = [[1, 3, 2, 0], [5, 2, 1, 4], [0, 1, 7, 2], [2, 6, 3, 3]];

/** The largest of each two by two. @returns {number[][]} */
export const maxima = () => [0, 2].map((row) => [0, 2].map((column) => Math.max(...[0, 1].flatMap((i) => [0, 1].map((j) => MAP[row + i]?.[column + j] ?? 0)))));

/** @type {import("../figures/figures.js").Figure} */
export function pooling(figure) {
  const svg = svgOf(figure, 320, 140);
  const side = 32;
  /** @param {number[][]} map @param {number} x @param {number} y @param {(value: number, row: number, column: number) => boolean} isKept */
  const table = (map, x, y, isKept) =>
    map.flatMap((cells, row) =>
      cells.flatMap((value, column) => [
        mark("rect", { class: `cell ${isKept(value, row, column) ? "first" : ""}`, x: x + column * side, y: y + row * side, width: side - 2, height: side - 2, rx: 3 }),
        mark("text", { x: x + (column + 0.5) * side - 1, y: y + row * side + 20, "text-anchor": "middle" }, String(value)),
      ]),
    );
  const largest = maxima();
  svg.replaceChildren(
    ...table(MAP, 10, 6, (value, row, column) => largest[row >> 1]?.[column >> 1] === value),
    mark("text", { x: 180, y: 74, "text-anchor": "middle" }, "→"),
    ...table(largest, 220, 38, () => true),
  );
  say(figure, t("Of each two by two cells, the largest is kept."));
  return () => {};
}
