// The trials of a search as a table, with a button each that makes the trial a run of one's own.

import { shownValue } from "../families/words.js";
import { figure, t, whole } from "../words/messages.js";
import { write } from "../words/write.js";
import { stateWord, titleOf, wordsOf } from "./places.js";

/** @typedef {import("./trials.js").Trial} Trial */
/** @typedef {import("../live/wire.js").SearchFrame} SearchFrame */

export class TrialTable {
  /** @param {HTMLDetailsElement} host with a table @param {(trial: number) => void} open @param {() => void} changed */
  constructor(host, open, changed) {
    this.host = host;
    this.open = open;
    this.table = /** @type {HTMLTableElement} */ (host.querySelector("table"));
    this.key = "";
    host.addEventListener("toggle", changed);
  }

  /** @param {SearchFrame} frame @param {Trial[]} trials @param {(method: number) => string} nameOfMethod */
  draw(frame, trials, nameOfMethod) {
    if (!this.host.open) return;
    const body = this.table.tBodies[0] ?? this.table.createTBody();
    const { dimensions } = frame.search;
    const key = JSON.stringify([frame.run, dimensions]);
    if (key !== this.key) {
      const head = document.createElement("tr");
      head.append(...[t("Trial"), t("Method"), ...dimensions.map(titleOf), t("Validation loss"), t("Iterations"), t("Training")].map((text) => Object.assign(document.createElement("th"), { scope: "col", textContent: text })));
      this.table.tHead?.replaceChildren(head);
      body.replaceChildren();
    }
    this.key = key;
    while (body.rows.length > trials.length) body.deleteRow(-1);
    for (const trial of trials) {
      const row = body.rows[trial.number] ?? this.row(body, trial.number, dimensions.length);
      const values = [nameOfMethod(trial.method), ...dimensions.map(({ field }, i) => shownValue(field, trial.values[i])), figure(trial.loss), whole(trial.steps), stateWord(trial)];
      values.forEach((value, i) => write(row.cells[i + 1], value));
      row.querySelector("button")?.setAttribute("aria-label", t("Open {number}: {trial}", { number: trial.number + 1, trial: wordsOf(frame, trial, nameOfMethod(trial.method)) }));
    }
  }

  /** @param {HTMLTableSectionElement} body @param {number} number @param {number} fields */
  row(body, number, fields) {
    const row = body.insertRow();
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: String(number + 1) });
    button.addEventListener("click", () => this.open(number));
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    head.append(button);
    row.append(head);
    for (let i = 0; i < fields + 4; i++) row.insertCell();
    return row;
  }
}
