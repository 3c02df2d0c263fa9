// The values of a field that varies: which are proposed, how they are typed, and what is wrong with them.

import { cells, narrow, numberIn } from "../numbers/cells.js";

/**
 * A field that may vary. `scale`, `low`, `high`, `step` and `times` are those of its control; `options` are those of a choice.
 * @typedef {{name: string, title: string, sort: "number" | "choice" | "layers" | "seed", isWhole?: boolean, low?: number, high?: number, scale?: string, step?: number, times?: number,
 *   unit?: string, options?: {value: string | boolean, label: string}[], usual?: unknown}} Varying
 */
/** @typedef {string | number | boolean | number[]} Value */

/** The most members of a family (`MOST_MEMBERS` of engine/family.py), and how many values are proposed at most. */
export const defaults = { most: 64, proposed: 8 };

/** Values that are offered, but not proposed: gradient descent cannot follow a step. */
const UNLIKELY = ["step"];

const LAYERS = [[1], [2], [4], [8], [4, 2], [4, 4], [8, 8], [4, 4, 4]];
const NEAR_ONE = [0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999];

/** What is proposed for a field whose present value is this. @param {Varying} field @param {unknown} present @returns {Value[]} */
export function proposed(field, present) {
  if (field.options) {
    const likely = field.options.map(({ value }) => value).filter((value) => !UNLIKELY.includes(String(value)));
    // Of many, the first ones are proposed, and the present one.
    return likely.filter((value, i) => i < defaults.proposed - 1 || value === present || likely.length <= defaults.proposed);
  }
  if (field.sort === "layers") return LAYERS;
  if (field.sort === "seed") return Array.from({ length: defaults.proposed }, (_, i) => Number(present) + i);
  const { low = 0, high = 1, scale, step = 1, times = 1 } = field;
  if (scale === "near-one") return NEAR_ONE.filter((value) => value >= low && value <= high);
  if (scale === "doubled") return [0.25, 0.5, 1, 2].map((share) => Math.round(Number(present) * share)).filter((value, i, all) => value >= low && value <= high && value !== all[i - 1]);
  if (scale === "linear") {
    const [first, last] = [low * times, high * times];
    const steps = Math.round((last - first) / step);
    const every = Math.max(1, Math.ceil(steps / (defaults.proposed - 1)));
    return Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => tidy((first + i * every * step) / times));
  }
  return spaced(field, Number(present) || Number(field.usual) || high / 100);
}

/** 1, 3, 10, 30, .. around a value, within the bounds of its field. @param {Varying} field @param {number} middle @returns {number[]} */
function spaced({ low = 0, high = 1, isWhole = false }, middle) {
  const first = Math.round(Math.log10(middle)) * 2 - defaults.proposed / 2;
  const found = Array.from({ length: defaults.proposed }, (_, i) => {
    const place = first + i;
    return tidy((place % 2 === 0 ? 1 : 3) * 10 ** Math.floor(place / 2));
  });
  return found.filter((value) => value >= low && value <= high && (!isWhole || Number.isInteger(value)));
}

/** @param {number} value */
const tidy = (value) => Number(value.toPrecision(6));

/** Values as they are typed. @param {Varying} field @param {Value[]} values */
export function written({ times = 1 }, values) {
  return values.map((value) => (Array.isArray(value) ? (value.join("-") || "0") : typeof value === "number" ? String(tidy(value * times)) : String(value))).join(", ");
}

/**
 * The values of a text: numbers, or the units of layers with hyphens (0: no hidden layer), with commas or spaces between them.
 * @param {Varying} field @param {string} text
 * @returns {{values: Value[], fault: string | null}} `fault` is what cannot be read
 */
export function parsed({ sort, isWhole = false, times = 1 }, text) {
  // With a point somewhere, and where all are whole, no comma is a decimal one.
  const noDecimal = /[.．]/.test(text) || sort === "layers" || sort === "seed" || isWhole;
  const words = (noDecimal ? text.split(/[\s,;，；、]+/) : cells(text)).filter(Boolean);
  /** @type {Value[]} */
  const values = [];
  for (const word of words) {
    if (sort === "layers") {
      const plain = narrow(word).replaceAll("−", "-");
      if (!/^\d+([-–]\d+)*$/.test(plain)) return { values, fault: word };
      values.push(plain === "0" ? [] : plain.split(/[-–]/).map(Number));
    } else {
      const value = numberIn(word);
      if (value === null) return { values, fault: word };
      values.push(tidy10(value / times));
    }
  }
  return { values, fault: null };
}

/** Without what division adds in the last digit. @param {number} value */
const tidy10 = (value) => Number(value.toPrecision(12));

/** A value that is given twice, or null. @param {Value[]} values */
export function doubled(values) {
  const keys = values.map((value) => JSON.stringify(value));
  const place = keys.findIndex((key, i) => keys.indexOf(key) < i);
  return place < 0 ? null : (values[place] ?? null);
}

/** So many seeds, from the present one on. @param {number} first @param {number} count */
export const seeds = (first, count) => Array.from({ length: count }, (_, i) => first + i);

/** The values of each member, the last field changing fastest, as the engine counts them. @param {Value[][]} lists @returns {Value[][]} */
export function combined(lists) {
  return lists.reduce((/** @type {Value[][]} */ found, values) => found.flatMap((before) => values.map((value) => [...before, value])), [[]]);
}
