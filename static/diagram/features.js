// The features: all seven as maps, and formulas of one's own; those that are pressed are what the network is shown.

import { Painting } from "../paint/map.js";
import { t } from "../words/messages.js";
import { FEATURES, featureName, featureText, isFormula } from "../words/notation.js";
import { attribute } from "../words/write.js";
import { ariaLabel as adding, FormulaEditor } from "./formula_editor.js";

export const ariaLabel = t("Features");

/** @typedef {{feature: string, button: HTMLButtonElement, map: Painting, name: HTMLElement}} Drawn */

export class Features {
  /**
   * @param {HTMLElement} host
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(host, state, commands) {
    this.state = state;
    this.commands = commands;
    /** @type {import("../live/wire.js").Frame | null} */
    this.scene = null;
    this.group = document.createElement("div");
    this.group.className = "feature";
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", ariaLabel);
    this.group.dataset.field = "data.features";
    this.group.dataset.explained = "features";
    host.append(this.group);
    new FormulaEditor(state, commands);
    this.adder = document.createElement("button");
    this.adder.type = "button";
    this.adder.className = "small add-formula";
    this.adder.ariaDescription = t("A formula of x1 and x2 becomes an input of the network.");
    this.adder.setAttribute("aria-label", adding);
    this.adder.setAttribute("popovertarget", "formula-editor");
    this.adder.innerHTML = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-plus"/></svg>';
    this.group.append(this.adder);
    this.drawn = FEATURES.map((feature) => this.create(feature));
  }

  /** It stands before the adding button, which is never moved: what is moved loses the focus. @param {string} feature @returns {Drawn} */
  create(feature) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "feature-map";
    button.setAttribute("aria-label", featureText(feature));
    button.dataset.feature = feature;
    button.ariaDescription = t("Feeds this feature to the network, or no longer. Each feature is an input.");
    const map = new Painting();
    button.append(map.canvas);
    button.addEventListener("click", () => this.toggle(feature));
    button.addEventListener("pointerenter", () => this.look(feature));
    button.addEventListener("focus", () => button.matches(":focus-visible") && this.look(feature));
    for (const kind of ["pointerleave", "blur"]) button.addEventListener(kind, () => this.look(null));
    const name = document.createElement("span");
    name.className = "feature-name";
    const letters = document.createElement("span");
    letters.className = "symbol";
    letters.append(...featureName(feature));
    name.append(letters);
    if (isFormula(feature)) {
      name.classList.add("own");
    }
    this.adder.before(button, name);
    return { feature, button, map, name };
  }

  /** Show a feature large, in the place of the output. @param {string | null} feature */
  look(feature) {
    this.state.feature = this.state.scene?.arrays.features ? feature : null; // along a line there is no map
    this.state.changed();
  }

  /** Features with names are in their order, and formulas behind them. A formula that is not chosen is gone. @param {string} feature */
  toggle(feature) {
    const { state, commands } = this;
    const chosen = new Set(commands.coming(state.experiment).data.features);
    if (!chosen.delete(feature)) chosen.add(feature);
    commands.change("data", "features", [...FEATURES.filter((each) => chosen.has(each)), ...[...chosen].filter(isFormula)]);
  }

  /** A button for each formula that is chosen, and none for another. */
  settle() {
    const { formulas } = this.state;
    for (const { feature, button, name } of this.drawn) {
      if (!isFormula(feature) || formulas.includes(feature)) continue;
      button.remove();
      name.remove();
      if (this.state.feature === feature) this.look(null);
    }
    this.drawn = this.drawn.filter(({ button }) => button.isConnected);
    for (const formula of formulas) {
      if (!this.drawn.some(({ feature }) => feature === formula)) this.drawn.push(this.create(formula));
    }
  }

  /** @param {import("./layout.js").Layout} layout */
  place(layout) {
    const { features } = this.state;
    this.settle();
    this.adder.style.left = `${layout.columns[0] ?? 0}px`;
    this.drawn.forEach(({ feature, button, name }) => {
      const i = features.indexOf(feature);
      const { x, y } = layout.features[i] ?? { x: 0, y: 0 };
      button.hidden = name.hidden = i < 0;
      button.style.left = `${x}px`;
      button.style.top = name.style.top = `${y}px`;
      button.style.width = button.style.height = `${layout.featureSize}px`;
      name.style.left = `${x - layout.featureSize / 2 - 7}px`;
    });
  }

  mark() {
    const chosen = this.state.experiment.data.features ?? [];
    for (const { feature, button, name } of this.drawn) {
      attribute(button, "aria-pressed", String(chosen.includes(feature)));
      name.classList.toggle("off", !chosen.includes(feature));
    }
  }

  /** @param {Uint32Array} table the packed colour of each byte of a map */
  paint(table) {
    const { features: maps, feature_curves: curves } = this.state.scene?.arrays ?? {};
    if (curves) this.paintCurves(curves);
    if (!maps) return;
    const side = maps.shape[1] ?? 0;
    const order = [...FEATURES, ...this.state.formulas];
    for (const { feature, map } of this.drawn) {
      const i = order.indexOf(feature);
      const bytes = /** @type {Int8Array} */ (maps.data).subarray(i * side * side, (i + 1) * side * side);
      if (bytes.length > 0) map.paint(bytes, side, table);
    }
  }

  /** Along a line: each feature as a curve. @param {import("../live/wire.js").Values} curves */
  paintCurves({ data, shape }) {
    const count = shape[1] ?? 0;
    this.state.features.forEach((feature, i) => {
      const values = data.slice(i * count, (i + 1) * count);
      const largest = Math.max(...Array.from(values, Math.abs));
      if (values.length > 0) this.drawn.find((each) => each.feature === feature)?.map.paintCurve(values, [-largest, largest], this.state.colors.smooth);
    });
  }
}
