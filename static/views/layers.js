// The heads of the columns: a layer's units counted and changed where they stand, layers put in and taken out.

import { t } from "../messages.js";

export const defaults = { unitsOfFirst: 4 };
export const ariaLabel = t("Hidden layers");

/** @typedef {{units: number, activation?: string, rate?: number}} Layer with its own function and rate of dropout */

export class Layers {
  /**
   * @param {HTMLElement} host
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   * @param {{layers: number, units: number}} most
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
    host.append(this.group);
  }

  /**
   * Change the layers: each with its units and, where every layer has its own, its activation function and dropout.
   * @param {(layers: Layer[]) => Layer[]} edit
   */
  change(edit) {
    const { hidden, activations, dropout_rates } = this.state.experiment.network;
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

  /** @param {import("../layout.js").Layout} layout */
  place(layout) {
    const { hidden } = this.state.experiment.network;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
    const x = (/** @type {number} */ l) => /** @type {number} */ (layout.columns[l]);
    this.narrow = layout.narrow;
    /** @type {HTMLElement[]} */
    const parts = hidden.map((units, l) => this.head(l, units, x(l + 1)));
    if (hidden.length < this.most.layers) {
      for (let l = 0; l <= hidden.length; l++) parts.push(this.insertion(l, (x(l) + x(l + 1)) / 2));
    }
    if (!layout.narrow) parts.push(this.end(t("Features"), x(0)), this.end(t("Output"), x(hidden.length + 1)));
    this.group.replaceChildren(...parts);
    // The focus stays on the same button, so that a key can be pressed again.
    if (focused) /** @type {HTMLElement | null} */ (this.group.querySelector(`[data-key="${focused}"]`))?.focus();
  }

  /** The head of the first or the last column, which cannot be changed. @param {string} words @param {number} x */
  end(words, x) {
    const head = document.createElement("div");
    head.className = "column-head end";
    head.style.left = `${x}px`;
    const title = document.createElement("div");
    title.className = "title";
    title.textContent = words;
    head.append(title);
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
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = String(units);
    const step = (/** @type {number} */ by) => () =>
      this.change((layers) => layers.map((layer, i) => (i === l ? { ...layer, units: layer.units + by } : layer)));
    const fewer = this.button("minus", `fewer-${l}`, t("One unit less in layer {layer}", { layer }), step(-1));
    const more = this.button("plus", `more-${l}`, t("One unit more in layer {layer}", { layer }), step(1));
    fewer.disabled = units <= 1;
    more.disabled = units >= this.most.units;
    stepper.append(fewer, count, more);
    head.append(title, stepper);
    return head;
  }

  /**
   * @param {number} l where the new layer will stand
   * @param {number} x
   */
  insertion(l, x) {
    const button = this.button("plus", `insert-${l}`, t("Put in a hidden layer here"), () =>
      this.change((layers) => layers.toSpliced(l, 0, layers[l - 1] ?? layers[l] ?? { units: defaults.unitsOfFirst })),
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
    button.title = label;
    button.setAttribute("aria-label", label);
    button.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-${icon}"/></svg>`;
    button.addEventListener("click", act);
    return button;
  }
}
