// The embedding: the test samples in the plane of a layer, and what the network makes of the point that the pointer is at.

import { shapeText } from "../layers/architectures.js";
import { Axes, even } from "../paint/axes.js";
import { markedNames } from "../paint/marks.js";
import { joinSentences } from "../words/joined.js";
import { figure, percentage, t, whole } from "../words/messages.js";
import { symbol } from "../words/notation.js";
import { translated } from "../words/refusals.js";
import { Decoded } from "./decoded.js";
import { EmbeddingPlane } from "./plane.js";
import { show, write } from "../words/write.js";

export const defaults = { near: 0.03 };

export class EmbeddingView {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = /** @type {HTMLDetailsElement} */ (find("embedding"));
    this.select = /** @type {HTMLSelectElement} */ (find("embedding-layer"));
    this.about = find("embedding-about");
    this.refusal = find("embedding-refusal");
    this.map = /** @type {HTMLElement} */ (this.host.querySelector(".embedding-map .plane"));
    this.legend = find("embedding-classes");
    this.tightness = { host: find("tightness"), value: find("tightness-value") };
    this.axes = new Axes(find("embedding-across"), find("embedding-up"));
    this.plane = new EmbeddingPlane(find("embedding-plane"), state, () => state.changed());
    this.decoded = new Decoded(state);
    /** The layer that was chosen; null: none yet. @type {number | null} */
    this.chosen = null;
    /** The layer that is shown; null: none yet. @type {number | null} */
    this.shown = null;
    /** What belongs to the labels of the last full frame. @type {ArrayLike<number>} */
    this.labels = [];
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), width: 0, point: /** @type {unknown} */ (null), sample: /** @type {unknown} */ (null), options: "", classes: "" };
    this.select.addEventListener("change", () => this.choose(Number(this.select.value)));
    this.plane.host.addEventListener("click", () => this.pick(defaults.near * this.plane.side));
    this.plane.host.addEventListener("keydown", (event) => event.key === "Enter" && this.pick());
  }

  /** The layer whose plane is shown: the chosen one, or the one that tells most: a bottleneck, or the last before the output. */
  get layer() {
    const { sizes } = this.state;
    if (this.chosen !== null && this.chosen < sizes.length) return this.chosen;
    const hidden = sizes.map((units, layer) => ({ units, layer })).slice(1, -1).filter(({ units }) => units > 1);
    if (this.state.isAutoencoder && hidden.length > 0) return hidden.reduce((least, each) => (each.units < least.units ? each : least)).layer;
    return hidden.at(-1)?.layer ?? ((sizes.at(-1) ?? 1) > 1 ? sizes.length - 1 : 0);
  }

  asks() {
    return { embedding: this.layer, ...(this.plane.point && { point: this.plane.point }) };
  }

  waits() {
    return this.shown !== this.layer;
  }

  /** @param {number} layer */
  choose(layer) {
    const before = this.chosen;
    const show = (/** @type {number | null} */ chosen) => {
      this.chosen = chosen;
      this.plane.clear();
      this.state.changed();
    };
    show(layer);
    this.state.note({ undo: () => show(before), redo: () => show(layer) });
  }

  /** Show the sample at the pointer everywhere on the page. @param {number} [most] how far away it may lie */
  pick(most = Infinity) {
    const about = this.state.frame?.embedding;
    const { nth, far } = this.nearest();
    if (nth === null || far > most || about?.units === undefined) return;
    this.state.ask({ sample: about.first + nth });
  }

  /** The sample that lies nearest to the pointer, and how far it is; null: there is none. */
  nearest() {
    const points = this.state.frame?.arrays.embedded?.data;
    const { point } = this.plane;
    let [nth, far] = [/** @type {number | null} */ (null), Infinity];
    if (!points || !point) return { nth, far };
    for (let i = 0; 2 * i < points.length; i++) {
      const distance = Math.hypot(/** @type {number} */ (points[2 * i]) - point[0], /** @type {number} */ (points[2 * i + 1]) - point[1]);
      if (distance < far) [nth, far] = [i, distance];
    }
    return { nth, far };
  }

  draw() {
    const { frame, scene, colors, sample } = this.state;
    this.offer();
    const about = frame?.embedding;
    if (!frame || !about || about.layer !== this.layer) return;
    if (scene?.arrays.embedded_labels) this.labels = scene.arrays.embedded_labels.data;
    const { point, width } = this.plane;
    const drawn = { frame, colors, width, point, sample };
    if (Object.entries(drawn).every(([name, value]) => /** @type {Record<string, unknown>} */ (this.drawn)[name] === value)) return;
    this.drawn = { ...this.drawn, ...drawn };
    this.shown = about.layer;
    this.refuse(about.refusal);
    if (about.refusal || !frame.arrays.embedded) return;
    this.plane.paint(frame, this.labels, sample === null ? -1 : sample - about.first);
    this.describe(about, frame);
    const { nth } = this.nearest();
    this.decoded.draw(frame, this.plane.where, nth === null ? null : (this.labels[nth] ?? null));
  }

  /** One option for each layer. */
  offer() {
    const { sizes, experiment } = this.state;
    const shapes = sizes.map((_, layer) => experiment.network.stages?.[layer - 1]?.at(-1)?.shape);
    const key = JSON.stringify([sizes, shapes]);
    if (key !== this.drawn.options) {
      this.drawn.options = key;
      this.plane.clear();
      this.select.replaceChildren(
        ...sizes.map((units, layer) => {
          const shape = shapes[layer];
          const count = shape && shape.length > 1 ? shapeText(shape) : whole(units);
          const words = layer === 0 ? t("Inputs ({count})", { count }) : layer === sizes.length - 1 ? t("Output ({count})", { count }) : t("Layer {layer} ({count})", { layer, count });
          return Object.assign(document.createElement("option"), { value: String(layer), textContent: words });
        }),
      );
    }
    this.select.value = String(this.layer);
  }

  /** @param {import("../live/wire.js").Refusal} [refusal] */
  refuse(refusal) {
    const words = refusal ? translated(refusal) : "";
    write(this.refusal, words);
    show(this.refusal, Boolean(refusal));
    for (const part of [this.map, this.about]) show(part, !refusal);
    show(this.legend, !refusal && this.state.classes > 0);
    show(this.decoded.host, !refusal);
    if (refusal) show(this.tightness.host, false);
  }

  /** @param {import("../live/wire.js").Embedding} about @param {import("../live/wire.js").Frame} frame */
  describe(about, frame) {
    const { layer } = this;
    if (about.units === undefined) return;
    const isPlain = about.units === 2;
    const count = frame.arrays.embedded?.shape[0] ?? 0;
    const words = isPlain
      ? t("{count} test samples by the layer's two units.", { count })
      : t("{count} test samples by the two principal components (PC) of the layer's {units} numbers: {share} % of their variance.", { count, units: about.units, share: percentage(about.share) });
    const centers = t("The large marks are the centres of centre loss.");
    write(this.about, frame.arrays.embedded_centers ? joinSentences([words, centers]) : words);
    const { across, up } = this.plane.ends;
    const letters = (/** @type {number} */ nth) => (isPlain ? symbol("a", layer, nth) : [component(nth)]);
    this.axes.draw({ ends: across, ticks: even(across), letters: letters(1) }, { ends: up, ticks: even(up), letters: letters(2) });
    show(this.tightness.host, about.tightness !== null);
    write(this.tightness.value, figure(about.tightness));
    const { classes } = this.state;
    const names = Array.from({ length: classes }, (_, label) => this.state.className(label));
    if (names.join("\n") === this.drawn.classes) return;
    this.drawn.classes = names.join("\n");
    this.legend.replaceChildren(...markedNames(names));
  }
}

/** A principal component's name. @param {number} nth */
function component(nth) {
  const name = document.createElement("span");
  name.append("PC", Object.assign(document.createElement("sub"), { textContent: String(nth) }));
  return name;
}
