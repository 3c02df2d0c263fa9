// The members of a family as a table: the same numbers as on the tiles, as text.

import { write } from "../words/write.js";
import { MEASURES, measured, ordered } from "./members.js";
import { fieldName, namesOf, stateWord, wordOf, written } from "./words.js";
import { t } from "../words/messages.js";

/** In milliseconds: how often the table changes while the family plays. */
export const defaults = { settled: 1000 };

export class Table {
  /** @param {HTMLDetailsElement} host with a table @param {() => void} changed */
  constructor(host, changed) {
    this.host = host;
    this.table = /** @type {HTMLTableElement} */ (host.querySelector("table"));
    this.key = "";
    this.drawn = -Infinity;
    this.frame = /** @type {unknown} */ (null);
    host.addEventListener("toggle", changed);
  }

  /** @param {import("./members.js").FamilyFrame} frame @param {import("./members.js").Order} order */
  draw(frame, order) {
    const now = performance.now();
    const columns = MEASURES.filter((measure) => !Number.isNaN(measured(frame, 0, measure)));
    const key = JSON.stringify([frame.variations, columns, order]);
    if (!this.host.open || (key === this.key && (frame === this.frame || (frame.state === "playing" && now - this.drawn < defaults.settled)))) return;
    if (key !== this.key) this.make(frame, columns);
    this.key = key;
    this.drawn = now;
    this.frame = frame;
    const names = namesOf(frame.variations);
    const rows = [...(this.table.tBodies[0]?.rows ?? [])];
    ordered(frame, order).forEach((member, i) => {
      const values = [
        ...(names[member] ?? []),
        ...columns.map((measure) => written(measured(frame, member, measure), measure)),
        stateWord(frame, member) || t("iteration {step}", { step: Number(frame.arrays.member_steps.data[member]) }),
      ];
      values.forEach((value, column) => write(rows[i]?.cells[column], value));
    });
  }

  /** @param {import("./members.js").FamilyFrame} frame @param {import("./members.js").Measure[]} columns */
  make(frame, columns) {
    const heads = [...frame.variations.map(({ field }) => fieldName(field)), ...columns.map(wordOf), t("Training")];
    const head = document.createElement("tr");
    head.append(...heads.map((text) => Object.assign(document.createElement("th"), { scope: "col", textContent: text })));
    const rows = namesOf(frame.variations).map((names) => {
      const row = document.createElement("tr");
      row.append(...heads.map((_, i) => (i < names.length ? Object.assign(document.createElement("th"), { scope: "row" }) : document.createElement("td"))));
      return row;
    });
    this.table.tHead?.replaceChildren(head);
    this.table.tBodies[0]?.replaceChildren(...rows);
  }
}
