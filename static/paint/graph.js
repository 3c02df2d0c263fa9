// A graph: a function and, fainter, its derivative, drawn from values of the engine.

import { attribute } from "../words/write.js";

const SVG = "http://www.w3.org/2000/svg";

/** The range of a graph: from -reach to reach, and half as far up and down, with the centre a little lower. */
export const defaults = { reach: 4, bottom: -1.5, top: 2.5 };

export class Graph {
  constructor() {
    const { reach, bottom, top } = defaults;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "graph");
    this.svg.setAttribute("viewBox", `${-reach} ${-top} ${2 * reach} ${top - bottom}`);
    this.svg.setAttribute("aria-hidden", "true");
    this.path("axes", `M${-reach} 0H${reach}M0 ${-top}V${-bottom}`);
    this.derivative = this.path("derivative", "");
    this.function = this.path("function", "");
  }

  /** @param {string} className @param {string} d */
  path(className, d) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", className);
    path.setAttribute("d", d);
    this.svg.append(path);
    return path;
  }

  /**
   * @param {ArrayLike<number>} values the function and then its derivative, evenly over -reach .. reach
   */
  draw(values) {
    const count = values.length / 2;
    const line = (/** @type {number} */ start) =>
      Array.from({ length: count }, (_, i) => {
        const x = defaults.reach * ((2 * i) / (count - 1) - 1);
        return `${x.toFixed(2)} ${(-/** @type {number} */ (values[start + i])).toFixed(3)}`;
      }).join("L");
    attribute(this.function, "d", `M${line(0)}`);
    attribute(this.derivative, "d", `M${line(count)}`);
  }
}
