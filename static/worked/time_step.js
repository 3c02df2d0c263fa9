// One unit of a recurrent layer at one time step: its symbols and numbers, and the lines that all kinds of layers have.

import { GATES } from "../sequences/strips.js";
import { t } from "../words/messages.js";
import { EMPTY } from "./layer_example.js";
import { named } from "./names.js";
import { factor, num, sized, sum } from "./tex.js";
import { gradients, listed, products } from "./weighing.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").LayerExample} LayerExample */
/** @typedef {import("./layer_example.js").Told} Told */
/** @typedef {import("./names.js").Names} Names */

/** What each gate is for. */
export const WORDS = /** @type {Record<string, string>} */ ({
  i: t("The input gate: how much of the candidate enters the cell."),
  f: t("The forget gate: how much of the cell stays."),
  g: t("The candidate: what may enter the cell."),
  o: t("The output gate: how much of the cell the state shows."),
  r: t("The reset gate: how much the candidate reads of the state one step before."),
  z: t("The update gate: how much of the state one step before stays."),
  k: t("The candidate: the new state where nothing of the old one stays."),
});

/** The derivative of the loss by a symbol. @param {string} name */
export const d = (name) => `\\mathrm{d}${name}`;

/** The symbols and numbers of one unit at one step. */
export class TimeStep {
  /** @param {Told} told @param {Names} names @param {LayerExample} example */
  constructor({ working }, names, { about }) {
    this.names = names;
    this.numbers = working?.numbers ?? {};
    this.sums = working?.sums ?? {};
    [this.i = 0, this.t = 0] = names.place;
    [this.n = 1, this.T = 1] = about.shape_out;
    [this.n_in = 1] = about.shape_in;
  }

  /** A letter of the unit at this step, or at one before or after it. @param {string} letter @param {number} [later] */
  at(letter, later = 0) {
    return named(letter, this.names.above, [this.i, this.t + later]);
  }

  /** @param {string} name */
  number(name) {
    return this.numbers[name] ?? 0;
  }

  /** A weight or a bias of a gate. @param {string} letter @param {string} gate "": there is one sum alone @param {(number | string)[]} indices */
  weight(letter, gate, ...indices) {
    return named(letter, this.names.above, [...(gate ? [gate] : []), ...indices]);
  }

  /** The terms of a sum over the inputs and of one over the states before, for a list that opens. @param {string} key @param {string} gate */
  terms(key, gate) {
    const [x = EMPTY, h = EMPTY] = [this.sums[`x_${key}`], this.sums[`h_${key}`]];
    const names = [
      ...products(x).map((term, j) => `${this.weight("w", gate, this.i, j)}\\,${this.names.read([j, this.t])} = ${term}`),
      ...products(h).map((term, k) => `${this.weight("u", gate, this.i, k)}\\,${named("h", this.names.above, [k, this.t - 1])} = ${term}`),
    ];
    return { count: x.length + h.length, listed: names };
  }

  /** What a sum reads of the states one step before; its index is p, since k is a candidate. @param {string} gate */
  states(gate) {
    return `\\sum_p ${this.weight("u", gate, this.i, "p")}\\,${named("h", this.names.above, ["p", this.t - 1])}`;
  }

  /** The sum of a gate in letters, and with its two parts and its bias as numbers. @param {string} key @param {string} gate */
  sum(key, gate) {
    const [x = EMPTY, h = EMPTY] = [this.sums[`x_${key}`], this.sums[`h_${key}`]];
    const b = this.number(`b_${key}`);
    return {
      letters: `\\textstyle\\sum_j ${this.weight("w", gate, this.i, "j")}\\,${this.names.read(["j", this.t])} + ${this.states(gate)} + ${this.weight("b", gate, this.i)}`,
      numbers: `${num(x.value)} + ${factor(h.value)} + ${factor(b)}`,
      value: x.value + h.value + b,
    };
  }

