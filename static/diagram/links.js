// The links: one curve for each weight, its width for the size and its colour for the sign.

import { linkHorizontal, select } from "../vendor/d3.js";
import { figure, t } from "../words/messages.js";
import { symbolText } from "../words/notation.js";
import { attribute } from "../words/write.js";

/** @typedef {{layer: number, to: number, from: number, key: string}} Link W[layer], row `to`, column `from`, from 0 */
/** @typedef {import("./layout.js").Layout} Layout */

export const defaults = { thinnest: 0.6, thickest: 9, widthOfOne: 3.2, crowd: 100, strongest: 3, beads: 14, stride: 1.4 };
export const ariaLabel = t("Weights");

const curve = linkHorizontal();

/** @param {number[]} sizes @param {(layer: number) => boolean} [areDrawn] whether a layer's weights are drawn one by one @returns {Link[]} */
export function linksOf(sizes, areDrawn = () => true) {
  return sizes.slice(1).flatMap((units, l) => !areDrawn(l + 1) ? [] :
    Array.from({ length: units * /** @type {number} */ (sizes[l]) }, (_, n) => {
      const from = n % /** @type {number} */ (sizes[l]);
      const to = Math.floor(n / /** @type {number} */ (sizes[l]));
      return { layer: l + 1, to, from, key: `${l + 1}.${to}.${from}` };
    }),
  );
}

/**
 * Where a layer has a crowd of links, the few into each of its units whose weights are largest; elsewhere all. Where the
 * weights are too many to be sent, a few.
 * @param {Link[]} links layer by layer and unit by unit
 * @param {(link: Link) => number | null} weight
 */
export function strongest(links, weight) {
  /** @type {Map<number, number>} how many links a layer has */
  const counts = new Map();
  for (const { layer } of links) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  /** @type {Map<string, {link: Link, size: number}[]>} those into each unit of a crowded layer */
  const crowded = new Map();
  for (const link of links) {
    if ((counts.get(link.layer) ?? 0) <= defaults.crowd) continue;
    const unit = `${link.layer}.${link.to}`;
    // A weight that was not sent says nothing of its size: the link from the unit opposite goes first.
    const size = Math.abs(weight(link) ?? 0) || -Math.abs(link.from - link.to);
    crowded.set(unit, [...(crowded.get(unit) ?? []), { link, size }]);
  }
  const few = [...crowded.values()].flatMap((into) => into.sort((a, b) => b.size - a.size).slice(0, defaults.strongest));
  const chosen = new Set(few.map(({ link }) => link));
  return links.filter((link) => chosen.has(link) || !crowded.has(`${link.layer}.${link.to}`));
}

export class Links {
  /** @param {SVGGElement} group */
  constructor(group) {
    this.group = select(group);
    // What is pointed at and has the focus lies below the links, so that its mark does not hide them.
    this.wide = this.group.append("g").attr("class", "links").attr("role", "group").attr("aria-label", ariaLabel);
    this.thin = this.group.append("g").attr("class", "links");
    this.beads = this.group.append("g").attr("class", "beads").attr("stroke-dasharray", `.1 ${defaults.beads - 0.1}`);
    this.run = 0;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    /** @type {Map<string, {path: SVGPathElement, reach: SVGPathElement, bead: SVGPathElement, width: string, color: string, out: boolean}>} */
    this.drawn = new Map();
    /** @type {((link: Link) => string)} the curve of a link, where the layers stand now */
    this.line = () => "";
    /** @type {((link: Link) => boolean) | null} */
    this.highlighted = null;
  }

  /** The link that an element stands for. @param {Element} element @returns {Link | null} */
  linkOf(element) {
    return element.matches(".reach") ? /** @type {Link} */ (select(element).datum()) : null;
  }

  /**
   * Place every link anew.
   * @param {Link[]} links
   * @param {(layer: number, unit: number) => import("./layout.js").Point} place a unit of layer 0 being a feature
   * @param {Layout} layout
   */
  place(links, place, layout) {
    this.line = ({ layer, from, to }) => {
      const start = place(layer - 1, from);
      const end = place(layer, to);
      const half = layout.size / 2 - 1;
      const startHalf = layer === 1 ? layout.featureSize / 2 - 1 : half;
      return curve({ source: [start.x + startHalf, start.y], target: [end.x - half, end.y] }) ?? "";
    };
    this.show(links);
  }

