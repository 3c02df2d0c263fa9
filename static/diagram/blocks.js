// The blocks of a list of layers: frames around them, arrows from layer to layer, arcs past layers, side outputs where they leave.

import { linkHorizontal } from "../vendor/d3.js";
import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";
import { kindText, layersOf, shapeText } from "../layers/architectures.js";
import { partText } from "./stages.js";
import { blocksOf } from "./wiring.js";

/** @typedef {import("./layout.js").Layout & import("./staged_layout.js").Staged} Layout */
/** @typedef {import("./wiring.js").Wiring} Wiring */

export const defaults = { beside: 7, margin: 4, line: 15 };
export const ariaLabel = t("Blocks and connections");
const SVG = "http://www.w3.org/2000/svg";
const curve = linkHorizontal();

export class Blocks {
  /** @param {SVGGElement} group */
  constructor(group) {
    this.group = group;
    group.setAttribute("class", "blocks");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", ariaLabel);
  }

  /**
   * @param {Layout | null} layout null: there are no blocks
   * @param {Wiring} wiring
   * @param {import("../address/address.js").Experiment} experiment
   * @param {number[]} arrows the layers to which an arrow leads, in place of a link for each weight
   * @param {number} scale pixels of one designed pixel
   */
  place(layout, wiring, experiment, arrows, scale) {
    const parts = layout ? [...this.frames(layout, wiring, experiment, scale), ...this.arrows(layout, wiring, arrows), ...this.arcs(layout, wiring, experiment, scale), ...this.sides(layout, wiring, scale)] : [];
    this.group.replaceChildren(...parts);
    this.group.toggleAttribute("hidden", parts.length === 0);
  }

  /** The middle of a layer's units, and how far they reach to its sides. @param {Layout} layout @param {number} l */
  box(layout, l) {
    const points = l === 0 ? layout.features : (layout.layers[l - 1] ?? []);
    const half = (l === 0 ? layout.featureSize : layout.size) / 2 + 2;
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    return { left: Math.min(...xs) - half, right: Math.max(...xs) + half, y: (Math.min(...ys) + Math.max(...ys)) / 2, top: Math.min(...ys) - half };
  }

  /** @param {Layout} layout @param {Wiring} wiring @param {import("../address/address.js").Experiment} experiment @param {number} scale */
  frames(layout, wiring, experiment, scale) {
    const stages = experiment.network.stages ?? [];
    const list = layersOf(experiment) ?? [];
    return blocksOf(stages).flatMap(({ number, first, last }) => {
      const inside = wiring.stages.map((_, l) => l).filter((l) => l >= first && l <= last);
      const left = Math.min(...inside.map((l) => at(layout.columns, l) - at(layout.widths, l) / 2)) + defaults.margin;
      const right = Math.max(...inside.map((l) => at(layout.columns, l) + at(layout.widths, l) / 2)) - defaults.margin;
      const lanes = Math.max(...inside.map((l) => /** @type {import("./wiring.js").Place} */ (wiring.stages[l]).lanes));
      const top = lanes > 1 ? 0 : layout.frame.top;
      const join = wiring.joins.find(({ ends }) => ends.some((l) => l >= first && l <= last));
      const name = kindText(list[number]?.kind ?? "");
      const shape = join ? shapeText(joined(stages, join.ends)) : "";
      const follows = (join?.layers ?? []).map(partText).join(" · ");
      const words = [name, shape && `→ ${shape}`, follows].filter(Boolean);
      const frame = make("rect", { class: "frame", x: left, y: top, width: right - left, height: layout.frame.bottom - top, rx: 10 });
      const said = join ? t("{block} of layers {first} to {last}: {count} branches side by side, joined to {shape}", { block: name, first, last, count: lanes, shape }) : t("{block} of layers {first} to {last}", { block: name, first, last });
      tell(frame, said);
      return [frame, ...words.map((each, n) => text(each, (left + right) / 2, layout.frame.bottom + (n + 1) * defaults.line * scale))];
    });
  }

