// A map as cells with numbers: to type in, or to choose one by pointer and arrow keys.

import { numberIn } from "../numbers/cells.js";
import { titled } from "../words/joined.js";

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });

/** @typedef {(row: number, column: number) => string} Naming of a cell */
/** @typedef {{row: number, column: number}} Place */
/**
 * `type`: called with a number that is typed in; `choose`: with a cell that is pointed at or comes into focus; `border`: so many rows of zeros around.
 * @typedef {{naming: Naming, border?: number, type?: (row: number, column: number, value: number) => void, choose?: (row: number, column: number) => void}} How
 */

export class Sheet {
  /**
   * @param {string} label
   * @param {number} rows
   * @param {number} columns
   * @param {How} how
   */
  constructor(label, rows, columns, { naming, border = 0, type, choose }) {
    this.host = document.createElement("div");
    this.host.className = "entries";
    this.host.setAttribute("role", "group");
    this.host.setAttribute("aria-label", label);
    this.host.style.setProperty("--columns", String(columns + 2 * border));
    this.border = border;
    this.naming = naming;
    /** @type {HTMLElement[][]} with those of the border */
    this.cells = Array.from({ length: rows + 2 * border }, (_, i) => Array.from({ length: columns + 2 * border }, (_, j) => {
      const [row, column] = [i - border, j - border];
      const isBorder = row < 0 || column < 0 || row >= rows || column >= columns;
      return isBorder ? zero() : type ? this.input(row, column, type) : choose ? this.button(row, column, choose) : Object.assign(document.createElement("span"), { className: "entry" });
    }));
    this.host.append(...this.cells.flat());
    if (choose) this.host.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {number} row @param {number} column @param {(row: number, column: number, value: number) => void} type */
  input(row, column, type) {
    const input = Object.assign(document.createElement("input"), { className: "entry", type: "text", inputMode: "decimal", autocomplete: "off" });
    input.setAttribute("aria-label", this.naming(row, column));
    input.addEventListener("input", () => {
      const value = numberIn(input.value);
      const isWrong = value === null || Math.abs(value) > 1000;
      input.setAttribute("aria-invalid", String(isWrong));
      if (!isWrong) type(row, column, value);
    });
    input.addEventListener("blur", () => {
      if (input.getAttribute("aria-invalid") !== "true") return;
      input.value = input.dataset.value ?? "";
      input.removeAttribute("aria-invalid");
    });
    input.addEventListener("focus", () => input.select());
    return input;
  }

  /** @param {number} row @param {number} column @param {(row: number, column: number) => void} choose */
  button(row, column, choose) {
    const button = Object.assign(document.createElement("button"), { className: "entry", type: "button", tabIndex: -1 });
    for (const kind of /** @type {const} */ (["pointerenter", "focus", "click"])) button.addEventListener(kind, () => choose(row, column));
    return button;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = KEYS[event.key];
    const [row, column] = this.at(/** @type {HTMLElement} */ (event.target));
    const next = move && this.cells[row + move[0]]?.[column + move[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** @param {HTMLElement} cell @returns {[number, number]} */
  at(cell) {
    const row = this.cells.findIndex((line) => line.includes(cell));
    return [row, this.cells[row]?.indexOf(cell) ?? -1];
  }

  /**
   * @param {import("./arithmetic.js").Map} map
   * @param {(value: number) => string} paint the colour of a value
   * @param {(row: number, column: number) => boolean} [isMarked] whether a cell, also one of the border, is marked
   * @param {Place | null} [chosen]
   */
  draw(map, paint, isMarked = () => false, chosen = null) {
    const { border } = this;
    this.cells.forEach((line, i) => line.forEach((cell, j) => {
      const [row, column] = [i - border, j - border];
      const value = map[row]?.[column];
      cell.classList.toggle("marked", isMarked(row, column));
      if (value === undefined) return;
      const text = short(value);
      cell.style.background = paint(value);
      if (cell instanceof HTMLInputElement) {
        cell.dataset.value = text;
        if (document.activeElement !== cell) cell.value = text;
      } else if (cell.textContent !== text) cell.textContent = text;
      if (cell.tagName !== "BUTTON") return;
      const isChosen = chosen?.row === row && chosen.column === column;
      cell.setAttribute("aria-label", titled(this.naming(row, column), text));
      cell.setAttribute("aria-pressed", String(isChosen));
      cell.tabIndex = isChosen || (!chosen && row + column === 0) ? 0 : -1;
    }));
  }
}

/** A zero of the border. */
function zero() {
  const cell = Object.assign(document.createElement("span"), { className: "entry border", textContent: "0" });
  cell.setAttribute("aria-hidden", "true");
  return cell;
}

/** A number with at most three digits behind the point. @param {number} value */
export const short = (value) => String(Number(value.toFixed(Math.abs(value) < 10 ? 3 : 1))).replace("-", "−");
