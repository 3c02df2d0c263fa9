// A picture of several channels in its colours; one of a single channel in the page's ink.

import { paintPicture } from "./picture.js";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array} bytes channel by channel, row 0 at the top
 * @param {number} channels @param {number} side
 * @param {string} ink the colour of a single channel
 */
function paintChannels(context, bytes, channels, side, ink) {
  if (channels < 3) return paintPicture(context, bytes, side, ink);
  const { canvas } = context;
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  const image = context.createImageData(side, side);
  const pixels = side * side;
  for (let i = 0; i < pixels; i++) {
    for (let channel = 0; channel < 3; channel++) image.data[4 * i + channel] = /** @type {number} */ (bytes[channel * pixels + i]);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * One picture of an array of them (k, channels, side, side) on a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../live/wire.js").Values} pictures
 * @param {number} nth
 * @param {string} ink
 */
export function paintNth(canvas, pictures, nth, ink) {
  const [, channels = 1, side = 0] = pictures.shape;
  const size = channels * side * side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: channels < 3 }));
  paintChannels(context, /** @type {Uint8Array} */ (pictures.data).subarray(nth * size, (nth + 1) * size), channels, side, ink);
}
