// The gradient through time: how much of the loss after each step arrives at each earlier one, as a matrix.

import { joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";

/** @typedef {import("../live/wire.js").Values} Values */

/** The powers of ten between the faintest colour and the strongest, below and above what leaves a step. */
export const defaults = { below: 4, above: 2 };

/**
 * A share of what leaves a step as a value from -1 to 1: by powers of ten, 0 where all of it arrives, below where it vanishes,
 * above where it explodes.
 * @param {number} share
 */
export function shade(share) {
  if (!(share > 0)) return -1;
  const power = Math.log10(share);
  return Math.max(-1, Math.min(1, power < 0 ? power / defaults.below : power / defaults.above));
}

/**
 * What arrives of the last loss that there is: at which step it was, and how much of it is left at the first one; null: there is none.
 * @param {Values} arriving (T, T)
 */
export function lastOf({ data, shape }) {
  const T = shape[1] ?? 0;
  for (let step = T - 1; step >= 0; step--) {
    if (!Number.isNaN(data[step * T + step] ?? NaN)) return { step, first: data[step * T] ?? NaN };
  }
  return null;
}

/**
 * The rows from the first loss to the last one.
 * @param {Values} arriving
 * @returns {{data: ArrayLike<number>, rows: number, columns: number}}
 */
export function rowsOf(arriving) {
  const T = arriving.shape[1] ?? 0;
  const last = lastOf(arriving)?.step ?? -1;
  let first = 0;
  while (first < last && Number.isNaN(arriving.data[first * T + first] ?? NaN)) first++;
  const data = Array.from({ length: last + 1 - first }, (_, row) => Array.from(arriving.data.subarray((first + row) * T, (first + row) * T + last + 1))).flat();
  return { data, rows: last + 1 - first, columns: last + 1 };
}

/** A share in per cent, with two digits; nothing where there is no loss. @param {number} share */
export const percentOf = (share) => (Number.isNaN(share) ? "" : String(Number((100 * share).toPrecision(2))));

/** The same in words. @param {Values} arriving @param {number | null} [border] the step with which the decoder begins, if there is one @param {number | null} [truncation] after so many steps the layer's way back is cut */
export function arrivingText(arriving, border = null, truncation = null) {
  const last = lastOf(arriving);
  if (!last) return t("No loss flows back.");
  const words = t("Of the gradient after step {step}, {share} % arrives at step 1.", { step: last.step + 1, share: percentOf(last.first) });
  const cut = truncation === null ? [] : [t("At every {count} steps the gradient stops in this layer: what does not arrive beyond is cut off, and has not vanished.", { count: truncation })];
  if (!border) return joinSentences([words, ...cut]);
  const share = arriving.data[last.step * (arriving.shape[1] ?? 0) + border - 1] ?? NaN;
  return joinSentences([words, ...cut, t("At the line it goes from the decoder into the encoder: {share} % arrives there, at step {step}.", { share: percentOf(share), step: border })]);
}
