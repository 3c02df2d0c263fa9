// Inside the layers: a column for each layer, with its activations, gradients and updates.

import { Depth } from "./depth.js";
import { Diagnosis } from "./diagnosis.js";
import { GradientCheck } from "./gradient_check.js";
import { Chart, decades, middleTenths, paints, powers } from "./histogram.js";
import { figure, t } from "../words/messages.js";
import { symbol, symbolText } from "../words/notation.js";
import { typeset } from "../words/typeset.js";
import { Confusion } from "../samples/confusion.js";
import { percent } from "../samples/drawing.js";
import { attribute, show, write } from "../words/write.js";

export const defaults = {
  every: 90,
  spokenEvery: 1000,
  sizes: /** @type {[number, number]} */ ([-6, 0]),
  updates: /** @type {[number, number]} */ ([-5, -1]),
  // "Should be somewhere around 1e-3": the notes of Stanford's CS231n, on the ratio of weights to updates.
  healthy: [10 ** -3.5, 10 ** -2.5],
};
export const ariaLabel = t("Inside the layers");

/** @typedef {{cell: HTMLElement, chart: Chart, words: HTMLElement[]}} Cell */
/** @typedef {"activations" | "gradients" | "dead" | "saturated" | "sizes" | "updates"} Look */

export class Inside {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../curve/beside.js").Beside} beside
   * @param {(changes: import("../address/address.js").Changes) => Promise<void>} beginPlain
   */
  constructor(state, commands, beside, beginPlain) {
    this.state = state;
    this.host = /** @type {HTMLDetailsElement} */ (document.getElementById("inside"));
    this.rows = new Map(
      Array.from(this.host.querySelectorAll("tr[data-look]"), (row) => [/** @type {HTMLElement} */ (row).dataset.look, row]),
    );
    /** @type {Record<Look, Cell[]>} */
    this.cells = { activations: [], gradients: [], dead: [], saturated: [], sizes: [], updates: [] };
    this.confusion = new Confusion(state);
    this.diagnosis = new Diagnosis();
    this.check = new GradientCheck(state, commands);
    this.depth = new Depth(state, beside, beginPlain);
    this.made = "";
    /** The sizes of the network that is shown. */
    this.shown = "";
    this.drawn = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), canvases: /** @type {unknown} */ (null), at: 0 };
    this.paints = paints(state.colors);
    this.spoken = 0;
    this.canvases = { bars: { width: 0, height: 0 }, points: { width: 0, height: 0 } };
    new ResizeObserver(() => {
      this.measure();
      this.reach();
      state.changed();
    }).observe(this.host);
  }

  /** What goes on to the right is reached by key, too. */
  reach() {
    const table = this.rows.get("head")?.closest("table");
    if (table && table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table?.removeAttribute("tabindex");
  }

  asks() {
    return { inside: true };
  }

  waits() {
    return this.shown !== this.state.frame?.sizes.join();
  }

  draw() {
    const { frame, colors } = this.state;
    this.check.draw();
    this.depth.draw();
    if (!frame?.arrays.layer_norms) return;
    const { drawn } = this;
    const now = performance.now();
    const looksSame = drawn.colors === colors && drawn.canvases === this.canvases;
    if (looksSame && (drawn.frame === frame || (frame.state === "playing" && now - drawn.at < defaults.every))) return;
    this.make(frame.sizes.length - 1);
    this.shown = frame.sizes.join();
    if (drawn.colors !== colors) this.paints = paints(colors);
    this.drawn = { frame, colors, canvases: this.canvases, at: now };
    this.look(frame, now - this.spoken > defaults.spokenEvery || frame.state !== "playing");
    this.confusion.draw(frame);
    this.diagnosis.draw(frame);
  }

  /** A column for every layer. @param {number} layers */
  make(layers) {
    const key = `${layers}`;
    if (key === this.made) return;
    this.made = key;
    this.host.style.setProperty("--layers", key);
    const head = this.rows.get("head");
    head?.replaceChildren(/** @type {Node} */ (head.firstElementChild));
    for (let layer = 1; layer <= layers; layer++) {
      const title = element("th", "");
      title.setAttribute("role", "columnheader");
      title.setAttribute("scope", "col");
      const letters = element("span", "", "symbol");
      letters.append(...symbol("A", layer));
      title.append(element("span", layer === layers ? t("Output") : t("Layer {layer}", { layer }), "words"), " ", letters);
      head?.append(title);
    }
    for (const [look, cells] of Object.entries(this.cells)) {
      const row = this.rows.get(look);
      row?.replaceChildren(/** @type {Node} */ (row.firstElementChild));
      cells.length = 0;
      for (let layer = 1; layer <= layers; layer++) cells.push(this.cell(/** @type {Look} */ (look), /** @type {Element} */ (row)));
    }
    this.measure();
    this.reach();
  }

  /** @param {Look} look @param {Element} row @returns {Cell} */
  cell(look, row) {
    const cell = element("td", "");
    cell.setAttribute("role", "cell");
    const chart = new Chart();
    const words = [element("span", "")];
    if (look === "dead" || look === "saturated") cell.append(element("span", "", "share"));
    else cell.append(chart.canvas);
    if (look === "activations") words.push(element("span", ""));
    else if (look !== "gradients") chart.canvas.setAttribute("aria-hidden", "true"); // The number below has the same content.
    const line = element("span", "", "ends");
    line.append(...words);
    cell.append(line);
    row.append(cell);
    return { cell, chart, words };
  }

  measure() {
    const size = (/** @type {Cell | undefined} */ cell) => cell?.chart.canvas.getBoundingClientRect() ?? { width: 0, height: 0 };
    this.canvases = { bars: size(this.cells.activations[0]), points: size(this.cells.sizes[0]) };
  }

  /** @param {import("../live/wire.js").Frame} frame @param {boolean} speaks whether to update the text alternatives, too */
  look(frame, speaks) {
    const { arrays } = frame;
    const data = (/** @type {string} */ name) => arrays[name]?.data ?? new Float32Array(0);
    const norms = Array.from({ length: frame.sizes.length - 1 }, (_, l) => Array.from(data("layer_norms").slice(3 * l, 3 * l + 3)));
    this.histograms("activations", data("activation_counts"), data("activation_ranges"), speaks);
    this.histograms("gradients", data("gradient_counts"), data("gradient_ranges"), speaks);
    this.shares("dead", data("layer_shares"), 0);
    this.shares("saturated", data("layer_shares"), 1);
    this.points("sizes", norms.map(([, dW]) => dW ?? 0), defaults.sizes);
    this.points("updates", norms.map(([W, , change]) => (W ? (change ?? 0) / W : NaN)), defaults.updates, defaults.healthy);
    if (speaks) this.spoken = performance.now();
  }

  /**
   * @param {"activations" | "gradients"} look
   * @param {ArrayLike<number> & {subarray(from: number, to: number): ArrayLike<number>}} counts
   * @param {ArrayLike<number>} ranges
   * @param {boolean} speaks
   */
  histograms(look, counts, ranges, speaks) {
    const { experiment } = this.state;
    const { bars } = this.canvases;
    const bins = counts.length / this.cells[look].length;
    this.cells[look].forEach(({ chart, words }, l) => {
      const low = ranges[2 * l] ?? 0;
      const high = ranges[2 * l + 1] ?? 0;
      const of = counts.subarray(l * bins, (l + 1) * bins);
      // The maps are grey in the middle of a sigmoid's range, and at zero for every other function.
      const middle = look === "activations" && isSigmoid(experiment, l) ? 0.5 : 0;
      chart.bars(of, { low, high, middle }, this.paints, bars.width, bars.height);
      if (look === "gradients") write(words[0], `±${end(high)}`);
      else {
        write(words[0], end(low));
        write(words[1], end(high));
      }
      if (!speaks) return;
      const [from, to] = middleTenths(of, low, high);
      const name = symbolText(look === "activations" ? "A" : "dW", l + 1);
      const sentence = t("{name}: 80 % of the numbers lie between {from} and {to}", { name, from: figure(from), to: figure(to) });
      attribute(chart.canvas, "aria-label", sentence);
    });
  }

  /** @param {"dead" | "saturated"} look @param {ArrayLike<number>} shares @param {number} nth */
  shares(look, shares, nth) {
    let isAsked = false;
    this.cells[look].forEach(({ cell, words }, l) => {
      const share = shares[2 * l + nth] ?? -1;
      isAsked ||= share >= 0;
      cell.classList.toggle("none", share < 0);
      cell.style.setProperty("--share", String(Math.max(0, share)));
      write(words[0], share < 0 ? "–" : percent(share));
    });
    show(/** @type {HTMLElement} */ (this.rows.get(look)), isAsked);
  }

  /**
   * @param {"sizes" | "updates"} look
   * @param {number[]} sizes
   * @param {[number, number]} usual
   * @param {number[]} [zone]
   */
  points(look, sizes, usual, zone) {
    const [low, high] = powers(sizes, usual);
    const height = (/** @type {number | undefined} */ size) =>
      size === undefined || Number.isNaN(size) ? undefined : size > 0 ? (Math.log10(size) - low) / (high - low) : 0;
    const [from, to] = (zone ?? []).map(height);
    const band = from === undefined || to === undefined ? null : /** @type {[number, number]} */ ([from, to]);
    const heights = sizes.map(height);
    const lines = decades(low, high);
    const { width, height: tall } = this.canvases.points;
    this.cells[look].forEach(({ chart, words }, l) => {
      const around = [heights[l - 1], heights[l], heights[l + 1]];
      chart.point(around, band, lines, this.paints, width, tall);
      write(words[0], small(sizes[l] ?? 0));
    });
    const scale = this.rows.get(look)?.querySelector(".scale");
    const ends = `${high} ${low}`;
    if (!scale || scale.getAttribute("data-ends") === ends) return;
    attribute(scale, "data-ends", ends);
    scale.replaceChildren(...[high, low].map(power));
  }
}

/** @param {import("../address/address.js").Experiment} experiment @param {number} l */
function isSigmoid({ network, objective }, l) {
  if (l === network.hidden.length) return objective.loss === "cross_entropy";
  const { activations, activation } = /** @type {{activation: string, activations?: string[] | null}} */ (network);
  return (activations?.[l] ?? activation) === "sigmoid";
}

/** A size, with its power of ten where it is small. @param {number} value */
const small = (value) => (value > 0 && value < 0.00095 ? typeset(value.toExponential(1).replace(".0", "")) : figure(value));

/** @param {number} exponent */
function power(exponent) {
  const node = element("span", "10");
  node.append(element("sup", String(exponent).replace("-", "−")));
  return node;
}

/** The end of an axis, rounded. @param {number} value */
const end = (value) => small(Math.abs(value)).replace(/(\.\d*?)0+($|e)/, "$1$2").replace(/\.($|e)/, "$1").replace(/^(?=.)/, value < 0 ? "−" : "");

/** @param {string} tag @param {string} text @param {string} [name] its CSS class */
function element(tag, text, name) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (name) node.className = name;
  return node;
}
