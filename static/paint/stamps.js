// Stamps: marks that are drawn once in their colours, and then laid down in hundreds of places with every frame.

import { paths } from "./marks.js";

/** @typedef {{fill: string, edge: string, width: number}} Look its colour, and its edge's colour and width */

export class Stamps {
  constructor() {
    this.shapes = paths();
    this.radius = 0;
    /** @type {unknown} */
    this.reason = null;
    /** @type {Map<string, HTMLCanvasElement>} */
    this.drawn = new Map();
  }

  /** Forget the stamps where their radius changes, or what gives them their colours. @param {number} radius @param {unknown} reason */
  renew(radius, reason) {
    if (radius === this.radius && reason === this.reason) return;
    this.radius = radius;
    this.reason = reason;
    this.drawn.clear();
  }

  /**
   * Lay the mark of a class down, its middle in this place.
   * @param {CanvasRenderingContext2D} context without a transform
   * @param {number} label @param {Look} look @param {number} x @param {number} y
   */
  lay(context, label, look, x, y) {
    const shape = this.shapes[label];
    if (!shape) return;
    const key = `${label} ${look.fill} ${look.edge} ${look.width}`;
    let stamp = this.drawn.get(key);
    if (!stamp) this.drawn.set(key, (stamp = this.draw(shape, look)));
    context.drawImage(stamp, x - stamp.width / 2, y - stamp.height / 2);
  }

  /** @param {Path2D} shape @param {Look} look */
  draw(shape, { fill, edge, width }) {
    const stamp = document.createElement("canvas");
    // No shape reaches further than 1.5 radii, and no tip of its edge than 1.5 times the edge's width beyond it.
    stamp.width = stamp.height = 2 * Math.ceil((1.5 + 1.5 * width) * this.radius);
    const context = /** @type {CanvasRenderingContext2D} */ (stamp.getContext("2d"));
    context.setTransform(this.radius, 0, 0, this.radius, stamp.width / 2, stamp.height / 2);
    context.lineWidth = width;
    context.fillStyle = fill;
    context.strokeStyle = edge;
    context.stroke(shape);
    context.fill(shape);
    return stamp;
  }
}
