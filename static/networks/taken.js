// What is taken of a trained network, and what is changed of its experiment.

import { hasField } from "../address/schema.js";

/** @typedef {import("./saved.js").Network} Network */
/** @typedef {import("../address/address.js").Experiment} Experiment */

/** Of the samples so many are tested with: what is learned from a few is measured well. And the layers of pictures that have weights. */
export const defaults = { test_share: 0.9, pictured: ["convolution", "transposed_convolution", "residual", "inception"] };

/**
 * How many layers are taken where nobody says: those of pictures, of which other pictures are made, too; without such ones all
 * but the output.
 * @param {Network} network
 */
export function takenOf({ experiment, layers }) {
  const kinds = /** @type {{kind: string}[]} */ (experiment.network.layers ?? []).map(({ kind }) => kind);
  const ofPictures = kinds.slice(0, kinds.includes("dense") ? kinds.indexOf("dense") : kinds.length).filter((kind) => defaults.pictured.includes(kind)).length;
  const all = Math.max(1, (layers ?? 1) - 1);
  return Math.min(ofPictures || all, all);
}

/**
 * What is changed of a saved network's experiment: its data, with so many training samples of each class.
 * @param {Experiment} saved
 * @param {Record<string, unknown>} data
 * @param {Record<string, {n_classes: number}>} kinds
 * @param {number | null} samples of each class; null: as many as there are
 * @returns {import("../address/address.js").Changes}
 */
export function changesFor(saved, data, kinds, samples) {
  const kind = String(data.kind);
  const training = { patience: 0, batch_size: saved.training.batch_size };
  if (samples === null) return { data: { ...data, validation_share: 0 }, training };
  const { digits } = /** @type {{digits?: number[] | null}} */ (data);
  const classes = digits?.length ?? kinds[kind]?.n_classes ?? 2;
  const count = samples * classes;
  const { test_share } = defaults;
  return {
    data: {
      ...data,
      samples: Math.max(10, Math.round(count / (1 - test_share))),
      test_share,
      validation_share: 0,
      ...(hasField(kind, "balanced") && { balanced: true }),
    },
    training: { ...training, batch_size: Math.min(training.batch_size, count) },
  };
}

/** The same experiment, in which every layer learns. @param {import("../address/address.js").Experiment} experiment @returns {import("../address/address.js").Experiment} */
export const unfrozen = (experiment) => JSON.parse(JSON.stringify(experiment), (name, value) => (name === "frozen" ? false : value));