  /** Arrows from layer to layer. Branches join in a bar, from which arrows go on. @param {Layout} layout @param {Wiring} wiring @param {number[]} arrows */
  arrows(layout, wiring, arrows) {
    /** @type {Map<string, {x: number, top: number, bottom: number}>} the bars, by what joins there */
    const bars = new Map();
    const joins = wiring.joins.filter(({ ends }) => ends.length > 1).flatMap(({ ends }) => {
      const x = Math.max(...ends.map((l) => at(layout.columns, l) + at(layout.widths, l) / 2)) - defaults.margin;
      const boxes = ends.map((l) => this.box(layout, l));
      const [top, bottom] = [Math.min(...boxes.map(({ y }) => y)), Math.max(...boxes.map(({ y }) => y))];
      bars.set(ends.join(), { x, top, bottom });
      const lines = boxes.map(({ right, y }) => `M${right},${y}H${x}`).join("");
      return [make("path", { class: "arrow", d: lines }), make("path", { class: "bar", d: `M${x},${top - 8}V${bottom + 8}` })];
    });
    const ways = arrows.flatMap((l) => {
      const end = this.box(layout, l);
      const { reads } = at(wiring.stages, l);
      const bar = bars.get(reads.join());
      const [x, y] = [end.left - 3, end.y];
      const from = bar ? [{ right: bar.x, y: Math.max(bar.top, Math.min(bar.bottom, y)) }] : reads.map((each) => this.box(layout, each));
      return from.map(({ right, y: start }) => make("path", { class: "arrow", d: `${curve({ source: [right, start], target: [x, y] })}M${x - 5},${y - 4}L${x},${y}L${x - 5},${y + 4}` }));
    });
    return [...joins, ...ways];
  }

  /** @param {Layout} layout @param {Wiring} wiring @param {import("../address/address.js").Experiment} experiment @param {number} scale */
  arcs(layout, wiring, experiment, scale) {
    return wiring.shortcuts.flatMap(({ starts, end, projection }) => {
      const start = /** @type {number} */ (starts.reduce((a, b) => (at(layout.columns, b) > at(layout.columns, a) ? b : a)));
      const foot = at(layout.bands, end).top + 2;
      const top = layout.frame.top + 8 * scale - (foot - layout.frame.top - 8 * scale) / 3;
      const from = start === 0 ? at(layout.columns, 0) + layout.featureSize / 4 : at(layout.columns, start) + defaults.beside;
      const to = at(layout.columns, end) - defaults.beside;
      const bend = Math.min(26 * scale, (to - from) / 3);
      const low = start === 0 ? this.box(layout, 0).top : foot;
      const arc = make("path", { class: "arc", d: `M${from},${low}C${from},${top} ${from + bend},${top + 6} ${from + 2 * bend},${top + 6}H${to - 2 * bend}C${to - bend},${top + 6} ${to},${top} ${to},${foot - 9}` });
      const plus = make("path", { class: "plus", d: `M${to - 6},${foot - 3}a6,6 0 1,0 12,0a6,6 0 1,0 -12,0M${to - 3.5},${foot - 3}h7M${to},${foot - 6.5}v7` });
      const by = projection === null ? "" : experiment.network.stages?.[projection - 1]?.map(partText).join(" · ");
      const ends = { start: joinNames(starts.map(String)), end };
      tell(arc, by ? t("Shortcut from layer {start} to the sums of layer {end}, through {projection}", { ...ends, projection: by }) : t("Shortcut from layer {start} to the sums of layer {end}", ends));
      const label = text(by ? String(by).split(" · ")[0] ?? "" : "", (from + to) / 2, top + 6 + 4 * scale);
      label.classList.add("by");
      return [arc, plus, ...(by ? [label] : [])];
    });
  }

  /** @param {Layout} layout @param {Wiring} wiring @param {number} scale */
  sides(layout, wiring, scale) {
    return wiring.sides.flatMap(({ head, weight, reads }) => {
      const right = reads.reduce((a, b) => (at(layout.columns, b) > at(layout.columns, a) ? b : a));
      const x = at(layout.columns, right) + at(layout.widths, right) / 2 - 2;
      const y = layout.frame.bottom + (defaults.line * 2 + 22) * scale;
      const words = t("side output × {weight}", { weight });
      const arrow = make("path", { class: "arrow side", d: `M${x},${layout.frame.bottom - 10}V${y}M${x - 4},${y - 5}L${x},${y}L${x + 4},${y - 5}` });
      tell(arrow, t("Side output {head} reads here; its loss counts {weight} times", { head, weight }));
      return [arrow, text(words, x, y + 12 * scale)];
    });
  }
}

/** The shape of channels one after the other. @param {import("./stages.js").Part[][]} stages @param {number[]} ends */
function joined(stages, ends) {
  const shapes = ends.map((l) => stages[l - 1]?.at(-1)?.shape ?? []);
  const [, ...rest] = shapes[0] ?? [];
  return [shapes.reduce((sum, [channels = 0]) => sum + channels, 0), ...rest];
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function make(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** @param {string} words @param {number} x @param {number} y */
function text(words, x, y) {
  const node = make("text", { x, y, "text-anchor": "middle" });
  node.textContent = words;
  return node;
}

/** @param {Element} node @param {string} words what it is, for those who do not see it */
function tell(node, words) {
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", words);
  const title = document.createElementNS(SVG, "title");
  title.textContent = words;
  node.append(title);
}

/** @template T @param {T[]} list @param {number} index */
const at = (list, index) => /** @type {T} */ (list[index]);
