// How a file is read: what was guessed of it, each of which can be said instead.

import { t } from "../words/messages.js";

export const ariaLabel = t("How the file is read");
export const defaults = { fields: /** @type {const} */ (["header", "delimiter", "decimal", "encoding"]) };

export class Guesses {
  /** @param {HTMLFormElement} form @param {() => void} change called when something is said */
  constructor(form, change) {
    this.form = form;
    this.form.setAttribute("aria-label", ariaLabel);
    this.selects = defaults.fields.map((name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)));
    /** @type {Set<string>} what was said, and is not guessed any more */
    this.said = new Set();
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      this.said.add(/** @type {HTMLSelectElement} */ (event.target).name);
      change();
    });
  }

  /** Another file: all is guessed. */
  clear() {
    this.said.clear();
    for (const select of this.selects) select.value = "";
  }

  /** How it was read; null: it could not be, and what is wrong may be a guess. @param {import("./uploads.js").Reading | null} reading */
  show(reading) {
    this.form.hidden = false;
    if (reading) for (const select of this.selects) select.value = String(reading[/** @type {keyof typeof reading} */ (select.name)]);
  }

  /** @returns {Record<string, string>} */
  chosen() {
    return Object.fromEntries(this.selects.filter(({ name, value }) => this.said.has(name) && value !== "").map(({ name, value }) => [name, value]));
  }
}
