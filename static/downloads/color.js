// A CSS color of any kind as six hexadecimal digits and an opacity, which every program reads.

/** @type {Map<string, {hex: string, alpha: number}>} */
const known = new Map();

/** @param {string} color @returns {{hex: string, alpha: number}} */
export function plain(color) {
  const before = known.get(color);
  if (before) return before;
  const context = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true }));
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const found = { hex: `#${[red, green, blue].map((each) => each.toString(16).padStart(2, "0")).join("")}`, alpha: alpha / 255 };
  known.set(color, found);
  return found;
}
