// Dropout masks: the networks that masks leave of the present one, shown as an ensemble of seeds is.

import { figure, inPercent, t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { show, write } from "../words/write.js";
import { EnsembleView } from "./ensemble.js";

/** @typedef {import("../live/wire.js").Frame} Frame */

export class Masks {
  /** @param {HTMLElement} host @param {import("../run/state.js").State} state */
  constructor(host, state) {
    this.state = state;
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(name));
    this.figures = find(".family-ensemble");
    this.ensemble = new EnsembleView(this.figures);
    this.about = find(".masks-about");
    this.refusal = find(".masks-refusal");
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
  }

  draw() {
    const { frame, colors, classes } = this.state;
    // A look that is dear rests now and then: what was shown last stays.
    if (!frame?.masks || (frame === this.drawn.frame && colors === this.drawn.colors)) return;
    this.drawn = { frame, colors };
    const { refusal } = frame.masks;
    write(this.refusal, refusal ? translated(refusal) : "");
    show(this.refusal, Boolean(refusal));
    show(this.figures, !refusal);
    show(this.about, !refusal);
    if (refusal) return;
    this.ensemble.draw(asEnsemble(frame), colors, Math.max(2, classes));
    const isOfClasses = frame.masks.problem === "classification";
    const whole = isOfClasses ? inPercent(frame.test_accuracy ?? 0) : figure(frame.test_loss);
    const values = { count: frame.arrays.masks_measures?.shape[0] ?? 0, whole };
    write(this.about, isOfClasses ? t("{count} masks at iteration {step}. With all of its units, as it is used, the network gets {whole} of the test samples right.", { ...values, step: frame.step }) : t("{count} masks at iteration {step}. With all of its units, as it is used, the network has a test loss of {whole}.", { ...values, step: frame.step }));
  }
}

/** The masks of a frame under the names of an ensemble. @param {Frame} frame @returns {import("../live/wire.js").FamilyFrame} */
function asEnsemble({ masks, arrays }) {
  const named = Object.entries(arrays).filter(([name]) => name.startsWith("masks_"));
  const renamed = named.map(([name, values]) => [name === "masks_measures" ? "measures" : name.replace("masks", "ensemble"), values]);
  return /** @type {any} */ ({ ensemble: masks, arrays: Object.fromEntries(renamed) });
}
