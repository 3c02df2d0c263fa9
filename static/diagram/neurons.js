// The neurons: each hidden unit and the output as a small map of what it answers over the plane.

import { Painting } from "../paint/map.js";
import { inColour, pictureAt } from "../paint/picture.js";
import { mark } from "../paint/marks.js";
import { joinClauses } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { symbolText } from "../words/notation.js";
import { channelMap } from "./channels.js";
import { defaults as sizes } from "./layout.js";
import { attribute, show } from "../words/write.js";
import { outputName } from "./outputs.js";

const { target } = sizes;
export const defaults = { biasOfOne: 0.8, smallestBias: 0.35, biasShown: 22 };

/** @typedef {{layer: number, unit: number, label: number | null, button: HTMLButtonElement, map: Painting, bias: HTMLElement, shown: {scale: string, color: string}}} Neuron `label`: the class that an output stands for; `shown`: how the bias is drawn */
/** @typedef {(layer: number, unit: number) => {letter: string, value: number | null}} Shift what is added to a unit's sums */

/** What a hidden unit is called: of a layer of pictures it is a channel. @param {import("../run/state.js").State} state @param {number} layer @param {number} unit */
export function unitName(state, layer, unit) {
  const isChannel = (state.experiment.network.stages?.[layer - 1]?.[0]?.shape.length ?? 1) > 2;
  const place = { layer, unit: unit + 1 };
  return isChannel ? t("Layer {layer}, channel {unit}", place) : t("Layer {layer}, unit {unit}", place);
}

