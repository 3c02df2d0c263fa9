// The heads of the columns: a layer's units counted and changed where they stand, layers put in and taken out.

import { focusAgain } from "../controls/enable.js";
import { afterPress } from "../controls/pressed.js";
import { wholeIn } from "../numbers/whole.js";
import { t } from "../words/messages.js";
import { defaults as sizes } from "./layout.js";
import { stageHead } from "./stage_heads.js";

const { target } = sizes;

export const defaults = { unitsOfFirst: 4 };
export const ariaLabel = t("Hidden layers");

/** @typedef {{units: number, activation?: string, rate?: number}} Layer with its own function and rate of dropout */

export class Layers {
  /**
   * @param {HTMLElement} host
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {{layers: number, units: number, drawn: number}} most
   */
  constructor(host, state, commands, most) {
    this.state = state;
    this.commands = commands;
    this.most = most;
    this.narrow = false;
    this.group = document.createElement("div");
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", ariaLabel);
    this.group.dataset.field = "network.hidden";
    this.group.dataset.explained = "hidden";
    host.append(this.group);
    this.unpressed = afterPress(this.group);
  }

  /**
   * Change the layers: each with its units and, where every layer has its own, its activation function and dropout.
   * @param {(layers: Layer[]) => Layer[]} edit
   */
  change(edit) {
    const { hidden, activations, dropout_rates } = this.commands.coming(this.state.experiment).network;
    const layers = edit(hidden.map((units, l) => ({ units, activation: activations?.[l], rate: dropout_rates?.[l] })));
    /** @param {unknown} owned @param {unknown[]} each */
    const own = (owned, each) => (owned && each.length > 0 ? each : null);
    const network = {
      hidden: layers.map(({ units }) => units),
      activations: own(activations, layers.map(({ activation }) => activation)),
      dropout_rates: own(dropout_rates, layers.map(({ rate }) => rate)),
    };
    this.commands.changeAll({ network });
  }

  /**
   * @param {import("./layout.js").Layout} layout
   * @param {string} inputs what the first column is called
   * @param {number[]} drawn how many units of every layer, the inputs included, are drawn
   */
  place(layout, inputs, drawn) {
    this.unpressed(() => this.make(layout, inputs, drawn));
  }

  /** Make all heads anew. @param {import("./layout.js").Layout} layout @param {string} inputs @param {number[]} drawn */
  make(layout, inputs, drawn) {
    const { hidden, stages } = this.state.experiment.network;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
    const x = (/** @type {number} */ l) => /** @type {number} */ (layout.columns[l]);
    this.narrow = layout.narrow;
    /** @type {HTMLElement[]} */
    const parts = stages ? stages.map((stage, l) => stageHead(this, stage, l, /** @type {import("./blocks.js").Layout} */ (layout))) : hidden.map((units, l) => this.head(l, units, x(l + 1)));
    // For who goes by the keyboard, each way to add a layer stands between the heads of its neighbours.
    if (!stages && hidden.length < this.most.layers) {
      for (let l = hidden.length; l >= 0; l--) parts.splice(l, 0, this.insertion(l, (x(l) + x(l + 1)) / 2));
    }
    if (!layout.narrow) parts.push(this.end(t("Output"), x(hidden.length + 1), "outputs"), this.end(inputs, x(0), "inputs"));
    // A picture that is reconstructed is one output.
    const isPicture = this.state.isPictured && this.state.isAutoencoder;
    [...hidden, isPicture ? 1 : (this.state.sizes.at(-1) ?? 1)].forEach((units, l) => {
      const rest = drawn[l + 1] ? units - /** @type {number} */ (drawn[l + 1]) : 0;
      const last = layout.layers[l]?.at(-1);
      if (rest > 0 && last) parts.push(this.rest(rest, x(l + 1), last.y + Math.max(layout.size, target) / 2));
    });
    this.group.replaceChildren(...parts);
    // The focus stays on the same button, so that a key can be pressed again.
    if (focused) focusAgain(this.group.querySelector(`[data-key="${focused}"]`));
  }

