// The confusion matrices: of each class, how many samples were taken for which.

import { t, whole } from "../messages.js";

export const defaults = { sets: /** @type {const} */ (["train", "test"]) };
export const ariaLabel = t("Confusion matrix");

export class Confusion {
  constructor() {
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("confusion");
    this.sets = defaults.sets.map((name) => {
      const matrix = find(`confusion-${name}`);
      return {
        right: /** @type {HTMLElement} */ (matrix.querySelector(".right")),
        cells: /** @type {HTMLElement[]} */ ([...matrix.querySelectorAll("tbody td")]),
      };
    });
  }

  /** @param {import("../wire.js").Frame} frame */
  draw(frame) {
    const counts = frame.arrays.confusion?.data;
    this.host.hidden = !counts;
    if (!counts) return;
    const accuracies = [frame.train_accuracy, frame.test_accuracy];
    this.sets.forEach(({ right, cells }, set) => {
      const own = counts.subarray(4 * set, 4 * set + 4);
      const accuracy = accuracies[set] ?? 0;
      right.textContent = t("{share} % right", { share: (accuracy * 100).toFixed(accuracy === 1 ? 0 : 1) });
      cells.forEach((cell, i) => {
        const ofClass = (own[2 * (i >> 1)] ?? 0) + (own[2 * (i >> 1) + 1] ?? 0);
        const count = own[i] ?? 0;
        cell.textContent = whole(count);
        cell.style.setProperty("--share", String(ofClass ? count / ofClass : 0));
      });
    });
  }
}
