// The state: the newest frame and the data that belong to it. Views read it when they draw, and never change it.

import { Series } from "./series.js";
import { LOOK } from "../address/address.js";
import { dataDefaults, hasField, most } from "../address/schema.js";
import { colors } from "../paint/colors.js";
import { isAutoencoder, knownAfter } from "./datasets.js";
import { drawnOf, wiringOf } from "../diagram/wiring.js";
import { named } from "./uploads.js";
import { t } from "../words/messages.js";
import { FEATURES, isFormula } from "../words/notation.js";

/** @typedef {import("../live/wire.js").Frame} Frame */
/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {{layer: number, unit: number}} Unit layer 1 is the first hidden one, units count from 0 */
/**
 * The engine's description of a data set; for a truth table with its number of rows.
 * @typedef {{group: string, problem: string, n_classes: number, view: "plane" | "line" | "samples", is_table: boolean,
 *   is_pictured: boolean, is_sequence: boolean, answers_each_step: boolean, writes: boolean, has_boxes: boolean, shows_mistakes: boolean, rows: number | null, features: string[]}} Kind
 */

/**
 * A part of the page. It may request looks: `asks` returns fields of the views (see app/frames), or nothing where the
 * defaults suffice.
 * `waits`: whether it shows nothing yet of what it asks for. `measure` asks for its size, of which it is told later on.
 * @typedef {{draw: () => void, asks?: () => Record<string, unknown>, waits?: () => boolean, measure?: () => void}} View
 */

/** The most columns of a table, and the most outputs, that are drawn; and how long the first drawing waits for the first frame, in milliseconds. */
export const defaults = { inputs: 20, outputs: 20, patience: 1000 };

export class State {
  /**
   * @param {Experiment} experiment drawn until the first frame comes
   * @param {Record<string, Kind>} kinds the data sets by name
   */
  constructor(experiment, kinds) {
    this.experiment = experiment;
    this.kinds = kinds;
    /** The latest value of every field of every data set, so that a visitor's own points return with their data set. */
    this.known = { ...dataDefaults, ...experiment.data };
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {Frame | null} the last full frame: the points and features that later frames leave out */
    this.scene = null;
    /** The loss of every batch, and the losses over the training, the test and, if there is one, the validation set. */
    this.batches = new Series(1);
    this.evaluations = new Series(2);
    /** The test loss of a run that is compared with this one. @type {Series | null} */
    this.beside = null;
    /** The training and the test loss that were left where the run went on from a moment of its past. @type {Series | null} */
    this.left = null;
    /** @type {"connecting" | "live" | "lost"} */
    this.connection = "connecting";
    /** @type {Unit | null} the unit that is shown large: a hidden one, or one of several outputs */
    this.focus = null;
    /** The feature that is pointed at: its map is shown large. @type {string | null} */
    this.feature = null;
    /** @type {import("../cell/cell.js").Place | null} the cell of its map that is worked out */
    this.cell = null;
    /** Whether maps show the derivative of the sample's loss by every cell. */
    this.gradients = false;
    /** @type {string | null} the drawing, encoded for the wire */
    this.drawing = null;
    /** @type {number | null} the number of the chosen sample instead */
    this.sample = null;
    this.look = { ...LOOK };
    /** What the task of a class hides and locks besides. @type {{hide: string[], lock: string[]}} */
    this.given = { hide: [], lock: [] };
    /** The runs that are kept to be compared. @type {import("../compare/kept.js").Kept[]} */
    this.kept = [];
    this.colors = colors();
    /** The least density of the canvases: more than the screen's while a picture of them is taken. */
    this.leastDensity = 0;
    /** @type {View[]} */
    this.views = [];
    /** @type {(local: import("../transport/undo.js").Local) => void} called with local changes that can be undone */
    this.note = () => {};
    /** @type {() => void} called after everything is drawn */
    this.drawn = () => {};
    this.scheduled = false;
    /** The timer of the first drawing, which waits: the page comes as the server wrote it, and is drawn once. */
    this.waiting = 0;
  }

  /** The pixels of a canvas along a CSS pixel. */
  get density() {
    return Math.max(devicePixelRatio, this.leastDensity);
  }

