// Sequences: the network that reads them step by step, and the changes that keep it in accord with what is asked.

import { hasField } from "../address/schema.js";
import { layersOf } from "../layers/architectures.js";

/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {import("../layers/architectures.js").Layer} Layer */

export const defaults = { units: 16, layer: "gru", rate: 0.01, many: 64, few: 10 };

/** Layers that go through time, and those that only sequences have. */
const RECURRENT = ["recurrent", "gru", "lstm"];
const OF_SEQUENCES = [...RECURRENT, "encoder_decoder", "time_distributed"];

/** Whether its layers want sequences. @param {Pick<Experiment, "network">} experiment */
export const readsSequences = (experiment) => layersOf(/** @type {Experiment} */ (experiment))?.some(({ kind }) => OF_SEQUENCES.includes(kind)) ?? false;

/** Whether a data set asks for an answer at each step. @param {string} kind @param {Record<string, unknown>} data @param {{answers_each_step?: boolean}} about */
export const asksAtEachStep = (kind, data, about) => (hasField(kind, "answers") ? (data.answers ?? "every_step") === "every_step" : Boolean(about.answers_each_step));

/**
 * The layers, of which the last one through time gives what is asked for: the last state, or every state.
 * @param {Layer[]} layers
 * @param {boolean} atEachStep
 * @returns {Layer[]}
 */
export function giving(layers, atEachStep) {
  const last = layers.findLastIndex(({ kind }) => RECURRENT.includes(kind));
  return layers.map((layer, number) => (number === last ? { ...layer, returns: atEachStep ? "every_step" : "last" } : layer));
}

/** The layers where no answer is written: in place of an encoder with a decoder one layer of their cells. @param {Layer[]} layers @returns {Layer[]} */
const withoutDecoder = (layers) => layers.map((layer) => (layer.kind === "encoder_decoder" ? { kind: String(layer.cells ?? "lstm"), units: layer.units, returns: "every_step", ...(layer.truncation != null && { truncation: layer.truncation }) } : layer));

/**
 * The changes of the network for a data set of sequences: one recurrent layer, or the present ones.
 * @param {Experiment} experiment
 * @param {string} kind
 * @param {Record<string, unknown>} data
 * @param {{problem: string, n_classes?: number, answers_each_step?: boolean, writes?: boolean}} about
 * @returns {Changes}
 */
export function forSequences(experiment, kind, data, about) {
  const atEachStep = asksAtEachStep(kind, data, about);
  const objective = { loss: about.problem === "regression" ? "squared_error" : "softmax", center_weight: 0 };
  const present = readsSequences(experiment) ? (layersOf(experiment) ?? []) : [];
  const layers = about.writes ? present : withoutDecoder(present);
  if (layers.length > 0) return { network: { layers: giving(layers, atEachStep) }, objective };
  return {
    network: { layers: giving([(about.n_classes ?? 0) > defaults.few ? { kind: "lstm", units: defaults.many } : { kind: defaults.layer, units: defaults.units }], atEachStep) },
    objective,
    optimizer: { kind: "adam", learning_rate: defaults.rate },
  };
}

/**
 * The changes that another time of asking brings.
 * @param {Experiment} experiment
 * @param {unknown} answers
 * @returns {Changes}
 */
export function asking(experiment, answers) {
  const layers = layersOf(experiment);
  return layers && readsSequences(experiment) ? { network: { layers: giving(layers, answers === "every_step") } } : {};
}
