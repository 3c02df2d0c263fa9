// The pictures: a scene that is drawn by a rule, a person's own file, which stays in the browser, and handwritten digits.

/** @typedef {import("./arithmetic.js").Map} Map */

/** Pixels along a side, and the most bytes of a file. */
export const defaults = { side: 48, bytes: 20_000_000 };

/** A house under a sun, in grey from 0 (black) to 255 (white). @returns {Map} */
export function scene() {
  const { side } = defaults;
  return Array.from({ length: side }, (_, row) => Array.from({ length: side }, (_, column) => Math.round(shade((column + 0.5) / side, (row + 0.5) / side))));
}

/** @param {number} x from 0 to 1 @param {number} y downwards */
function shade(x, y) {
  if (Math.hypot(x - 0.8, y - 0.2) < 0.11) return 250;
  if (Math.hypot((x - 0.2) / 0.14, (y - 0.48) / 0.2) < 1) return 70;
  if (x > 0.17 && x < 0.225 && y > 0.6 && y < 0.82) return 40;
  const [inHouse, inRoof] = [x > 0.42 && x < 0.86 && y > 0.5 && y < 0.82, y > 0.3 && y <= 0.5 && Math.abs(x - 0.64) < 0.28 * ((y - 0.3) / 0.2)];
  if (inRoof) return 60;
  if (inHouse && x > 0.59 && x < 0.69 && y > 0.64) return 35;
  if (inHouse && y > 0.57 && y < 0.67 && (Math.abs(x - 0.5) < 0.045 || Math.abs(x - 0.78) < 0.045)) return 120;
  if (inHouse) return 215;
  return y > 0.82 ? 95 + 40 * x : 190 - 90 * y;
}

/**
 * A person's own picture in grey, its middle square. Throws RangeError where the file is no picture or too large.
 * @param {File} file
 * @returns {Promise<Map>}
 */
export async function pictureIn(file) {
  if (file.size > defaults.bytes) throw new RangeError("large");
  const picture = await createImageBitmap(file).catch(() => {
    throw new RangeError("none");
  });
  const { side } = defaults;
  const least = Math.min(picture.width, picture.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, (picture.width - least) / 2, (picture.height - least) / 2, least, least, 0, 0, side, side);
  picture.close();
  const { data } = context.getImageData(0, 0, side, side);
  const grey = (/** @type {number} */ i) => Math.round(0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0));
  return Array.from({ length: side }, (_, row) => Array.from({ length: side }, (_, column) => grey(4 * (row * side + column))));
}

/** A picture of bytes in base64, row by row. @param {string} text @returns {Map} */
export function pixelsOf(text) {
  const bytes = atob(text);
  const side = Math.sqrt(bytes.length);
  return Array.from({ length: side }, (_, row) => Array.from({ length: side }, (_, column) => bytes.charCodeAt(row * side + column)));
}
