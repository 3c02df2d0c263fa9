// Given initial weights: a dialog with a table for each layer, with a row for each of its units.

import { parameters } from "../run/parameters.js";
import { t } from "../words/messages.js";
import { givenIn } from "./given.js";
import { Grid } from "./grid.js";

/** The most cells of a layer that one types in, and the digits of weights that are taken over. */
export const defaults = { cells: 400, digits: 6, largest: 1000 };

/** @typedef {import("./given.js").Given} Given */
/** @typedef {{grid: Grid | null, heading: string, hasBias: boolean, complain: (fault: string) => void}} Layer without a grid, it is too large */

export class Weights {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("weights"));
    this.list = find("weights-list");
    this.fault = find("weights-fault");
    /** @type {Layer[]} */
    this.layers = [];
    find("close-weights").addEventListener("click", () => this.dialog.close());
    find("present-weights").addEventListener("click", () => this.takePresent());
    find("clear-weights").addEventListener("click", () => this.layers.forEach(({ grid }) => grid?.fill([])));
    find("weights-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  open() {
    const { scene } = this.state;
    const places = scene?.places ?? [];
    const sizes = scene?.sizes ?? [];
    this.layers = places.map((place, l) => this.layer(l + 1, sizes[l] ?? 0, sizes[l + 1] ?? 0, "W" in place, "b" in place));
    this.fault.textContent = "";
    this.list.replaceChildren(...this.layers.map(sectionOf));
    const given = givenIn(this.state.experiment);
    if (given) this.layers.forEach(({ grid }, l) => grid?.fill(cellsOf(given[l] ?? null)));
    else this.takePresent();
    this.dialog.showModal();
  }

  /**
   * @param {number} l from 1
   * @param {number} n_prev
   * @param {number} n
   * @param {boolean} connects whether its weights connect units, and are sent
   * @param {boolean} hasBias
   * @returns {Layer}
   */
  layer(l, n_prev, n, connects, hasBias) {
    const heading = t("Layer {layer}: {units} units with {inputs} inputs each", { layer: l, units: n, inputs: n_prev });
    const complain = (/** @type {string} */ fault) => (this.fault.textContent = fault);
    if (!connects || n * (n_prev + 1) > defaults.cells) return { grid: null, heading, hasBias, complain };
    const read = l === 1 ? "x" : "a";
    const heads = [...Array.from({ length: n_prev }, (_, j) => `${read}${j + 1}`), ...(hasBias ? ["b"] : [])];
    const names = (/** @type {number} */ i, /** @type {number} */ j) =>
      j === n_prev ? t("Bias of unit {unit} of layer {layer}", { unit: i + 1, layer: l }) : t("Weight of unit {unit} of layer {layer} for {input}", { unit: i + 1, layer: l, input: heads[j] ?? "" });
    const rows = Array.from({ length: n }, (_, i) => t("Unit {unit}", { unit: i + 1 }));
    return { grid: new Grid({ heads, rows, names }, complain), heading, hasBias, complain };
  }

  /** Fill in the weights of the newest frame. */
  takePresent() {
    const { scene, frame } = this.state;
    const theta = frame?.arrays.theta?.data;
    if (!scene?.places || !theta || frame?.sizes.join() !== scene.sizes.join()) return;
    const { sizes } = scene;
    const found = parameters(theta, sizes, scene.places);
    const rounded = (/** @type {number | null} */ value) => (value === null ? null : Number(value.toPrecision(defaults.digits)));
    this.layers.forEach(({ grid, hasBias }, l) => {
      grid?.fill(Array.from({ length: sizes[l + 1] ?? 0 }, (_, i) => [
        ...Array.from({ length: sizes[l] ?? 0 }, (_, j) => rounded(found.weight(l + 1, i, j))),
        ...(hasBias ? [rounded(found.of("b", l + 1, i))] : []),
      ]));
    });
  }

  submit() {
    const before = givenIn(this.state.experiment);
    for (const { grid, heading } of this.layers) {
      const missing = grid && !grid.isEmpty ? grid.missing : null;
      const wrong = grid?.inputs.flat().find((input) => Math.abs(Number(input.value)) > defaults.largest);
      const fault = missing
        ? t("{layer}: fill in a number in every cell, or leave all of them empty.", { layer: heading })
        : wrong && t("{layer}: a weight is a number from {low} to {high}.", { layer: heading, low: -defaults.largest, high: defaults.largest });
      if (!fault) continue;
      this.fault.textContent = fault;
      return (missing ?? wrong)?.focus();
    }
    const weights = this.layers.map(({ grid, hasBias }, l) => (grid ? givenOf(grid, hasBias) : (before?.[l] ?? null)));
    this.commands.change("network", "weights", weights.some(Boolean) ? weights : null);
    this.dialog.close();
  }
}

/** @param {Given | null} given */
const cellsOf = (given) => given?.W.map((row, i) => [...row, ...(given.b ? [given.b[i] ?? null] : [])]) ?? [];

/** @param {Grid} grid @param {boolean} hasBias @returns {Given | null} */
function givenOf(grid, hasBias) {
  if (grid.isEmpty) return null;
  const rows = /** @type {number[][]} */ (grid.values);
  return hasBias ? { W: rows.map((row) => row.slice(0, -1)), b: rows.map((row) => row.at(-1) ?? 0) } : { W: rows, b: null };
}

/** @param {Layer} layer */
function sectionOf({ grid, heading }) {
  const section = document.createElement("section");
  const title = Object.assign(document.createElement("h3"), { textContent: heading });
  const about = Object.assign(document.createElement("p"), { className: "help", textContent: t("Too many to be typed in: they are drawn.") });
  const scroll = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", heading);
  if (grid) scroll.append(grid.host);
  section.append(title, grid ? scroll : about);
  return section;
}
