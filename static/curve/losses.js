// The losses and the accuracies of the newest frame, over its curves.

import { figure, percentage, t } from "../words/messages.js";
import { show, write } from "../words/write.js";

export const ariaLabel = t("Training and test loss by iteration");

export class Losses {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.figures = {
      train: find("train-loss"),
      test: find("test-loss"),
      trainAccuracy: find("train-accuracy"),
      testAccuracy: find("test-accuracy"),
      validation: find("validation-loss"),
      validationAccuracy: find("validation-accuracy"),
    };
    this.examined = find("examined");
    const chart = find("chart");
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", ariaLabel);
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    /** Whether the run plays, and has shown losses of an earlier step. */
    this.lags = false;
  }

  draw() {
    const { frame } = this.state;
    if (!frame || frame === this.frame) return;
    this.frame = frame;
    // Where nothing is right or wrong, an output is so far off on average.
    const [head] = this.state.isAutoencoder ? (frame.heads ?? []) : [];
    const share = (/** @type {number | null} */ accuracy, /** @type {string} */ part) => {
      const error = head?.[part]?.mean_error;
      return accuracy !== null ? t("{share} % right", { share: percentage(accuracy) }) : error === undefined ? "" : t("{error} off on average", { error: figure(error) });
    };
    write(this.figures.train, figure(frame.train_loss));
    write(this.figures.test, figure(frame.test_loss));
    write(this.figures.trainAccuracy, share(frame.train_accuracy, "train"));
    write(this.figures.testAccuracy, share(frame.test_accuracy, "test"));
    // On the way to a step, too, losses are of an earlier one.
    this.lags = frame.evaluated_at < frame.step || (frame.state === "playing" && this.lags);
    const [count, step] = [frame.examined ?? 0, frame.evaluated_at];
    const after = this.lags ? t("after step {step}", { step }) : "";
    show(this.examined, frame.examined !== null || this.lags);
    write(this.examined, frame.examined === null ? after : this.lags ? t("first {count} of each set, after step {step}", { count, step }) : t("first {count} of each set", { count }));
    write(this.figures.validation, figure(frame.validation_loss));
    write(this.figures.validationAccuracy, share(frame.validation_accuracy, "validation"));
  }
}
