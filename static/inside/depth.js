// Depth: the gradient of every layer, of a residual network and, beside it, of the same network without its shortcuts.

import { described } from "../address/schema.js";
import { enable } from "../controls/enable.js";
import { layersOf, withLayers } from "../layers/architectures.js";
import { bracketed, joinGroups, titled } from "../words/joined.js";
import { figure, t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { typeset } from "../words/typeset.js";
import { wiringOf } from "../diagram/wiring.js";
import { plainOf } from "./plain.js";
import { powers } from "./histogram.js";
import { show } from "../words/write.js";

/** The size of the chart, and the exponents that it shows at least. */
export const defaults = { width: 720, height: 220, left: 44, below: 26, usual: /** @type {[number, number]} */ ([-2, 0]) };
export const ariaLabel = t("Gradient by layer");

/** The norms ‖dW‖ of a run's layers with their numbers, and the step of their frame. @typedef {{step: number, layers: number[], norms: number[]}} Norms */

export class Depth {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../curve/beside.js").Beside} beside
   * @param {(changes: import("../address/address.js").Changes) => Promise<void>} begin begins the run beside the page's own
   */
  constructor(state, beside, begin) {
    this.state = state;
    this.beside = beside;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.panel = /** @type {HTMLDetailsElement} */ (find("inside"));
    this.host = find("depth");
    this.button = /** @type {HTMLButtonElement} */ (find("depth-begin"));
    this.chart = find("depth-chart");
    this.legend = find("depth-legend");
    this.table = /** @type {HTMLTableElement} */ (find("depth-table"));
    this.status = find("depth-status");
    /** @type {{own: Norms | null, other: Norms | null}} */
    this.norms = { own: null, other: null };
    this.drawn = "";
    // A closed panel is not drawn: nothing is asked for then.
    this.panel.addEventListener("toggle", () => this.panel.open || (beside.kind === "plain" && beside.look({})));
    this.button.addEventListener("click", async () => {
      this.status.textContent = "";
      enable(this.button, false);
      try {
        const layers = layersOf(state.experiment) ?? [];
        await begin(withLayers(described(state.experiment), plainOf(layers)));
      } catch (error) {
        this.status.textContent = reasonOf(error);
      } finally {
        enable(this.button, true);
      }
    });
  }

  draw() {
    const { state, beside } = this;
    const isResidual = (layersOf(state.experiment) ?? []).some(({ kind }) => kind === "residual");
    show(this.host, isResidual);
    const isCompared = isResidual && beside.run !== null && beside.kind === "plain";
    if (beside.kind === "plain") beside.look(isCompared && this.panel.open ? { inside: true } : {});
    if (!isResidual || !this.panel.open || !state.frame) return;
    show(this.button, !isCompared);
    const projections = new Set(wiringOf(state.experiment).shortcuts.map(({ projection }) => projection));
    // A look that is dear rests now and then: what was measured last stays.
    this.norms.own = normsOf(state.frame, projections) ?? this.norms.own;
    this.norms.other = isCompared ? ((beside.frame && normsOf(beside.frame, new Set())) ?? this.norms.other) : null;
    this.show(this.norms.own, this.norms.other);
  }

  /** @param {Norms | null} own @param {Norms | null} other */
  show(own, other) {
    const key = JSON.stringify([own, other]);
    if (!own || key === this.drawn) return;
    this.drawn = key;
    const lines = [{ name: "with", text: t("with shortcuts"), of: own }, ...(other ? [{ name: "without", text: t("without shortcuts"), of: other }] : [])];
    const [low, high] = powers(lines.flatMap(({ of }) => of.norms), defaults.usual);
    const { width, height, left, below } = defaults;
    const count = own.norms.length;
    const x = (/** @type {number} */ l) => left + ((l + 0.5) / count) * (width - left);
    const y = (/** @type {number} */ norm) => 8 + (1 - (norm > 0 ? (Math.log10(norm) - low) / (high - low) : 0)) * (height - below - 16);
    const marks = Array.from({ length: high - low + 1 }, (_, i) => low + i).flatMap((exponent) => [
      node("line", { x1: left, x2: width, y1: y(10 ** exponent), y2: y(10 ** exponent), class: "decade" }),
      node("text", { x: left - 8, y: y(10 ** exponent) + 4, "text-anchor": "end" }, `10${superscript(exponent)}`),
    ]);
    const every = Math.ceil(count / 16);
    const numbers = own.norms.flatMap((_, l) => (l % every === 0 ? [node("text", { x: x(l), y: height - 6, "text-anchor": "middle" }, String(own.layers[l]))] : []));
    const drawn = lines.flatMap(({ name, of }) => [
      node("polyline", { points: of.norms.map((norm, l) => `${x(l)},${y(norm)}`).join(" "), class: name }),
      ...of.norms.map((norm, l) => (name === "without" ? node("rect", { x: x(l) - 4, y: y(norm) - 4, width: 8, height: 8, class: name }) : node("circle", { cx: x(l), cy: y(norm), r: 4, class: name }))),
    ]);
    const picture = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    const words = lines.map(({ text, of }) => t("{name}: {first} in the first layer, {last} at the output", { name: text, first: small(of.norms[0] ?? 0), last: small(of.norms.at(-1) ?? 0) }));
    picture.setAttribute("aria-label", titled(ariaLabel, joinGroups(words)));
    picture.append(...marks, ...numbers, ...drawn);
    this.chart.replaceChildren(picture);
    this.legend.replaceChildren(...lines.map(({ name, text, of }, nth) => {
      const item = document.createElement("li");
      item.className = name;
      const step = t("iteration {step}", { step: of.step });
      item.textContent = bracketed(words[nth] ?? text, step);
      return item;
    }));
    this.list(own, other);
  }

  /** The same as numbers. @param {Norms} own @param {Norms | null} other */
  list(own, other) {
    const [body] = this.table.tBodies;
    body?.replaceChildren(...own.norms.map((norm, l) => {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row", textContent: l === own.norms.length - 1 ? t("Output") : t("Layer {layer}", { layer: own.layers[l] ?? 0 }) });
      row.append(head, ...[norm, other?.norms[l]].map((value) => Object.assign(document.createElement("td"), { textContent: value === undefined ? "–" : small(value) })));
      return row;
    }));
  }
}

/** The norms of a frame, without those of projections; null: it has none. @param {import("../live/wire.js").Frame} frame @param {Set<number | null>} projections @returns {Norms | null} */
function normsOf(frame, projections) {
  const { layer_norms: found } = frame.arrays;
  if (!found) return null;
  const count = found.shape[0] ?? 0;
  const layers = Array.from({ length: count }, (_, nth) => nth + 1).filter((l) => !projections.has(l));
  return { step: frame.step, layers, norms: layers.map((l) => found.data[3 * l - 2] ?? 0) };
}

/** @param {number} value */
const small = (value) => (value > 0 && value < 0.00095 ? typeset(value.toExponential(1)) : figure(value));

/** @param {number} exponent */
const superscript = (exponent) => Array.from(String(exponent), (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [text] */
function node(name, attributes, text) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, String(value));
  if (text !== undefined) found.textContent = text;
  return found;
}
