// The scale of a plot's axis: linear or logarithmic, with round numbers on it.

/** The most numbers on an axis. */
export const defaults = { ticks: 6, margin: 0.06 };

/** @typedef {{place: (value: number) => number | null, ticks: number[]}} Scale `place` is from 0 to 1, null where a value has none */

/**
 * A scale on which all values that can be shown have a place.
 * @param {Iterable<number>} values NaN where there is none
 * @param {boolean} isLog
 * @returns {Scale}
 */
export function scaleOf(values, isLog) {
  const has = (/** @type {number} */ value) => Number.isFinite(value) && (!isLog || value > 0);
  const f = isLog ? Math.log10 : (/** @type {number} */ value) => value;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) if (has(value)) [low, high] = [Math.min(low, f(value)), Math.max(high, f(value))];
  if (low > high) return { place: () => null, ticks: [] };
  const least = isLog ? 1 : Math.max(Math.abs(high), 1e-9) / 5; // alone in the middle
  if (high - low < least / 5) [low, high] = [low - least / 2, high + least / 2];
  const margin = defaults.margin * (high - low);
  [low, high] = [low - margin, high + margin];
  return {
    place: (value) => (has(value) ? (f(value) - low) / (high - low) : null),
    ticks: isLog ? powers(low, high) : even(low, high),
  };
}

/** Round numbers between two. @param {number} low @param {number} high */
function even(low, high) {
  const raw = (high - low) / defaults.ticks;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((each) => each * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => +((first + i) * step).toPrecision(12));
}

/** Powers of ten between two exponents; where there are few, their multiples by 2 and 5, or by all digits, too. @param {number} low @param {number} high */
function powers(low, high) {
  for (const digits of [[1], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    /** @type {number[]} */
    const found = [];
    for (let exponent = Math.floor(low); exponent <= high; exponent++) {
      for (const digit of digits) {
        const at = exponent + Math.log10(digit);
        if (at >= low && at <= high) found.push(+(digit * 10 ** exponent).toPrecision(3));
      }
    }
    if (found.length >= 3 || digits.length === 9) return thinned(found);
  }
  return [];
}

/** @param {number[]} ticks */
const thinned = (ticks) => ticks.filter((_, i) => i % Math.ceil(ticks.length / (defaults.ticks + 3)) === 0);
