// The cell of the worked example: the choice of a layer, of a channel and a cell in it, and of one of its weights.

import { kindText, shapeText } from "../layers/architectures.js";
import { wholeIn } from "../numbers/whole.js";
import { joinNames } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { Heatmap } from "./heatmap.js";
import { GATES_OF } from "./gates.js";
import { numberOf } from "./layer_example.js";
import { attribute, show, write } from "../words/write.js";

/** Numbers in a row are drawn in rows of so many. */
export const defaults = { row: 16 };
export const ariaLabel = t("Cell");

/** @typedef {import("./layer_example.js").LayerExample} LayerExample */

export class Cells {
  /** @param {import("../run/state.js").State} state @param {import("./sample.js").Choose} choose */
  constructor(state, choose) {
    this.state = state;
    this.choose = choose;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("worked-cell");
    this.layer = /** @type {HTMLSelectElement} */ (find("worked-layer"));
    this.numbers = ["channel", "row", "column"].map((name) => /** @type {HTMLInputElement} */ (find(`worked-${name}`)));
    this.channelName = find("worked-channel-name");
    this.rowName = find("worked-row-name");
    this.about = find("worked-cell-about");
    this.weight = find("worked-weight");
    this.indices = ["of", "u", "v"].map((name) => /** @type {HTMLInputElement} */ (find(`worked-weight-${name}`)));
    this.indexNames = ["of", "u", "v"].map((name) => find(`worked-weight-${name}-name`));
    this.gradient = find("worked-d-about");
    const pick = (/** @type {number} */ row, /** @type {number} */ column) => this.take(this.isRow ? [row * defaults.row + column] : this.isSequence ? [this.place[0] ?? 0, column] : [this.place[0] ?? 0, row, column]);
    this.map = new Heatmap(/** @type {HTMLCanvasElement} */ (find("worked-map")), pick);
    this.d_map = new Heatmap(/** @type {HTMLCanvasElement} */ (find("worked-d-map")), pick);
    this.kernel = new Heatmap(/** @type {HTMLCanvasElement} */ (find("worked-kernel")), (row, column) => this.takeWeight(this.readsRow ? [row * defaults.row + column, 0, 0] : [this.index[0] ?? 0, row, column]));
    /** @type {LayerExample | null} */
    this.example = null;
    this.made = "";
    this.layer.addEventListener("change", () => {
      const layer = Number(this.layer.value);
      const [, rows = 1, columns = 1] = this.example?.layers[layer]?.shape_out ?? [];
      choose({ layer, unit: (rows >> 1) * columns + (columns >> 1), parameter: 0 });
    });
    this.numbers.forEach((input, nth) => input.addEventListener("change", () => this.take(replaced(this.place, nth, input))));
    this.indices.forEach((input, nth) => input.addEventListener("change", () => this.takeWeight(replaced(this.index, nth, input))));
  }

  get isRow() {
    return this.example?.about.shape_out.length === 1;
  }

  /** Whether a cell is a unit at a time step. */
  get isSequence() {
    return this.example?.about.shape_out.length === 2;
  }

  /** Whether the weights are those of a step, by gate and number. */
  get readsStep() {
    return this.example?.about.shape_in.length === 2 && this.example.weights?.read.length === 3;
  }

  get readsRow() {
    return this.example?.weights?.read.length === 1;
  }

  /** The cell that is worked out, (channel, row, column) or (unit, step). @returns {number[]} */
  get place() {
    return this.example?.place ?? [0, 0, 0];
  }

  /** The chosen weight, as the place of what it reads; the first one where another parameter is chosen. @returns {number[]} */
  get index() {
    const { weights, worked } = this.example ?? {};
    const [, rows = 1, columns = 1] = weights?.read ?? [];
    const count = (weights?.read ?? []).reduce((a, b) => a * b, 1);
    const nth = (worked?.parameter ?? 0) - (weights?.start ?? 0);
    const inside = nth >= 0 && nth < count ? nth : 0;
    return [Math.floor(inside / rows / columns), Math.floor(inside / columns) % rows, inside % columns];
  }

  /** @param {number[]} place channel, row and column, or unit and step */
  take(place) {
    const unit = flat(place, this.example?.about.shape_out ?? [1]);
    if (unit !== null) this.choose({ unit });
  }

  /** @param {number[]} index channel, row and column of the kernel */
  takeWeight(index) {
    const { weights } = this.example ?? {};
    const parameter = weights && flat(index, weights.read);
    if (weights && parameter !== null && parameter !== undefined) this.choose({ parameter: weights.start + parameter });
  }

  /** @param {import("./example.js").Step} example */
  draw(example) {
    this.example = "told" in example ? /** @type {LayerExample} */ (example) : null;
    show(this.host, Boolean(this.example));
    show(this.weight, Boolean(this.example));
    if (this.example) this.show(this.example);
  }

