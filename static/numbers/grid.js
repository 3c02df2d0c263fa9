// A table of numbers to type in: a row for each unit, and rows that are pasted fill it from the cell on.

import { t } from "../words/messages.js";
import { numberIn } from "./cells.js";
import { rowsIn } from "./numbers.js";

/** @typedef {(number | null)[]} Cells of a row; null: nothing is typed in */
/** @typedef {{heads: string[], rows: string[], names: (row: number, column: number) => string}} Words of the columns, of the rows, and of every cell */

export class Grid {
  /**
   * @param {Words} words
   * @param {(fault: string) => void} complain called with a sentence, or with nothing where all is well again
   */
  constructor(words, complain) {
    this.words = words;
    this.complain = complain;
    this.host = document.createElement("table");
    this.host.className = "grid";
    const head = this.host.createTHead().insertRow();
    head.append(document.createElement("td"), ...words.heads.map((text) => heading(text, "col")));
    const body = this.host.createTBody();
    /** @type {HTMLInputElement[][]} */
    this.inputs = words.rows.map((text, row) => {
      const line = body.insertRow();
      line.append(heading(text, "row"));
      return words.heads.map((_, column) => {
        const input = document.createElement("input");
        Object.assign(input, { type: "text", inputMode: "decimal", autocomplete: "off" });
        input.setAttribute("aria-label", words.names(row, column));
        input.addEventListener("input", () => this.mark(input));
        input.addEventListener("paste", (event) => this.paste(event, row, column));
        line.insertCell().append(input);
        return input;
      });
    });
  }

  /** @param {Cells[]} values */
  fill(values) {
    this.inputs.forEach((row, i) => row.forEach((input, j) => {
      const value = values[i]?.[j] ?? null;
      input.value = value === null ? "" : String(value);
      this.mark(input);
    }));
  }

  /** @param {HTMLInputElement} input */
  mark(input) {
    const isWrong = input.value.trim() !== "" && numberIn(input.value) === null;
    input.classList.toggle("wrong", isWrong);
    input.setAttribute("aria-invalid", String(isWrong));
  }

  /** The numbers; a cell without a number is null. @returns {Cells[]} */
  get values() {
    return this.inputs.map((row) => row.map((input) => numberIn(input.value)));
  }

  /** Whether nothing is typed in. */
  get isEmpty() {
    return this.inputs.every((row) => row.every((input) => input.value.trim() === ""));
  }

  /** The first cell without a number. */
  get missing() {
    return this.inputs.flat().find((input) => numberIn(input.value) === null) ?? null;
  }

  /** @param {ClipboardEvent} event @param {number} row @param {number} column */
  paste(event, row, column) {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\s;]/.test(text.trim())) return; // a single number goes into its cell
    event.preventDefault();
    try {
      const rows = rowsIn(text, true);
      const [height, width] = [rows.length, Math.max(0, ...rows.map((each) => each.length))];
      const [room, columns] = [this.inputs.length - row, this.words.heads.length - column];
      if (height > room || width > columns)
        return this.complain(t("{rows} rows of {columns} numbers do not fit: from this cell on there are {room} rows of {width}.", { rows: height, columns: width, room, width: columns }));
      rows.forEach((values, i) => values.forEach((value, j) => {
        const input = this.inputs[row + i]?.[column + j];
        if (!input) return;
        input.value = String(value);
        this.mark(input);
      }));
      this.complain("");
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.complain(error.message);
    }
  }
}

/** @param {string} text @param {string} scope */
function heading(text, scope) {
  const head = Object.assign(document.createElement("th"), { textContent: text });
  head.setAttribute("scope", scope);
  return head;
}
