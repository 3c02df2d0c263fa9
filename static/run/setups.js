// The set-ups: each data set and each rule has its own, which returns with it.

import { tab } from "./storage.js";

import { described, fieldsThatCount, most, split } from "../address/schema.js";

/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("./state.js").State} State */

const KNOWN = "chalknet-data";

export class Setups {
  /**
   * @param {State} state
   * @param {Experiment} usual the default experiment
   */
  constructor(state, usual) {
    this.state = state;
    this.usual = usual;
    // A visitor's own points survive a reload.
    state.known = { ...state.known, ...JSON.parse(tab.get(KNOWN) ?? "{}") };
    this.kept = state.known;
    /** The latest experiment of each data set, and of each sort of data sets. @type {Map<string, Experiment>} */
    this.latest = new Map();
    /** The latest experiment with another rule than this. @type {Record<"perceptron" | "least_squares", Experiment | null>} */
    this.before = { perceptron: null, least_squares: null };
  }

  /** Data sets of one sort share their first set-up. @param {string} kind */
  sort(kind) {
    const { view, problem, is_table, is_sequence } = this.state.kinds[kind] ?? {};
    return is_sequence ? kind : `${view} ${problem} ${is_table}`;
  }

  /** Store the present experiment. */
  draw() {
    const { experiment, known } = this.state;
    const { kind } = experiment.data;
    if (known !== this.kept) tab.set(KNOWN, JSON.stringify(known));
    this.kept = known;
    this.latest.set(kind, experiment).set(this.sort(kind), experiment);
    if (experiment.objective.loss !== "perceptron") this.before.perceptron = experiment;
    if (experiment.optimizer.kind !== "least_squares") this.before.least_squares = experiment;
  }

  /**
   * The first experiment with another data set: its last one, or one of its sort; or the present one without the settings
   * that only samples without a plane need, or examples by hand.
   * @param {string} kind
   * @returns {Experiment}
   */
  for(kind) {
    const { experiment, kinds, kind: present } = this.state;
    const known = this.latest.get(kind) ?? this.latest.get(this.sort(kind));
    if (known) return known;
    const isByHand = this.state.has("rows");
    if (!isByHand && (present.view !== "samples" || kinds[kind]?.view === "samples")) return experiment;
    const { hidden, activations, dropout_rates, biases } = this.usual.network;
    const { layers, stages, wiring, weights, ...network } = experiment.network;
    const { heads, output, ...objective } = experiment.objective;
    return {
      ...experiment,
      data: { ...experiment.data, samples: this.usual.data.samples },
      network: { ...network, hidden, activations, dropout_rates, biases },
      objective: { ...objective, loss: this.usual.objective.loss, center_weight: 0 },
      training: { ...experiment.training, precision: this.usual.training.precision },
    };
  }

  /**
   * The changes that restore the settings that a rule had replaced.
   * @param {"perceptron" | "least_squares"} rule
   * @param {Experiment} [experiment] which has the rule
   * @returns {Changes}
   */
  without(rule, experiment = this.state.experiment) {
    const { kind } = this.state;
    const before = this.before[rule];
    if (!before) return {};
    if (rule === "perceptron") {
      const { hidden, activations, dropout_rates, layers } = before.network;
      if (layers) return experiment.network.hidden.length === 0 && kind.is_pictured ? { network: { layers } } : {};
      const fits = kind.view === "samples" || hidden.every((units) => units <= most.drawn);
      return experiment.network.hidden.length === 0 && fits ? { network: { hidden, activations, dropout_rates } } : {};
    }
    const { normalization, dropout } = before.network;
    const { loss, center_weight } = before.objective;
    return { network: { normalization, dropout }, ...(kind.problem === "classification" && loss !== "perceptron" && { objective: { loss, center_weight } }) };
  }
}

/** An experiment as changes to another one, except its data set and its seeds. @param {Experiment} experiment @returns {Changes} */
export function setupOf(experiment) {
  const { data, training, ...rest } = described(experiment);
  // What it has not, such as a list of layers, is to be left, too.
  for (const { name, nullable } of fieldsThatCount(rest)) {
    const [part, field] = split(name);
    const fields = rest[part];
    if (nullable && fields && !(field in fields)) fields[field] = null;
  }
  const { kind, points, table, seed, ...of_data } = data ?? {};
  const { seed: _, ...of_training } = training ?? {};
  return { data: of_data, ...rest, training: of_training };
}