  /** The description of the data set. @returns {Kind} */
  get kind() {
    const { kind, table, album } = this.experiment.data;
    const about = /** @type {Kind} */ (this.kinds[kind]);
    if (kind === "pictures" && album?.boxes) return { ...about, has_boxes: true };
    const isNumber = kind === "table" && table?.classes === 0;
    return isNumber ? { ...about, group: "regression", problem: "regression", shows_mistakes: false } : about;
  }

  /** The column names of a visitor's own table. */
  get names() {
    return this.experiment.data.kind === "table" ? (this.scene?.names ?? null) : null;
  }

  /** The name of a class: from a visitor's own table or pictures, from the data set, or its number. @param {number} label */
  className(label) {
    const name = this.scene?.class_names?.[label];
    return this.names?.classes?.[label] ?? (name && (this.has("album") ? name : t(name))) ?? String(label);
  }

  /** A label or a prediction, in the units of a visitor's own table. @param {number} label */
  inUnits(label) {
    const { mean = 0, deviation = 1 } = this.names ?? {};
    return mean + deviation * label;
  }

  /** The available features, in the order of the wire: those with names, and then the chosen formulas. */
  get features() {
    return [...FEATURES.filter((feature) => this.kind.features.includes(feature)), ...this.formulas];
  }

  /** The features that are formulas of one's own. */
  get formulas() {
    return this.kind.view === "samples" ? [] : this.experiment.data.features.filter(isFormula);
  }

  /** The number of classes of the labels, 0 for a regression: `Data.n_classes` of the engine. */
  get classes() {
    if (this.kind.problem === "regression") return 0;
    const { table, album, digits, classes, letters } = this.experiment.data;
    if (this.has("table")) return table?.classes ?? 0;
    if (this.has("album")) return album?.classes ?? 0;
    if (this.has("letters")) return letters;
    return this.has("classes") ? classes : this.has("digits") && digits ? digits.length : this.kind.n_classes;
  }

  /** Whether the data set has a field. @param {string} field */
  has(field) {
    return hasField(this.experiment.data.kind, field);
  }

  /** Whether a sequence has an answer at each of its steps. */
  get answersEachStep() {
    return this.has("answers") ? this.experiment.data.answers === "every_step" : this.kind.answers_each_step;
  }

  /** How many numbers are predicted; 0: classes are. */
  get targets() {
    const { table, targets } = this.experiment.data;
    if (this.kind.problem !== "regression") return 0;
    return this.has("rows") ? targets : 1 + (this.has("table") ? (table?.more_labels?.length ?? 0) : 0);
  }

  /** Units of every layer of the experiment: `Plan.units` of the engine. */
  get sizes() {
    const { data, network, objective } = this.experiment;
    const without = this.has("rows") ? (data.rows[0]?.length ?? 0) - data.targets : this.has("side") ? data.side ** 2 : this.has("table") ? data.table?.inputs.length : this.has("bits") ? data.bits : this.scene?.sizes[0];
    const inputs = this.kind.view !== "samples" ? data.features.length : (without ?? 1);
    const ofClasses = this.classes > 2 || objective.loss === "softmax" ? this.classes : 1;
    // The outputs of listed heads, and of layers that answer at each step, are not computed here again.
    const { targets } = this;
    const outputs = targets > 1 ? targets : objective.heads || this.answersEachStep ? (this.scene?.sizes.at(-1) ?? ofClasses) : ofClasses;
    return [inputs, ...network.hidden, outputs];
  }

  /** The units of every layer whose maps a frame has: a picture is one input, and of many inputs, units and outputs there are the first. */
  get mappedSizes() {
    return this.sizes.map((units, l, { length }) => (l === 0 ? (this.isPictured ? 1 : Math.min(units, defaults.inputs)) : Math.min(units, l < length - 1 ? most.drawn : defaults.outputs)));
  }

  /** The drawn units of every layer: some of those that have maps. */
  get drawnSizes() {
    const wiring = wiringOf(this.experiment);
    // A reconstructed picture is one output.
    const isOne = this.isPictured && this.isAutoencoder;
    return this.mappedSizes.map((units, l, { length }) => (l === length - 1 && isOne ? 1 : l > 0 && l < length - 1 ? drawnOf(wiring, l, units, units) : units));
  }

