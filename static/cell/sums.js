// The sum of a cell: its window, its kernel and their products in tables, and what becomes of the sum.

import { unitName } from "../diagram/neurons.js";
import { partText } from "../diagram/stages.js";
import { bracketed, joinSentences, titled } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { show, write } from "../words/write.js";

/** @typedef {import("../live/wire.js").WorkedCell} WorkedCell */
/** @typedef {"window" | "kernel" | "products" | "gradient"} Name */

/** Above so many columns a table is too wide for numbers: it is colours, each with its number as a title. */
export const defaults = { columns: 7, pale: 0.6 };

export class Sums {
  /**
   * @param {HTMLElement} host
   * @param {import("../run/state.js").State} state
   * @param {(channel: number | null) => void} choose called with the channel whose window is to be shown
   * @param {(weight: [number, number] | null) => void} weigh called with the row and the column of a weight of the kernel
   */
  constructor(host, state, choose, weigh) {
    this.state = state;
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(`.${name}`));
    this.title = find("cell-title");
    this.equation = find("cell-equation");
    this.gathering = find("cell-gathered");
    this.tables = /** @type {Record<Name, HTMLTableElement>} */ ({ window: find("cell-window"), kernel: find("cell-kernel"), products: find("cell-products"), gradient: find("cell-gradient") });
    this.choice = /** @type {HTMLSelectElement} */ (host.querySelector("select"));
    this.choice.addEventListener("change", () => choose(this.choice.value === "" ? null : Number(this.choice.value)));
    this.made = "";
    /** The chosen weight, at once: the next key may come before the numbers. @type {[number, number] | null} */
    this.weight = null;
    this.weigh = (/** @type {[number, number] | null} */ weight) => weigh((this.weight = weight));
    const { kernel } = this.tables;
    kernel.addEventListener("click", ({ target }) => {
      const cell = /** @type {HTMLElement} */ (target).closest("td");
      if (!cell) return;
      const chosen = /** @type {[number, number]} */ ([/** @type {HTMLTableRowElement} */ (cell.parentElement).sectionRowIndex, cell.cellIndex]);
      this.weigh(chosen.join() === this.weight?.join() ? null : chosen);
    });
    kernel.addEventListener("keydown", (event) => this.move(event));
  }

  /** Arrows choose the next weight, Escape none. @param {KeyboardEvent} event */
  move(event) {
    const [body] = this.tables.kernel.tBodies;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [0, 0], Escape: null }[event.key];
    if (step === undefined || !body || (step === null && !this.weight)) return;
    event.preventDefault();
    event.stopPropagation();
    const within = (/** @type {number} */ place, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, place));
    const [row, column] = this.weight ?? [0, 0];
    const [down = 0, right = 0] = (this.weight && step) || [0, 0];
    this.weigh(step && [within(row + down, body.rows.length), within(column + right, body.rows[0]?.cells.length ?? 1)]);
  }

  /** The gradient of the chosen weight. @param {WorkedCell} cell @param {import("../live/wire.js").Frame} frame */
  gathered(cell, { arrays }) {
    this.weight = cell.place.weight ?? null;
    const body = this.tables.kernel.tBodies[0];
    for (const marked of body?.querySelectorAll(".chosen") ?? []) marked.classList.remove("chosen");
    const { cell_came: came, cell_deltas: deltas, cell_gradient: gradient } = arrays;
    if (!this.weight || !cell.gathered || !came || !deltas) return t("Choose a weight of the kernel to see all windows that it belongs to.");
    const [row, column] = this.weight;
    body?.rows[row]?.cells[column]?.classList.add("chosen");
    const own = Array.from(came.data).reduce((sum, value, i) => sum + value * (deltas.data[i] ?? 0), 0);
    const all = gradient?.data[row * (gradient.shape[1] ?? 1) + column] ?? own;
    const words = t("The gradient of the weight in row {row}, column {column} is gathered from {count} windows: dL/dw = {sum}. In the map that it reads, each number that it multiplies is drawn times the dL/dz of its window; these are drawn in the channel's own map.", { row: row + 1, column: column + 1, count: came.data.length, sum: figure(own) });
    const isAll = Math.abs(all - own) <= 1e-3 * Math.max(Math.abs(all), Math.abs(own)) + 1e-9;
    const rest = t("With what passes through the mean and the variance of the batch it is {all}.", { all: figure(all) });
    return isAll ? words : joinSentences([words, rest]);
  }

  /** @param {WorkedCell} cell @param {import("../live/wire.js").Frame} frame of the same snapshot */
  draw(cell, frame) {
    const { state } = this;
    const { layer, unit, row, column } = cell.place;
    const value = cell.steps.at(-1)?.[1] ?? cell.z;
    write(this.title, t("{unit}, row {row}, column {column}: {value}", { unit: unitName(state, layer, unit), row: row + 1, column: column + 1, value: figure(value) }));
    const { cell_inside: inside, cell_sums: sums } = frame.arrays;
    for (const name of /** @type {Name[]} */ (Object.keys(this.tables))) {
      const values = frame.arrays[`cell_${name}`];
      if (values) this.table(this.tables[name], values, name === "kernel" || name === "gradient" ? undefined : inside?.data);
    }
    this.channels(cell, sums?.data ?? []);
    write(this.equation, this.words(cell, sums?.data ?? []));
    write(this.gathering, this.gathered(cell, frame));
  }

  /** @param {HTMLTableElement} table @param {import("../live/wire.js").Values} values @param {ArrayLike<number>} [inside] */
  table(table, { data, shape: [rows = 0, columns = 0] }, inside) {
    const key = `${rows} ${columns}`;
    if (table.dataset.made !== key) {
      table.dataset.made = key;
      table.classList.toggle("many", columns > defaults.columns);
      table.tBodies[0]?.replaceChildren(
        ...Array.from({ length: rows }, () => {
          const line = document.createElement("tr");
          line.append(...Array.from({ length: columns }, () => document.createElement("td")));
          return line;
        }),
      );
    }
    const most = Math.max(...Array.from(data, Math.abs)) || 1;
    const { signed } = this.state.colors;
    const power = powerFor(most);
    const factor = power ? `× 10⁻${Array.from(String(power), (digit) => SUPERSCRIPTS[Number(digit)]).join("")}` : "";
    const head = /** @type {HTMLElement} */ (table.querySelector(".factor"));
    write(head, factor);
    Array.from(table.querySelectorAll("td")).forEach((cell, i) => {
      const value = data[i] ?? 0;
      const isInside = !inside || inside[i] === 1;
      const words = isInside ? figure(value) : t("border");
      const color = isInside ? signed((value / most) * defaults.pale) : "";
      if (cell.title !== words) cell.title = words;
      const digits = isInside ? short(value * 10 ** power) : "0";
      if (cell.textContent !== digits) cell.textContent = digits;
      if (cell.dataset.color !== color) cell.style.background = cell.dataset.color = color;
      cell.classList.toggle("border", !isInside);
    });
  }

  /** The channels that come in, each with its share of the sum. @param {WorkedCell} cell @param {ArrayLike<number>} sums */
  channels(cell, sums) {
    const { choice, state } = this;
    const isPicture = cell.source[0] === 0;
    const name = (/** @type {number} */ i) => (isPicture && sums.length === 3 ? [t("red"), t("green"), t("blue")][i] : t("channel {number}", { number: i + 1 })) ?? "";
    const key = `${sums.length} ${isPicture} ${cell.place.layer}`;
    if (key !== this.made) {
      this.made = key;
      choice.replaceChildren(new Option(t("largest share"), ""), ...Array.from(sums, (_, i) => new Option(name(i), String(i))));
    }
    const chosen = state.cell?.channel ?? null;
    choice.value = chosen === null ? "" : String(chosen);
    const [first] = choice.options;
    // Of another channel the frame does not say which one has the largest share.
    write(first, chosen === null ? titled(t("largest share"), name(cell.place.channel ?? 0)) : t("largest share"));
    show(/** @type {HTMLElement} */ (choice.parentElement), sums.length > 1);
  }

  /** The sum, step by step. @param {WorkedCell} cell @param {ArrayLike<number>} sums */
  words(cell, sums) {
    const stage = this.state.experiment.network.stages?.[cell.place.layer - 1] ?? [];
    const named = (/** @type {string} */ kind) => {
      const part = stage.find((each) => each.kind === kind);
      return kind === "shortcut" ? t("shortcut") : part ? partText(part) : kind;
    };
    const one = figure(sums[cell.place.channel ?? 0] ?? NaN);
    const total = figure(Array.from(sums).reduce((a, b) => a + b, 0));
    const first = sums.length > 1 ? t("Sum of the products: {one}; of all {count} channels: {total}.", { one, total, count: sums.length }) : t("Sum of the products: {one}.", { one });
    const z = `z = ${total} ${signedText(cell.bias)} = ${figure(cell.z)}`;
    const rest = cell.steps.map(([kind, value]) => (kind === "shortcut" ? bracketed(signedText(value), named(kind)) : `→ ${titled(named(kind), figure(value))}`));
    const back = t("Of the sample's loss, dL/dz is {delta}.", { delta: figure(cell.delta) });
    return joinSentences([first, [z, ...rest, back].join(" ")]);
  }
}

/** Two decimals, as many as a small cell holds. @param {number} value */
const short = (value) => value.toFixed(Math.abs(value) < 9.95 ? 2 : 0).replace(/^-0\.00$/, "0.00").replace("-", "−");

/** The power of ten by which small numbers are multiplied to have digits. @param {number} most the largest of them */
const powerFor = (most) => (most < 0.095 ? Math.min(30, Math.ceil(-Math.log10(most) - 1e-9)) : 0);

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} value */
const signedText = (value) => (value < 0 ? `− ${figure(-value)}` : `+ ${figure(value)}`);
