// The activation functions: drawn as the engine computes them, and chosen for all layers or for each.

import { Graph } from "../graph.js";
import { t } from "../messages.js";

export class Functions {
  /**
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    this.common = /** @type {HTMLSelectElement} */ (document.getElementById("network-activation"));
    this.host = /** @type {HTMLElement} */ (document.getElementById("functions"));
    this.graph = new Graph();
    this.box = this.common.closest(".function");
    this.box?.append(this.graph.svg);
    /** @type {{select: HTMLSelectElement, graph: Graph}[]} one for each hidden layer */
    this.rows = [];
    /** @type {unknown} */
    this.drawn = null;
  }

  draw() {
    const { experiment, scene } = this.state;
    if (scene === this.drawn && this.rows.length === experiment.network.hidden.length) return;
    this.drawn = scene;
    const { hidden, activation, activations } = experiment.network;
    if (this.rows.length !== hidden.length) {
      this.rows = hidden.map((_, l) => this.row(l));
      this.host.replaceChildren(...this.rows.map(({ select }) => /** @type {HTMLElement} */ (select.parentElement)));
    }
    const graphs = scene?.arrays.graphs;
    const [count = 0, , points = 0] = graphs?.shape ?? [];
    const of = (/** @type {number} */ l) => graphs?.data.subarray(2 * points * l, 2 * points * (l + 1)) ?? [];
    this.rows.forEach(({ select, graph }, l) => {
      select.value = activations?.[l] ?? activation;
      if (l < count) graph.draw(of(l));
    });
    this.box?.classList.toggle("mixed", activations !== null || count === 0);
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
    for (const option of this.common.options) {
      if (option.value) select.append(new Option(option.text, option.value));
    }
    select.addEventListener("change", () => this.choose(l, select.value));
    row.append(label, graph.svg, select);
    return { select, graph };
  }

  /** Functions that are all the same are said once. @param {number} l @param {string} value */
  choose(l, value) {
    const each = this.rows.map(({ select }, i) => (i === l ? value : select.value));
    const isOne = each.every((other) => other === value);
    this.commands.changeAll({ network: isOne ? { activation: value, activations: null } : { activations: each } });
  }
}
