// The bars of several outputs over samples: what each says to the sample that is asked about, or which share of its class is correct.

import { figure, t } from "../words/messages.js";
import { percent } from "./drawing.js";

export class Bars {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
  }

  /** A map over samples in the order of their labels would be stripes. */
  get areShown() {
    const { kind, saysInput, sizes } = this.state;
    return kind.view === "samples" && (sizes.at(-1) ?? 1) > 1 && !saysInput;
  }

  /**
   * @param {import("../diagram/neurons.js").Neuron[]} outputs
   * @param {HTMLElement} host what the heading of the column is in
   */
  draw(outputs, host) {
    const { state } = this;
    const said = this.areShown ? state.prediction : null;
    const heading = host.querySelector(".column-head .measure");
    const words = !this.areShown ? "" : said ? t("prediction") : t("correct");
    if (heading && heading.textContent !== words) heading.textContent = words;
    for (const { button, unit } of outputs) this.bar(button, unit, said);
  }

  /** @param {HTMLElement} button @param {number} unit @param {ArrayLike<number> | null} said */
  bar(button, unit, said) {
    const { state } = this;
    let bar = /** @type {HTMLElement | null} */ (button.querySelector(".says"));
    const right = this.areShown && !said ? this.shareRight(unit) : null;
    if (!said && right === null) return void bar?.remove();
    if (!bar) button.append((bar = Object.assign(document.createElement("span"), { className: "says" })));
    const value = said ? (said[unit] ?? 0) : (right ?? 0);
    const isShare = !said || state.saysProbabilities;
    const text = isShare ? percent(value) : figure(value);
    bar.dataset.said = text; // the button's label says it, too
    bar.title = said ? t("output {value}", { value: text }) : t("{share} of its class correct", { share: text });
    bar.style.setProperty("--share", isShare ? value.toFixed(3) : "0");
    bar.style.setProperty("--class", `var(--class-${unit})`);
    bar.classList.toggle("largest", said !== null && value === Math.max(...Array.from(said)));
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
