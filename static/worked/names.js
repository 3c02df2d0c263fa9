// The names of a cell in formulas: what a layer reads and what it gives, by the kind of layer.

import { above } from "./tex.js";

/** @typedef {import("./layer_example.js").LayerExample} LayerExample */

/** Kinds whose answers are sums, z. */
const SUMS = new Set(["dense", "convolution", "transposed_convolution", "side_output", "time_distributed"]);
/** Kinds whose answers are states, h. */
const STATES = new Set(["recurrent", "gru", "lstm"]);

export class Names {
  /** @param {LayerExample} example @param {string} before the letter of what comes in @param {string} after of what goes out @param {boolean} isFirst */
  constructor(example, before, after, isFirst) {
    /** What stands above the letters: its l, if it has one. */
    this.above = example.l === "" ? "" : above(example.l);
    this.place = example.place;
    /** The letter of what comes in, and whether that is the network's input. */
    this.before = before;
    this.after = after;
    this.isFirst = isFirst;
    this.isInput = isFirst && example.worked.layer === 0;
  }

  /** The names of every layer that is told. @param {LayerExample} example */
  static of(example) {
    let letter = "a";
    return example.told.map(({ kind }, nth) => {
      const before = letter;
      letter = nth === 0 ? (SUMS.has(kind) ? "z" : STATES.has(kind) ? "h" : kind === "residual" ? "\\bar z" : "\\bar a") : kind === "activation" ? (before.endsWith("z") ? "a" : "a'") : kind === "batch_normalization" ? `\\tilde ${before.replace("\\bar ", "")}` : kind === "dropout" ? "\\tilde a" : before;
      return new Names(example, before, letter, nth === 0);
    });
  }

  /** The cell of what goes out. */
  get out() {
    return named(this.after, this.above, this.place);
  }

  /** The cell of what comes in, where it has the same place. */
  get in() {
    return this.isFirst ? this.read(this.place) : named(this.before, this.above, this.place);
  }

  /** Another cell of what comes in; indices from 0, or letters. @param {(number | string)[]} place */
  read(place) {
    return this.isInput ? named("x", "", place) : named(this.before, "\\mathrm{prev}", place);
  }

  /** The same as a whole. */
  get all() {
    return this.isInput ? "X" : "A^{\\mathrm{prev}}";
  }
}

/** A letter with what stands above it and its indices, from 0 or as letters, below. @param {string} letter @param {string} above @param {(number | string)[]} place */
export const named = (letter, above, place) => `${letter}${above && `^{${above}}`}_{${place.map((index) => (typeof index === "number" ? index + 1 : index)).join(",")}}`;
