// The data sets: the changes that accompany a change of the data set, so that the experiment stays valid.

import { hasBox, withoutBox } from "../boxes/heads.js";
import { fieldOf, hasField, most, valueFor } from "../address/schema.js";
import { isFormula } from "../words/notation.js";
import { forSequences, readsSequences } from "./sequences.js";

/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("../address/address.js").Point} Point */
/** @typedef {import("./state.js").State} State */

export const defaults = { mostPoints: fieldOf("data.points", { data: { kind: "points" } })?.maxItems ?? 0, edge: 6, pictures: 2000, units: 16, fewClasses: 4, first: /** @type {Point[]} */ ([[-2, 0, 0], [2, 0, 1]]) };

/**
 * The changes that bring another data set.
 * @param {State} state
 * @param {string} kind
 * @param {number} batch how large a batch is wanted
 * @param {import("../address/address.js").Table} [table] a person's own
 * @param {import("../address/address.js").Experiment} [experiment] what it begins with
 * @returns {Changes}
 */
export function changesTo(state, kind, batch, table, experiment = state.experiment) {
  const { kinds } = state;
  const next = table?.classes === 0 ? { ...kinds[kind], problem: "regression" } : kinds[kind];
  if (!next) return { data: { kind } };
  // The page remembers former values of fields that the present data set does not have.
  const { seed, points: own } = state.known;
  const known = { ...state.known, ...experiment.data, seed, points: own };
  const data = Object.fromEntries(
    Object.entries(known)
      .filter(([field]) => field !== "kind" && hasField(kind, field))
      .map(([field, value]) => [field, valueFor(kind, field, value)]),
  );
  /** @type {Changes} */
  const changes = { data: { kind, ...data } };
  // Only squared error works without classes.
  if (next.problem === "regression") changes.objective = { loss: "squared_error", center_weight: 0 };
  const { features } = known;
  // Columns have different scales.
  if (table) changes.data = { ...changes.data, table, standardize: true };
  const isTaken = (/** @type {string} */ formula) => next.view === "plane" || !formula.includes("x2");
  const kept = features.filter((feature) => (isFormula(feature) ? isTaken(feature) : next.features.includes(feature)));
  if (kept.length < features.length) changes.data = { ...changes.data, features: kept.length > 0 ? kept : ["x1"] };
  // A return from a line to the plane brings both of its axes back.
  else if (next.view === "plane" && state.kind.view === "line" && experiment === state.experiment) {
    changes.data = { ...changes.data, features: ["x1", "x2", ...features.filter((feature) => feature !== "x1")] };
  }
  // Where every set is the table, a validation set has no use.
  if (next.is_table && known.validation_share > 0) {
    changes.data = { ...changes.data, validation_share: 0 };
    changes.training = { patience: 0 };
  }
  if (kind === "points" && (known.points?.length ?? 0) < 2) {
    // Without a plane, there are no points to begin with.
    const present = presentPoints(state);
    changes.data = { ...changes.data, points: present.length > 1 ? present : defaults.first, classes: Math.max(2, state.classes) };
  }
  const album = kind === "pictures" ? known.album : null;
  fit(changes, { ...experiment, data: known }, kinds, kind, table?.classes ?? album?.classes ?? 0);
  if (!next.is_pictured && (ofPictures(experiment) || isAutoencoder(experiment))) {
    const { heads } = experiment.objective;
    changes.network = { hidden: [defaults.units], activations: null, dropout_rates: null, layers: null };
    // What an autoencoder's loss says of pixels is no loss of classes.
    const loss = isAutoencoder(experiment) ? (next.n_classes > 2 ? "softmax" : "cross_entropy") : heads?.[0]?.loss;
    if (heads) changes.objective = { loss: String(loss), ...changes.objective, heads: null };
  }
  if (!next.has_boxes && !album?.boxes && hasBox(experiment.objective)) {
    changes.objective = { ...withoutBox(experiment.objective), ...changes.objective };
  }
  if (next.is_sequence) Object.assign(changes, forSequences(experiment, kind, changes.data ?? {}, next));
  else if (readsSequences(experiment)) {
    changes.network = { hidden: [defaults.units], activations: null, dropout_rates: null, layers: null };
  }
  const size = Math.min(batch, trainingOf({ ...known, ...changes.data, kind }, next.rows));
  if (size !== experiment.training.batch_size) changes.training = { ...changes.training, batch_size: size };
  return changes;
}

