// The diagram: features, links and neurons together, and how one moves among them by pointer and by key.

import { layout, leastWidth } from "../layout.js";
import { figure, t } from "../messages.js";
import { featureText, symbol } from "../notation.js";
import { parameters } from "../parameters.js";
import { Drawing } from "./drawing.js";
import { Features } from "./features.js";
import { Inputs } from "./inputs.js";
import { Layers } from "./layers.js";
import { Links, linksOf } from "./links.js";
import { Neurons } from "./neurons.js";

/** @typedef {import("./links.js").Link} Link */

export const defaults = { describeEvery: 1000 };
export const ariaLabel = t("Network: arrows move among the neurons, Enter goes to a neuron's weights");

export class Diagram {
  /**
   * @param {import("../state.js").State} state
   * @param {import("../commands.js").Commands} commands
   * @param {{layers: number, units: number, drawn: number}} most
   */
  constructor(state, commands, most) {
    this.state = state;
    this.host = /** @type {HTMLElement} */ (document.getElementById("diagram"));
    this.host.setAttribute("role", "group");
    this.host.setAttribute("aria-label", ariaLabel);
    this.features = new Features(this.host, state, commands);
    this.inputs = new Inputs(this.host);
    this.drawing = new Drawing(this.host, state);
    this.layers = new Layers(this.host, state, commands, most);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    svg.append(group);
    this.host.prepend(svg);
    this.linkView = new Links(group, (link) => this.pointAtLink(link));
    this.neurons = new Neurons(this.host);
    /** @type {Link[]} */
    this.links = [];
    /** @type {Link | null} */
    this.pointed = null;
    this.described = 0;
    this.placed = "";
    /** What was painted last, so that nothing is painted twice. */
    this.painted = { frame: /** @type {unknown} */ (null), scene: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
    this.listen();
    // Sizes are heard, not asked for: asking would lay the page out anew in every frame.
    this.width = this.height = 0;
    new ResizeObserver(([entry]) => {
      this.width = entry?.contentRect.width ?? 0;
      this.height = entry?.contentRect.height ?? 0;
      state.changed();
    }).observe(this.host);
  }

  listen() {
    const key = (/** @type {Event} */ event) =>
      /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-neuron]"))?.dataset.neuron ?? null;
    this.host.addEventListener("pointerover", (event) => this.pointAtNeuron(key(event)));
    this.host.addEventListener("pointerleave", () => this.pointAtNeuron(null));
    this.host.addEventListener("focusin", (event) => this.pointAtNeuron(key(event)));
    this.host.addEventListener("focusout", () => this.pointAtNeuron(null));
    this.host.addEventListener("keydown", (event) => this.move(event));
  }

