// The overlay: all students' boundaries laid over each other, as app/classroom/overlay.py computes them.

import { rounded } from "../paint/axes.js";
import { colors } from "../paint/colors.js";
import { enlarged, enlargedClasses, Painting } from "../paint/map.js";
import { interpolateRgb, rgb } from "../vendor/d3.js";
import { titled } from "../words/joined.js";
import { figure, percentage, t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { find } from "./site.js";
import { students } from "./told.js";

/** How much larger a map is painted, an odd number; the share of a minority that is a disagreement; the sides of a curve's drawing. */
export const defaults = { times: 15, minority: 0.25, line: { width: 480, height: 480 } };
const LEVELS = 127;

export class OverlayView {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** @type {import("./together.js").Part[]} */
    this.parts = ["overlay"];
    this.mean = new Painting();
    this.spread = new Painting();
    find("overlay-mean").append(this.mean.canvas);
    find("overlay-spread").append(this.spread.canvas);
    this.colors = colors();
    /** @type {import("../live/wire.js").Shared | null} */
    this.told = null;
    document.addEventListener("chalknet-theme", () => {
      this.colors = colors();
      this.draw();
    });
  }

  /** @param {import("../live/wire.js").Shared} told */
  take(told) {
    this.told = told;
    this.draw();
  }

  draw() {
    const { told } = this;
    if (!told) return;
    const { students: count, of } = told;
    write(find("overlay-count"), count === 0 ? t("No student's network can be shown over a plane or a line yet.") : t("{count} of {students}: those at the present task whose data and outputs are alike.", { count, students: students(of) }));
    show(find("overlay-planes"), count > 0);
    show(find("overlay-words"), count > 0);
    if (count === 0) return;
    const spread = told.arrays.spread?.data ?? [];
    const largest = mostOf(told, spread);
    if (told.arrays.mean?.shape.length === 1) this.drawLine(told);
    else this.drawMaps(told, largest);
    for (const [id, ends] of Object.entries(this.keys(told, largest))) {
      find(id).replaceChildren(...ends.map((words) => Object.assign(document.createElement("span"), { textContent: words })));
    }
    const words = said(told, spread);
    write(find("overlay-words"), words);
    attribute(find("overlay-mean"), "aria-label", t("Map of the class on average"));
    attribute(find("overlay-spread"), "aria-label", titled(t("Map of where the class disagrees"), words));
  }

  /** @param {import("../live/wire.js").Shared} told @param {number} largest spread */
  drawMaps({ arrays, problem, outputs }, largest) {
    const { mean, spread, winner } = arrays;
    if (!mean || !spread) return;
    const [side = 1] = mean.shape;
    const { times } = defaults;
    const unit = problem === "regression" ? extent(mean.data) : 1;
    if (winner) {
      const strengths = levels(mean.data, (share) => 2 * share - 1);
      const classes = /** @type {Uint8Array} */ (winner.data);
      this.mean.paintClasses(enlarged(strengths, side, times), enlargedClasses(classes, strengths, side, times), side * times, this.colors.winners(outputs));
    } else this.mean.paint(enlarged(levels(mean.data, (value) => value / unit), side, times), side * times, this.colors.smooth);
    this.spread.paint(enlarged(levels(spread.data, (value) => (2 * value) / largest - 1), side, times), side * times, this.ramp());
  }

  /** From agreement to disagreement. */
  ramp() {
    const { token } = this.colors;
    const shade = interpolateRgb(token("line"), token("validation"));
    return Uint32Array.from({ length: 2 * LEVELS + 1 }, (_, i) => {
      const { r, g, b } = rgb(shade(i / (2 * LEVELS)));
      return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    });
  }

  /** Mean and standard deviation along a line: a curve, and a band around it; beside it the deviation alone. @param {import("../live/wire.js").Shared} told */
  drawLine({ arrays }) {
    const mean = Array.from(arrays.mean?.data ?? []);
    const spread = Array.from(arrays.spread?.data ?? []);
    const reach = extent(mean.map((value, i) => Math.abs(value) + (spread[i] ?? 0)));
    this.curve(this.mean, reach, -reach, mean, spread);
    this.curve(this.spread, extent(spread), 0, spread, null);
  }

  /** @param {Painting} painting @param {number} high @param {number} low @param {number[]} values @param {number[] | null} band */
  curve({ canvas, context }, high, low, values, band) {
    const { width, height } = defaults.line;
    Object.assign(canvas, { width, height });
    const { token } = this.colors;
    const x = (/** @type {number} */ i) => (width * i) / (values.length - 1);
    const y = (/** @type {number} */ value) => height * (0.05 + (0.9 * (high - value)) / (high - low));
    context.fillStyle = token("surface");
    context.fillRect(0, 0, width, height);
    context.fillStyle = token("line");
    context.fillRect(0, y(0) - 1, width, 2);
    if (band) {
      context.globalAlpha = 0.25;
      context.fillStyle = token("validation");
      context.beginPath();
      values.forEach((value, i) => context.lineTo(x(i), y(value + (band[i] ?? 0))));
      for (let i = values.length - 1; i >= 0; i--) context.lineTo(x(i), y((values[i] ?? 0) - (band[i] ?? 0)));
      context.fill();
      context.globalAlpha = 1;
    }
    context.strokeStyle = token(band ? "accent" : "validation");
    context.lineWidth = 4;
    context.beginPath();
    values.forEach((value, i) => context.lineTo(x(i), y(value)));
    context.stroke();
  }

  /** What the ends of the colours mean. @param {import("../live/wire.js").Shared} told @param {number} largest */
  keys({ arrays, problem }, largest) {
    const isLine = arrays.mean?.shape.length === 1;
    if (isLine) return { "overlay-mean-key": [t("curve: the mean; band: one standard deviation up and down")], "overlay-spread-key": [t("at most {value}", { value: figure(largest) })] };
    const unit = extent(arrays.mean?.data ?? []);
    const sure = t("all are sure");
    const mean = arrays.winner ? [t("the class that most say; paler where fewer do")] : problem === "regression" ? [rounded(-unit), rounded(unit)] : [`◆ ${sure}`, t("half and half"), `${sure} ●`];
    const spread = problem === "regression" ? [t("standard deviation 0"), rounded(largest)] : [t("all say the same"), largest === 0.5 ? t("half and half") : t("{share} % say otherwise", { share: Math.round(100 * largest) })];
    return { "overlay-mean-key": mean, "overlay-spread-key": spread };
  }
}

/** The largest spread that the colours show. @param {import("../live/wire.js").Shared} told @param {ArrayLike<number>} spread */
function mostOf({ arrays, problem, outputs }, spread) {
  if (problem === "regression") return extent(spread);
  return arrays.winner ? 1 - 1 / outputs : 0.5;
}

/** The overlay in a sentence. @param {Record<string, any>} told @param {ArrayLike<number>} spread */
export function said({ problem }, spread) {
  if (problem === "regression") return t("The largest standard deviation is {value}.", { value: figure(extent(spread)) });
  const many = Array.from(spread).filter((share) => share >= defaults.minority).length / Math.max(1, spread.length);
  if (many === 0) return t("Nowhere does a quarter of them say otherwise than the others.");
  return t("On {share} % of the plane, a quarter of them or more say otherwise than the others.", { share: percentage(many) });
}

/** The largest absolute value, or 1 where all are 0. @param {ArrayLike<number>} values */
const extent = (values) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

/** @param {ArrayLike<number>} values @param {(value: number) => number} share from -1 to 1 */
const levels = (values, share) => Int8Array.from(Array.from(values), (value) => Math.round(LEVELS * Math.max(-1, Math.min(1, share(value)))));
