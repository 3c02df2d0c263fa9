// The way back: a switch that lets the maps show gradients, the derivative of the sample's loss by every cell.

import { show } from "../words/write.js";

export class Back {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("back");
    this.box = /** @type {HTMLInputElement} */ (find("show-gradients"));
    this.box.addEventListener("change", () => state.changed());
  }

  /** @param {boolean} hasChannels whether there are maps of a sample */
  draw(hasChannels) {
    show(this.host, hasChannels);
    this.state.gradients = hasChannels && this.box.checked;
  }
}