  /** @param {string | null} key of the neuron pointed at; without one, of the neuron that has the focus */
  pointAtNeuron(key) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const shown = key ?? (active?.matches(":focus") ? (active.dataset.neuron ?? null) : null);
    const [layer, unit] = shown?.split(".").map(Number) ?? [];
    const { sizes } = this.state;
    // The single output is large already.
    const isSmall = layer !== undefined && (layer < sizes.length - 1 || (sizes.at(-1) ?? 1) > 1);
    this.shown = shown;
    this.state.focus = isSmall ? { layer, unit: unit ?? 0 } : null;
    this.neurons.highlight(shown);
    const touches = (/** @type {Link} */ link) =>
      (link.layer === layer && link.to === unit) || (link.layer === (layer ?? 0) + 1 && link.from === unit);
    const { pointed } = this;
    this.linkView.highlight(pointed ? (link) => link === pointed : shown ? touches : null);
    this.read();
    this.state.changed();
  }

  /** @param {Link | null} link */
  pointAtLink(link) {
    this.pointed = link;
    if (link) this.linkView.highlight((each) => each === link);
    else if (!this.shown) this.linkView.highlight(null);
    this.read();
  }

  /** Arrows go to the neuron beside, Enter into a neuron's weights, Escape back out. @param {KeyboardEvent} event */
  move(event) {
    const sizes = this.state.drawnSizes;
    const depth = sizes.length - 1;
    const target = /** @type {HTMLElement} */ (event.target);
    const units = (/** @type {number} */ l) => /** @type {number} */ (sizes[l]);
    if (target.dataset.neuron) {
      let [layer = 1, unit = 0] = target.dataset.neuron.split(".").map(Number);
      if (event.key === "ArrowRight") layer = Math.min(depth, layer + 1);
      else if (event.key === "ArrowLeft") layer = Math.max(1, layer - 1);
      else if (event.key === "ArrowDown") unit++;
      else if (event.key === "ArrowUp") unit--;
      else if (event.key === "Enter") return void (event.preventDefault(), this.linkView.focus(`${layer}.${unit}.0`));
      else return;
      event.preventDefault();
      this.neurons.focus(`${layer}.${Math.max(0, Math.min(units(layer) - 1, unit))}`);
    } else if (this.pointed && target.matches(".reach")) {
      const { layer, to, from } = this.pointed;
      const count = units(layer - 1);
      if (event.key === "ArrowDown") this.linkView.focus(`${layer}.${to}.${(from + 1) % count}`);
      else if (event.key === "ArrowUp") this.linkView.focus(`${layer}.${to}.${(from - 1 + count) % count}`);
      else if (event.key === "Escape" || event.key === "ArrowRight") this.neurons.focus(`${layer}.${to}`);
      else return;
      event.preventDefault();
    }
  }

  /** The readout below the diagram: the weight or the unit that is pointed at. */
  read() {
    const name = /** @type {HTMLElement} */ (document.getElementById("readout-name"));
    const value = /** @type {HTMLElement} */ (document.getElementById("readout-value"));
    const hint = /** @type {HTMLElement} */ (document.getElementById("readout-hint"));
    const known = this.known();
    hint.hidden = Boolean(known && (this.pointed || this.shown));
    name.replaceChildren();
    value.textContent = "";
    if (!known) return;
    const letters = document.createElement("span");
    letters.className = "symbol";
    const of = document.createElement("span");
    of.className = "of";
    if (this.pointed) {
      const { layer, to, from } = this.pointed;
      const weight = this.weightOf(known, this.pointed);
      letters.append(...symbol("w", layer, to + 1, from + 1));
      value.textContent = weight === null ? "" : `= ${figure(weight)}`;
      of.textContent = t("from {from} to {to}", { from: this.nameOf(layer - 1, from), to: this.nameOf(layer, to) });
    } else if (this.shown) {
      const [layer = 1, unit = 0] = this.shown.split(".").map(Number);
      const shift = known.shift(layer, unit);
      letters.append(...symbol(shift.letter, layer, unit + 1));
      value.textContent = `= ${figure(shift.value)}`;
      const values = { unit: this.nameOf(layer, unit) };
      of.textContent = shift.letter === "b" ? t("bias of {unit}", values) : t("shift of {unit}", values);
      if (this.isOut()?.(layer, unit)) value.textContent += " · " + t("out in this step");
    } else return;
    name.append(of, " ", letters);
  }

  /** @param {number} layer @param {number} unit @returns {string} */
  nameOf(layer, unit) {
    const { sizes, isPictured, kind } = this.state;
    if (layer === 0 && isPictured) return t("the pixels");
    if (layer === 0) return kind.view !== "samples" ? featureText(this.state.experiment.data.features[unit] ?? "") : (this.state.names?.inputs[unit] ?? t("input {number}", { number: unit + 1 }));
    if (layer === sizes.length - 1) return /** @type {number} */ (sizes[layer]) > 1 ? t("the output for class {label}", { label: this.state.className(unit) }) : t("the output");
    return t("unit {unit} of layer {layer}", { layer, unit: unit + 1 });
  }

  /** The parameters of the newest frame, if they are of the network that is drawn. */
  known() {
    const { frame, scene, fits } = this.state;
    return frame?.arrays.theta && scene?.places && fits ? parameters(frame.arrays.theta.data, frame.sizes, scene.places) : null;
  }

  /** A picture has a link to each unit, but many weights. @param {ReturnType<typeof parameters>} known @param {Link} link */
  weightOf(known, { layer, to, from }) {
    return layer === 1 && this.state.isPictured ? null : known.weight(layer, to, from);
  }

  /** Whether dropout had a unit out in the frame's step, for the first sample of its batch; null: all took part. */
  isOut() {
    const { frame } = this.state;
    const kept = frame?.arrays.kept?.data;
    if (!frame || !kept) return null;
    const first = frame.sizes.slice(1, -1).map((_, l) => frame.sizes.slice(1, l + 1).reduce((a, b) => a + b, 0));
    return (/** @type {number} */ layer, /** @type {number} */ unit) => kept[/** @type {number} */ (first[layer - 1]) + unit] === 0;
  }

  draw() {
    const { state } = this;
    this.place();
    this.drawing.draw();
    if (state.scene !== this.painted.scene || state.colors !== this.painted.colors) {
      this.features.mark();
      this.features.paint();
    }
    const known = this.known();
    if (state.frame && (state.frame !== this.painted.frame || state.colors !== this.painted.colors) && known) {
      this.linkView.paint(this.links, (link) => this.weightOf(known, link), state.colors, this.isOut());
      const table = state.look.discretize ? state.colors.stepped : state.colors.smooth;
      this.neurons.paint(state.frame, state.colors, table, known.shift, state.isPictured ? state.said : null, state.saysProbabilities, this.isOut());
      if (state.frame.state === "playing") this.linkView.flow();
      if (this.pointed || this.shown) this.read();
      this.describe(known);
    }
    this.painted = { frame: state.frame, scene: state.scene, colors: state.colors };
  }

  /** The words of neurons and links follow once a second; always when the run stands still. */
  describe(/** @type {ReturnType<typeof parameters>} */ known) {
    const now = performance.now();
    if (this.state.frame?.state === "playing" && now - this.described < defaults.describeEvery) return;
    this.described = now;
    this.linkView.describe(this.links, (link) => this.weightOf(known, link));
    this.neurons.describe(known.shift, this.state.sizes, this.isOut());
  }

  /** Place everything where the size of the diagram or the shape of the network has changed. */
  place() {
    const { sizes, drawnSizes, experiment, features, isPictured, kind } = this.state;
    const { width, height } = this;
    const isPlane = kind.view !== "samples";
    const shape = `${width} ${height} ${features} ${experiment.data.features} ${sizes} ${kind.view} ${this.state.names?.inputs}`;
    if (shape === this.placed || width === 0) return;
    this.placed = shape;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 14;
    this.host.style.minWidth = `${leastWidth(sizes.length - 1, rem)}px`;
    const where = layout(width, height, isPlane ? features.length : /** @type {number} */ (drawnSizes[0]), drawnSizes.slice(1), rem, isPictured, Boolean(this.state.names));
    const place = (/** @type {number} */ layer, /** @type {number} */ unit) => {
      const point = layer > 0
        ? where.layers[layer - 1]?.[unit]
        : where.features[isPlane ? features.findIndex((feature) => feature === experiment.data.features[unit]) : unit];
      return point ?? { x: 0, y: 0 };
    };
    this.links = linksOf(drawnSizes);
    this.linkView.place(this.links, place, where);
    this.linkView.paint(this.links, null, this.state.colors);
    this.host.classList.toggle("of-samples", !isPlane);
    this.features.group.hidden = !isPlane;
    this.inputs.place(where, !isPlane && !isPictured, this.state.names?.inputs, /** @type {number} */ (sizes[0]) - /** @type {number} */ (drawnSizes[0]));
    if (isPlane) this.features.place(where);
    if (isPictured) this.drawing.place(where);
    this.features.mark();
    this.neurons.place(where, /** @type {number} */ (sizes.at(-1)) > 1);
    this.layers.place(where, isPlane ? t("Features") : t("Inputs"), drawnSizes);
    this.painted.frame = null;
  }
}
