// The activation functions: drawn as the engine computes them, and chosen for all layers or for each, as is dropout.

import { Graph } from "../paint/graph.js";
import { t } from "../words/messages.js";
import { show } from "../words/write.js";
import { isTyped } from "./typing.js";

export class Functions {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    this.common = /** @type {HTMLSelectElement} */ (document.getElementById("network-activation"));
    this.host = /** @type {HTMLElement} */ (document.getElementById("functions"));
    this.graph = new Graph();
    this.box = this.common.closest(".function");
    this.box?.append(this.graph.svg);
    this.commonRate = /** @type {HTMLInputElement} */ (document.getElementById("network-dropout_rate"));
    /** @type {{row: HTMLElement, select: HTMLSelectElement, graph: Graph, rate: HTMLInputElement, drops: HTMLElement}[]} one for each hidden layer */
    this.rows = [];
    /** @type {unknown} */
    this.drawn = null;
  }

  draw() {
    const { experiment, scene } = this.state;
    if (scene === this.drawn && this.rows.length === experiment.network.hidden.length) return;
    this.drawn = scene;
    const { hidden } = experiment.network;
    const { activation, activations, dropout, dropout_rate, dropout_rates } = this.commands.coming(experiment).network;
    if (this.rows.length !== hidden.length) {
      this.rows = hidden.map((_, l) => this.row(l));
      this.host.replaceChildren(...this.rows.map(({ row }) => row));
    }
    const graphs = scene?.arrays.graphs;
    const [count = 0, , points = 0] = graphs?.shape ?? [];
    const of = (/** @type {number} */ l) => graphs?.data.subarray(2 * points * l, 2 * points * (l + 1)) ?? [];
    this.rows.forEach(({ select, graph, rate, drops }, l) => {
      select.value = activations?.[l] ?? activation;
      show(drops, dropout !== "none");
      if (!isTyped(rate)) rate.value = percent(dropout_rates?.[l] ?? dropout_rate);
      if (l < count) graph.draw(of(l));
    });
    this.box?.classList.toggle("mixed", activations !== null || (scene !== null && count === 0));
    if (count > 0) this.graph.draw(of(0));
  }

  /** @param {number} l the layer, from 0 */
  row(l) {
    const row = document.createElement("div");
    row.className = "choice";
    const label = document.createElement("label");
    label.textContent = t("Layer {layer}", { layer: l + 1 });
    label.htmlFor = `function-${l + 1}`;
    const graph = new Graph();
    const select = /** @type {HTMLSelectElement} */ (document.createElement("select"));
    select.id = label.htmlFor;
    select.ariaDescription = t("The activation function of this layer alone.");
    for (const option of this.common.options) {
      if (option.value) select.append(new Option(option.text, option.value));
    }
    select.addEventListener("change", () => this.choose(l, select.value));
    const { rate, drops } = this.rate(l);
    row.append(label, graph.svg, select, drops);
    return { row, select, graph, rate, drops };
  }

  /** The dropout rate of one layer. @param {number} l the layer, from 0 */
  rate(l) {
    const drops = document.createElement("div");
    drops.className = "drops";
    const label = document.createElement("label");
    label.textContent = t("Dropout rate");
    label.htmlFor = `dropout-${l + 1}`;
    const rate = document.createElement("input");
    rate.id = label.htmlFor;
    rate.type = "number";
    rate.step = "any";
    rate.inputMode = "decimal";
    rate.autocomplete = "off";
    rate.ariaDescription = t("The dropout rate of this layer alone.");
    rate.setAttribute("aria-label", t("Dropout rate of layer {layer}", { layer: l + 1 }));
    ({ min: rate.min, max: rate.max } = this.commonRate);
    rate.addEventListener("change", () => {
      if (rate.value !== "" && rate.checkValidity()) return this.drop(l, Number(rate.value) / 100);
      const { dropout_rate, dropout_rates } = this.state.experiment.network;
      rate.value = percent(dropout_rates?.[l] ?? dropout_rate);
    });
    const unit = document.createElement("span");
    unit.className = "unit";
    unit.textContent = "%";
    const amount = document.createElement("span");
    amount.className = "amount";
    amount.append(rate, unit);
    drops.append(label, amount);
    return { rate, drops };
  }

  /** Equal rates of all layers are sent as one. @param {number} l @param {number} value */
  drop(l, value) {
    const { hidden, dropout_rate, dropout_rates } = this.commands.coming(this.state.experiment).network;
    const each = hidden.map((_, i) => (i === l ? value : (dropout_rates?.[i] ?? dropout_rate)));
    const isOne = each.every((other) => other === value);
    this.commands.changeAll({ network: isOne ? { dropout_rate: value, dropout_rates: null } : { dropout_rates: each } });
  }

  /** Equal functions of all layers are sent as one. @param {number} l @param {string} value */
  choose(l, value) {
    const each = this.rows.map(({ select }, i) => (i === l ? value : select.value));
    const isOne = each.every((other) => other === value);
    this.commands.changeAll({ network: isOne ? { activation: value, activations: null } : { activations: each } });
  }
}

/** @param {number} share */
const percent = (share) => String(+(share * 100).toPrecision(6));