  /** The units that are not drawn. @param {number} count @param {number} x @param {number} y */
  rest(count, x, y) {
    const words = document.createElement("div");
    words.className = "rest";
    words.style.left = `${x}px`;
    words.style.top = `${y}px`;
    words.textContent = t("+ {count} more", { count });
    return words;
  }

  /** The head of the first or the last column, which cannot be changed. @param {string} words @param {number} x @param {"inputs" | "outputs"} side */
  end(words, x, side) {
    const head = document.createElement("div");
    head.className = `column-head end ${side}`;
    head.style.left = `${x}px`;
    const title = document.createElement("div");
    title.className = "title";
    title.textContent = words;
    head.append(title, Object.assign(document.createElement("div"), { className: "measure" }));
    return head;
  }

  /**
   * @param {number} l
   * @param {number} units
   * @param {number} x
   */
  head(l, units, x) {
    const head = document.createElement("div");
    head.className = "column-head";
    head.style.left = `${x}px`;
    const layer = l + 1;
    const title = document.createElement("div");
    title.className = "title";
    title.append(this.narrow ? String(layer) : t("Layer {layer}", { layer }));
    const remove = this.button("cross", `remove-${l}`, t("Remove layer {layer}", { layer }), () =>
      this.change((layers) => layers.filter((_, i) => i !== l)),
    );
    title.append(remove);
    const stepper = document.createElement("div");
    stepper.className = "stepper";
    const most = this.state.kind.view !== "samples" ? this.most.drawn : this.most.units;
    const count = this.count(l, units, most);
    // A second click may come before the button has heard that the first one has reached the end.
    const within = (/** @type {number} */ count) => Math.max(1, Math.min(most, count));
    const step = (/** @type {number} */ by) => () =>
      this.change((layers) => layers.map((layer, i) => (i === l ? { ...layer, units: within(layer.units + by) } : layer)));
    const fewer = this.button("minus", `fewer-${l}`, t("One unit less in layer {layer}", { layer }), step(-1));
    const more = this.button("plus", `more-${l}`, t("One unit more in layer {layer}", { layer }), step(1));
    fewer.disabled = units <= 1;
    more.disabled = units >= most;
    stepper.append(fewer, count, more);
    head.append(title, stepper);
    return head;
  }

  /** How many units: where there may be hundreds, they are typed. @param {number} l @param {number} units @param {number} most */
  count(l, units, most) {
    if (most === this.most.drawn) {
      return Object.assign(document.createElement("span"), { className: "count", textContent: String(units) });
    }
    const input = Object.assign(document.createElement("input"), { className: "count", type: "number", min: "1", max: String(most), value: String(units) });
    input.dataset.key = `count-${l}`;
    input.setAttribute("aria-label", t("Units of layer {layer}", { layer: l + 1 }));
    input.ariaDescription = t("How many units the layer has.");
    input.addEventListener("change", () => {
      const wanted = wholeIn(input, units);
      if (wanted !== null) this.change((layers) => layers.map((layer, i) => (i === l ? { ...layer, units: wanted } : layer)));
    });
    return input;
  }

  /**
   * @param {number} l where the new layer will stand
   * @param {number} x
   */
  insertion(l, x) {
    const { length } = this.state.experiment.network.hidden;
    const places = { before: l, after: l + 1 };
    const words = length === 0 ? t("Add a hidden layer") : l === 0 ? t("Add a hidden layer before layer {after}", places) : l === length ? t("Add a hidden layer after layer {before}", places) : t("Add a hidden layer between layers {before} and {after}", places);
    const button = this.button("plus", `insert-${l}`, words, () =>
      this.change((layers) => layers.toSpliced(l, 0, layers[l - 1] ?? layers[l] ?? { units: defaults.unitsOfFirst }).slice(0, this.most.layers)),
    );
    button.classList.add("insert");
    button.style.left = `${x}px`;
    return button;
  }

  /**
   * @param {string} icon
   * @param {string} key
   * @param {string} label
   * @param {() => void} act
   */
  button(icon, key, label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.dataset.key = key;
    button.setAttribute("aria-label", label);
    button.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-${icon}"/></svg>`;
    button.addEventListener("click", act);
    return button;
  }
}
