// The output over the plane, or the focused unit, with points, axes and a scale of values or of classes.

import { enlarged, enlargedClasses, Painting } from "../paint/map.js";
import { titled } from "../words/joined.js";
import { t } from "../words/messages.js";
import { featureName, FEATURES, symbol } from "../words/notation.js";
import { Axes, even } from "../paint/axes.js";
import { heights, paintLine } from "./fit.js";
import { channelMap } from "../diagram/channels.js";
import { unitName } from "../diagram/neurons.js";
import { outputName, stepsOf } from "../diagram/outputs.js";
import { inColour, pictureAt } from "../paint/picture.js";
import { paintPoints } from "../paint/points.js";
import { ariaLabel as ofSamples, Samples } from "../samples/samples.js";
import { Scale } from "../paint/scale.js";
import { attribute, show } from "../words/write.js";

export const defaults = { grain: 3, finest: 5, most: 512 };

export const ariaLabel = t("Output over the plane");

export class Output {
  /**
   * @param {import("../run/state.js").State} state
   * @param {() => void} looked called after a change of the display here
   */
  constructor(state, looked) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("map");
    this.title = find("output-title");
    this.scale = new Scale(state);
    this.samples = new Samples(this.host, state);
    this.map = new Painting("values");
    this.points = document.createElement("canvas");
    this.points.className = "points";
    this.line = document.createElement("canvas");
    this.host.append(this.map.canvas, this.line, this.points);
    this.axes = new Axes(find("axis-x1"), find("axis-x2"));
    this.host.setAttribute("role", "img");
    this.host.setAttribute("aria-label", ariaLabel);
    this.painted = {
      frame: /** @type {unknown} */ (null),
      scene: /** @type {unknown} */ (null),
      points: "", colors: /** @type {unknown} */ (null), title: "",
    };
    this.boxes = /** @type {const} */ ([["show-test", "show_test"], ["discretize", "discretize"]]).map(([id, name]) => {
      const box = /** @type {HTMLInputElement} */ (find(id));
      const show = (/** @type {boolean} */ isOn) => {
        state.look = { ...state.look, [name]: isOn };
        this.painted.frame = null;
        looked();
        state.changed();
      };
      box.addEventListener("change", () => {
        const isOn = box.checked;
        show(isOn);
        state.note({ undo: () => show(!isOn), redo: () => show(isOn) });
      });
      return { box, name };
    });
    this.width = 0;
    new ResizeObserver(([entry]) => {
      const { width } = this;
      this.width = entry?.contentRect.width ?? 0;
      if (this.width !== width) state.changed();
    }).observe(this.host);
  }

  measure() {
    this.width = this.host.getBoundingClientRect().width;
  }

  /** An axis of the inputs. @param {string} feature @returns {import("../paint/axes.js").Axis} */
  input(feature) {
    const { kind, scene } = this.state;
    const ends = scene?.domain ?? [0, 1];
    return { ends, ticks: kind.is_table ? [0, 1] : even(ends), letters: featureName(feature) };
  }

  /** The requested samples, where there is no plane. */
  asks() {
    return this.samples.asks();
  }

  draw() {
    const { state } = this;
    const { frame, scene, colors, focus } = state;
    for (const { box, name } of this.boxes) box.checked = state.look[name];
    if (!frame) return;
    const isLine = Boolean(frame.arrays.curves);
    for (const canvas of [this.map.canvas, this.points]) show(canvas, !isLine);
    show(this.line, isLine);
    const isOfSamples = state.kind.view === "samples";
    if (isOfSamples !== this.host.classList.contains("of-samples")) {
      this.host.classList.toggle("of-samples", isOfSamples);
      attribute(this.host, "role", isOfSamples ? "group" : "img");
      attribute(this.host, "aria-label", isOfSamples ? ofSamples : ariaLabel);
      if (isOfSamples) this.host.tabIndex = 0;
      else this.host.removeAttribute("tabindex");
    }
    const key = `${focus?.layer}.${focus?.unit} ${state.gradients} ${state.feature}`;
    if (frame !== this.painted.frame || colors !== this.painted.colors || key !== this.painted.title) {
      this.paint(frame);
      this.name(key);
    }
    const { width } = this;
    if (isLine) {
      this.drawLine(frame);
      this.painted = { ...this.painted, frame, colors, title: key };
      return;
    }
    if (!isOfSamples) this.axes.draw(this.input("x1"), this.input("x2"));
    const points = `${isOfSamples} ${width} ${state.look.show_test} ${state.density} ${state.sample}`;
    const isOther = points !== this.painted.points || scene !== this.painted.scene || colors !== this.painted.colors;
    if (isOfSamples && (isOther || frame !== this.painted.frame || key !== this.painted.title)) {
      if (this.showsWeights(frame) || this.channel(frame)) this.points.width = this.points.height = 1;
      else this.samples.paint(this.points, width);
      this.samples.describe();
    } else if (!isOfSamples && scene && isOther) {
      paintPoints(this.points, width, scene, state);
    }
    this.painted = { ...this.painted, frame, scene, points, colors, title: key };
  }

  /** Along a line: a curve for each output, or for the focused unit. @param {import("../live/wire.js").Frame} frame */
  drawLine(frame) {
    const { state } = this;
    const { focus, fits, scene } = state;
    const isUnit = focus && fits;
    const ends = heights(state, frame);
    // The targets of classes are marked, else the scale.
    const ticks = (!isUnit && scene?.targets) || even(ends);
    this.axes.draw(this.input("x1"), { ends, ticks, letters: [isUnit ? Object.assign(document.createElement("i"), { textContent: "a" }) : hat()] });
    const count = frame.arrays.curves?.shape[0] ?? 1;
    this.scale.show(scene?.arrays.truth ? "lines" : count > 1 ? "classes" : "nothing", count);
    if (this.width > 0) paintLine(this.line, this.width, frame, state);
  }

  /** The output, or the focused unit: from its large map if it has come, else from its small one. */
  paint(/** @type {import("../live/wire.js").Frame} */ frame) {
    const { focus, colors, look, mappedSizes: sizes, fits } = this.state;
    const { output, outputs, winner, units, ranges } = frame.arrays;
    if (!output || !ranges) return;
    const last = ranges.data.length / 2 - 1;
    if (this.paintFeature()) return;
    const channel = this.channel(frame);
    if (channel && focus) {
      this.map.paintPicture(channel.bytes, channel.width, channel.height, colors.smooth);
      this.scale.show("values");
      this.scale.values(frame.arrays.channel_ranges?.data ?? [], focus.layer - 1, colors.smooth);
      return;
    }
    if (winner && !(focus && fits)) {
      const count = (frame.sizes.at(-1) ?? 0) / stepsOf(this.state);
      const tables = look.discretize ? colors.decided : colors.winners(count);
      this.spreadClasses(/** @type {Int8Array} */ (output.data), /** @type {Uint8Array} */ (winner.data), output.shape[0] ?? 0, tables);
      this.scale.show("classes", count);
      return;
    }
    this.scale.show("values");
    if (!focus || !fits) {
      const table = look.discretize ? colors.stepped : colors.smooth;
      this.spread(/** @type {Int8Array} */ (output.data), output.shape[0] ?? 0, table);
      this.scale.values(ranges.data, last, table);
      return;
    }
    if (this.showsWeights(frame)) {
      const { weights, weight_ranges: bounds } = frame.arrays;
      const side = weights?.shape[1] ?? 0;
      const bytes = pictureAt(/** @type {Int8Array} */ (weights?.data), weights?.shape ?? [], focus.unit, 1);
      if (inColour(bytes, side * side)) {
        this.map.paintColours(bytes, side, side);
        this.scale.show("nothing");
        return;
      }
      this.spread(bytes, side, colors.smooth);
      this.scale.values(bounds?.data ?? [], focus.unit, colors.smooth);
      return;
    }
    const nth = sizes.slice(1, focus.layer).reduce((a, b) => a + b, 0) + focus.unit;
    const isLarge = frame.focus?.[0] === focus.layer - 1 && frame.focus[1] === focus.unit && frame.arrays.focus;
    const large = isLarge ? frame.arrays.focus : undefined;
    const isOutput = outputs && focus.layer === sizes.length - 1;
    const small = isOutput ? outputs : units;
    const place = isOutput ? focus.unit : nth;
    if (!large && !small) return; // it comes with the next frame
    const side = large?.shape[0] ?? small?.shape[1] ?? 0;
    const bytes = large?.data ?? small?.data.subarray(place * side * side, (place + 1) * side * side);
    const table = (isOutput && colors.outputs[focus.unit]) || (look.discretize ? colors.stepped : colors.smooth);
    this.spread(/** @type {Int8Array} */ (bytes), side, table);
    this.scale.values(large ? (frame.arrays.focus_range?.data ?? []) : ranges.data, large ? 0 : nth, table);
  }

  /** The map of the feature that is pointed at. @returns {boolean} whether there is one */
  paintFeature() {
    const { scene, feature, formulas, colors, look } = this.state;
    const { features: maps, feature_ranges: ranges } = scene?.arrays ?? {};
    const nth = feature ? [...FEATURES, ...formulas].indexOf(feature) : -1;
    if (!maps || !ranges || nth < 0) return false;
    const side = maps.shape[1] ?? 0;
    const table = look.discretize ? colors.stepped : colors.smooth;
    this.spread(/** @type {Int8Array} */ (maps.data).subarray(nth * side * side, (nth + 1) * side * side), side, table);
    this.scale.show("values");
    this.scale.values(ranges.data, nth, table);
    return true;
  }

  /** The map of the focused channel; null where no channel is focused. @param {import("../live/wire.js").Frame} frame */
  channel(frame) {
    const { focus, fits } = this.state;
    const map = focus && fits ? channelMap(frame, focus.layer, focus.unit) : null;
    return map && map.bytes.length > 1 ? map : null;
  }

  /** Whether the focused unit has a picture of its weights over the pixels. @param {import("../live/wire.js").Frame} frame */
  showsWeights(frame) {
    return Boolean(this.state.fits && this.state.focus?.layer === 1 && frame.arrays.weights && !this.channel(frame));
  }

  /**
   * The factor by which a map is enlarged: points of at most `grain` pixels, an odd number so that each measured value
   * is the middle one of its own points.
   * @param {number} side
   * @param {number} [grain]
   */
  times(side, grain = defaults.grain) {
    if (this.state.kind.view === "samples") return 1; // no value exists between two samples
    const wanted = Math.ceil((this.width * this.state.density) / (side * grain));
    const bound = Math.min(defaults.finest, Math.floor(defaults.most / side));
    return Math.max(1, 2 * Math.ceil((Math.min(wanted, bound) - 1) / 2) + 1);
  }

  /**
   * Paint the predicted class at each point, and its strength.
   * @param {Int8Array} bytes
   * @param {Uint8Array} winner
   * @param {number} side
   * @param {Uint32Array[]} tables
   */
  spreadClasses(bytes, winner, side, tables) {
    const times = this.times(side);
    const labels = times === 1 ? winner : enlargedClasses(winner, bytes, side, times);
    this.map.paintClasses(times === 1 ? bytes : enlarged(bytes, side, times), labels, side * times, tables);
  }

  /**
   * Paint a map at the visible resolution: points of at most `grain` pixels, finer still where two colours meet sharply.
   * @param {Int8Array} bytes
   * @param {number} side
   * @param {Uint32Array} table
   */
  spread(bytes, side, table) {
    const times = this.times(side, table === this.state.colors.stepped ? 1 : defaults.grain);
    this.map.paint(times === 1 ? bytes : enlarged(bytes, side, times), side * times, table);
  }

  /** @param {string} key */
  name(key) {
    if (key === this.painted.title) return;
    const { focus } = this.state;
    const letters = document.createElement("span");
    letters.className = "symbol";
    const { feature } = this.state;
    if (feature) {
      letters.append(...featureName(feature));
      this.title.replaceChildren(t("Feature"), " ", letters);
    } else if (focus) {
      letters.append(...(this.state.gradients ? ["dL/d"] : []), ...symbol("a", focus.layer, focus.unit + 1));
      const isOutput = focus.layer === this.state.sizes.length - 1;
      const words = isOutput && !this.state.isAutoencoder
        ? outputName(this.state, focus.unit)
        : unitName(this.state, focus.layer, focus.unit);
      const looked = this.state.frame && this.showsWeights(this.state.frame);
      if (looked) this.title.replaceChildren(titled(words, t("weights")));
      else this.title.replaceChildren(`${words} `, letters);
    } else {
      letters.append(hat());
      this.title.replaceChildren(`${this.title.dataset.words} `, letters);
    }
  }
}

/** The letter of the prediction. */
const hat = () => Object.assign(document.createElement("i"), { textContent: "ŷ" });
