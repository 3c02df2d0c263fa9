// The faces of the samples: what each looks like, painted once for a data set and laid over the colours of every frame.

import { paths } from "../paint/marks.js";
import { inColour, paintPicture, pictureAt } from "../paint/picture.js";

export const defaults = { letter: 0.6, text: 0.68, mark: 0.2, colours: 0.8 };

/** @typedef {import("../live/wire.js").Frame} Frame */

export class Faces {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.shapes = paths();
    const context = (/** @type {boolean} */ willReadFrequently) =>
      /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently }));
    this.stamp = context(true);
    this.sheet = context(false);
    this.painted = { scene: /** @type {Frame | null} */ (null), colors: /** @type {unknown} */ (null), width: 0, largest: 0 };
  }

  /**
   * All of them in a square, as an image.
   * @param {number} width in pixels of the screen
   * @param {number} side cells along it
   * @param {Frame} scene
   * @param {Frame} frame
   */
  of(width, side, scene, frame) {
    const { painted, sheet, state: { colors, classes } } = this;
    // The label of a regression has the colours' scale, which follows the network.
    const largest = !classes ? (frame.arrays.ranges?.data.at(-1) ?? 1) : 1;
    if (painted.scene === scene && painted.colors === colors && painted.width === width && painted.largest === largest) return sheet.canvas;
    this.painted = { scene, colors, width, largest };
    sheet.canvas.width = sheet.canvas.height = width;
    const cell = width / side;
    const cells = scene.arrays.cells?.data ?? [];
    for (let nth = 0; nth < side * side; nth++) {
      // The wire begins at the lowest row, as in a map.
      const [x, y] = [(nth % side) * cell, (side - 1 - Math.floor(nth / side)) * cell];
      if ((cells[nth] ?? -1) >= 0) this.face(scene, nth, x, y, cell, largest);
      else {
        sheet.fillStyle = colors.token("surface");
        sheet.fillRect(x, y, cell + 1, cell + 1);
      }
    }
    return sheet.canvas;
  }

  /**
   * What a sample looks like: its picture, its bits or, of numbers, its label.
   * @param {Frame} scene
   * @param {number} nth as on the wire
   * @param {number} x @param {number} y @param {number} cell @param {number} largest
   */
  face(scene, nth, x, y, cell, largest) {
    const { sheet, state } = this;
    const { cell_pictures: pictures, cell_inputs: inputs, cell_labels: labels } = scene.arrays;
    const color = state.colors.token("on-value");
    if (pictures) {
      const pixels = /** @type {number} */ (pictures.shape[2]);
      const bytes = pictureAt(/** @type {Uint8Array} */ (pictures.data), pictures.shape, nth, 2);
      paintPicture(this.stamp, bytes, pixels, color);
      // Ink lets the colour of the prediction through; beside a picture in colour, some of it stays.
      const side = inColour(bytes, pixels * pixels) ? cell * defaults.colours : cell;
      sheet.drawImage(this.stamp.canvas, x + (cell - side) / 2, y + (cell - side) / 2, side, side);
    } else if (!state.has("bits")) {
      this.label(labels?.data[nth] ?? 0, largest, x + cell / 2, y + cell / 2, cell * defaults.mark);
    } else if (inputs) {
      const n = /** @type {number} */ (inputs.shape[2]);
      // Standardised bits are no longer 0 and 1, but a 1 is still above 0 and a 0 is not.
      const text = Array.from(inputs.data.subarray(nth * n, (nth + 1) * n), (value) => (value > 0 ? "1" : "0")).join("");
      sheet.fillStyle = color;
      sheet.font = `${Math.min(cell / 3, (cell * defaults.text) / (n * defaults.letter))}px ui-monospace, monospace`;
      sheet.textAlign = "center";
      sheet.textBaseline = "middle";
      sheet.fillText(text, x + cell / 2, y + cell / 2);
    }
  }

  /**
   * A class as its mark; a number as a disc in its colour, which vanishes in the cell where the network predicts the same.
   * @param {number} label @param {number} largest @param {number} x @param {number} y @param {number} radius
   */
  label(label, largest, x, y, radius) {
    const { sheet, state: { colors, classes } } = this;
    const shape = this.shapes[classes ? label : 1];
    sheet.save();
    sheet.translate(x, y);
    sheet.scale(radius, radius);
    sheet.fillStyle = classes ? (colors.classes[label]?.mark ?? "") : colors.signed(label / (largest || 1));
    sheet.strokeStyle = colors.token("mark-edge");
    sheet.lineWidth = this.state.density / radius;
    if (shape) sheet.fill(shape);
    if (shape && classes) sheet.stroke(shape);
    sheet.restore();
  }
}
