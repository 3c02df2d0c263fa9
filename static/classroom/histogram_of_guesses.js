// The histogram of guessed numbers: some lie far out, and are counted apart, so that the others can be told apart.

/** The share of guesses at either end that may lie far out, how far that is in widths of the rest, and the most bars. */
export const defaults = { ends: 0.1, far: 1.5, bars: 16 };

/**
 * @param {number[]} guesses
 * @param {number | null} outcome which is always within
 * @returns {{low: number, high: number, counts: number[], below: number, above: number}}
 */
export function histogram(guesses, outcome) {
  const sorted = [...guesses].sort((a, b) => a - b);
  const quantile = (/** @type {number} */ share) => Number(sorted[Math.round(share * (sorted.length - 1))]);
  const [first, last] = [quantile(defaults.ends), quantile(1 - defaults.ends)];
  const reach = defaults.far * Math.max(last - first, Math.abs(last) / 10);
  const within = sorted.filter((guess) => guess >= first - reach && guess <= last + reach);
  const all = outcome === null ? within : [...within, outcome];
  let [low, high] = [Math.min(...all), Math.max(...all)];
  if (high === low) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const bars = Math.min(defaults.bars, Math.max(5, Math.ceil(2 * Math.sqrt(guesses.length))));
  const counts = Array.from({ length: bars }, () => 0);
  for (const guess of within) {
    const nth = Math.min(bars - 1, Math.floor((bars * (guess - low)) / (high - low)));
    counts[nth] = Number(counts[nth]) + 1;
  }
  return { low, high, counts, below: sorted.filter((guess) => guess < Number(within[0])).length, above: sorted.filter((guess) => guess > Number(within.at(-1))).length };
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? Number(sorted[middle]) : (Number(sorted[middle - 1]) + Number(sorted[middle])) / 2;
}
