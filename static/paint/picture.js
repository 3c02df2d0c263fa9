// A picture: bytes of ink on paper, drawn in the page's ink; or of red, green and blue.

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array} bytes row 0 at the top; 0 is paper, 255 is ink; in colour three of each pixel
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
  const isInColour = inColour(bytes, side * side);
  for (let i = 0; i < side * side; i++) {
    if (isInColour) for (let c = 0; c < 3; c++) image.data[4 * i + c] = /** @type {number} */ (bytes[3 * i + c]);
    else image.data[4 * i + 3] = /** @type {number} */ (bytes[i]);
  }
  context.putImageData(image, 0, 0);
}

/** Whether so many pixels have a red, a green and a blue one. @param {ArrayLike<number>} bytes @param {number} pixels */
export const inColour = (bytes, pixels) => bytes.length === 3 * pixels;

/** The n-th picture of an array (.., height, width) or (.., height, width, 3). @template {{subarray(from: number, to: number): any}} Bytes @param {Bytes} data @param {number[]} shape @param {number} n @param {number} first how many axes count the pictures @returns {ReturnType<Bytes["subarray"]>} */
export function pictureAt(data, shape, n, first) {
  const size = shape.slice(first).reduce((a, b) => a * b, 1);
  return data.subarray(n * size, (n + 1) * size);
}
