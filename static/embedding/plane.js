// The plane: test samples as the marks of their classes, the centres of centre loss, and a pointer.

import { blank } from "../paint/blank.js";
import { grip } from "../paint/grip.js";
import { paths } from "../paint/marks.js";
import { rounded } from "../paint/axes.js";
import { Stamps } from "../paint/stamps.js";
import { boundsOf } from "./bounds.js";

export const defaults = { radius: 4.2, center: 8.5, largest: 6, step: 1 / 40, far: 5, every: 80 };

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });

/** @typedef {[number, number]} Point in the plane's own numbers */

export class EmbeddingPlane {
  /**
   * @param {HTMLElement} host
   * @param {import("../run/state.js").State} state
   * @param {(point: Point | null) => void} pointed called when the pointer has moved
   */
  constructor(host, state, pointed) {
    this.host = host;
    this.state = state;
    this.pointed = pointed;
    this.canvas = document.createElement("canvas");
    host.append(this.canvas);
    this.shapes = paths();
    this.stamps = new Stamps();
    /** @type {import("./bounds.js").Bounds | null} */
    this.bounds = null;
    /** @type {Point | null} */
    this.point = null;
    this.sent = 0;
    this.width = 0;
    const meets = grip(host, () => this.point && this.place(this.point, this.width));
    host.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.follow(event));
    // A finger that is not on the pointer scrolls the page; if it only taps, the pointer comes there.
    host.addEventListener("click", (event) => /** @type {PointerEvent} */ (event).pointerType === "touch" && this.follow(/** @type {PointerEvent} */ (event), true));
    host.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && !meets(event)) return;
      this.follow(event, true);
      if (event.pointerType !== "mouse") host.setPointerCapture(event.pointerId);
    });
    host.addEventListener("pointermove", (event) => event.pointerType !== "mouse" && host.hasPointerCapture(event.pointerId) && this.follow(event));
    host.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      state.changed();
    }).observe(host);
  }

  /** Another plane: nothing of the last one is left. */
  clear() {
    this.bounds = null;
    this.point = null;
  }

  /** @param {PointerEvent} event @param {boolean} [atOnce] */
  follow(event, atOnce = false) {
    if (!this.bounds) return;
    const box = this.host.getBoundingClientRect();
    const { x, y, half } = this.bounds;
    const across = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const up = 1 - Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
    this.move([x + (2 * across - 1) * half, y + (2 * up - 1) * half], atOnce);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.bounds) return;
    const { x, y, half } = this.bounds;
    if (event.key === "Escape" && this.point) {
      event.preventDefault();
      return this.move(null, true);
    }
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const far = 2 * half * defaults.step * (event.shiftKey ? defaults.far : 1);
    const [px, py] = this.point ?? [x, y];
    const within = (/** @type {number} */ value, /** @type {number} */ middle) => Math.max(middle - half, Math.min(middle + half, value));
    this.move(this.point ? [within(px + step[0] * far, x), within(py + step[1] * far, y)] : [px, py], true);
  }

  /** The pointer follows the hand in every picture; the server is asked a few times a second. @param {Point | null} point @param {boolean} atOnce */
  move(point, atOnce) {
    this.point = point;
    const now = performance.now();
    clearTimeout(this.timer);
    if (atOnce || now - this.sent > defaults.every) {
      this.sent = now;
      this.pointed(point);
    } else this.timer = setTimeout(() => this.move(this.point, true), defaults.every);
    this.state.changed();
  }

  /**
   * @param {import("../live/wire.js").Frame} frame
   * @param {ArrayLike<number>} labels
   * @param {number} chosen which of the samples is framed; -1: none
   */
  paint(frame, labels, chosen) {
    const { embedded, embedded_centers: centers } = frame.arrays;
    const { canvas, width, state: { colors, classes } } = this;
    if (!embedded || width === 0) return;
    const points = embedded.data;
    this.bounds = boundsOf(centers ? Float32Array.of(...points, ...centers.data) : points, this.bounds);
    const side = Math.round(width * devicePixelRatio);
    const context = blank(canvas, side);
    this.cross(context, side);
    const edge = colors.token("surface");
    const radius = Math.min(defaults.largest, Math.max(2.6, width / 95)) * devicePixelRatio;
    const [low, high] = [Math.min(...Array.from(labels)), Math.max(...Array.from(labels))];
    this.stamps.renew(radius, classes ? colors : labels);
    for (let i = 0; 2 * i < points.length; i++) {
      const label = labels[i] ?? 0;
      const fill = classes ? (colors.classes[label]?.color ?? "") : colors.signed((2 * (label - low)) / (high - low || 1) - 1);
      const look = i === chosen ? { fill, edge: colors.token("accent"), width: 1 } : { fill, edge, width: 0.22 };
      this.stamps.lay(context, classes ? label : 1, look, ...this.place(/** @type {Point} */ ([points[2 * i], points[2 * i + 1]]), side));
    }
    for (let k = 0; centers && 2 * k < centers.data.length; k++) {
      const shape = this.shapes[k];
      if (!shape) continue;
      this.at(context, side, /** @type {Point} */ ([centers.data[2 * k], centers.data[2 * k + 1]]), defaults.center * devicePixelRatio);
      context.lineWidth = 0.55;
      context.strokeStyle = edge;
      context.stroke(shape);
      context.lineWidth = 0.25;
      context.strokeStyle = colors.token("ink");
      context.fillStyle = colors.classes[k]?.color ?? "";
      context.fill(shape);
      context.stroke(shape);
    }
    if (this.point) this.pointer(context, side, this.point);
  }

  /** The lines through 0. @param {CanvasRenderingContext2D} context @param {number} side */
  cross(context, side) {
    const [x, y] = this.place([0, 0], side);
    context.strokeStyle = this.state.colors.token("line");
    context.lineWidth = devicePixelRatio;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, side);
    context.moveTo(0, y);
    context.lineTo(side, y);
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} side @param {Point} point */
  pointer(context, side, point) {
    const size = 11 * devicePixelRatio;
    const [x, y] = this.place(point, side);
    const { colors } = this.state;
    for (const [color, width] of /** @type {const} */ ([["surface", 5], ["ink", 2]])) {
      context.resetTransform();
      context.strokeStyle = colors.token(color);
      context.lineWidth = width * devicePixelRatio;
      context.beginPath();
      context.arc(x, y, size * 0.55, 0, 2 * Math.PI);
      for (const [dx, dy] of /** @type {const} */ ([[1, 0], [-1, 0], [0, 1], [0, -1]])) {
        context.moveTo(x + dx * size * 0.55, y + dy * size * 0.55);
        context.lineTo(x + dx * size, y + dy * size);
      }
      context.stroke();
    }
  }

  /** @param {Point} point @param {number} side @returns {Point} */
  place([px, py], side) {
    const { x, y, half } = this.bounds ?? { x: 0, y: 0, half: 1 };
    return [((px - x) / half / 2 + 0.5) * side, (0.5 - (py - y) / half / 2) * side];
  }

  /** @param {CanvasRenderingContext2D} context @param {number} side @param {Point} point @param {number} radius */
  at(context, side, point, radius) {
    const [x, y] = this.place(point, side);
    context.setTransform(radius, 0, 0, radius, x, y);
  }

  /** How long its side is, in its own numbers. */
  get side() {
    return 2 * (this.bounds?.half ?? 1);
  }

  /** The ends of its axes. */
  get ends() {
    const { x, y, half } = this.bounds ?? { x: 0, y: 0, half: 1 };
    return { across: /** @type {Point} */ ([x - half, x + half]), up: /** @type {Point} */ ([y - half, y + half]) };
  }

  /** The pointer's place in words. */
  get where() {
    return this.point ? `${rounded(this.point[0])}, ${rounded(this.point[1])}` : "";
  }
}
