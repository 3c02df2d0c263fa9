// The warped plane: the grid of the inputs as each layer sees it, from the inputs to the last hidden layer of the run, or of
// a deep random network.

import { Axes, even } from "../paint/axes.js";
import { markedNames } from "../paint/marks.js";
import { joinSentences, titled } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";
import { featureName, symbol } from "../words/notation.js";
import { reasonOf, translated } from "../words/refusals.js";
import { Speaker } from "../words/speaker.js";
import { attribute, show, write } from "../words/write.js";
import { DeepRandom, defaults as deep } from "./deep_random.js";
import { WarpedDrawing } from "./drawing.js";
import { Walk } from "./walk.js";

/** @typedef {import("./drawing.js").Planes} Planes */
/** @typedef {import("../live/wire.js").LayerPlane} LayerPlane */

export class WarpedPlaneView {
  /** @param {import("../run/state.js").State} state */
  constructor(state) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = /** @type {HTMLDetailsElement} */ (find("warped"));
    this.play = /** @type {HTMLButtonElement} */ (find("warped-play"));
    this.slider = /** @type {HTMLInputElement} */ (find("warped-layer"));
    this.where = find("warped-where");
    this.about = find("warped-about");
    this.tightness = { host: find("warped-tightness"), value: find("warped-tightness-value"), below: find("warped-tightness-below") };
    this.map = /** @type {HTMLElement} */ (this.host.querySelector(".plane"));
    this.walkers = find("warped-walk");
    this.legend = find("warped-classes");
    this.moving = find("warped-moving");
    this.refusal = find("warped-refusal");
    this.axes = new Axes(find("warped-across"), find("warped-up"));
    const plane = find("warped-plane");
    this.drawing = new WarpedDrawing(plane);
    this.speaker = new Speaker(this.host);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.walk = new Walk();
    this.random = new DeepRandom(find("deep-random"), {
      begun: () => {
        this.forget();
        this.refuse("");
        this.state.changed();
      },
      changed: () => this.state.changed(),
      failed: (error) => this.fail(error),
    });
    this.fields = find("deep-random");
    this.choices = /** @type {NodeListOf<HTMLInputElement>} */ (this.host.querySelectorAll("[name=warped-network]"));
    for (const choice of this.choices) choice.addEventListener("change", () => this.turn());
    /** What the newest frame with such planes has. @type {Planes | null} */
    this.planes = null;
    /** @type {ArrayLike<number>} */
    this.labels = [];
    this.width = 0;
    this.isAwaited = false;
    /** Whether a connection was lost since the last drawing. */
    this.wasLost = false;
    this.drawn = { frame: /** @type {unknown} */ (null), network: "", classes: "" };
    this.slider.addEventListener("input", () => this.move(() => this.walk.go(Number(this.slider.value))));
    this.play.addEventListener("click", () => this.move(() => (this.walk.isPlaying ? this.walk.go(Math.round(this.walk.place)) : this.walk.play(performance.now()))));
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      this.draw();
    }).observe(plane);
  }

  /** Whether it shows a deep random network in place of the run's. */
  get isRandom() {
    return Array.from(this.choices).some(({ value, checked }) => checked && value === "random");
  }

  asks() {
    return this.isRandom ? {} : { warped: this.walk.layer };
  }

  /** Show the other network, from its inputs on. */
  turn() {
    this.walk = new Walk();
    this.forget();
    this.refuse("");
    // Until it comes, nothing is shown of the last one.
    this.drawing.clear();
    write(this.where, titleOf(0));
    write(this.about, "");
    for (const each of [this.legend, this.tightness.host]) show(each, false);
    this.state.changed();
  }

  /** The planes of another network have other bounds. */
  forget() {
    this.drawing.bounds.clear();
    this.planes = null;
    this.drawn.frame = null;
  }

  /** @param {unknown} error */
  fail(error) {
    this.walk.go(Math.floor(this.walk.place));
    this.refuse(reasonOf(error));
  }

  waits() {
    return !this.isRefused && !this.isThere;
  }

  /** Whether both layers of the way are there. */
  get isThere() {
    return this.planes?.layers.at(-1)?.layer === this.walk.layer;
  }

  /** @param {() => void} act */
  move(act) {
    const before = this.walk.layer;
    if (this.isRandom) this.refuse(""); // it is tried again
    act();
    this.walk.since = performance.now();
    if (this.walk.layer !== before) this.state.changed(); // another layer is asked for
    this.draw();
  }

  /** While it moves, this drawing alone is drawn again. */
  await() {
    if (this.isAwaited || !this.walk.isMoving) return;
    this.isAwaited = true;
    requestAnimationFrame(() => {
      this.isAwaited = false;
      if (!this.host.open) return void this.walk.go(this.walk.goal);
      const before = this.walk.layer;
      this.walk.tick(performance.now(), this.isThere, this.still.matches);
      if (this.walk.layer !== before) this.state.changed();
      this.draw();
    });
  }

  draw() {
    const { state, walk } = this;
    const { isRandom } = this;
    // What a lost connection has kept away is asked for again.
    if (this.wasLost && state.connection === "live" && isRandom) this.refuse("");
    this.wasLost = state.connection === "lost";
    show(this.fields, isRandom);
    walk.end(isRandom ? deep.layers : Math.max(0, state.sizes.length - 2));
    show(this.moving, !isRandom && !this.isRefused && walk.last > 0);
    if (!isRandom) this.take();
    else if (!this.isRefused) this.planes = this.random.planesOf(walk.layer, walk.isPlaying ? walk.last : walk.goal);
    this.control();
    if (this.planes && this.isThere && !this.isRefused && this.width > 0) {
      const { colors, density, classes } = state;
      this.drawing.paint(this.planes, walk.share, { width: this.width, density, colors, classes });
      this.describe(this.planes);
    }
    this.await();
  }

  /** What the newest frame brings; one without planes, while the look rests, leaves those of before. */
  take() {
    const { frame, scene, experiment } = this.state;
    if (!frame || frame === this.drawn.frame) return;
    const network = JSON.stringify([experiment.data, experiment.network]);
    if (network !== this.drawn.network) this.forget();
    this.drawn.network = network;
    this.drawn.frame = frame;
    const { warped, arrays } = frame;
    if (scene?.arrays.warped_labels) this.labels = scene.arrays.warped_labels.data;
    if (!warped) return;
    this.refuse(warped.refusal ? translated(warped.refusal) : "");
    if (warped.layers && arrays.warped_grid) this.planes = { layers: warped.layers, grid: arrays.warped_grid, samples: arrays.warped_samples ?? null, labels: this.labels };
  }

  get isRefused() {
    return !this.refusal.hidden;
  }

  /** @param {string} words why there is no such plane; empty: there is one */
  refuse(words) {
    write(this.refusal, words);
    show(this.refusal, words !== "");
    for (const each of [this.map, this.about]) show(each, words === "");
    show(this.walkers, words === "" || this.isRandom);
    if (words !== "") for (const each of [this.legend, this.tightness.host]) show(each, false);
  }

  control() {
    const { slider, walk } = this;
    this.play.disabled = slider.disabled = walk.last === 0;
    attribute(slider, "max", String(walk.last));
    if (Number(slider.value) !== walk.goal) slider.value = String(walk.goal);
    slider.style.setProperty("--fill", String(walk.last ? walk.goal / walk.last : 0));
    attribute(slider, "aria-valuetext", titleOf(walk.goal));
    attribute(this.play, "data-state", walk.isPlaying ? "playing" : "paused");
    attribute(this.play, "aria-label", walk.isPlaying ? t("Stop") : t("From the inputs to the last layer"));
  }

  /** @param {Planes} planes */
  describe({ layers, samples }) {
    const { walk, state } = this;
    const isBetween = !Number.isInteger(walk.place);
    const about = /** @type {LayerPlane} */ (layers.at(walk.share === 0 ? 0 : -1));
    const below = about === layers[0] ? null : layers[0];
    write(this.where, isBetween ? t("From {from} to {to}: only the drawing moves.", { from: nameOf(walk.layer - 1), to: nameOf(walk.layer) }) : titleOf(about.layer));
    if (isBetween) return this.axes.draw({ ends: [0, 1], ticks: [], letters: [] }, { ends: [0, 1], ticks: [], letters: [] });
    const words = joinSentences([...wordsOf(about), ...(walk.last === 0 ? [t("The network has no hidden layer, which would bend it.")] : []), ...(samples ? [t("{count} training samples are carried along.", { count: samples.shape[1] ?? 0 })] : [])]);
    write(this.about, words);
    attribute(this.drawing.canvas, "aria-label", titled(titleOf(about.layer), words));
    this.speaker.say(words, String(about.layer));
    const bounds = this.drawing.bounds.get(about.layer);
    if (bounds) {
      const { x, y, half } = bounds;
      const axis = (/** @type {number} */ middle, /** @type {0 | 1} */ nth) => ({ ends: /** @type {[number, number]} */ ([middle - half, middle + half]), ticks: even([middle - half, middle + half]), letters: lettersOf(about, nth) });
      this.axes.draw(axis(x, 0), axis(y, 1));
    }
    show(this.tightness.host, about.tightness !== null);
    write(this.tightness.value, figure(about.tightness));
    write(this.tightness.below, below && below.tightness !== null ? t("In {below} it is {value}.", { below: nameOf(below.layer), value: figure(below.tightness) }) : "");
    const { classes } = state;
    const names = Array.from({ length: classes }, (_, label) => state.className(label));
    show(this.legend, classes > 0 && samples !== null);
    if (names.join("\n") === this.drawn.classes) return;
    this.drawn.classes = names.join("\n");
    this.legend.replaceChildren(...markedNames(names));
  }
}

