// The form of a search: what is asked of the server for it, and what is wrong with it, in words.

import { described } from "../address/schema.js";
import { cells } from "../numbers/cells.js";
import { t } from "../words/messages.js";
import { show } from "../words/write.js";
import { shapeOf } from "./marks.js";
import { titleOf } from "./places.js";
import { defaults as proposals, RangeChoice, searchable, valueIn } from "./ranges.js";

/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {import("../families/values.js").Value} Value */

/** The share of the samples that judges, where the present run keeps none; the bounds of a budget (engine/search/search.py). */
export const defaults = { validation: 0.2, trials: [2, 32], steps: [10, 10_000, 10] };

/**
 * Guesses as they are typed: commas between values, semicolons between guesses. Null: one of them is unlike the fields.
 * @param {string} text @param {{times: number, words: boolean}[]} fields
 * @returns {Value[][] | null}
 */
export function guessesIn(text, fields) {
  const parts = (/** @type {string} */ each) => {
    const found = each.split(/[,，、\s]+/).filter(Boolean);
    return found.length > fields.length ? cells(each) : found; // some of the commas are decimal ones
  };
  const guesses = text.split(/[;；\n]+/).map((each) => each.trim()).filter(Boolean).map(parts);
  const read = guesses.map((words) => words.map((word, i) => (fields[i]?.words ? (word === "true" ? true : word === "false" ? false : word) : valueIn(word, fields[i]?.times ?? 1))));
  return read.every((values) => values.length === fields.length && values.every((value) => typeof value !== "number" || Number.isFinite(value))) ? read : null;
}

export class SearchForm {
  /** @param {HTMLFormElement} host @param {() => void} changed */
  constructor(host, changed) {
    const find = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (host.querySelector(id));
    this.ranges = [.../** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll(".family-field:has(.family-values)"))].map((each, i) => new RangeChoice(each, proposals.first[i] ?? "", changed));
    this.methods = [.../** @type {NodeListOf<HTMLInputElement>} */ (host.querySelectorAll(".search-methods input"))];
    for (const { value, labels } of this.methods) labels?.[0]?.querySelector("path")?.setAttribute("d", shapeOf(value));
    this.guesses = find("#search-guesses");
    this.row = find("#search-guesses-row");
    this.trials = find("#search-trials");
    this.steps = find("#search-steps");
    this.early = find("#search-early");
    this.validation = find("#search-validation");
    host.addEventListener("input", changed);
  }

  /** Offer the fields that can be searched for this experiment. @param {Experiment} experiment */
  offer(experiment) {
    const fields = searchable(experiment);
    this.ranges.forEach((range, i) => range.offer(fields, experiment, i > 0));
    show(this.validation, !experiment.data.validation_share);
  }

  /** Methods that search numbers only are out where there are words. */
  fit() {
    const hasWords = this.ranges.some(({ field }) => field?.options);
    for (const method of this.methods) if ("numbers" in method.dataset && !method.parentElement?.querySelector("small")) method.disabled = hasWords;
    show(this.row, this.methods.some(({ value, checked }) => value === "guess" && checked));
  }

  /** @returns {string[]} */
  get strategies() {
    return this.methods.filter(({ checked, disabled }) => checked && !disabled).map(({ value }) => value);
  }

  /** What is asked for, and what is wrong with it, in words. @param {Experiment} experiment */
  wanted(experiment) {
    const fields = this.ranges.flatMap(({ field }) => field ?? []);
    const dimensions = this.ranges.flatMap(({ chosen }) => chosen ?? []);
    const base = described(experiment);
    if (!experiment.data.validation_share) base.data = { ...base.data, validation_share: defaults.validation };
    const trials = Number(this.trials.value);
    const steps = Number(this.steps.value);
    const { strategies } = this;
    const guesses = strategies.includes("guess") ? guessesIn(this.guesses.value, fields.map(({ times = 1, options }) => ({ times, words: Boolean(options) }))) : [];
    const search = { dimensions, strategies, trials, steps, stops_early: this.early.checked, guesses: guesses ?? [] };
    return { base, search, fault: this.fault(fields, search, guesses) };
  }

  /** @param {import("../families/values.js").Varying[]} fields @param {{dimensions: import("./ranges.js").Dimension[], strategies: string[], trials: number, steps: number}} search @param {Value[][] | null} guesses */
  fault(fields, { dimensions, strategies, trials, steps }, guesses) {
    const areWhole = fields.map(({ sort, isWhole }) => Boolean(isWhole) || sort === "layers");
    for (const [i, { field, low = 0, high = 0, values }] of dimensions.entries()) {
      const name = titleOf({ field, values });
      if (dimensions.some((other, j) => j < i && other.field === field)) return t("{field} is named twice.", { field: name });
      if (values && values.length < 2) return t("{field} needs at least two values.", { field: name });
      if (!values && (Number.isNaN(low) || Number.isNaN(high))) return t("{field} needs a range: its lowest and its highest value.", { field: name });
      if (!values && areWhole[i] && !(Number.isInteger(low) && Number.isInteger(high))) return t("{field} is a whole number: so must be both ends of its range.", { field: name });
    }
    if (strategies.length === 0) return t("Choose a method.");
    const [fewest = 0, most = 0] = defaults.trials;
    if (!Number.isInteger(trials) || trials < fewest || trials > most) return t("A method has from {fewest} to {most} trials.", { fewest, most });
    const [least = 0, longest = 0, unit = 1] = defaults.steps;
    if (steps % unit !== 0 || steps < least || steps > longest) return t("A trial has from {fewest} to {most} iterations, a multiple of ten.", { fewest: least, most: longest });
    if (guesses === null) return t("A guess has a value for each setting, with commas between them.");
    for (const [i, dimension] of dimensions.entries()) {
      const broken = areWhole[i] && guesses.flatMap((values) => values[i] ?? []).find((value) => typeof value === "number" && !Number.isInteger(value));
      if (broken) return t("{field} is a whole number: the guess {value} is none.", { field: titleOf(dimension), value: String(broken) });
    }
    if (strategies.includes("guess") && guesses.length === 0) return t("To search by guess, set points of your own.");
    return "";
  }
}
