// A cell of a map: where it is pointed at, its receptive field in the maps before and in the input, and its sum worked out.

import { channelMap } from "../diagram/channels.js";
import { unitName } from "../diagram/neurons.js";
import { figure, t } from "../words/messages.js";
import { Speaker } from "../words/speaker.js";
import { Fields } from "./fields.js";
import { Gathered } from "./gathered.js";
import { Sums } from "./sums.js";
import { attribute, show } from "../words/write.js";

/** @typedef {{layer: number, unit: number, row: number, column: number, channel: number | null, weight?: [number, number] | null}} Place layer 1 is the first hidden one; the channel is one that comes in, the weight a row and a column of its kernel */

export const ariaLabel = t("Map of a channel: arrows move the cell that is worked out");
const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });

export class Cell {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("cell");
    this.map = find("map");
    this.diagram = find("diagram");
    this.fields = new Fields(this.diagram, this.map);
    this.gathered = new Gathered();
    this.sums = new Sums(this.host, state, (channel) => this.go({ channel, weight: null }), (weight) => this.go({ weight }));
    this.speaker = new Speaker(this.host);
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), place: "" };
    this.label = "";
    this.diagram.addEventListener("pointermove", (event) => this.point(event));
    for (const kind of /** @type {const} */ (["pointermove", "click"])) this.map.addEventListener(kind, (event) => this.hit(event), true);
    this.map.addEventListener("keydown", (event) => this.move(event), true);
  }

  /** The cell that is worked out, as the server counts. */
  asks() {
    const { cell } = this.state;
    return cell ? { cell: { ...cell, layer: cell.layer } } : {};
  }

  /** The rows and columns of what a hidden layer answers; null where nothing is worked out. @param {number} layer */
  size(layer) {
    const { experiment, isPictured, fits } = this.state;
    const stage = experiment.network.stages?.[layer - 1];
    if (!stage || !isPictured || !fits || !(experiment.network.stages ?? []).some(([weights]) => (weights?.shape.length ?? 0) > 1)) return null;
    const [, rows = 1, columns = 1] = (stage.findLast(({ kind }) => kind === "activation") ?? stage[0])?.shape ?? [];
    return { rows, columns };
  }

  /** The unit that is looked at has a cell, too: in the middle, unless it is pointed at. */
  follow() {
    const { state } = this;
    const { focus, cell } = state;
    const size = focus && this.size(focus.layer);
    if (!focus || !size) state.cell = null;
    else if (cell?.layer !== focus.layer || cell.unit !== focus.unit) {
      const inside = cell !== null && cell.row < size.rows && cell.column < size.columns && cell.layer === focus.layer;
      state.cell = { ...focus, row: inside ? cell.row : size.rows >> 1, column: inside ? cell.column : size.columns >> 1, channel: null };
    }
  }

  /** @param {Partial<Place>} to */
  go(to) {
    const { state } = this;
    if (!state.cell) return;
    state.cell = { ...state.cell, ...to };
    state.changed();
  }

  /** The pointer over a small map. @param {PointerEvent} event */
  point(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-neuron]"));
    const { cell } = this.state;
    if (button && cell && button.dataset.neuron === `${cell.layer}.${cell.unit}`) this.at(event, button);
  }

  /** @param {MouseEvent} event @param {HTMLElement} host */
  at(event, host) {
    const { cell } = this.state;
    const size = cell && this.size(cell.layer);
    if (!cell || !size) return;
    const box = host.getBoundingClientRect();
    const place = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
    const row = place((event.clientY - box.top) / box.height, size.rows);
    const column = place((event.clientX - box.left) / box.width, size.columns);
    if (row !== cell.row || column !== cell.column) this.go({ row, column });
  }

  /** Whether a channel is shown large. */
  get isLarge() {
    const { cell, frame } = this.state;
    return cell !== null && frame !== null && (channelMap(frame, cell.layer, cell.unit)?.bytes.length ?? 0) > 1;
  }

  /** The pointer over the large map, in whose place samples stand otherwise. @param {MouseEvent} event */
  hit(event) {
    if (!this.isLarge) return;
    event.stopPropagation();
    this.at(event, this.map);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const step = KEYS[event.key];
    const { cell } = this.state;
    const size = cell && this.size(cell.layer);
    if (!step || !cell || !size || !this.isLarge) return;
    event.preventDefault();
    event.stopPropagation();
    const within = (/** @type {number} */ place, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, place));
    this.go({ row: within(cell.row + step[0], size.rows), column: within(cell.column + step[1], size.columns) });
  }

  draw() {
    this.follow();
    const { state, drawn } = this;
    const { cell, frame, colors } = state;
    const place = JSON.stringify(cell);
    if (frame === drawn.frame && colors === drawn.colors && place === drawn.place) return;
    this.drawn = { frame, colors, place };
    this.call();
    const found = cell && frame?.cell && same(frame.cell.place, cell) ? frame.cell : null;
    // Until the new cell's numbers come, the old ones stand.
    if (cell && !found && frame?.cell !== null) return this.fields.point(cell, this.size(cell.layer), this.isLarge);
    show(this.host, Boolean(found));
    this.host.parentElement?.classList.toggle("with-cell", Boolean(found));
    this.gather(cell, found);
    this.fields.draw(cell, found, cell && this.size(cell.layer), this.isLarge, frame, (layer) => this.sizeOf(layer));
    if (!found || !frame || !cell) return;
    this.sums.draw(found, frame);
    const name = unitName(state, cell.layer, cell.unit);
    const value = figure(found.steps.at(-1)?.[1] ?? found.z);
    const words = t("{unit}, row {row}, column {column}: {value}", { unit: name, row: cell.row + 1, column: cell.column + 1, value });
    this.speaker.say(cell.weight ? (this.sums.gathering.textContent ?? words) : words, place);
  }

  /** Draw what the gradient of the chosen weight is gathered from. @param {Place | null} cell @param {import("../live/wire.js").WorkedCell | null} found */
  gather(cell, found) {
    const size = cell && this.size(cell.layer);
    if (!cell || !found || !size) return this.gathered.clear();
    const [layer, channel] = found.source;
    const button = (/** @type {number} */ l, /** @type {number} */ unit) => this.diagram.querySelector(`[data-neuron="${l}.${unit}"]`);
    const hosts = { source: layer ? button(layer, channel) : this.fields.input, own: [button(cell.layer, cell.unit), this.isLarge ? this.map : null] };
    this.gathered.draw(found, this.state.frame, hosts, size, this.state.colors);
  }

  /** The rows and columns of A[layer], of the input as well. @param {number} layer */
  sizeOf(layer) {
    const [rows = 1, columns = 1] = layer ? [] : (this.state.frame?.arrays.channel_sample?.shape ?? this.state.frame?.arrays.drawn?.shape ?? []);
    return layer ? (this.size(layer) ?? { rows: 1, columns: 1 }) : { rows, columns };
  }

  /** The map is called by what its keys do. */
  call() {
    if (this.isLarge === (this.label !== "")) return;
    if (this.isLarge) {
      this.label = this.map.getAttribute("aria-label") ?? " ";
      attribute(this.map, "aria-label", ariaLabel);
    } else {
      attribute(this.map, "aria-label", this.label);
      this.label = "";
    }
  }
}

/** Whether the numbers are of the cell. @param {Place} found @param {Place} asked */
const same = (found, asked) => found.layer === asked.layer && found.unit === asked.unit && found.row === asked.row && found.column === asked.column && (asked.channel === null || found.channel === asked.channel) && JSON.stringify(found.weight ?? null) === JSON.stringify(asked.weight ?? null);
