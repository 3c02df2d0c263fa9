// The trials of a search as a frame has them: of each method, the best so far, and how many there are.

/** @typedef {import("../live/wire.js").SearchFrame} SearchFrame */

/** The states of trials, as numbers of `trial_states`. */
export const STATES = /** @type {const} */ (["trains", "ended", "stopped", "diverged"]);

/**
 * A trial. `loss` is its latest validation loss; NaN: none was measured.
 * @typedef {{number: number, method: number, values: unknown[], point: number[], loss: number, steps: number, state: (typeof STATES)[number]}} Trial
 */

/** All trials, in the order in which they began. @param {SearchFrame} frame @returns {Trial[]} */
export function trialsOf({ trial_values, arrays }) {
  const sides = arrays.trial_points.shape[1] ?? 1;
  return trial_values.map((values, number) => ({
    number,
    method: Number(arrays.trial_strategies.data[number]),
    values,
    point: Array.from(arrays.trial_points.data.subarray(number * sides, (number + 1) * sides)),
    loss: Number(arrays.trial_losses.data[number]),
    steps: Number(arrays.trial_steps.data[number]),
    state: STATES[Number(arrays.trial_states.data[number])] ?? "trains",
  }));
}

/** Whether a trial counts: one that was stopped early or has diverged is never the best. @param {Trial} trial */
export const counts = (trial) => trial.state === "ended" && Number.isFinite(trial.loss);

/** The lowest loss after each trial of a method; NaN while none has ended. @param {Trial[]} trials of one method @returns {number[]} */
export function bestSoFar(trials) {
  let best = NaN;
  return trials.filter(({ state }) => state !== "trains").map((trial) => (best = counts(trial) && !(best <= trial.loss) ? trial.loss : best));
}

/** The best trial, the first of equal ones. @param {Trial[]} trials @returns {Trial | null} */
export const bestOf = (trials) => trials.filter(counts).reduce((/** @type {Trial | null} */ best, trial) => (best && best.loss <= trial.loss ? best : trial), null);

/** The lowest of these losses, and the one above which a tenth of them are alike; null: there is none. @param {number[]} losses @returns {[number, number] | null} */
export function rangeOf(losses) {
  const known = losses.filter((loss) => loss > 0 && Number.isFinite(loss)).sort((a, b) => a - b);
  const [low, high] = [known[0], known[Math.floor(0.9 * (known.length - 1))]];
  return low === undefined || high === undefined ? null : [low, high];
}

/** How low a loss is among these, from 0, the highest, to 1, on a scale of factors; very high ones are alike. @param {number[]} losses */
export function lowness(losses) {
  const [low, most] = rangeOf(losses) ?? [1, 1];
  const high = Math.max(most, low * 1.0001);
  return (/** @type {number} */ loss) => Math.max(0, Math.min(1, Math.log(high / Math.max(loss, low)) / Math.log(high / low)));
}

/** The share of these losses that are higher than one, so that the places of good trials differ also where others are far worse. @param {number[]} losses */
export const rank = (losses) => (/** @type {number} */ loss) => losses.filter((other) => other > loss).length / Math.max(1, losses.length - 1);

/**
 * The nearest of some points for each cell of a lattice, row by row from the top left: nothing is known between them.
 * @param {[number, number][]} points in the unit square, the second upwards @param {number} side cells along a side
 * @returns {number[]} -1: there are no points
 */
export function nearest(points, side) {
  return Array.from({ length: side * side }, (_, cell) => {
    const x = ((cell % side) + 0.5) / side;
    const y = 1 - (Math.floor(cell / side) + 0.5) / side;
    let [found, least] = [-1, Infinity];
    points.forEach(([a, b], i) => {
      const distance = (a - x) ** 2 + (b - y) ** 2;
      if (distance < least) [found, least] = [i, distance];
    });
    return found;
  });
}
