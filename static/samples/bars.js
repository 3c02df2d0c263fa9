// The bars of several outputs over samples: the outputs for the chosen sample, or for the one of which maps are drawn, or the share of each class that is predicted correctly.

import { stepsOf } from "../diagram/outputs.js";
import { figure, t } from "../words/messages.js";
import { percent } from "./drawing.js";
import { attribute } from "../words/write.js";

export class Bars {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
  }

  /** A map over samples in the order of their labels would be stripes. */
  get areShown() {
    const { kind, isAutoencoder, sizes, targets } = this.state;
    return kind.view === "samples" && targets === 0 && (sizes.at(-1) ?? 1) > 1 && !isAutoencoder;
  }

  /**
   * @param {import("../diagram/neurons.js").Neuron[]} outputs
   * @param {HTMLElement} host what the heading of the column is in
   */
  draw(outputs, host) {
    const { state } = this;
    const prediction = this.areShown ? (state.prediction ?? state.frame?.arrays.channel_outputs?.data ?? null) : null;
    const heading = host.querySelector(".column-head .measure");
    const words = !this.areShown ? "" : prediction ? t("prediction") : t("correct");
    if (heading && heading.textContent !== words) heading.textContent = words;
    for (const neuron of outputs) this.bar(neuron, prediction);
  }

  /** @param {import("../diagram/neurons.js").Neuron} neuron @param {ArrayLike<number> | null} prediction */
  bar({ button, unit, label }, prediction) {
    const { state } = this;
    let bar = /** @type {HTMLElement | null} */ (button.querySelector(".output-value"));
    const right = this.areShown && !prediction ? this.shareRight(unit) : null;
    if (!prediction && right === null) return void bar?.remove();
    if (!bar) button.append((bar = Object.assign(document.createElement("span"), { className: "output-value" })));
    const value = prediction ? (prediction[unit] ?? 0) : (right ?? 0);
    const isShare = !prediction || state.outputsAreProbabilities;
    const text = isShare ? percent(value) : figure(value);
    attribute(bar, "data-value", text); // the label of the button contains it, too
    attribute(bar, "title", prediction ? t("output {value}", { value: text }) : t("{share} of its class correct", { share: text }));
    bar.style.setProperty("--share", isShare ? value.toFixed(3) : "0");
    bar.style.setProperty("--class", `var(--class-${label ?? unit})`);
    const steps = stepsOf(state); // each of which has an answer of its own
    const rivals = Array.from(prediction ?? []).filter((_, other) => other % steps === unit % steps);
    bar.classList.toggle("largest", prediction !== null && value === Math.max(...rivals));
  }

  /** Of the shown samples of a class, the share that is taken for it; null where there are none. @param {number} label */
  shareRight(label) {
    const { frame, scene } = this.state;
    const [labels, wrong] = [scene?.arrays.cell_labels?.data, frame?.arrays.wrong?.data];
    if (!labels || !wrong || labels.length !== wrong.length) return null;
    const cells = scene?.arrays.cells?.data ?? [];
    let [count, right] = [0, 0];
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== label || (cells[i] ?? -1) < 0) continue;
      count++;
      if (!wrong[i]) right++;
    }
    return count === 0 ? null : right / count;
  }
}