/** @param {number} layer */
const titleOf = (layer) => (layer === 0 ? t("Plane of the inputs") : t("Layer {layer}", { layer }));

/** The same within a sentence. @param {number} layer */
const nameOf = (layer) => (layer === 0 ? t("the plane of the inputs") : t("layer {layer}", { layer }));

/** What a drawing shows, in sentences. @param {LayerPlane} about */
function wordsOf({ layer, units, share, along }) {
  const line = t("{along} % of the grid's variance lies along one line.", { along: percentage(along) });
  if (layer === 0) return [t("The grid of the inputs, before any layer.")];
  if (units === 1) return [t("The layer has one unit: the plane becomes a line.")];
  if (units === 2) return [t("The plane by the layer's two units."), line];
  return [t("The plane by the two principal components (PC) of the layer's {units} units: {share} % of the grid's variance.", { units, share: percentage(share) }), line];
}

/** The name of an axis. @param {LayerPlane} about @param {0 | 1} nth 0: across */
function lettersOf({ layer, units, order }, nth) {
  if (layer === 0) return featureName(`x${nth + 1}`);
  if (units === 1) return nth === 0 ? symbol("a", layer, 1) : [];
  if (units === 2) return symbol("a", layer, nth + 1);
  const name = document.createElement("span");
  name.append("PC", Object.assign(document.createElement("sub"), { textContent: String(order[nth]) }));
  return [name];
}