/**
 * Adapt the sizes. Digits and other data with many classes need more samples and more units: ten classes do not fit
 * through a layer of two. Points and maps over a plane allow fewer.
 * @param {Changes} changes to be completed
 * @param {import("../address/address.js").Experiment} experiment
 * @param {State["kinds"]} kinds
 * @param {string} kind
 * @param {number} classes of a person's own table
 */
function fit(changes, experiment, kinds, kind, classes) {
  const { data, network, optimizer } = experiment;
  // The course's networks of pictures learn from thousands.
  const isPictured = kinds[kind]?.is_pictured && hasField(kind, "samples");
  const hasMany = kinds[kind]?.is_pictured || classes > defaults.fewClasses;
  const { maximum = data.samples } = fieldOf("data.samples", { data: { kind } }) ?? {};
  const samples = Math.min(isPictured ? Math.max(data.samples, defaults.pictures) : data.samples, maximum);
  if (samples !== data.samples) changes.data = { ...changes.data, samples };
  if (!network.layers && hasMany && network.hidden.some((units) => units < defaults.units)) {
    changes.network = { hidden: [defaults.units], activations: null, dropout_rates: null };
  }
  if (hasMany && optimizer.kind !== "least_squares" && !experiment.objective.heads) changes.objective = { loss: "softmax" };
  if (!network.layers && kinds[kind]?.view !== "samples" && network.hidden.some((units) => units > most.drawn)) {
    changes.network = { hidden: network.hidden.map((units) => Math.min(units, most.drawn)) };
  }
}

/**
 * The latest value of every field of every data set. A line has no second axis: the features of a plane stay those of the
 * last plane.
 * @template {{features: string[]}} Data @param {Data} known @param {Partial<Data>} data @param {{view: string}} kind
 */
export const knownAfter = (known, data, { view }) => ({ ...known, ...data, ...(view === "line" && { features: known.features }) });

/** Whether it is an autoencoder. @param {import("../address/address.js").Experiment} experiment */
export const isAutoencoder = ({ objective: { heads } }) => /** @type {{kind?: string} | undefined} */ (heads?.[0]?.targets)?.kind === "input";

/** Whether its layers want pictures. @param {import("../address/address.js").Experiment} experiment */
const ofPictures = ({ network }) => network.stages?.some(([weights]) => (weights?.shape.length ?? 1) > 2) ?? false;

/** The samples of the present plane as own points: no more than allowed, and none beyond the edge.
 * @param {State} state @returns {Point[]} */
export function presentPoints({ scene }) {
  const { data, shape } = scene?.arrays.points ?? { data: [], shape: [0] };
  const all = Array.from({ length: shape[0] ?? 0 }, (_, i) => {
    const [x1 = 0, x2 = 0, label = 0] = Array.from(data.slice(3 * i, 3 * i + 3));
    return /** @type {Point} */ ([hundredths(x1), hundredths(x2), label]);
  }).filter(([x1, x2]) => Math.max(Math.abs(x1), Math.abs(x2)) <= defaults.edge);
  const every = Math.ceil(all.length / defaults.mostPoints);
  return all.filter((_, i) => i % every === 0);
}

/**
 * The least number of training samples of a data set; where each set has all rows, it is their number.
 * @param {any} data its fields
 * @param {number | null | undefined} [fixed] the rows of a table that is always the same
 */
export function trainingOf(data, fixed) {
  const { kind, rows, bits, test_share: test, validation_share: validation } = data;
  const all = hasField(kind, "rows") ? rows.length : hasField(kind, "bits") ? 2 ** bits : fixed;
  if (all) return Number(all);
  const count = samplesOf(data);
  return Math.max(1, count - Math.ceil(count * test) - Math.ceil(count * validation));
}

/** The number of all samples of a data set that is no table. @param {any} data its fields @returns {number} */
export function samplesOf({ kind, points, texts, table, album, samples }) {
  const has = (/** @type {string} */ field) => hasField(kind, field);
  return kind === "points" ? points.length : has("texts") ? texts.length : has("table") ? table.rows : has("album") ? album.pictures : samples;
}

/** @param {number} value */
export const hundredths = (value) => Math.round(100 * value) / 100;
