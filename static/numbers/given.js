// The given weights: those with which an experiment begins, layer by layer, and a sentence that counts them.

import { t } from "../words/messages.js";

/** @typedef {{W: number[][], b: number[] | null}} Given */

/** @param {import("../address/address.js").Experiment} experiment @returns {(Given | null)[] | null} */
export const givenIn = ({ network }) => network.weights ?? null;

export class GivenWeights {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.about = /** @type {HTMLElement} */ (document.getElementById("weights-about"));
    /** @type {unknown} */
    this.shown = null;
  }

  draw() {
    const { experiment } = this.state;
    if (experiment === this.shown) return;
    this.shown = experiment;
    const given = givenIn(experiment);
    this.about.textContent = given ? t("Given for {count} of {all} layers.", { count: given.filter(Boolean).length, all: given.length }) : t("None: all are drawn.");
  }
}
