// The reading: a sentence on bias and variance, from the training, the validation and the test loss together.

import { t } from "../words/messages.js";
import { show, write } from "../words/write.js";

/** Cautious thresholds, set by eye: a gap is wide from half of the training loss, and a fit is good from 90 %. A validation loss below `least` of the first loss is too small to speak of a gap, as in `engine/probes/diagnosis.py`. */
export const defaults = { gap: 0.5, right: 0.9, left: 0.5, least: 0.05 };

export class Reading {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.host = /** @type {HTMLElement} */ (document.getElementById("reading"));
  }

  draw() {
    const { frame, evaluations } = this.state;
    if (!frame) return;
    const words = frame.validation_loss === null ? "" : reading(frame, evaluations.columns[0]?.[0]);
    show(this.host, words !== "");
    write(this.host, words);
  }
}

/**
 * @param {{epoch: number, train_loss: number | null, validation_loss: number | null, train_accuracy: number | null}} losses
 * @param {number | undefined} first the training loss with which the history begins
 */
export function reading({ epoch, train_loss, validation_loss, train_accuracy }, first) {
  if (epoch < 1 || train_loss === null || validation_loss === null) {
    return t("Watch the three losses: a high training loss means bias, a gap to the validation loss means variance.");
  }
  const isHigh = train_accuracy === null ? train_loss > defaults.left * (first ?? Infinity) : train_accuracy < defaults.right;
  const isWide = validation_loss - train_loss > defaults.gap * train_loss && validation_loss > defaults.least * (first ?? 0);
  if (isHigh) return t("The training loss is still high: that points to bias. More training, units or features may help.");
  if (isWide) return t("The validation loss is well above the training loss: that points to variance. More data or regularisation may help.");
  return t("Training and validation loss are close, and the fit is good: no sign of much bias or variance.");
}
