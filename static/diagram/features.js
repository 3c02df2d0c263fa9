// The features: all seven as maps; those that are pressed are what the network is shown.

import { Painting } from "../paint/map.js";
import { t } from "../words/messages.js";
import { FEATURES, featureName, featureText } from "../words/notation.js";

export const ariaLabel = t("Features");

export class Features {
  /**
   * @param {HTMLElement} host
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(host, state, commands) {
    this.state = state;
    /** @type {import("../live/wire.js").Frame | null} */
    this.scene = null;
    this.group = document.createElement("div");
    this.group.className = "feature";
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", ariaLabel);
    this.group.dataset.field = "data.features";
    host.append(this.group);
    this.drawn = FEATURES.map((feature) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "feature-map";
      button.setAttribute("aria-label", featureText(feature));
      button.dataset.feature = feature;
      const map = new Painting();
      button.append(map.canvas);
      button.addEventListener("click", () => {
        const chosen = new Set(state.experiment.data.features);
        if (!chosen.delete(feature)) chosen.add(feature);
        commands.change("data", "features", FEATURES.filter((each) => chosen.has(each)));
      });
      const name = document.createElement("span");
      name.className = "feature-name";
      const letters = document.createElement("span");
      letters.className = "symbol";
      letters.append(...featureName(feature));
      name.append(letters);
      this.group.append(button, name);
      return { feature, button, map, name };
    });
  }

  /** @param {import("./layout.js").Layout} layout */
  place(layout) {
    const { features } = this.state;
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
      button.setAttribute("aria-pressed", String(chosen.includes(feature)));
      name.classList.toggle("off", !chosen.includes(feature));
    }
  }

  paint() {
    const { features: maps, feature_curves: curves } = this.state.scene?.arrays ?? {};
    if (curves) this.paintCurves(curves);
    if (!maps) return;
    const side = maps.shape[1] ?? 0;
    this.drawn.forEach(({ map }, i) => {
      const bytes = /** @type {Int8Array} */ (maps.data).subarray(i * side * side, (i + 1) * side * side);
      map.paint(bytes, side, this.state.colors.smooth);
    });
  }

  /** Along a line: each feature as a curve. @param {import("../live/wire.js").Values} curves */
  paintCurves({ data, shape }) {
    const count = shape[1] ?? 0;
    this.state.features.forEach((feature, i) => {
      const values = data.slice(i * count, (i + 1) * count);
      const largest = Math.max(...Array.from(values, Math.abs));
      this.drawn.find((each) => each.feature === feature)?.map.paintCurve(values, [-largest, largest], this.state.colors.smooth);
    });
  }
}
