// The summary: a sentence on the maps and curves, for screen readers.

import { joinClauses, joinGroups } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { ariaLabel as curve } from "../curve/losses.js";
import { spoken } from "../curve/milestones.js";
import { ariaLabel as map } from "../output/output.js";
import { ariaLabel as paper } from "../output/pencil.js";
import { ariaLabel as samples } from "../samples/samples.js";
import { attribute, write } from "../words/write.js";

export const defaults = { every: 12_000, places: 5 };

export class Summary {
  /** @param {import("../run/state.js").State} state */
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
      epoch: Math.floor(frame.epoch),
      train: figure(frame.train_loss),
      test: figure(frame.test_loss),
    });
    const judged = t("validation loss {loss}", { loss: figure(frame.validation_loss) });
    const losses = frame.validation_loss === null ? taken : joinClauses([taken, judged]);
    write(this.host, t("{state}: {losses}.", { state, losses }));
    const milestones = spoken(this.state.scene?.milestones ?? []);
    attribute(this.chart, "aria-label", t("{state}: {losses}.", { state: curve, losses: joinGroups([losses, milestones]) }));
    const isOfSamples = this.state.kind.view === "samples";
    attribute(this.map, "aria-label", isOfSamples ? samples : t("{state}: {losses}.", { state: this.nameOfMap(), losses: this.shares(frame) }));
  }

  /** The name of the map: the plane, the line, or the drawing area. */
  nameOfMap() {
    if (this.state.has("points")) return paper;
    return this.state.kind.view === "line" ? t("Output along the line") : map;
  }

  /** The output at a few places of the line. @param {import("../live/wire.js").Values} curves */
  heights({ data, shape }) {
    const [low, high] = this.state.scene?.domain ?? [0, 1];
    const points = shape[1] ?? 1;
    // With two outputs, the last is the output for true.
    const last = data.length - points;
    const places = Array.from({ length: defaults.places }, (_, i) => {
      const share = i / (defaults.places - 1);
      return t("{value} at {place}", { value: figure(data[last + Math.round(share * (points - 1))]), place: figure(low + share * (high - low)) });
    });
    return joinClauses(places);
  }

  /** The share of the plane for each predicted class. @param {import("../live/wire.js").Frame} frame */
  shares({ arrays, sizes }) {
    const percent = (/** @type {ArrayLike<number>} */ levels, /** @type {(level: number) => boolean} */ of) =>
      Math.round((100 * Array.from(levels).filter(of).length) / levels.length);
    const { winner, output, curves } = arrays;
    if (curves) return this.heights(curves);
    if (!winner) return t("{share} % of the plane is blue", { share: percent(output?.data ?? [0], (level) => level > 0) });
    const labels = Array.from({ length: sizes.at(-1) ?? 0 }, (_, label) => label);
    return joinClauses(labels.map((label) => t("class {label} has {share} % of the plane", { label, share: percent(winner.data, (each) => each === label) })));
  }
}
