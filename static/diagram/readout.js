// The readout below the diagram: in words and a figure, the weight or the unit that is pointed at.

import { joinSentences } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { featureText, symbol } from "../words/notation.js";
import { show, write } from "../words/write.js";
import { outputWords } from "./outputs.js";

/** @typedef {import("./links.js").Link} Link */

/** What each unit is called. @param {import("../run/state.js").State} state @param {number} layer @param {number} unit @returns {string} */
export function nameOf(state, layer, unit) {
  const { sizes, isPictured, kind, experiment } = state;
  if (layer === 0 && isPictured) return t("the pixels");
  if (layer === 0 && kind.view !== "samples") return featureText(experiment.data.features[unit] ?? "");
  if (layer === 0) return state.names?.inputs[unit] ?? t("input {number}", { number: unit + 1 });
  if (layer < sizes.length - 1) return t("unit {unit} of layer {layer}", { layer, unit: unit + 1 });
  return outputWords(state, unit);
}

export class Readout {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.name = find("readout-name");
    this.value = /** @type {HTMLButtonElement} */ (find("readout-value"));
    this.hint = find("readout-hint");
    this.words = this.hint.textContent ?? "";
  }

  /** What can be pointed at. @param {boolean} areLinked whether there are links @param {string} [more] a sentence besides */
  invite(areLinked, more = "") {
    const words = areLinked ? this.words : t("Point at a neuron to read it.");
    write(this.hint, joinSentences([words, more]));
  }

  /** Whether the value can be changed. @param {boolean} can */
  allow(can) {
    if (this.value.disabled === can) this.value.disabled = !can;
  }

  /** @param {Link} link @param {number | null} weight null where it has many */
  link({ layer, to, from }, weight) {
    const ends = { from: nameOf(this.state, layer - 1, from), to: nameOf(this.state, layer, to) };
    this.say(t("from {from} to {to}", ends), symbol("w", layer, to + 1, from + 1), weight === null ? "" : `= ${figure(weight)}`);
  }

  /** @param {number} layer @param {number} unit @param {{letter: string, value: number | null}} shift @param {boolean} isOut */
  unit(layer, unit, { letter, value }, isOut) {
    const name = { unit: nameOf(this.state, layer, unit) };
    if (value === null) return this.say(name.unit, [], isOut ? t("dropped in this step") : "");
    const words = letter === "b" ? t("bias of {unit}", name) : t("shift of {unit}", name);
    this.say(words, symbol(letter, layer, unit + 1), `= ${figure(value)}${isOut ? ` · ${t("dropped in this step")}` : ""}`);
  }

  /** @param {string} words @param {Node[]} letters @param {string} value */
  say(words, letters, value) {
    show(this.hint, false);
    const of = Object.assign(document.createElement("span"), { className: "of", textContent: words });
    const symbols = Object.assign(document.createElement("span"), { className: "symbol" });
    symbols.append(...letters);
    this.name.replaceChildren(of, " ", symbols);
    write(this.value, value);
  }

  /** Nothing is pointed at. */
  clear() {
    show(this.hint, true);
    write(this.name, "");
    write(this.value, "");
    this.allow(false);
  }
}
