// More: what one need not know to play. It stays as open as it was left, and counts what is not as usual in it.

import { browser } from "../run/storage.js";

export const defaults = { remembered: "chalknet-more" };

export class More {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../address/address.js").Experiment} usual the default experiment
   */
  constructor(state, usual) {
    this.state = state;
    this.usual = usual;
    /** @type {unknown} */
    this.shown = null;
    const open = (browser.get(defaults.remembered) ?? "").split(" ");
    this.parts = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".more"))];
    for (const part of this.parts) {
      part.open = open.includes(part.dataset.more ?? "");
      part.addEventListener("toggle", () => {
        const left = this.parts.filter((each) => each.open).map((each) => each.dataset.more);
        browser.set(defaults.remembered, left.join(" "));
      });
    }
  }

  draw() {
    const { experiment } = this.state;
    if (experiment === this.shown) return;
    this.shown = experiment;
    for (const part of this.parts) {
      const fields = [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll("[data-field]"))];
      const changed = fields.filter((host) => {
        const [name = "", field = ""] = (host.dataset.field ?? "").split(".");
        const of = (/** @type {any} */ described) => JSON.stringify(described[name][field]);
        return !host.closest("[hidden]") && of(experiment) !== of(this.usual);
      });
      const count = /** @type {HTMLElement} */ (part.querySelector(".count"));
      count.textContent = changed.length > 0 ? String(changed.length) : "";
    }
  }
}
