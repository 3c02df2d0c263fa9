// The kept runs: up to eight, each a saved network on the server and, in this browser, its curve and its experiment.

import { fieldsThatCount, split } from "../address/schema.js";
import { browser } from "../run/storage.js";

/** The most kept runs, the most points of a curve, and the longest entry of the browser's storage, in characters. */
export const defaults = { most: 8, points: 200, longest: 40_000 };

const REMEMBERED = "chalknet-kept";

/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {{steps: number[], train: number[], test: number[]}} Losses */
/**
 * @typedef {Losses & {network: string, number: number, experiment: Changes, sizes: number[], epoch: number,
 *   accuracy: number | null}} Kept `network`: the id of the saved network, `number`: which of the kept runs it was, `accuracy`: on the test set
 */

/** The kept runs of this browser. @returns {Kept[]} */
export function remembered() {
  try {
    const found = JSON.parse(browser.get(REMEMBERED) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept).slice(0, defaults.most) : [];
  } catch {
    return [];
  }
}

/** @param {any} each */
const isKept = (each) => typeof each?.network === "string" && typeof each.experiment === "object" && [each.steps, each.train, each.test, each.sizes].every(Array.isArray);

/** @param {Kept[]} kept */
export const remember = (kept) => browser.set(REMEMBERED, JSON.stringify(kept));

/** Whether an entry is short enough for the browser's storage. @param {Kept} kept */
export const fits = (kept) => JSON.stringify(kept).length <= defaults.longest;

/** The losses over whole sets, thinned; the first and the last stay. @param {import("../run/series.js").Series} series @returns {Losses} */
export function thinned({ steps, columns }) {
  const every = Math.max(1, Math.ceil((steps.length - 1) / (defaults.points - 1)));
  const stays = (/** @type {unknown} */ _, /** @type {number} */ i) => i % every === 0 || i === steps.length - 1;
  const short = (/** @type {number[]} */ column) => column.filter(stays).map((loss) => +loss.toPrecision(4));
  return { steps: steps.filter(stays), train: short(columns[0] ?? []), test: short(columns[1] ?? []) };
}

/** Whether the losses of two experiments are measured alike. @param {Changes} one @param {Changes} other */
export function lossesAreAlike(one, other) {
  const [mine, its] = [one, other].map(({ objective: { loss, heads, output } = {} }) => JSON.stringify([heads ?? loss, output ?? null]));
  return mine === its;
}

/** By field, what two experiments differ in: the values before and after. @param {Changes} before @param {Changes} after @returns {Record<string, [unknown, unknown]>} */
export function differences(before, after) {
  const names = new Set([...fieldsThatCount(before), ...fieldsThatCount(after)].map(({ name }) => name));
  /** @type {Record<string, [unknown, unknown]>} */
  const found = {};
  for (const name of names) {
    const [part, field] = split(name);
    const [left, right] = [before[part]?.[field], after[part]?.[field]];
    // A field that only one of two data sets has says no more than the data set's name.
    if (left !== undefined && right !== undefined && JSON.stringify(left) !== JSON.stringify(right)) found[name] = [left, right];
  }
  return found;
}
