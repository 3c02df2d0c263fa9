// The gradient through time as a table: the numbers of the matrix, in per cent, while it is open.

import { t } from "../words/messages.js";
import { write } from "../words/write.js";
import { percentOf, rowsOf } from "./arriving.js";

/** @typedef {import("../live/wire.js").Values} Values */

export class ArrivingTable {
  /** @param {HTMLDetailsElement} host */
  constructor(host) {
    this.host = host;
    this.table = /** @type {HTMLTableElement} */ (host.querySelector("table"));
    /** @type {Values | null} */
    this.arriving = null;
    /** @type {number | null} */
    this.border = null;
    this.made = "";
    host.addEventListener("toggle", () => this.show());
  }

  /** @param {Values} arriving (T, T) @param {number | null} border the step with which the decoder begins, if there is one */
  draw(arriving, border) {
    this.arriving = arriving;
    this.border = border;
    this.show();
  }

  show() {
    if (!this.host.open || !this.arriving) return;
    const { data, rows, columns } = rowsOf(this.arriving);
    const key = `${rows} ${columns}`;
    if (key !== this.made) this.make(rows, columns);
    this.made = key;
    this.table.querySelectorAll("td").forEach((cell, nth) => {
      write(cell, percentOf(data[nth] ?? NaN));
      cell.classList.toggle("begins", nth % columns === this.border);
    });
  }

  /** A row for the loss after each step, or after the only one that is asked for; a column for the state after each step. @param {number} rows @param {number} columns */
  make(rows, columns) {
    const head = (/** @type {"row" | "col"} */ scope, /** @type {string} */ textContent) => Object.assign(document.createElement("th"), { scope, textContent });
    const row = (/** @type {HTMLElement[]} */ ...cells) => {
      const made = document.createElement("tr");
      made.append(...cells);
      return made;
    };
    const top = row(head("col", t("Loss ↓ state →")), ...Array.from({ length: columns }, (_, step) => head("col", String(step + 1))));
    const body = Array.from({ length: rows }, (_, nth) => row(head("row", String(columns - rows + nth + 1)), ...Array.from({ length: columns }, () => document.createElement("td"))));
    this.table.tHead?.replaceChildren(top);
    this.table.tBodies[0]?.replaceChildren(...body);
  }
}