export class Neurons {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** @type {Map<string, Neuron>} */
    this.drawn = new Map();
  }

  /**
   * @param {import("./layout.js").Layout} layout
   * @param {(unit: number) => number | null} classOf the class that an output stands for; null: none
   */
  place(layout, classOf) {
    /** @type {Map<string, Neuron>} */
    const kept = new Map();
    /** @type {HTMLButtonElement | null} */
    let before = null;
    layout.layers.forEach((points, l) =>
      points.forEach(({ x, y }, unit) => {
        const key = `${l + 1}.${unit}`;
        const neuron = this.drawn.get(key) ?? this.create(l + 1, unit, before);
        before = neuron.button;
        const { style } = neuron.button;
        style.left = `${x}px`;
        style.top = `${y}px`;
        // A small one has a margin that belongs to it: a target of 24 pixels.
        style.width = style.height = `${Math.max(layout.size, target)}px`;
        style.padding = `${Math.max(0, (target - layout.size) / 2)}px`;
        neuron.bias.hidden = layout.size < defaults.biasShown;
        neuron.label = l === layout.layers.length - 1 ? classOf(unit) : null;
        if (neuron.label !== null) this.wear(neuron.button, neuron.label);
        // What was an output may be a hidden unit now.
        else for (const worn of neuron.button.querySelectorAll(".mark-of-class, .output-value")) worn.remove();
        this.drawn.delete(key);
        kept.set(key, neuron);
      }),
    );
    for (const { button } of this.drawn.values()) button.remove();
    this.drawn = kept;
    if (!this.host.querySelector(".neuron[tabindex='0']")) kept.get("1.0")?.button.setAttribute("tabindex", "0");
  }

  /**
   * @param {number} layer
   * @param {number} unit
   * @param {HTMLButtonElement | null} before whom it follows
   * @returns {Neuron}
   */
  create(layer, unit, before) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "neuron";
    button.tabIndex = -1;
    button.dataset.neuron = `${layer}.${unit}`;
    button.setAttribute("aria-pressed", "false");
    const map = new Painting();
    const bias = document.createElement("span");
    bias.className = "bias";
    button.append(map.canvas, bias);
    if (before) before.after(button);
    else this.host.insertBefore(button, this.host.querySelector(".neuron"));
    return { layer, unit, label: null, button, map, bias, shown: { scale: "", color: "" } };
  }

  /** An output for a class carries the mark of that class. @param {HTMLElement} button @param {number} label */
  wear(button, label) {
    const [made, worn] = [mark(label), button.querySelector(".mark-of-class")];
    if (!worn) button.append(made);
    else if (!worn.isEqualNode(made)) worn.replaceWith(made);
  }

  /**
   * @param {import("../live/wire.js").Frame} frame of the same network that is placed
   * @param {number[]} mapped units of every layer that have maps
   * @param {import("../paint/colors.js").Colors} colors
   * @param {Uint32Array} table the packed colour of each byte of a map over the plane
   * @param {Shift} shift
   * @param {((layer: number, unit: number) => boolean) | null} isOut whether dropout had a unit out in this step
   * @param {boolean} areBarred whether the outputs are bars instead of maps
   */
  paint(frame, mapped, colors, table, shift, isOut, areBarred) {
    const { units, output, outputs, curves, weights } = frame.arrays;
    const depth = frame.sizes.length - 1;
    const curve = (/** @type {Neuron} */ neuron, /** @type {number} */ nth) => this.curve(frame, neuron, nth, colors);
    const first = mapped.map((_, l) => mapped.slice(1, l).reduce((a, b) => a + b, 0));
    for (const neuron of this.drawn.values()) {
      const nth = (first[neuron.layer] ?? 0) + neuron.unit;
      const picture = channelMap(frame, neuron.layer, neuron.unit);
      neuron.button.classList.toggle("barred", areBarred && neuron.layer === depth);
      show(neuron.map.canvas, !(areBarred && neuron.layer === depth));
      if (neuron.map.canvas.hidden) {
        // samples/bars.js draws it.
      } else if (curves) curve(neuron, nth);
      else if (picture) neuron.map.paintPicture(picture.bytes, picture.width, picture.height, colors.smooth);
      else if (neuron.layer === 1 && weights) {
        // Where the inputs are pixels, a unit is seen by what it looks for in them.
        const side = weights.shape[1] ?? 0;
        const bytes = pictureAt(/** @type {Int8Array} */ (weights.data), weights.shape, neuron.unit, 1);
        if (inColour(bytes, side * side)) neuron.map.paintColours(bytes, side, side);
        else neuron.map.paint(bytes, side, colors.smooth);
      } else if (neuron.layer === depth && outputs) {
        const side = outputs.shape[1] ?? 0;
        const bytes = /** @type {Int8Array} */ (outputs.data).subarray(neuron.unit * side * side, (neuron.unit + 1) * side * side);
        neuron.map.paint(bytes, side, /** @type {Uint32Array} */ (colors.outputs[neuron.label ?? neuron.unit]));
      } else if (neuron.layer === depth) {
        if (output) neuron.map.paint(/** @type {Int8Array} */ (output.data), output.shape[0] ?? 0, table);
      } else if (units) {
        const side = units.shape[1] ?? 0;
        const bytes = /** @type {Int8Array} */ (units.data).subarray(nth * side * side, (nth + 1) * side * side);
        neuron.map.paint(bytes, side, table);
      }
      neuron.button.classList.toggle("out", isOut?.(neuron.layer, neuron.unit) ?? false);
      const { value } = shift(neuron.layer, neuron.unit);
      const size = Math.max(defaults.smallestBias, Math.min(1, Math.abs(value ?? 0) * defaults.biasOfOne));
      const scale = value === null ? "0" : size.toFixed(2);
      const color = colors.link(value ?? 0);
      if (scale !== neuron.shown.scale) neuron.bias.style.scale = neuron.shown.scale = scale;
      if (color !== neuron.shown.color) neuron.bias.style.background = neuron.shown.color = color;
    }
  }

  /** The output of an autoencoder is a picture. @param {import("./channels.js").ChannelMap | null} picture @param {import("../paint/colors.js").Colors} colors */
  paintOutput(picture, colors) {
    const [output] = this.outputs();
    if (picture && output) output.map.paintPicture(picture.bytes, picture.width, picture.height, colors.smooth);
  }

  /** The neurons of the outputs. */
  outputs() {
    const depth = Math.max(...[...this.drawn.values()].map(({ layer }) => layer));
    return [...this.drawn.values()].filter(({ layer }) => layer === depth);
  }

  /**
   * Along a line a unit is a small curve.
   * @param {import("../live/wire.js").Frame} frame
   * @param {Neuron} neuron
   * @param {number} nth of all units, outputs included
   * @param {import("../paint/colors.js").Colors} colors
   */
  curve({ arrays, sizes }, { map, layer, unit }, nth, colors) {
    const { curves, unit_curves: small, ranges } = arrays;
    if (!curves || !small || !ranges) return;
    const isOutput = layer === sizes.length - 1;
    const { data, shape } = isOutput ? curves : small;
    const count = shape[1] ?? 0;
    const first = (isOutput ? unit : nth) * count;
    const several = isOutput && (curves.shape[0] ?? 1) > 1;
    const range = /** @type {[number, number]} */ (Array.from(ranges.data.slice(2 * nth, 2 * nth + 2)));
    map.paintCurve(data.subarray(first, first + count), range, (several && colors.outputs[unit]) || colors.smooth);
  }

  /**
   * @param {Shift} shift
   * @param {import("../run/state.js").State} state
   * @param {((layer: number, unit: number) => boolean) | null} isOut
   */
  describe(shift, state, isOut) {
    const depth = state.sizes.length - 1;
    for (const { layer, unit, button } of this.drawn.values()) {
      const name = layer === depth ? outputName(state, unit) : unitName(state, layer, unit);
      const { letter, value } = shift(layer, unit);
      const bar = /** @type {HTMLElement | null} */ (button.querySelector(".output-value"))?.title;
      const words = value === null ? [name] : [name, `${symbolText(letter, layer, unit + 1)} = ${figure(value)}`]; // A large network's biases are not sent.
      if (bar) words.push(bar);
      if (isOut?.(layer, unit)) words.push(t("dropped in this step"));
      attribute(button, "aria-label", joinClauses(words));
    }
  }

  /** @param {string | null} key of the neuron that is kept large */
  press(key) {
    for (const [name, { button }] of this.drawn) attribute(button, "aria-pressed", String(name === key));
  }

  /** @param {string | null} key */
  highlight(key) {
    for (const [name, { button }] of this.drawn) button.classList.toggle("shown", name === key);
  }

  /** @param {string} key */
  focus(key) {
    const next = this.drawn.get(key);
    if (!next) return;
    for (const { button } of this.drawn.values()) button.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus();
  }
}