  /** Whether the samples are pictures. */
  get isPictured() {
    return this.kind.is_pictured;
  }

  /** Whether the network is an autoencoder: its target is its input. */
  get isAutoencoder() {
    return isAutoencoder(this.experiment);
  }

  /** Whether each output is the probability of its class. */
  get outputsAreProbabilities() {
    if (this.isAutoencoder) return false;
    return ["softmax", "cross_entropy"].includes(this.experiment.objective.loss);
  }

  /** The outputs for the drawing or the chosen sample, as soon as the newest frame contains them. */
  get prediction() {
    const { frame, sample, drawing } = this;
    const isAsked = drawing !== null || sample !== null;
    return isAsked && frame?.sample === sample ? (frame.arrays.drawn_outputs?.data ?? null) : null;
  }

  /** The predicted class for it, where there is an output for each class; else null, as of an autoencoder. */
  get answer() {
    const { prediction } = this;
    return prediction && prediction.length > 1 && !this.isAutoencoder ? prediction.indexOf(Math.max(...prediction)) : null;
  }

  /** Request the prediction for a drawing or for a sample; without either, end the request. @param {{drawing?: string, sample?: number}} what */
  ask({ drawing = "", sample = -1 }) {
    this.drawing = drawing || null;
    this.sample = sample < 0 ? null : sample;
    this.changed();
  }

  /** Whether the newest frame belongs to the network that is drawn. */
  get fits() {
    return this.frame !== null && this.frame.sizes.join() === this.sizes.join();
  }

  /** @param {Frame} frame */
  take(frame) {
    const { arrays, step, evaluated_at: evaluated } = frame;
    this.frame = frame;
    if (frame.full) {
      if (frame.names) frame.names = named(frame.names);
      this.scene = frame;
      const before = this.experiment.data;
      this.experiment = frame.experiment ?? this.experiment;
      this.known = knownAfter(this.known, this.experiment.data, this.kind);
      // In other data, a number stands for another sample.
      if (JSON.stringify(before) !== JSON.stringify(this.experiment.data)) this.sample = null;
      this.batches.restore(data(arrays.history_steps), [data(arrays.history_losses)]);
      this.evaluations.restore(data(arrays.evaluation_steps), [
        data(arrays.evaluation_train),
        data(arrays.evaluation_test),
        ...(arrays.evaluation_validation ? [data(arrays.evaluation_validation)] : []),
      ]);
    }
    if (frame.full) {
      const { left_steps, left_train, left_test } = arrays;
      this.left = left_steps ? new Series(2) : null;
      this.left?.restore(data(left_steps), [data(left_train), data(left_test)]);
    }
    // A full frame may have waited on the server: its losses may overlap its history.
    const known = this.batches.steps.at(-1) ?? 0;
    const losses = data(arrays.losses);
    for (let i = 0; i < losses.length; i++) {
      const at = step - losses.length + 1 + i;
      if (at > known) this.batches.add(at, [/** @type {number} */ (losses[i])]);
    }
    const last = this.evaluations.steps.at(-1) ?? -1;
    const validation = frame.validation_loss === null ? [] : [frame.validation_loss];
    if (evaluated > last) this.evaluations.add(evaluated, [frame.train_loss ?? NaN, frame.test_loss ?? NaN, ...validation]);
    if (this.waiting) this.go();
    else this.changed();
  }

  /** Draw everything when the first frame comes, or is long in coming. */
  await() {
    this.waiting = window.setTimeout(() => this.go(), defaults.patience);
  }

  /** The first drawing does not wait for a repaint, so that the next one has it; unseen, it waits until it is seen. */
  go() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (document.hidden) return this.changed();
    queueMicrotask(() => {
      for (const view of this.views) view.measure?.();
      this.draw();
    });
  }

  /** Draw everything once, before the next repaint of the screen. */
  changed() {
    if (this.scheduled || this.waiting) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  draw() {
    for (const view of this.views) view.draw();
    this.drawn();
  }
}

/** @param {import("../live/wire.js").Values | undefined} values */
function data(values) {
  return values?.data ?? new Float32Array(0);
}
