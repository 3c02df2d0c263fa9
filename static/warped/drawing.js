// The drawing: the lines of the grid and the samples, each on its way from one layer's plane to the next one's.

import { boundsOf } from "../embedding/bounds.js";
import { blank } from "../paint/blank.js";
import { paths } from "../paint/marks.js";

export const defaults = { largest: 5, smallest: 2.4, rounded: 0.5 };

/** The planes of one snapshot: the layer below and the layer. @typedef {{layers: import("../live/wire.js").LayerPlane[], grid: Values, samples: Values | null, labels: ArrayLike<number>}} Planes */
/** @typedef {import("../live/wire.js").Values} Values */
/** @typedef {import("../embedding/bounds.js").Bounds} Bounds */

export class WarpedDrawing {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    host.append(this.canvas);
    this.shapes = paths();
    /** The bounds of each layer, which stand still while its plane moves a little. @type {Map<number, Bounds>} */
    this.bounds = new Map();
  }

  clear() {
    const { canvas } = this;
    canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
    canvas.removeAttribute("aria-label");
  }

  /** The bounds of one of the layers. @param {Planes} planes @param {number} nth */
  boundsOf({ layers, grid, samples }, nth) {
    const { layer } = /** @type {import("../live/wire.js").LayerPlane} */ (layers[nth]);
    const [own, carried] = [rowOf(grid, nth), samples ? rowOf(samples, nth) : []];
    const points = new Float32Array(own.length + carried.length);
    points.set(own);
    points.set(carried, own.length);
    const bounds = boundsOf(points, this.bounds.get(layer) ?? null);
    this.bounds.set(layer, bounds);
    return bounds;
  }

  /**
   * @param {Planes} planes
   * @param {number} share from the first of the layers (0) to the last one (1)
   * @param {{width: number, density: number, colors: import("../paint/colors.js").Colors, classes: number}} look
   */
  paint(planes, share, { width, density, colors, classes }) {
    const { canvas } = this;
    const side = Math.round(width * density);
    const context = blank(canvas, side);
    const nths = planes.layers.length > 1 && share < 1 ? [0, 1] : [planes.layers.length - 1];
    const weights = nths.length > 1 ? [1 - share, share] : [1];
    const bounds = nths.map((nth) => this.boundsOf(planes, nth));
    /** The places on the canvas of points of all these layers. @param {Values} values */
    const placed = (values) => {
      const found = new Float32Array(rowOf(values, 0).length);
      nths.forEach((nth, i) => {
        const [{ x, y, half }, weight, own] = [/** @type {Bounds} */ (bounds[i]), weights[i] ?? 0, rowOf(values, nth)];
        for (let at = 0; at < own.length; at += 2) {
          found[at] = (found[at] ?? 0) + weight * (((own[at] ?? 0) - x) / half / 2 + 0.5) * side;
          found[at + 1] = (found[at + 1] ?? 0) + weight * (0.5 - ((own[at + 1] ?? 0) - y) / half / 2) * side;
        }
      });
      return found;
    };
    this.lines(context, planes.grid, placed(planes.grid), { density, colors });
    if (planes.samples) this.marks(context, placed(planes.samples), planes.labels, { width, density, colors, classes });
  }

  /** @param {CanvasRenderingContext2D} context @param {Values} grid @param {Float32Array} places @param {{density: number, colors: import("../paint/colors.js").Colors}} look */
  lines(context, { shape }, places, { density, colors }) {
    const [, , lines = 0, points = 0] = shape;
    context.lineJoin = "round";
    for (const [direction, color] of /** @type {const} */ ([[1, "batch"], [0, "muted"]])) {
      for (let line = 0; line < lines; line++) {
        const isChief = line === (lines - 1) / 2 || line === 0 || line === lines - 1;
        context.beginPath();
        const from = (direction * lines + line) * points;
        for (let at = from; at < from + points; at++) context.lineTo(places[2 * at] ?? 0, places[2 * at + 1] ?? 0);
        context.lineWidth = (isChief ? 1.8 : 0.9) * density * colors.thick;
        context.strokeStyle = colors.token(color);
        context.stroke();
      }
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {Float32Array} places @param {ArrayLike<number>} labels @param {{width: number, density: number, colors: import("../paint/colors.js").Colors, classes: number}} look */
  marks(context, places, labels, { width, density, colors, classes }) {
    const radius = Math.min(defaults.largest, Math.max(defaults.smallest, width / 120)) * density * colors.thick;
    const all = Array.from(labels);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    for (let i = 0; 2 * i < places.length; i++) {
      const label = all[i] ?? 0;
      const shape = this.shapes[classes ? label : 1];
      if (!shape) continue;
      context.setTransform(radius, 0, 0, radius, places[2 * i] ?? 0, places[2 * i + 1] ?? 0);
      context.lineWidth = 0.3;
      context.fillStyle = classes ? (colors.classes[label]?.mark ?? "") : colors.signed((2 * (label - low)) / (high - low || 1) - 1);
      context.strokeStyle = colors.token("mark-edge");
      context.fill(shape);
      context.stroke(shape);
    }
    context.resetTransform();
  }
}

/** The points of one layer: x and y, one after the other. @param {Values} values @param {number} nth */
function rowOf({ data, shape }, nth) {
  const size = data.length / (shape[0] ?? 1);
  return /** @type {Float32Array} */ (data.subarray(nth * size, (nth + 1) * size));
}
