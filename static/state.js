// The state: the newest frame and what belongs to it. Views read it when they draw, and change nothing in it.

import { Series } from "./series.js";
import { LOOK } from "./address.js";
import { colors } from "./colors.js";

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {import("./address.js").Experiment} Experiment */
/** @typedef {{layer: number, unit: number}} Unit a hidden unit; layer 1 is the first hidden one, units count from 0 */

/** @typedef {{sample: number | null, nth: number, layer: number, unit: number, parameter: number}} Choice as in app/wire.py */

export class State {
  /** @param {Experiment} experiment what is drawn until the first frame comes */
  constructor(experiment) {
    this.experiment = experiment;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {Frame | null} the last full frame: the points and features that later frames leave out */
    this.scene = null;
    /** The loss of every batch, and the losses over the training and the test set. */
    this.batches = new Series(1);
    this.evaluations = new Series(2);
    /** @type {"connecting" | "live" | "lost"} */
    this.connection = "connecting";
    /** @type {Unit | null} the hidden unit that is shown large */
    this.focus = null;
    /** Whether the panel with the insides of the layers is open. */
    this.inside = false;
    /** @type {Choice | null} what of the next step is to be worked out, while that panel is open */
    this.worked = null;
    this.look = { ...LOOK };
    this.colors = colors();
    /** @type {{draw: () => void}[]} */
    this.views = [];
    /** @type {() => void} called after everything is drawn */
    this.drawn = () => {};
    this.scheduled = false;
  }

  /** Units of every layer, as drawn now. */
  get sizes() {
    return [this.experiment.data.features.length, ...this.experiment.network.hidden, 1];
  }

  /** Whether the newest frame shows the network that is drawn. */
  get fits() {
    return this.frame !== null && this.frame.sizes.join() === this.sizes.join();
  }

  /** @param {Frame} frame */
  take(frame) {
    const { arrays, step } = frame;
    this.frame = frame;
    if (frame.full) {
      this.scene = frame;
      this.experiment = frame.experiment ?? this.experiment;
      this.batches.restore(data(arrays.history_steps), [data(arrays.history_losses)]);
      this.evaluations.restore(data(arrays.evaluation_steps), [
        data(arrays.evaluation_train),
        data(arrays.evaluation_test),
      ]);
    }
    // A full frame may have waited on the server, and then brings losses from before its history ended, and after.
    const known = this.batches.steps.at(-1) ?? 0;
    const losses = data(arrays.losses);
    for (let i = 0; i < losses.length; i++) {
      const at = step - losses.length + 1 + i;
      if (at > known) this.batches.add(at, [/** @type {number} */ (losses[i])]);
    }
    const last = this.evaluations.steps.at(-1) ?? -1;
    if (step > last) this.evaluations.add(step, [frame.train_loss ?? NaN, frame.test_loss ?? NaN]);
    this.changed();
  }

  /** Draw everything once, before the next picture of the screen. */
  changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      for (const view of this.views) view.draw();
      this.drawn();
    });
  }
}

/** @param {import("./wire.js").Values | undefined} values */
function data(values) {
  return values?.data ?? new Float32Array(0);
}
