// The truth table: every row, its target, and the network's prediction.

import { t } from "../words/messages.js";
import { featureName } from "../words/notation.js";
import { show, write } from "../words/write.js";

export const ariaLabel = t("Truth table");

export class TruthTable {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.host = /** @type {HTMLTableElement} */ (document.getElementById("truth-table"));
    this.host.setAttribute("aria-label", ariaLabel);
    this.drawn = { frame: /** @type {unknown} */ (null), scene: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
    /** @type {HTMLTableCellElement[]} the cells of the predictions */
    this.predictions = [];
    /** @type {number[]} */
    this.labels = [];
  }

  draw() {
    const { frame, scene, colors } = this.state;
    const table = frame?.arrays.table;
    show(this.host, Boolean(table));
    document.getElementById("output")?.classList.toggle("with-table", Boolean(table));
    if (!frame || !table || !scene?.arrays.points) return;
    if (scene !== this.drawn.scene) this.make(scene.arrays.points);
    if (frame === this.drawn.frame && colors === this.drawn.colors) return;
    this.drawn = { frame, scene, colors };
    const [low, high] = scene.targets ?? [0, 1];
    const n_out = table.shape[1] ?? 1;
    this.predictions.forEach((cell, row) => {
      // With two outputs, the second is the output for true.
      const values = Array.from(table.data.slice(row * n_out, (row + 1) * n_out));
      const value = values.at(-1) ?? 0;
      const answer = n_out > 1 ? Number(value > (values[0] ?? 0)) : Number(value > (low + high) / 2);
      const isRight = answer === this.labels[row];
      const [swatch, number, mark] = /** @type {HTMLElement[]} */ ([.../** @type {Element} */ (cell.firstElementChild).children]);
      if (!swatch || !number || !mark) return;
      swatch.style.background = colors.signed((2 * (value - low)) / (high - low) - 1);
      write(number, value.toFixed(2).replace("-", "−"));
      mark.className = isRight ? "right" : "wrong";
      write(mark, isRight ? "✓" : "✗");
      mark.setAttribute("aria-label", isRight ? t("right") : t("wrong"));
    });
  }

  /** A row for each sample. @param {import("../live/wire.js").Values} points */
  make({ data, shape }) {
    const [rows = 0, columns = 0] = shape;
    const head = document.createElement("tr");
    for (let column = 1; column < columns; column++) head.append(name(featureName(`x${column}`)));
    for (const letter of ["y", "ŷ"]) head.append(name([Object.assign(document.createElement("i"), { textContent: letter })]));
    for (const [i, word] of [t("target"), t("prediction")].entries()) head.cells[columns - 1 + i]?.setAttribute("title", word);
    this.host.tHead?.replaceChildren(head);
    this.labels = [];
    this.predictions = [];
    const body = Array.from({ length: rows }, (_, i) => {
      const row = document.createElement("tr");
      for (const value of data.slice(i * columns, (i + 1) * columns)) row.insertCell().textContent = String(value);
      this.labels.push(data[(i + 1) * columns - 1] ?? 0);
      const cell = row.insertCell();
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      const mark = document.createElement("span");
      mark.setAttribute("role", "img");
      const answer = document.createElement("span");
      answer.className = "answer";
      answer.append(swatch, document.createElement("span"), mark);
      cell.append(answer);
      this.predictions.push(cell);
      return row;
    });
    this.host.tBodies[0]?.replaceChildren(...body);
    this.drawn.frame = null;
    this.drawn.scene = this.state.scene;
  }
}

/** @param {Node[]} letters */
function name(letters) {
  const head = document.createElement("th");
  head.scope = "col";
  const symbol = document.createElement("span");
  symbol.className = "symbol";
  symbol.append(...letters);
  head.append(symbol);
  return head;
}
