// The diagram: features, links and neurons together, placed and painted.

import { layout, leastHeight, leastWidth } from "./layout.js";
import { t } from "../words/messages.js";
import { parameters } from "../run/parameters.js";
import { Bars } from "../samples/bars.js";
import { Drawing } from "../samples/drawing.js";
import { described } from "../address/schema.js";
import { Back } from "./back.js";
import { Blocks } from "./blocks.js";
import { Features } from "./features.js";
import { Inputs } from "./inputs.js";
import { Layers } from "./layers.js";
import { Links, linksOf, strongest } from "./links.js";
import { Neurons } from "./neurons.js";
import { ariaLabel, Pointing } from "./pointing.js";
import { outputPicture } from "./output_picture.js";
import { keepPlaces } from "./printed.js";
import { leastSize, stagedLayout } from "./staged_layout.js";
import { headWidth } from "./stages.js";
import { classOf } from "./outputs.js";
import { wiringOf } from "./wiring.js";
import { show } from "../words/write.js";

/** @typedef {import("./links.js").Link} Link */

export const defaults = { describeEvery: 1000 };

export class Diagram {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
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
    const [blocks, group] = [1, 2].map(() => document.createElementNS("http://www.w3.org/2000/svg", "g"));
    svg.append(/** @type {SVGGElement} */ (blocks), /** @type {SVGGElement} */ (group));
    this.host.prepend(svg);
    this.blocks = new Blocks(/** @type {SVGGElement} */ (blocks));
    this.linkView = new Links(/** @type {SVGGElement} */ (group));
    this.neurons = new Neurons(this.host);
    this.bars = new Bars(state);
    /** @type {Link[]} all of them, and those that are drawn */
    this.all = [];
    this.links = this.all;
    this.back = new Back(state);
    this.pointing = new Pointing(this, commands);
    this.described = 0;
    this.thinned = -Infinity;
    this.placed = "";
    /** What was painted last, so that nothing is painted twice. */
    this.painted = { frame: /** @type {unknown} */ (null), scene: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), table: /** @type {unknown} */ (null) };
    // Sizes are heard, not asked for: asking would lay the page out anew in every frame.
    this.width = this.height = 0;
    keepPlaces(this.host, () => this);
    /** Pixels of one designed pixel. */
    this.rem = 1;
    new ResizeObserver(([entry]) => entry && this.resize(entry.contentRect) && state.changed()).observe(this.host);
  }

  measure() {
    this.resize(this.host.getBoundingClientRect());
  }

  /** @param {{width: number, height: number}} size @returns {boolean} whether it is another one */
  resize({ width, height }) {
    // In the middle of a drawing, it would make the browser style what has been drawn.
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 14;
    if (width === this.width && height === this.height && rem === this.rem) return false;
    [this.width, this.height, this.rem] = [width, height, rem];
    return true;
  }

  /** Whether hidden layers are of pictures: their channels are drawn as maps of one sample. */
  get hasChannels() {
    const { experiment, isPictured } = this.state;
    return isPictured && (experiment.network.stages ?? []).some(([weights]) => (weights?.shape.length ?? 0) > 1);
  }

  /** The unit that is pointed at, large; and what channels answer, which the first frame of a network that has some then brings. */
  asks() {
    const { focus, isPictured } = this.state;
    const channels = isPictured ? { channel_maps: true, ...(this.state.gradients && { gradients: true }) } : {};
    return focus ? { ...channels, focus: [focus.layer - 1, focus.unit] } : channels;
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
    this.back.draw(this.hasChannels);
    const table = state.look.discretize ? state.colors.stepped : state.colors.smooth;
    if (state.scene !== this.painted.scene || state.colors !== this.painted.colors || table !== this.painted.table) {
      this.features.mark();
      this.features.paint(table);
    }
    const known = this.known();
    if (state.frame && (state.frame !== this.painted.frame || state.colors !== this.painted.colors || table !== this.painted.table) && known) {
      this.thin(known);
      this.linkView.paint(this.links, (link) => this.weightOf(known, link), state.colors, this.isOut());
      this.neurons.paint(state.frame, state.mappedSizes, state.colors, table, known.shift, this.isOut(), this.bars.areShown);
      this.neurons.paintOutput(outputPicture(state), state.colors);
      this.bars.draw(this.neurons.outputs(), this.host);
      if (state.frame.state === "playing") this.linkView.flow();
      this.pointing.read();
      this.describe(known);
    }
    this.painted = { frame: state.frame, scene: state.scene, colors: state.colors, table };
  }

  /** The words of neurons and links follow once a second; always when the run stands still. */
  describe(/** @type {ReturnType<typeof parameters>} */ known) {
    const now = performance.now();
    if (this.state.frame?.state === "playing" && now - this.described < defaults.describeEvery) return;
    this.described = now;
    this.linkView.describe(this.links, (link) => this.weightOf(known, link));
    this.neurons.describe(known.shift, this.state, this.isOut());
  }

  /** Of a crowd of links only the strongest are drawn, chosen anew now and then. @param {ReturnType<typeof parameters>} known */
  thin(known) {
    const now = performance.now();
    if (this.pointing.link || (this.state.frame?.state === "playing" && now - this.thinned < defaults.describeEvery)) return;
    this.thinned = now;
    const links = strongest(this.all, (link) => this.weightOf(known, link));
    const areKnown = links.every((link) => this.weightOf(known, link) !== null || (link.layer === 1 && this.state.isPictured));
    const words = areKnown ? t("Of many links, only the strongest into each unit are drawn.") : t("Of many links, a few into each unit are drawn: their weights are too many to be sent.");
    this.pointing.readout.invite(links.length > 0, links.length < this.all.length ? words : "");
    if (links.map(({ key }) => key).join() === this.links.map(({ key }) => key).join()) return;
    this.links = links;
    this.linkView.show(this.links);
  }

  /** The layout, in a host that is at least as large as it wants to be. @param {number} rem pixels of one designed pixel */
  laidOut(rem) {
    const { state: { sizes, drawnSizes, experiment, features, isPictured, kind, names }, width, height, host } = this;
    const isPlane = kind.view !== "samples";
    const { stages } = experiment.network;
    const units = drawnSizes.slice(1);
    const what = { pictured: isPictured, barred: this.bars.areShown, named: Boolean(names) };
    if (!stages) {
      host.style.minWidth = `${leastWidth(sizes.length - 1, rem, !isPlane)}px`;
      host.style.minHeight = `${leastHeight(Math.max(...units), rem)}px`;
      return { where: layout(width, height, isPlane ? features.length : /** @type {number} */ (drawnSizes[0]), units, rem, what), staged: null };
    }
    const wiring = wiringOf(experiment);
    const headWidths = stages.map((stage, l) => headWidth(stage, Boolean(described(experiment).objective?.heads), wiring.stages[l + 1]?.lanes ?? 1));
    const least = leastSize(units, rem, wiring, headWidths);
    host.style.minWidth = `${least.width}px`;
    host.style.minHeight = `${least.height}px`;
    const count = isPlane ? features.length : isPictured ? 1 : /** @type {number} */ (drawnSizes[0]);
    const staged = stagedLayout(width, height, count, units, rem, wiring, headWidths, what);
    return { where: staged, staged };
  }

  /** Whether the weights into a layer of a list are drawn one by one: they are sent, and come from the layer before. @param {number} layer */
  isLinked(layer) {
    const { scene, experiment } = this.state;
    if (!experiment.network.stages) return true;
    return wiringOf(experiment).stages[layer]?.reads.join() === String(layer - 1) && scene?.places?.[layer - 1]?.W !== undefined;
  }

  /** Place everything where the size of the diagram or the shape of the network has changed. */
  place() {
    const { sizes, drawnSizes, experiment, features, isPictured, kind } = this.state;
    const { width, height } = this;
    const isPlane = kind.view !== "samples";
    const linked = sizes.slice(1).map((_, l) => this.isLinked(l + 1));
    const shape = `${width} ${height} ${features} ${experiment.data.features} ${sizes} ${kind.view} ${this.state.names?.inputs} ${linked} ${JSON.stringify(experiment.network.stages ?? null)} ${this.state.isAutoencoder} ${this.state.colors.thick} ${this.rem}`;
    if (shape === this.placed || width === 0) return;
    this.placed = shape;
    this.described = -Infinity; // new neurons have no words yet
    this.host.classList.add("placed");
    const { rem } = this;
    const { where, staged } = this.laidOut(rem);
    const place = (/** @type {number} */ layer, /** @type {number} */ unit) => {
      const point = layer > 0
        ? where.layers[layer - 1]?.[unit]
        : where.features[isPlane ? features.findIndex((feature) => feature === experiment.data.features[unit]) : unit];
      return point ?? { x: 0, y: 0 };
    };
    this.all = linksOf(drawnSizes, (layer) => linked[layer - 1] ?? true);
    this.links = strongest(this.all, () => null);
    this.thinned = -Infinity;
    this.linkView.place(this.links, place, where);
    this.pointing.readout.invite(this.links.length > 0);
    this.blocks.place(staged, wiringOf(experiment), experiment, linked.flatMap((is, l) => (is || !drawnSizes[l + 1] ? [] : [l + 1])), rem);
    this.linkView.paint(this.links, null, this.state.colors);
    this.host.classList.toggle("of-samples", !isPlane);
    show(this.features.group, isPlane);
    this.inputs.place(where, !isPlane && !isPictured, this.state.names?.inputs, /** @type {number} */ (sizes[0]) - /** @type {number} */ (drawnSizes[0]));
    if (isPlane) this.features.place(where);
    if (isPictured) this.drawing.place(where);
    this.features.mark();
    this.neurons.place(where, (unit) => classOf(this.state, unit));
    this.pointing.settle();
    this.layers.place(where, isPlane ? t("Features") : t("Inputs"), drawnSizes);
    this.painted.frame = null;
  }
}
