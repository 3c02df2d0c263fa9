// A picture: a square of bytes of ink on paper, drawn in the page's ink.

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array} bytes row 0 at the top; 0 is paper, 255 is ink
 * @param {number} side
 * @param {string} color of the ink
 */
export function paintPicture(context, bytes, side, color) {
  const { canvas } = context;
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  context.globalCompositeOperation = "copy";
  context.fillStyle = color;
  context.fillRect(0, 0, side, side);
  const image = context.getImageData(0, 0, side, side);
  for (let i = 0; i < side * side; i++) image.data[4 * i + 3] = /** @type {number} */ (bytes[i]);
  context.putImageData(image, 0, 0);
}
