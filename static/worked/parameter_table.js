// The parameters of the worked unit: each before and after the step, and the choice of the worked one.

import { indicesOf } from "./example.js";
import { defaults as tex } from "./tex.js";
import { t } from "../words/messages.js";
import { symbol, symbolText } from "../words/notation.js";
import { typeset } from "../words/typeset.js";
import { show, write } from "../words/write.js";

export const defaults = { listed: 64 };
export const ariaLabel = t("Parameter");

/** @typedef {import("./example.js").Step} Step */
/** @typedef {import("./example.js").Place} Place */

export class Parameters {
  /** @param {import("./sample.js").Choose} choose */
  constructor(choose) {
    this.table = /** @type {HTMLTableElement} */ (document.getElementById("worked-parameters"));
    this.body = /** @type {HTMLElement} */ (this.table.tBodies[0]);
    this.made = "";
    this.body.addEventListener("change", (event) => choose({ parameter: Number(/** @type {HTMLInputElement} */ (event.target).value) }));
  }

  /** @param {Step | null} example */
  draw(example) {
    show(this.table, Boolean(example?.moves && example.worked.places.length));
    if (!example || this.table.hidden) return;
    const { places, parameter } = example.worked;
    this.make(places, example.listed);
    const columns = ["before", "clipped", "after"].map((name) => example.column(name) ?? []);
    const { listed } = example;
    for (const row of this.body.querySelectorAll("tr[data-parameter]")) {
      const p = Number(/** @type {HTMLElement} */ (row).dataset.parameter);
      row.classList.toggle("chosen", p === parameter);
      /** @type {HTMLInputElement} */ (row.querySelector("input")).checked = p === parameter;
      row.querySelectorAll("td").forEach((cell, c) => write(cell, exact(columns[c]?.[listed.indexOf(p)])));
    }
  }

  /** @param {Place[]} places @param {number[]} listed those that have a row */
  make(places, listed) {
    const key = JSON.stringify([places.length, places[0], places.at(-1), listed]);
    if (key === this.made) return;
    this.made = key;
    const rows = listed.filter((p, nth) => nth < defaults.listed || p === listed.at(-1)).map((p) => rowOf(/** @type {Place} */ (places[p]), p));
    if (places.length > rows.length) {
      const row = document.createElement("tr");
      const cell = row.insertCell();
      cell.colSpan = 4;
      write(cell, t("and {count} more", { count: places.length - rows.length }));
      rows.push(row);
    }
    this.body.replaceChildren(...rows);
  }
}

/** @param {Place} place @param {number} p */
function rowOf(place, p) {
  const row = document.createElement("tr");
  row.dataset.parameter = String(p);
  const [head, label, input, letters] = ["th", "label", "input", "span"].map((tag) => document.createElement(tag));
  const indices = indicesOf(place).map((index) => (typeof index === "number" ? index + 1 : index));
  const letter = ({ W: "w", U: "u" })[place.letter] ?? place.letter;
  Object.assign(/** @type {HTMLElement} */ (input), { type: "radio", name: "worked-parameter", value: String(p) });
  input?.setAttribute("aria-label", symbolText(letter, place.layer, ...indices));
  head?.setAttribute("scope", "row");
  Object.assign(/** @type {HTMLElement} */ (letters), { className: "symbol" });
  letters?.append(...symbol(letter, place.layer, ...indices));
  label?.append(/** @type {Node} */ (input), /** @type {Node} */ (letters));
  head?.append(/** @type {Node} */ (label));
  row.append(/** @type {Node} */ (head));
  for (let c = 0; c < 3; c++) row.insertCell();
  return row;
}


/** A number with as many digits as in the formulas; a dash where there is no number. @param {number | undefined} value */
export const exact = (value) => (value === undefined ? "–" : typeset(value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(tex.small) : value === 0 ? 0 : value.toPrecision(tex.digits)));
