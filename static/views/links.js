// The links: one curve for each weight, its width for the size and its colour for the sign.

import { linkHorizontal, select } from "../vendor/d3.js";
import { figure, t } from "../messages.js";
import { symbolText } from "../notation.js";

/** @typedef {{layer: number, to: number, from: number, key: string}} Link W[layer], row `to`, column `from`, from 0 */
/** @typedef {import("../layout.js").Layout} Layout */

export const defaults = { thinnest: 0.6, thickest: 9, widthOfOne: 3.2, flowing: 400, beads: 14, stride: 1.4 };
export const ariaLabel = t("Weights");

const curve = linkHorizontal();

/** @param {number[]} sizes @returns {Link[]} */
export function linksOf(sizes) {
  return sizes.slice(1).flatMap((units, l) =>
    Array.from({ length: units * /** @type {number} */ (sizes[l]) }, (_, n) => {
      const from = n % /** @type {number} */ (sizes[l]);
      const to = Math.floor(n / /** @type {number} */ (sizes[l]));
      return { layer: l + 1, to, from, key: `${l + 1}.${to}.${from}` };
    }),
  );
}

export class Links {
  /**
   * @param {SVGGElement} group
   * @param {(link: Link | null) => void} point called with the link that is pointed at or focused
   */
  constructor(group, point) {
    this.group = select(group);
    this.thin = this.group.append("g").attr("class", "links");
    this.beads = this.group.append("g").attr("class", "beads").attr("stroke-dasharray", `.1 ${defaults.beads - 0.1}`);
    this.run = 0;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.wide = this.group.append("g").attr("class", "links").attr("role", "group").attr("aria-label", ariaLabel);
    /** @type {Map<string, {path: SVGPathElement, reach: SVGPathElement, bead?: SVGPathElement, width: string, color: string, out: boolean}>} */
    this.drawn = new Map();
    const find = (/** @type {Event} */ event) => /** @type {any} */ (select(/** @type {Element} */ (event.target)).datum());
    this.wide.on("pointerover focusin", (event) => point(find(event) ?? null));
    this.wide.on("pointerout focusout", () => point(null));
  }

  /**
   * Place every link anew.
   * @param {Link[]} links
   * @param {(layer: number, unit: number) => import("../layout.js").Point} place a unit of layer 0 being a feature
   * @param {Layout} layout
   */
  place(links, place, layout) {
    const line = (/** @type {Link} */ { layer, from, to }) => {
      const start = place(layer - 1, from);
      const end = place(layer, to);
      const half = layout.size / 2 - 1;
      const startHalf = layer === 1 ? layout.featureSize / 2 - 1 : half;
      return curve({ source: [start.x + startHalf, start.y], target: [end.x - half, end.y] }) ?? "";
    };
    const key = (/** @type {any} */ link) => link.key;
    const paths = this.thin.selectAll("path").data(links, key).join("path").classed("link", true).attr("d", line);
    const flows = links.length <= defaults.flowing;
    const beads = this.beads.selectAll("path").data(flows ? links : [], key).join("path").attr("d", line);
    const reaches = this.wide.selectAll("path").data(links, key).join("path");
    reaches.attr("class", "reach").attr("d", line).attr("tabindex", -1).attr("role", "img").order();
    const nodes = paths.nodes();
    const reachNodes = reaches.nodes();
    const beadNodes = beads.nodes();
    this.drawn = new Map(
      links.map((link, i) => [
        link.key,
        {
          path: /** @type {any} */ (nodes[i]),
          reach: /** @type {any} */ (reachNodes[i]),
          bead: /** @type {any} */ (beadNodes[i]),
          width: "",
          color: "",
          out: false,
        },
      ]),
    );
    this.beads.classed("flows", flows);
  }

  /**
   * Paint every link by its weight; null where no weights are known.
   * @param {Link[]} links
   * @param {((link: Link) => number | null) | null} weight
   * @param {import("../colors.js").Colors} colors
   * @param {((layer: number, unit: number) => boolean) | null} [isOut] whether dropout had a unit out in this step
   */
  paint(links, weight, colors, isOut = null) {
    for (const link of links) {
      const drawn = this.drawn.get(link.key);
      if (!drawn) continue;
      const value = weight ? weight(link) : null;
      const size = Math.min(defaults.thickest, Math.max(defaults.thinnest, Math.abs(value ?? 0) * defaults.widthOfOne));
      const width = size.toFixed(1);
      const color = value === null ? colors.token("line") : colors.link(value);
      if (width !== drawn.width) {
        drawn.path.style.strokeWidth = drawn.width = width;
        if (drawn.bead) drawn.bead.style.strokeWidth = String(size > 1 ? Math.min(size * 0.6, 3) : 0);
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
      this.drawn.get(link.key)?.reach.setAttribute("aria-label", `${name} = ${figure(weight(link))}`);
    }
  }

  /** @param {((link: Link) => boolean) | null} shown which links stand out; null: all alike */
  highlight(shown) {
    this.thin.classed("busy", shown !== null);
    this.thin.selectAll("path").classed("shown", (link) => shown?.(/** @type {Link} */ (link)) ?? false);
  }

  /** @param {string} key */
  focus(key) {
    this.drawn.get(key)?.reach.focus();
  }
}
