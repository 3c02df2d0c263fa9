// A heatmap: a grid of numbers as one picture, in which a click chooses a cell, which has a frame.

import { blank } from "../paint/blank.js";

/** `cell`: the least and the largest side of a cell, in CSS pixels; `width`: the widest picture. */
export const defaults = { cell: [6, 26], width: 260 };

export class Heatmap {
  /** @param {HTMLCanvasElement} canvas @param {(row: number, column: number) => void} choose */
  constructor(canvas, choose) {
    this.canvas = canvas;
    this.rows = this.columns = 1;
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      const place = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      choose(place((event.clientY - box.top) / box.height, this.rows), place((event.clientX - box.left) / box.width, this.columns));
    });
  }

  /**
   * @param {ArrayLike<number>} values row by row; fewer than there are cells leave the last ones empty
   * @param {number} rows @param {number} columns
   * @param {number} chosen the number of the cell
   * @param {import("../paint/colors.js").Colors} colors
   */
  draw(values, rows, columns, chosen, colors) {
    [this.rows, this.columns] = [rows, columns];
    const [least = 6, largest = 26] = defaults.cell;
    const side = Math.max(least, Math.min(largest, Math.floor(defaults.width / columns)));
    const sharp = Math.min(2, devicePixelRatio);
    const { canvas } = this;
    const pen = blank(canvas, Math.round(columns * side * sharp), Math.round(rows * side * sharp));
    canvas.style.width = `${columns * side}px`;
    pen.scale(sharp, sharp);
    let most = 0;
    for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] ?? 0));
    const { signed } = colors;
    const at = (/** @type {number} */ i) => /** @type {[number, number]} */ ([(i % columns) * side, Math.floor(i / columns) * side]);
    for (let i = 0; i < values.length; i++) {
      pen.fillStyle = signed((values[i] ?? 0) / (most || 1));
      pen.fillRect(...at(i), side, side);
    }
    const [x, y] = at(chosen);
    pen.lineWidth = 3;
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, side, side);
    pen.lineWidth = 1.5;
    pen.strokeStyle = "#111";
    pen.strokeRect(x, y, side, side);
  }
}
