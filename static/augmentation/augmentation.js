// Augmentation: the first pictures of the next batch, and below each how the next step changes it.

import { t } from "../words/messages.js";
import { paintNth } from "../paint/channels.js";
import { attribute } from "../words/write.js";

export class Augmentation {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.details = /** @type {HTMLDetailsElement} */ (find("augmentation"));
    this.rows = [...this.details.querySelectorAll("tr")];
    this.painted = { pictures: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
  }

  asks() {
    return { augmentation: true };
  }

  waits() {
    return this.painted.pictures === null;
  }

  draw() {
    const { frame, colors } = this.state;
    const { unaugmented, augmented, augmented_samples: numbers } = frame?.arrays ?? {};
    // Not every frame has them: the last ones stay.
    if (!unaugmented || !augmented || !numbers || (augmented === this.painted.pictures && colors === this.painted.colors)) return;
    this.painted = { pictures: augmented, colors };
    const ink = colors.token("ink");
    [unaugmented, augmented].forEach((pictures, nth) => {
      const cells = this.cells(/** @type {HTMLTableRowElement} */ (this.rows[nth]), numbers.data.length);
      cells.forEach((canvas, k) => {
        paintNth(canvas, pictures, k, ink);
        const number = (numbers.data[k] ?? 0) + 1;
        attribute(canvas, "aria-label", nth ? t("Sample {number}, changed", { number }) : t("Sample {number}", { number }));
      });
    });
  }

  /** A canvas for each picture. @param {HTMLTableRowElement} row @param {number} count */
  cells(row, count) {
    while (row.cells.length > count + 1) row.deleteCell(-1);
    while (row.cells.length < count + 1) {
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      row.insertCell().append(canvas);
    }
    return [...row.querySelectorAll("canvas")];
  }
}
