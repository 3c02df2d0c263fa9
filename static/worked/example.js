// An example: the worked step of a frame, with its arrays by name.

/** `indices`: from 0, or the letter of a gate, where a row and a column do not say all; `moves`: whether it learns. @typedef {{letter: string, layer: number | string, row: number, column: number | null, indices?: (number | string)[], moves?: boolean}} Place */
/**
 * The header's part; `engine.probes.worked_example.WorkedExample` documents the fields.
 * @typedef {object} Worked
 * @property {Choice} choice what was asked for
 * @property {number} step
 * @property {"batch" | "alone" | "use" | "solve"} kind
 * @property {number} sample
 * @property {number} nth
 * @property {number[]} batch
 * @property {number} m
 * @property {number} layer
 * @property {number} unit
 * @property {number} parameter
 * @property {number} loss
 * @property {Record<string, number>} numbers
 * @property {Place[]} places
 * @property {string[]} columns
 * @property {Record<string, number>} rates
 * @property {{loss: string, function: string, weight: number, units: number, value: number, steps: number}[]} heads
 * @property {import("./layer_example.js").Told[]} [told] of any network's layers
 */

/** The choice of the worked step: `Worked` of app/frames/worked_example.py. @typedef {{sample: number | null, nth: number, layer: number, unit: number, parameter: number}} Choice */

/** A head, and what it says of the sample. @typedef {{loss: string, function: string, weight: number, value: number, steps: number, l: number | string, z: number[], a: number[], y: number[]}} Head */

/** What stands above the letters of a side output, which is none of the layers 1 to L. @param {number} nth from 1 */
export const sideOutput = (nth) => `side ${nth}`;

/** The terms of each sample of the batch, in the order of the columns of `worked_terms`. */
const TERMS = /** @type {const} */ (["loss", "z", "normalized", "y", "dA", "dY", "delta", "input"]);

/** What every worked step has. */
export class Step {
  /**
   * @param {Worked} worked
   * @param {import("../live/wire.js").Frame} frame
   * @param {import("../address/address.js").Experiment} experiment
   */
  constructor(worked, frame, experiment) {
    this.worked = worked;
    this.sizes = frame.sizes;
    this.experiment = experiment;
    this.arrays = frame.arrays;
    this.L = frame.sizes.length - 1;
    this.i = worked.unit;
    this.isOutput = false;
    /** Whether there is a backward pass: the network learns by its gradient. */
    this.trains = worked.kind === "batch" || worked.kind === "alone";
    /** Whether there is an update. */
    this.moves = worked.kind !== "use";
  }

  /** The parameters of the unit that have a row in the table. */
  get listed() {
    return this.worked.places.map((_, p) => p);
  }

  /** The heads, the output first. @returns {Head[]} */
  get heads() {
    const [z, a, y] = [this.list("z"), this.list("a"), this.list("targets")];
    let [from, before] = [z.length - y.length, 0]; // of the course's example the sums are those of all layers
    return this.worked.heads.map((head, nth) => {
      const of = { ...head, l: nth ? sideOutput(nth) : this.L, z: z.slice(from, from + head.units), a: a.slice(from, from + head.units), y: y.slice(before, before + head.units) };
      [from, before] = [from + head.units, before + head.units];
      return of;
    });
  }

  /** The head that the chosen layer is. */
  get ownHead() {
    return this.isOutput ? this.heads[0] : undefined;
  }

  /** @param {string} name */
  list(name) {
    return Array.from(this.arrays[`worked_${name}`]?.data ?? []);
  }

  /** A number of the unit, by name. @param {string} name */
  number(name) {
    return this.worked.numbers[name] ?? 0;
  }

  /** @param {string} name */
  rate(name) {
    return this.worked.rates[name] ?? 0;
  }

  /** A column of the unit's listed parameters, or null where the step has none. @param {string} name */
  column(name) {
    const width = this.worked.columns.length;
    const nth = this.worked.columns.indexOf(name);
    return nth < 0 ? null : this.list("parameters").filter((_, i) => i % width === nth);
  }

  /** The chosen parameter's number in a column. @param {string} name */
  parameter(name) {
    return this.column(name)?.[this.listed.indexOf(this.worked.parameter)] ?? 0;
  }

  /** The losses of every listed sample of the batch. */
  get losses() {
    return this.list("losses");
  }
}

/** The worked step of a network of the course's layers. */
export class Example extends Step {
  /**
   * @param {Worked} worked
   * @param {import("../live/wire.js").Frame} frame
   * @param {import("../address/address.js").Experiment} experiment
   */
  constructor(worked, frame, experiment) {
    super(worked, frame, experiment);
    /** l of A[l] */
    this.l = worked.layer + 1;
    this.isOutput = this.l === this.L;
    this.normalizes = !this.isOutput && experiment.network.normalization === "batch";
    this.drops = !this.isOutput && experiment.network.dropout !== "none";
  }

  get losses() {
    return this.terms("loss");
  }

  /** The numbers of layer l, from a list for all units. @param {string} name @param {number} l */
  layer(name, l) {
    const start = this.sizes.slice(1, l).reduce((a, b) => a + b, 0);
    return this.list(name).slice(start, start + (this.sizes[l] ?? 0));
  }

  /** The number in a column of the unit's parameter with this letter. @param {string} name @param {string} letter */
  of(name, letter) {
    return this.column(name)?.[this.worked.places.findIndex((place) => place.letter === letter)] ?? 0;
  }

  /** The terms of every listed sample of the batch. @param {typeof TERMS[number]} name */
  terms(name) {
    return this.list("terms").filter((_, i) => i % TERMS.length === TERMS.indexOf(name));
  }

  /** The dropout rate of the layer. */
  get dropoutRate() {
    const { network } = this.experiment;
    return network.dropout_rates?.[this.worked.layer] ?? network.dropout_rate;
  }

  /** The activation function of a hidden layer; the output's belongs to the loss. */
  get activation() {
    const { network } = this.experiment;
    return network.activations?.[this.worked.layer] ?? network.activation;
  }
}

/** @param {Place} place */
export const latin = ({ letter }) => ({ W: "w", U: "u", b: "b", γ: "\\gamma", β: "\\beta", s: "s" })[letter] ?? letter;

/** The indices of a parameter, from 0. @param {Place} place */
export const indicesOf = ({ row, column, indices }) => indices ?? [row, ...(column === null ? [] : [column])];