  /** A gate's line. @param {string} gate @param {string} f its function @returns {Line} */
  gate(gate, f = "\\sigma") {
    const { letters, numbers } = this.sum(gate, gate);
    return { name: `gate-${gate}`, words: WORDS[gate] ?? "", math: [this.at(gate), `${f}\\bigl(${letters}\\bigr)`, `${f}(${numbers})`, num(this.number(gate))], terms: this.terms(gate, gate) };
  }

  /** The whole layer at a step. @param {number} gates @returns {Line} */
  layer(gates) {
    const { above } = this.names;
    const rows = gates * this.n;
    return {
      name: "layer",
      words: t("The whole layer at one time step: the weights are the same at every step."),
      math: [sized(`Z^{${above}}_t`, [rows]), `${sized(`W^{${above}}`, [rows, this.n_in])}\\;${sized("x_t", [this.n_in])} + ${sized(`U^{${above}}`, [rows, this.n])}\\;${sized("h_{t-1}", [this.n])} + ${sized(`b^{${above}}`, [rows])}`],
    };
  }

  /** The whole layer at a step as the two products of a GRU, whose candidate takes one of them times r. @returns {Line[]} */
  products() {
    const { above } = this.names;
    const rows = 3 * this.n;
    return [
      { name: "layer", words: t("The whole layer at one time step, in two products; the weights are the same at every step."), math: [sized(`S^{${above}}_t`, [rows]), `${sized(`W^{${above}}`, [rows, this.n_in])}\\;${sized("x_t", [this.n_in])} + ${sized(`b^{${above}}`, [rows])}`] },
      { name: "layer-states", words: t("The gates add their rows of both; the candidate takes its rows of the second one times r."), math: [sized(`P^{${above}}_t`, [rows]), `${sized(`U^{${above}}`, [rows, this.n])}\\;${sized("h_{t-1}", [this.n])}`] },
    ];
  }

  /** The gradient of the state after this step. @returns {Line} */
  came() {
    const { later } = this.sums;
    const above = this.number("above");
    const total = above + (later?.value ?? 0) + this.number("kept_later");
    const from = d(this.at("a"));
    if (!later && this.t + 1 < this.T) return { name: "came", words: t("Truncated: no gradient comes from the next step. That of the state after this step comes from the layers that read it."), math: [d(this.at("h")), from, num(total)] };
    if (!later) return { name: "came", words: t("The gradient of the state after this step: it comes from the layers that read it, none from a later step."), math: [d(this.at("h")), from, num(total)] };
    if (this.number("next_ended")) return { name: "came", words: t("The gradient of the state after this step. The layer reads nothing at the next step: the state stays as it is, and so does its gradient."), math: [d(this.at("h")), `${from} + ${d(this.at("h", 1))}`, `${num(above)} + ${factor(this.number("kept_later"))}`, num(total)] };
    return {
      name: "came",
      words: this.keeps ? t("The gradient of the state after this step: from the layers that read it, and from the next step, through the weights U and through what the update gate lets stay.") : t("The gradient of the state after this step: from the layers that read it, and from the next step through the weights U."),
      math: [d(this.at("h")), [from, this.through(1), ...(this.keeps ? [`${this.at("z", 1)}\\,${d(this.at("h", 1))}`] : [])].join(" + "), [num(above), factor(later.value), ...(this.keeps ? [factor(this.number("kept_later"))] : [])].join(" + "), num(total)],
      terms: listed(later),
    };
  }

  /** Whether the state passes to the next step beside the weights, too. */
  get keeps() {
    return "k" in this.numbers;
  }

  /** Whether there are several sums a unit. */
  get isGated() {
    return "x_o" in this.sums || this.keeps;
  }

