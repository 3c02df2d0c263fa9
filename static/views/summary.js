// The summary: what the maps and the curves show, in a sentence, for those who listen instead of looking.

import { figure, t, whole } from "../messages.js";
import { ariaLabel as curve } from "./curve.js";
import { ariaLabel as map } from "./output.js";

export const defaults = { every: 12_000 };

export class Summary {
  /** @param {import("../state.js").State} state */
  constructor(state) {
    this.state = state;
    this.host = /** @type {HTMLElement} */ (document.getElementById("summary"));
    this.map = /** @type {HTMLElement} */ (document.getElementById("map"));
    this.chart = /** @type {HTMLElement} */ (document.getElementById("chart"));
    this.spoken = -Infinity;
    this.last = "";
  }

  draw() {
    const { frame } = this.state;
    if (!frame) return;
    const now = performance.now();
    const isNews = frame.state !== this.last;
    if (!isNews && now - this.spoken < defaults.every) return;
    this.spoken = now;
    this.last = frame.state;
    const state = { playing: t("Now training"), paused: t("Paused"), diverged: t("Diverged") }[frame.state];
    const taken = t("epoch {epoch}, training loss {train}, test loss {test}", {
      epoch: whole(Math.floor(frame.epoch)),
      train: figure(frame.train_loss),
      test: figure(frame.test_loss),
    });
    const judged = t("validation loss {loss}", { loss: figure(frame.validation_loss) });
    const losses = frame.validation_loss === null ? taken : `${taken}, ${judged}`;
    this.host.textContent = `${state}: ${losses}.`;
    this.chart.setAttribute("aria-label", `${curve}: ${losses}.`);
    const output = /** @type {Int8Array} */ (frame.arrays.output?.data ?? new Int8Array(1));
    const above = output.reduce((count, level) => count + (level > 0 ? 1 : 0), 0);
    const share = t("{share} % of the plane is blue", { share: Math.round((100 * above) / output.length) });
    this.map.setAttribute("aria-label", `${map}: ${share}.`);
  }
}
