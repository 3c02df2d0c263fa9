// Strips: what the units of a layer hold at each step, a row for each unit and a column for each step.

import { blank } from "../paint/blank.js";
import { t } from "../words/messages.js";

/** @typedef {import("../live/wire.js").Values} Values */
/** @typedef {{kind: string, phase?: string, truncation?: number | null, units: number, gates: string[]}} Layer a recurrent layer, as app/frames/through_time.py tells it */
/** A strip: what it is called, in full, and in letters, and its rows. @typedef {{name: string, letter: string, data: ArrayLike<number>, rows: number}} Strip */

/** The pixels of a cell at most, along each side. */
export const defaults = { cell: 14, height: 160 };

export const GATES = /** @type {Record<string, string>} */ ({
  i: t("input gate"),
  f: t("forget gate"),
  o: t("output gate"),
  g: t("candidate"),
  k: t("candidate"),
  r: t("reset gate"),
  z: t("update gate"),
  c: t("cell"),
});

/** What a layer is called: by its number, an encoder and a decoder by what they are, too. @param {Layer} layer @param {number} nth */
export const layerText = ({ phase }, nth) => (phase === "reading" ? t("Layer {layer}, encoder", { layer: nth + 1 }) : phase === "writing" ? t("Layer {layer}, decoder", { layer: nth + 1 }) : t("Layer {layer}", { layer: nth + 1 }));

/**
 * What the gradient goes back through, each by its name and the step at which it goes from one layer into another, or null: a layer, or an
 * encoder with its decoder (`paths` of engine/probes/sequence.py).
 * @param {Layer[]} layers @param {number} first the step with which the answer begins
 * @returns {{name: string, border: number | null, truncation: number | null}[]}
 */
export function pathsOf(layers, first) {
  return layers.flatMap((layer, nth) => {
    if (layer.phase === "writing") return [];
    const isRead = layer.phase === "reading";
    return { name: isRead ? t("Layers {layer} and {next}, encoder and decoder", { layer: nth + 1, next: nth + 2 }) : layerText(layer, nth), border: isRead ? first : null, truncation: layer.truncation ?? null };
  });
}

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
  return layers.flatMap((layer, nth) => {
    const { units, gates: letters, phase = "steps" } = layer;
    const rows = (/** @type {Values} */ { data }, /** @type {number} */ start) => data.subarray(start * T, (start + units) * T);
    const found = [{ name: phase === "steps" ? t("State of layer {layer}", { layer: nth + 1 }) : layerText(layer, nth), letter: "h", data: rows(states, first), rows: units }];
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
  const context = blank(canvas, width, height);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < length; column++) {
      const value = data[row * columns + column] ?? NaN;
      if (Number.isNaN(value)) continue;
      context.fillStyle = color(value);
      context.fillRect(column * side + 0.5, row * high, side - 1, high > 4 ? high - 1 : high);
    }
  }
}

/** Draw a line before a column of cells. @param {HTMLCanvasElement} canvas @param {number} column @param {string} color */
export function paintBorder(canvas, column, color) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = color;
  context.fillRect(column * defaults.cell - 1, 0, 2, canvas.height);
}
