// A blank canvas: of the size that is asked for, with nothing on it. Its size is set only where it changes, since the browser
// then makes the picture anew.

/** @param {HTMLCanvasElement} canvas @param {number} width in pixels of the canvas @param {number} [height] */
export function blank(canvas, width, height = width) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
