// The relief: contours of the logarithm of the loss, painted from the valley upwards; where the loss is not finite, a hole.

import { interpolateRgb } from "../vendor/d3.js";
import { contours } from "../vendor/contour.js";

export const defaults = { levels: 16, floor: 1e-6, hatch: 6 };

/**
 * The logarithms of the losses, and the heights of the contours: evenly from the lowest to the highest. Holes are higher than all.
 * @param {ArrayLike<number>} losses NaN: not finite
 */
export function heightsOf(losses) {
  const known = Array.from(losses, (loss) => (Number.isNaN(loss) ? NaN : Math.log10(Math.max(loss, defaults.floor))));
  let [low, high] = [Infinity, -Infinity];
  for (const height of known) {
    if (height < low) low = height;
    if (height > high) high = height;
  }
  if (!(high >= low)) return { heights: known, levels: [], low: NaN, high: NaN };
  const heights = known.map((height) => (Number.isNaN(height) ? high : height));
  const levels = high - low < 1e-9 ? [] : Array.from({ length: defaults.levels - 1 }, (_, i) => low + ((i + 1) / defaults.levels) * (high - low));
  return { heights, levels, low, high };
}

/**
 * The loss at a place of the surface, between its points; null: it is not known, or not finite.
 * @param {ArrayLike<number>} losses @param {number} side @param {number} across from 0 at the left to 1 @param {number} up from 0 at the bottom
 */
export function lossAt(losses, side, across, up) {
  if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return null;
  const place = (/** @type {number} */ share) => {
    const at = share * (side - 1);
    const before = Math.min(side - 2, Math.floor(at));
    return /** @type {const} */ ([before, at - before]);
  };
  const [[i, x], [j, y]] = [place(across), place(up)];
  const at = (/** @type {number} */ column, /** @type {number} */ row) => losses[row * side + column] ?? NaN;
  const loss = (1 - y) * ((1 - x) * at(i, j) + x * at(i + 1, j)) + y * ((1 - x) * at(i, j + 1) + x * at(i + 1, j + 1));
  return Number.isNaN(loss) ? null : loss;
}

/** The colours from the valley to the heights. @param {import("../paint/colors.js").Colors} colors */
export const shadesOf = ({ token }) => interpolateRgb(token("ground-low"), token("ground-high"));

/**
 * @param {CanvasRenderingContext2D} context a square
 * @param {ArrayLike<number>} losses row 0 is the lowest
 * @param {number} side
 * @param {import("../paint/colors.js").Colors} colors
 */
export function paintRelief(context, losses, side, colors) {
  const { width } = context.canvas;
  const { heights, levels } = heightsOf(losses);
  const shade = shadesOf(colors);
  context.fillStyle = shade(0);
  context.fillRect(0, 0, width, width);
  // A point of the grid lies in the middle of its cell of contours.
  const place = (/** @type {number} */ cell) => ((cell - 0.5) / (side - 1)) * width;
  const make = contours().size([side, side]);
  context.strokeStyle = colors.token("ground-line");
  context.lineWidth = Math.max(1, width / 900);
  levels.forEach((level, i) => {
    const { coordinates } = make.contour(heights, level);
    context.beginPath();
    for (const polygon of coordinates) {
      for (const ring of polygon) {
        ring.forEach(([x = 0, y = 0], n) => (n ? context.lineTo(place(x), width - place(y)) : context.moveTo(place(x), width - place(y))));
        context.closePath();
      }
    }
    context.fillStyle = shade((i + 1) / levels.length);
    context.fill("evenodd");
    context.stroke();
  });
  paintHoles(context, losses, side, colors);
}

/** @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} losses @param {number} side @param {import("../paint/colors.js").Colors} colors */
function paintHoles(context, losses, side, colors) {
  const { width } = context.canvas;
  const step = width / (side - 1);
  context.save();
  context.beginPath();
  for (let n = 0; n < side * side; n++) {
    if (Number.isNaN(losses[n])) context.rect(((n % side) - 0.5) * step, width - (Math.floor(n / side) + 0.5) * step, step, step);
  }
  context.clip();
  context.fillStyle = colors.token("surface");
  context.fillRect(0, 0, width, width);
  context.strokeStyle = colors.token("faint");
  context.lineWidth = Math.max(1, width / 500);
  context.beginPath();
  const gap = (defaults.hatch * width) / 400;
  for (let x = -width; x < width; x += gap) {
    context.moveTo(x, width);
    context.lineTo(x + width, 0);
  }
  context.stroke();
  context.restore();
}
