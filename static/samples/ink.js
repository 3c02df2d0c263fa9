// Ink: how a person's strokes stand on a canvas, and how they are sent.

/** The pixels of a drawing along each side, how much finer the canvas is, and the width of the pen in those pixels. */
export const defaults = { side: 56, finer: 4, pen: 4.6 };

/** A canvas to draw on, and a small one that it is made smaller on. */
export function pad() {
  const context = (/** @type {number} */ side) =>
    /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement("canvas"), { width: side, height: side }).getContext("2d", { willReadFrequently: true }));
  return { context: context(defaults.side * defaults.finer), small: context(defaults.side) };
}

/** @param {CanvasRenderingContext2D} context @param {import("./pen.js").Place} from @param {import("./pen.js").Place} to @param {string} color */
export function stroke(context, [x, y], [u, v], color) {
  const side = context.canvas.width;
  context.strokeStyle = color;
  context.lineWidth = defaults.pen * defaults.finer;
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(x * side, y * side);
  context.lineTo(u * side, v * side + 0.01);
  context.stroke();
}

/** A drawing as it is sent: a byte of ink for each pixel, in base64. @param {CanvasRenderingContext2D} context @param {CanvasRenderingContext2D} small */
export function written({ canvas }, small) {
  const { side } = defaults;
  small.clearRect(0, 0, side, side);
  small.drawImage(canvas, 0, 0, side, side);
  const { data } = small.getImageData(0, 0, side, side);
  const ink = Array.from({ length: side * side }, (_, i) => String.fromCharCode(/** @type {number} */ (data[4 * i + 3])));
  return btoa(ink.join(""));
}
