// The choice of the plane: two weights, two random directions, or the plane of the path.

import { joinSentences } from "../words/joined.js";
import { t } from "../words/messages.js";
import { symbol, symbolText } from "../words/notation.js";

/** @typedef {"weights" | "random" | "path"} Kind */
/** @typedef {{parameter: string, layer: number, unit: number, input: number}} Weight */
/** @typedef {{parameter: string, letter: string, layer: number, units: number, inputs: number}} Weights an array of parameters */
/** @typedef {{kind: Kind, across: Weight | null, up: Weight | null, pin: number}} Plane */

/** The most parameters of an array that are offered one by one. With more inputs than `few`, such as the pixels of a picture, the first of them are often 0 in all samples. */
export const defaults = { most: 512, few: 32 };

/** @param {Weights} array @param {number} nth @returns {Weight} */
const nthOf = ({ parameter, layer, inputs }, nth) => ({ parameter, layer, unit: Math.floor(nth / inputs), input: nth % inputs });

/** @param {Weights} array @param {Weight} weight the indices of its symbol */
const indices = ({ inputs }, { unit, input }) => (inputs > 1 ? [unit + 1, input + 1] : [unit + 1]);

/** The array that a weight belongs to; undefined: the network does not have it any more. @param {Weights[]} all @param {Weight | null} weight */
export const arrayOf = (all, weight) => (weight ? all.find((each) => each.parameter === weight.parameter && each.layer === weight.layer && weight.unit < each.units && weight.input < each.inputs) : undefined);

/** The first weights, where none are chosen, or not both are there. @param {Weights[]} all @param {Plane} plane @returns {[Weight, Weight] | null} */
export function axesOf(all, { across, up }) {
  if (across && up && arrayOf(all, across) && arrayOf(all, up)) return [across, up];
  const later = (all[0]?.inputs ?? 0) > defaults.few ? all.filter(({ layer }) => layer !== all[0]?.layer) : [];
  const firsts = [...later, ...all].flatMap((array) => Array.from({ length: Math.min(2, array.units * array.inputs) }, (_, nth) => nthOf(array, nth)));
  return firsts[0] && firsts[1] ? [firsts[0], firsts[1]] : null;
}

/** @param {Weights[]} all @param {Weight} weight @returns {Node[]} */
export function letters(all, weight) {
  const array = arrayOf(all, weight);
  return array ? symbol(array.letter, array.layer, ...indices(array, weight)) : [];
}

/** Two lists: of arrays, and of the chosen one's parameters. */
export class WeightChoice {
  /** @param {HTMLElement} host with two lists @param {(weight: Weight) => void} chosen */
  constructor(host, chosen) {
    const [arrays, cells] = host.querySelectorAll("select");
    this.arrays = /** @type {HTMLSelectElement} */ (arrays);
    this.cells = /** @type {HTMLSelectElement} */ (cells);
    this.about = this.cells.ariaDescription;
    /** @type {Weights[]} */
    this.all = [];
    this.drawn = { arrays: "", cells: "" };
    this.arrays.addEventListener("change", () => this.choose(0, chosen));
    this.cells.addEventListener("change", () => this.choose(Number(this.cells.value), chosen));
  }

  /** @param {number} nth @param {(weight: Weight) => void} chosen */
  choose(nth, chosen) {
    const array = this.all[Number(this.arrays.value)];
    if (array) chosen(nthOf(array, nth));
  }

  /** @param {Weights[]} all @param {Weight} weight */
  draw(all, weight) {
    this.all = all;
    const option = (/** @type {number} */ value, /** @type {string} */ textContent) => Object.assign(document.createElement("option"), { value: String(value), textContent });
    const names = all.map(({ letter, layer }) => symbolText(letter, layer));
    if (names.join() !== this.drawn.arrays) {
      this.drawn.arrays = names.join();
      this.arrays.replaceChildren(...names.map((name, nth) => option(nth, name)));
    }
    const array = arrayOf(all, weight);
    if (!array) return;
    const count = Math.min(defaults.most, array.units * array.inputs);
    const cells = JSON.stringify([array, count]);
    if (cells !== this.drawn.cells) {
      this.drawn.cells = cells;
      this.cells.replaceChildren(...Array.from({ length: count }, (_, nth) => option(nth, indices(array, nthOf(array, nth)).join(", "))));
      this.cells.ariaDescription = joinSentences([this.about ?? "", count < array.units * array.inputs ? t("The first {count} are offered.", { count }) : ""]);
    }
    this.arrays.value = String(all.indexOf(array));
    this.cells.value = String(weight.unit * array.inputs + weight.input);
  }
}