  /** @param {LayerExample} example */
  show(example) {
    const { colors } = this.state;
    this.list(example);
    const { about: { shape_out }, weights } = example;
    this.layer.value = String(example.worked.layer);
    write(this.channelName, this.isRow || this.isSequence ? t("Unit") : t("Channel"));
    write(this.rowName, this.isSequence ? t("Time step") : t("Row"));
    writePlace(this.numbers, this.place, shape_out);
    const map = example.arrays.worked_map;
    const [, columns = 1] = map?.shape ?? [];
    const chosen = this.isRow ? (this.place[0] ?? 0) : this.isSequence ? (this.place[1] ?? 0) : (this.place[1] ?? 0) * columns + (this.place[2] ?? 0);
    const value = figure(example.told.at(-1)?.after);
    if (map) place(this.map, map, this.isRow, chosen, colors);
    attribute(this.map.canvas, "aria-label", t("What the layer answers for the sample; in the chosen cell {value}", { value }));
    write(this.about, t("In this cell: {value}", { value }));
    const d_map = example.arrays.worked_d_map;
    show(this.d_map.canvas, Boolean(d_map));
    show(this.gradient, Boolean(d_map));
    if (d_map) place(this.d_map, d_map, this.isRow, chosen, colors);
    write(this.gradient, t("Its gradient, and that of the same cells: {value}", { value: figure(example.told.at(-1)?.d_after ?? 0) }));
    const kernel = example.arrays.worked_kernel;
    show(this.weight, Boolean(weights && kernel));
    if (!weights || !kernel) return;
    this.nameIndices(example);
    writePlace(this.indices, this.index, weights.read, this.readsStep ? (GATES_OF[example.about.kinds[0] ?? ""] ? 1 : 2) : 0);
    const [, wide = 1] = kernel.shape;
    place(this.kernel, kernel, this.readsRow, this.readsRow ? (this.index[0] ?? 0) : (this.index[1] ?? 0) * wide + (this.index[2] ?? 0), colors);
    attribute(this.kernel.canvas, "aria-label", t("The weights that read this channel; the chosen one has a frame"));
  }

  /** What the numbers of a weight are called. @param {LayerExample} example */
  nameIndices({ about: { kinds } }) {
    const gates = joinNames(GATES_OF[kinds[0] ?? ""] ?? []);
    const names = this.readsRow ? [t("Input")] : this.readsStep ? ["", t("Gate ({gates})", { gates }), t("Input")] : [t("Channel that it reads"), t("Row"), t("Column")];
    this.indexNames.forEach((host, nth) => write(host, names[nth] ?? ""));
  }

  /** The layers that can be chosen, with the l of their letters. @param {LayerExample} example */
  list({ layers }) {
    const key = JSON.stringify(layers);
    if (key === this.made) return;
    this.made = key;
    this.layer.replaceChildren(...layers.map((about, nth) => {
      const name = about.head === 0 ? t("output") : joinNames(about.kinds.map(kindText));
      return new Option(`${numberOf(about)}  ${name}  ${shapeText(about.shape_out)}`.trim(), String(nth));
    }));
  }
}

/** Put numbers into inputs; those that a shape does not have are hidden, and the first ones where they say nothing. @param {HTMLInputElement[]} inputs @param {number[]} place @param {number[]} shape @param {number} [unsaid] */
function writePlace(inputs, place, shape, unsaid = 0) {
  inputs.forEach((input, nth) => {
    show(/** @type {HTMLElement} */ (input.parentElement), nth < shape.length && nth >= unsaid);
    attribute(input, "max", String(shape[nth] ?? 1));
    if (document.activeElement !== input) input.value = String((place[nth] ?? 0) + 1);
  });
}

/** @param {Heatmap} grid @param {import("../live/wire.js").Values} values @param {boolean} isRow @param {number} chosen @param {import("../paint/colors.js").Colors} colors */
function place(grid, { data, shape: [rows = 1, columns = 1] }, isRow, chosen, colors) {
  const wide = isRow ? Math.min(defaults.row, columns) : columns;
  grid.draw(data, isRow ? Math.ceil(columns / wide) : rows, isRow ? defaults.row : columns, chosen, colors);
}

/** A place with the number of a field, which counts from 1. @param {number[]} place @param {number} nth @param {HTMLInputElement} field */
function replaced(place, nth, field) {
  const number = wholeIn(field, (place[nth] ?? 0) + 1);
  return place.map((each, i) => (i === nth && number !== null ? number - 1 : each));
}

/** The number of a cell among all; null: there is no such one. @param {number[]} place @param {number[]} shape */
function flat(place, shape) {
  if (place.some((each, nth) => nth < shape.length && !(each >= 0 && each < (shape[nth] ?? 1)))) return null;
  return shape.reduce((before, size, nth) => before * size + (place[nth] ?? 0), 0);
}