  /** What flows through U from the sums of a step: of a GRU's candidate times r, which multiplies its products. @param {number} later */
  through(later) {
    const flows = (/** @type {string} */ gate) => `${this.weight("u", gate, "p", this.i)}\\,${gate === "k" ? `${named("r", this.names.above, ["p", this.t + later])}\\,` : ""}${d(this.weight("z", gate, "p", this.t + later))}`;
    const index = this.isGated && !this.keeps ? "q,p" : "p";
    const terms = this.keeps ? `(${["r", "z", "k"].map(flows).join(" + ")})` : flows(this.isGated ? "q" : "");
    return `\\textstyle\\sum_{${index}} ${terms}`;
  }

  /** The gradient of the chosen parameter. @param {Told} told @param {LayerExample} example @returns {Line[]} */
  gradients(told, example) {
    const { letter = "W", indices = [] } = example.chosen ?? {};
    const gate = typeof indices[0] === "string" ? [indices[0]] : [];
    const read = /** @type {number} */ (indices.at(-1) ?? 0);
    const reset = letter === "c" || (this.keeps && letter === "U" && gate[0] === "k") ? `${named("r", this.names.above, [this.i, "t"])}\\,` : "";
    const error = reset + d(named("z", this.names.above, [...(letter === "c" ? ["k"] : gate), this.i, "t"]));
    const symbols = letter === "W" ? `${error}\\,${this.names.read([read, "t"])}` : letter === "U" ? `${error}\\,${named("h", this.names.above, [read, "t-1"])}` : error;
    return gradients(told, example, `\\textstyle\\sum_t ${symbols}`, reset ? t("The share of this sample: the weight is the same at all steps, so their products add up. The reset gate stands between the weight and the sum, and multiplies the error, too.") : t("The share of this sample: the weight is the same at all steps, so their products add up."));
  }

  /** What flows on to the state one step before. @returns {Line[]} */
  earlier() {
    const { earlier } = this.sums;
    if (!earlier) return [{ name: "earlier", words: this.t === 0 ? t("This is the first step: nothing flows on.") : t("Truncated: the gradient stops at this step."), math: ["0"] }];
    const kept = this.number("kept");
    const math = this.keeps ? [`${this.through(0)} + ${this.at("z")}\\,${d(this.at("h"))}`, `${num(earlier.value)} + ${factor(kept)}`] : [this.through(0), sum(products(earlier), earlier.length)];
    return [{
      name: "earlier",
      words: this.keeps ? t("What flows on to the state one step before: the errors of all sums, each times its weight (the candidate's also times r), and what the update gate lets stay.") : t("What flows on to the state one step before: the errors of all sums, each times its weight."),
      math: [d(this.at("h", -1)), ...math, num(earlier.value + kept)],
      terms: listed(earlier),
    }];
  }

  /** What flows back to an input of this step. @param {Told} told @returns {Line[]} */
  read({ working, d_read }) {
    const [j = 0] = working?.places.read ?? [];
    const back = working?.sums.back ?? EMPTY;
    const gate = this.isGated ? ["q"] : [];
    return [{
      name: "back",
      words: t("What flows back to the number that the chosen weight reads: the errors of all units, each times its weight."),
      math: [d(this.names.read([j, this.t])), `\\textstyle\\sum_{${[...gate, "p"].join(",")}} ${named("w", this.names.above, [...gate, "p", j])}\\,${d(named("z", this.names.above, [...gate, "p", this.t]))}`, sum(products(back), back.length), num(d_read ?? 0)],
      terms: listed(back),
    }];
  }

  /** The error of a gate's sum. @param {string} gate @param {string} letters @param {string} numbers @returns {Line} */
  error(gate, letters, numbers) {
    return {
      name: `d-${gate}`,
      words: t("The error of the sum of the {gate}.", { gate: GATES[gate] ?? gate }),
      math: [d(named("z", this.names.above, [gate, this.i, this.t])), letters, numbers, num(this.number(`d_${gate}`))],
    };
  }

  /** The lines back that all kinds have, around those of its gates. @param {Told} told @param {LayerExample} example @param {Line[]} own */
  back(told, example, own) {
    return [this.came(), ...own, ...this.gradients(told, example), ...this.earlier(), ...this.read(told)];
  }
}
