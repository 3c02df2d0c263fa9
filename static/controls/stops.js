// The stops of a slider: even steps, the round numbers 1, 2, 3, 5, 10, ... where ratios matter more than differences,
// or these numbers' distances from 1.

/**
 * @param {number} low
 * @param {number} high
 * @param {string} scale "linear", "nice" or "near-one"
 * @param {number} step of a linear scale
 * @returns {number[]}
 */
export function stops(low, high, scale, step) {
  if (scale === "linear") {
    return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => +(low + i * step).toPrecision(10));
  }
  if (scale === "near-one") return stops(1 - high, 1 - low, "nice", step).map((stop) => +(1 - stop).toPrecision(10)).reverse();
  // A scale that holds 0 begins with it, and goes on with 0.0001.
  const first = low > 0 ? Math.floor(Math.log10(low)) : -4;
  const found = low === 0 ? [0] : [];
  for (let power = first; 10 ** power <= high; power++) {
    for (const lead of [1, 2, 3, 5]) found.push(Number(`${lead}e${power}`));
  }
  const little = 1e-9 * low;
  return found.filter((stop) => stop >= low - little && stop <= high + little);
}

/**
 * The index of the stop that is nearest to a value.
 * @param {number[]} list
 * @param {number} value
 */
export function nearest(list, value) {
  const next = list.findIndex((stop) => stop >= value);
  if (next === -1) return list.length - 1;
  const [below = -Infinity, above = Infinity] = [list[next - 1], list[next]];
  return next > 0 && value - below < above - value ? next - 1 : next;
}

/**
 * The stop above a value, or the one below it; null: there is none.
 * @param {number[]} list
 * @param {number} value
 * @param {number} direction 1 or -1
 */
export function nextStop(list, value, direction) {
  const found = direction > 0 ? list.find((stop) => stop > value) : list.findLast((stop) => stop < value);
  return found ?? null;
}
