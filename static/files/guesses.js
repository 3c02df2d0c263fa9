// The guesses: the properties with which a file was read, each of which the visitor can choose instead.

import { t } from "../words/messages.js";

export const ariaLabel = t("How the file is read");
export const defaults = { fields: /** @type {const} */ (["header", "delimiter", "decimal", "encoding"]) };

export class Guesses {
  /** @param {HTMLFormElement} form @param {() => void} change called after a choice */
  constructor(form, change) {
    this.form = form;
    this.form.setAttribute("aria-label", ariaLabel);
    this.selects = defaults.fields.map((name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)));
    /** @type {Set<string>} the properties that the visitor chose */
    this.touched = new Set();
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      this.touched.add(/** @type {HTMLSelectElement} */ (event.target).name);
      change();
    });
  }

  /** Guess all properties of another file. */
  clear() {
    this.touched.clear();
    for (const select of this.selects) select.value = "";
  }

  /** Show the properties that it was read with; null: reading failed, perhaps because of a wrong guess. @param {import("../run/uploads.js").Reading | null} reading */
  show(reading) {
    this.form.hidden = false;
    if (reading) for (const select of this.selects) select.value = String(reading[/** @type {keyof typeof reading} */ (select.name)]);
  }

  /** @returns {Record<string, string>} */
  chosen() {
    return Object.fromEntries(this.selects.filter(({ name, value }) => this.touched.has(name) && value !== "").map(({ name, value }) => [name, value]));
  }
}