  /** Draw these links, where the layers stand. @param {Link[]} links */
  show(links) {
    const { line } = this;
    const key = (/** @type {any} */ link) => link.key;
    // Only a link that was not drawn before gets all its attributes.
    const curved = (/** @type {any} */ path) => path.each((/** @type {Link} */ link, /** @type {number} */ nth, /** @type {Element[]} */ nodes) => attribute(/** @type {Element} */ (nodes[nth]), "d", line(link)));
    const paths = this.thin.selectAll("path").data(links, key).join((entered) => entered.append("path").attr("class", "link")).call(curved);
    const beads = this.beads.selectAll("path").data(links, key).join("path").call(curved);
    const reaches = this.wide.selectAll("path").data(links, key)
      .join((entered) => entered.append("path").attr("class", "reach").attr("tabindex", -1).attr("role", "img")).call(curved).order();
    const nodes = paths.nodes();
    const reachNodes = reaches.nodes();
    const beadNodes = beads.nodes();
    const { drawn } = this;
    this.drawn = new Map(
      links.map((link, i) => {
        const { width = "", color = "", out = false } = drawn.get(link.key) ?? {};
        const [path, reach, bead] = [nodes[i], reachNodes[i], beadNodes[i]];
        return [link.key, { path: /** @type {any} */ (path), reach: /** @type {any} */ (reach), bead: /** @type {any} */ (bead), width, color, out }];
      }),
    );
    this.highlight(this.highlighted);
  }

  /**
   * Paint every link by its weight; null where no weights are known.
   * @param {Link[]} links
   * @param {((link: Link) => number | null) | null} weight
   * @param {import("../paint/colors.js").Colors} colors
   * @param {((layer: number, unit: number) => boolean) | null} [isOut] whether dropout had a unit out in this step
   */
  paint(links, weight, colors, isOut = null) {
    for (const link of links) {
      const drawn = this.drawn.get(link.key);
      if (!drawn) continue;
      const value = weight ? weight(link) : null;
      const size = colors.thick * Math.min(defaults.thickest, Math.max(defaults.thinnest, Math.abs(value ?? 0) * defaults.widthOfOne));
      const width = size.toFixed(1);
      const color = value === null ? colors.token("line") : colors.link(value);
      if (width !== drawn.width) {
        drawn.path.style.strokeWidth = drawn.width = width;
        drawn.bead.style.strokeWidth = String(size > 1 ? Math.min(size * 0.6, 3) : 0);
      }
      if (color !== drawn.color) drawn.path.style.stroke = drawn.color = color;
      const out = isOut !== null && (isOut(link.layer, link.to) || isOut(link.layer - 1, link.from));
      if (out !== drawn.out) drawn.path.classList.toggle("out", (drawn.out = out));
    }
  }

  /** Move the beads on: they run when frames come, and stand when none do. */
  flow() {
    if (this.still.matches) return;
    this.run = (this.run + defaults.stride) % defaults.beads;
    this.beads.style("stroke-dashoffset", -this.run);
  }

  /** @param {Link[]} links @param {(link: Link) => number | null} weight */
  describe(links, weight) {
    for (const link of links) {
      const name = symbolText("w", link.layer, link.to + 1, link.from + 1);
      const reach = this.drawn.get(link.key)?.reach;
      if (reach) attribute(reach, "aria-label", `${name} = ${figure(weight(link))}`);
    }
  }

  /** @param {((link: Link) => boolean) | null} shown which links stand out; null: all alike */
  highlight(shown) {
    if (!shown && !this.highlighted) return;
    this.highlighted = shown;
    this.thin.classed("busy", shown !== null);
    this.thin.selectAll("path").classed("shown", (link) => shown?.(/** @type {Link} */ (link)) ?? false);
  }

  /** @param {string} key */
  focus(key) {
    this.drawn.get(key)?.reach.focus();
  }
}
