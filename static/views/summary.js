// The summary: what the maps and the curves show, in a sentence, for those who listen instead of looking.

import { figure, t, whole } from "../messages.js";
import { ariaLabel as curve } from "./curve.js";
import { ariaLabel as map } from "./output.js";
import { ariaLabel as samples } from "./samples.js";

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
    const losses = t("epoch {epoch}, training loss {train}, test loss {test}", {
      epoch: whole(Math.floor(frame.epoch)),
      train: figure(frame.train_loss),
      test: figure(frame.test_loss),
    });
    this.host.textContent = `${state}: ${losses}.`;
    this.chart.setAttribute("aria-label", `${curve}: ${losses}.`);
    this.map.setAttribute("aria-label", this.state.kind.view !== "samples" ? `${map}: ${this.shares(frame)}.` : samples);
  }

  /** How much of the plane each answer has. @param {import("../wire.js").Frame} frame */
  shares({ arrays, sizes }) {
    const percent = (/** @type {ArrayLike<number>} */ levels, /** @type {(level: number) => boolean} */ of) =>
      Math.round((100 * Array.from(levels).filter(of).length) / levels.length);
    const { winner, output } = arrays;
    if (!winner) return t("{share} % of the plane is blue", { share: percent(output?.data ?? [0], (level) => level > 0) });
    return Array.from({ length: sizes.at(-1) ?? 0 }, (_, label) =>
      t("class {label} has {share} % of the plane", { label, share: percent(winner.data, (each) => each === label) }),
    ).join(", ");
  }
}
