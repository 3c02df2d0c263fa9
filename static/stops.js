// The stops of a slider: even steps, or the round numbers 1, 2, 3, 5, 10, ... where sizes matter more than sums.

/**
 * @param {number} low
 * @param {number} high
 * @param {string} scale "linear" or "nice"
 * @param {number} step of a linear scale
 * @returns {number[]}
 */
export function stops(low, high, scale, step) {
  if (scale === "linear") {
    return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
  }
  // Rates begin at 0.0001; a scale that holds 0 begins with it.
  const first = low >= 1 ? Math.floor(Math.log10(low)) : -4;
  const found = low === 0 && high > 1 ? [0] : [];
  for (let power = first; 10 ** power <= high; power++) {
    for (const lead of [1, 2, 3, 5]) found.push(Number(`${lead}e${power}`));
  }
  return found.filter((stop) => stop >= low && stop <= high);
}

/**
 * The stop that is nearest to a value, by its place in the list.
 * @param {number[]} list
 * @param {number} value
 */
export function nearest(list, value) {
  const next = list.findIndex((stop) => stop >= value);
  if (next === -1) return list.length - 1;
  const [below = -Infinity, above = Infinity] = [list[next - 1], list[next]];
  return next > 0 && value - below < above - value ? next - 1 : next;
}
