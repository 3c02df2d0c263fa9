// Ready-made architectures, and plans of networks, as the server describes them.

import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";

/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {{where: string | null, text: string, values: Record<string, string | number>}} Refusal */
/**
 * The server's description of an architecture: `Architecture` of app/web/api_architectures.py.
 * @typedef {{name: string, title: string, is_small: boolean, source: string, trains: boolean, is_autoencoder: boolean, parameters: number | null,
 *   multiplications: number | null, changes: Changes | null, refusal: Refusal | null}} Architecture
 */
/** @typedef {{kind: string, [field: string]: unknown}} Layer a description of a layer, as the experiment has it */
/** @typedef {{number: number, kind: string, shape: number[], parameters: number, multiplications: number}} Row a layer that computes */
/** @typedef {{shape_in: number[], layers: Row[]}} Plan */

/** The layers of an experiment, if they are a list; else null. @param {Experiment} experiment @returns {Layer[] | null} */
export const layersOf = ({ network }) => /** @type {Layer[] | undefined} */ (network.layers) ?? null;

/** An experiment with other layers. @param {Changes} experiment @param {Layer[]} layers @returns {Changes} */
export function withLayers(experiment, layers) {
  const { initializer, bias } = experiment.network ?? {};
  return { ...experiment, network: { initializer, bias, layers } };
}

/** All of them, as they would be for an experiment. @param {Changes} experiment @returns {Promise<Architecture[]>} */
export const architecturesFor = (experiment) => ask("api/architectures", { method: "POST", body: JSON.stringify(experiment) });

/** @param {string} name of an architecture @returns {Promise<Plan>} */
export const planOf = (name) => ask(`api/architectures/${encodeURIComponent(name)}`);

/** @param {Changes} experiment @returns {Promise<Plan>} */
export const ownPlan = (experiment) => ask("api/plan", { method: "POST", body: JSON.stringify(experiment) });

/** What an architecture is called; a name such as VGG is the same everywhere. @param {Architecture} architecture */
export const titleOf = ({ title, is_small }) => (is_small ? t("{name}, small", { name: title }) : t(title));

/** A shape as it is written: channels × height × width. @param {number[]} shape */
export const shapeText = (shape) => shape.join("×");

const WORDS = {
  activation: t("activation"),
  center_loss: t("centre loss"),
  batch_normalization: t("batch normalisation"),
  convolution: t("convolution"),
  dense: t("dense"),
  dropout: t("dropout"),
  encoder_decoder: t("encoder and decoder"),
  global_average: t("global average"),
  gru: t("GRU"),
  inception: t("Inception block"),
  lstm: t("LSTM"),
  noise: t("noise"),
  pooling: t("pooling"),
  recurrent: t("recurrent"),
  reshape: t("reshaping"),
  residual: t("residual block"),
  side_output: t("side output"),
  time_distributed: t("dense at each step"),
  transposed_convolution: t("transposed convolution"),
  upsampling: t("upsampling"),
};

/** The name of a kind of layers; an unknown kind has its own name. @param {string} kind */
export const kindText = (kind) => /** @type {Record<string, string>} */ (WORDS)[kind] ?? kind.replaceAll("_", " ");
