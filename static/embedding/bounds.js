// The bounds of a plane: a square that holds all points, and that stands still while they move a little.

/** How much room there is beside the points, and how much larger than wanted a square may be before it shrinks. */
export const defaults = { margin: 0.06, slack: 1.8 };

/** @typedef {{x: number, y: number, half: number}} Bounds the middle, and half of the side */

/**
 * The bounds before while they hold all points and are not much too large; else new ones.
 * @param {ArrayLike<number>} points x and y, one after the other
 * @param {Bounds | null} before
 * @returns {Bounds}
 */
export function boundsOf(points, before) {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]];
  for (let i = 0; i < points.length; i++) {
    const value = /** @type {number} */ (points[i]);
    low[i % 2] = Math.min(/** @type {number} */ (low[i % 2]), value);
    high[i % 2] = Math.max(/** @type {number} */ (high[i % 2]), value);
  }
  const [left, bottom, right, top] = /** @type {[number, number, number, number]} */ ([...low, ...high]);
  if (!(right >= left)) return before ?? { x: 0, y: 0, half: 1 };
  const wanted = Math.max((right - left) / 2, (top - bottom) / 2) * (1 + defaults.margin);
  const holds = before && left >= before.x - before.half && right <= before.x + before.half && bottom >= before.y - before.half && top <= before.y + before.half;
  if (before && holds && wanted * defaults.slack >= before.half) return before;
  // Room to grow: a point at the edge would move the bounds again in the next frame.
  return { x: (left + right) / 2, y: (bottom + top) / 2, half: Math.max(wanted * (before ? 1.25 : 1.1), 1e-6) };
}
