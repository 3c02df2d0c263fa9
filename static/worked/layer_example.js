// The worked step of any network: a cell of one layer, with what the layers tell of it.

import { Step, sideOutput } from "./example.js";
import { GATES_OF } from "./gates.js";

/** A sum of products: the number of its terms, the factors of the first ones, its value. @typedef {{length: number, terms: number[][], value: number}} Sum */
/** What a layer tells of a cell; the names are those of `Layer.working` in the engine. @typedef {{numbers: Record<string, number>, sums: Record<string, Sum>, places: Record<string, number[]>}} Working */
/**
 * A layer and the cell; `engine.probes.told.Told` documents the fields.
 * @typedef {{kind: string, settings: Record<string, number | string>, before: number | null, after: number, d_after: number | null, d_before: number | null,
 *   read: number | null, d_read: number | null, working: Working | null}} Told
 */
/** @typedef {{kinds: string[], shape_in: number[], shape_out: number[], number: number | null, head: number | null}} About a layer that can be chosen */
/** @typedef {{letter: string, layer: number | string, row: number, read: number[], moves: boolean}} Own */
/** @typedef {import("./example.js").Worked & {layers: About[], place: [number, number, number], told: Told[], own: Own[], listed: number[]}} WorkedLayer */

/** A sum of nothing. @type {Sum} */
export const EMPTY = { length: 0, terms: [], value: 0 };

export class LayerExample extends Step {
  /**
   * @param {WorkedLayer} worked
   * @param {import("../live/wire.js").Frame} frame
   * @param {import("../address/address.js").Experiment} experiment
   */
  constructor(worked, frame, experiment) {
    super(worked, frame, experiment);
    this.layers = worked.layers;
    this.about = /** @type {About} */ (worked.layers[worked.layer]);
    this.told = worked.told;
    this.own = worked.own;
    this.l = numberOf(this.about);
    this.isOutput = this.about.head !== null;
    /** The place of the cell: channel, row and column, unit and time step, or the unit of a row. */
    this.place = placeIn(this.about.shape_out, worked.place);
    worked.places = worked.own.flatMap((own) => placesOf(this.about.head ? { ...own, layer: this.l } : own, this.about.kinds[0] ?? ""));
    this.rows = worked.listed;
  }

  get listed() {
    return this.rows;
  }

  get ownHead() {
    return this.about.head === null ? undefined : this.heads[this.about.head];
  }

  /** The number of the first weight among the unit's parameters, and the shape of what the weights read; null: there are none. */
  get weights() {
    let start = 0;
    for (const { letter, read } of this.own) {
      if (letter === "W") return { start, read };
      start += read.reduce((a, b) => a * b, 1);
    }
    return null;
  }

  /** The chosen parameter, if it belongs to the layer with this place among the told ones. */
  get chosen() {
    return this.worked.places[this.worked.parameter];
  }
}

/** l of A[l], or what stands for it; "": the end of a block, which has none. @param {About} about */
export const numberOf = ({ head, number }) => (head ? sideOutput(head) : (number ?? ""));

/** A place of channel, row and column as a shape has it. @param {number[]} shape @param {[number, number, number]} place */
export const placeIn = (shape, [unit, row, column]) => (shape.length === 3 ? [unit, row, column] : shape.length === 2 ? [unit, column] : [unit]);

/** All places of an array: those of a kernel have a channel, a row and a column. @param {Own} own @param {string} kind @returns {import("./example.js").Place[]} */
function placesOf({ letter, layer, row, read, moves }, kind) {
  const place = { letter, layer, row, column: null, moves };
  if (read.length === 0) return [place];
  const count = read.reduce((a, b) => a * b, 1);
  const [, height = 1, width = 1] = read;
  const isKernel = kind.endsWith("convolution");
  const gates = GATES_OF[kind];
  // What a unit of gates has is written by gate: w with f, 2, 3 is the weight with which the forget gate of unit 2 reads number 3.
  const byGate = (/** @type {number} */ j) => [gates?.[Math.floor(j / width)] ?? "", row, ...(width > 1 || letter !== "b" ? [j % width] : [])];
  const channel = (/** @type {number} */ j) => Math.floor(j / height / width);
  // A transposed convolution has its kernels by the channel that they are read by, and then by the one that they make.
  const channels = (/** @type {number} */ j) => (kind === "convolution" ? [row, channel(j)] : [channel(j), row]);
  return Array.from({ length: count }, (_, j) => ({ ...place, column: j, indices: isKernel ? [...channels(j), Math.floor(j / width) % height, j % width] : gates ? byGate(j) : [row, j] }));
}
