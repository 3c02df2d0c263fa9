// Strips: what the units of a layer hold at each step, a row for each unit and a column for each step.

import { t } from "../words/messages.js";

/** @typedef {import("../live/wire.js").Values} Values */
/** @typedef {{kind: string, units: number, gates: string[]}} Layer a recurrent layer, as app/frames/through_time.py tells it */
/** A strip: what it is called, in full, and in letters, and its rows. @typedef {{name: string, letter: string, data: ArrayLike<number>, rows: number}} Strip */

/** The pixels of a cell at most, along each side. */
export const defaults = { cell: 14, height: 160 };

const GATES = /** @type {Record<string, string>} */ ({
  i: t("input gate"),
  f: t("forget gate"),
  o: t("output gate"),
  g: t("candidate"),
  k: t("candidate"),
  r: t("reset gate"),
  z: t("update gate"),
  c: t("cell"),
});

/**
 * The strips of a network's recurrent layers: the states of each, and under them its gates.
 * @param {Layer[]} layers
 * @param {Values} states
 * @param {Values} gates
 * @returns {Strip[]}
 */
export function stripsOf(layers, states, gates) {
  const T = states.shape[1] ?? 0;
  let [first, firstGate] = [0, 0];
  return layers.flatMap(({ units, gates: letters }, nth) => {
    const rows = (/** @type {Values} */ { data }, /** @type {number} */ start) => data.subarray(start * T, (start + units) * T);
    const found = [{ name: t("State of layer {layer}", { layer: nth + 1 }), letter: "h", data: rows(states, first), rows: units }];
    first += units;
    for (const letter of letters) {
      found.push({ name: GATES[letter] ?? letter, letter, data: rows(gates, firstGate), rows: units });
      firstGate += units;
    }
    return found;
  });
}

/**
 * Paint rows of numbers from -1 to 1, a cell each; those of steps beyond the length stay empty.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} data
 * @param {number} rows
 * @param {number} columns
 * @param {number} length
 * @param {number} most how high all rows may be together, in pixels
 * @param {(value: number) => string} color
 */
export function paintCells(canvas, data, rows, columns, length, most, color) {
  const side = defaults.cell;
  const high = Math.max(2, Math.min(side, Math.floor(most / Math.max(1, rows))));
  const [width, height] = [columns * side, rows * high];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, width, height);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < length; column++) {
      const value = data[row * columns + column] ?? NaN;
      if (Number.isNaN(value)) continue;
      context.fillStyle = color(value);
      context.fillRect(column * side + 0.5, row * high, side - 1, high > 4 ? high - 1 : high);
    }
  }
}
