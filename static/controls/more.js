// More: settings that a beginner does not need. A part stays open or closed, and counts its changed fields.

import { fieldOf, split } from "../address/schema.js";
import { browser } from "../run/storage.js";

export const defaults = { remembered: "chalknet-more" };

export class More {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
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
        const name = host.dataset.field ?? "";
        const [at, field] = split(name);
        const parts = /** @type {any} */ (experiment);
        return !host.closest("[hidden], .replaced") && JSON.stringify(parts[at][field] ?? null) !== JSON.stringify(fieldOf(name, parts)?.default ?? null);
      });
      const count = /** @type {HTMLElement} */ (part.querySelector(".count"));
      count.textContent = changed.length > 0 ? String(changed.length) : "";
    }
  }
}
