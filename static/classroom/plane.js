// The plane to draw on: with pointer, finger or keys; whoever uses it says what a stroke or a press does.

import { blank } from "../paint/blank.js";
import { paths } from "../paint/marks.js";

/** The edge of the plane, how far keys move, and the radius of a mark as a share of the side. */
export const defaults = { edge: 6, step: 0.25, stride: 1, radius: 0.014 };

/** @typedef {[number, number]} Place */
/** @typedef {{points?: {x1: number, x2: number, label: number, isLit?: boolean}[], lines?: {places: Place[], isOwn?: boolean}[], isRegression?: boolean}} Drawn */

const hundredths = (/** @type {number} */ value) => Math.round(100 * value) / 100;
const inside = (/** @type {number} */ value) => Math.max(-defaults.edge, Math.min(defaults.edge, value));

export class Plane {
  /**
   * @param {HTMLElement} host
   * @param {import("../paint/colors.js").Colors} colors
   * @param {{put?: (place: Place, isFirst: boolean) => void, erase?: () => void, digit?: (digit: number) => void}} [ways] without `put`, nothing is drawn by hand
   */
  constructor(host, colors, ways = {}) {
    this.host = host;
    this.colors = colors;
    this.canvas = document.createElement("canvas");
    this.cursor = Object.assign(document.createElement("span"), { className: "cursor", hidden: true });
    host.append(this.canvas, this.cursor);
    /** @type {Place} */
    this.place = [0, 0];
    /** @type {Drawn} */
    this.drawn = {};
    this.isOn = false;
    new ResizeObserver(() => this.draw(this.drawn)).observe(host);
    if (ways.put) this.listen(ways);
  }

  /** Whether it is drawn on now; it is a picture else. @param {boolean} isOn */
  enable(isOn) {
    this.isOn = isOn;
    this.host.setAttribute("role", isOn ? "application" : "img");
    if (isOn) this.host.tabIndex = 0;
    else this.host.removeAttribute("tabindex");
  }

  /** @param {NonNullable<ConstructorParameters<typeof Plane>[2]>} ways */
  listen({ put, erase, digit }) {
    const { host } = this;
    this.enable(true);
    const touch = (/** @type {PointerEvent} */ event, /** @type {boolean} */ isFirst) => {
      const { left, top, width, height } = host.getBoundingClientRect();
      const { edge } = defaults;
      this.place = [inside(edge * ((2 * (event.clientX - left)) / width - 1)), inside(edge * (1 - (2 * (event.clientY - top)) / height))];
      put?.(/** @type {Place} */ (this.place.map(hundredths)), isFirst);
    };
    host.addEventListener("pointerdown", (event) => {
      if (!this.isOn || event.button !== 0) return;
      event.preventDefault();
      host.focus({ preventScroll: true });
      host.setPointerCapture(event.pointerId);
      this.cursor.hidden = true;
      touch(event, true);
    });
    host.addEventListener("pointermove", (event) => {
      if (host.hasPointerCapture(event.pointerId)) touch(event, false);
    });
    host.addEventListener("blur", () => (this.cursor.hidden = true));
    host.addEventListener("keydown", (event) => {
      if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.shiftKey ? defaults.stride : defaults.step;
      const [dx, dy] = /** @type {Record<string, Place>} */ ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowDown: [0, -step], ArrowUp: [0, step] })[event.key] ?? [0, 0];
      if (dx || dy) this.place = [inside(this.place[0] + dx), inside(this.place[1] + dy)];
      else if (event.key === " " || event.key === "Enter") put?.(/** @type {Place} */ (this.place.map(hundredths)), !event.repeat);
      else if (event.key === "Delete" || event.key === "Backspace") erase?.();
      else if (/^\d$/.test(event.key)) digit?.(Number(event.key));
      else return;
      event.preventDefault();
      const { edge } = defaults;
      this.cursor.hidden = false;
      this.cursor.style.left = `${(50 * (this.place[0] + edge)) / edge}%`;
      this.cursor.style.top = `${(50 * (edge - this.place[1])) / edge}%`;
    });
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    this.drawn = drawn;
    const { canvas, colors } = this;
    const side = Math.round(this.host.clientWidth * devicePixelRatio);
    if (!side) return;
    const context = blank(canvas, side);
    const at = (/** @type {number} */ value) => (side * (value + defaults.edge)) / (2 * defaults.edge);
    context.lineJoin = context.lineCap = "round";
    for (const { places, isOwn } of drawn.lines ?? []) {
      for (const [width, color, alpha] of /** @type {const} */ ([[2.2, "mark-edge", 0.5], [1, "map-ink", isOwn ? 1 : 0.55]])) {
        context.globalAlpha = alpha;
        context.strokeStyle = colors.token(color);
        context.lineWidth = (width * (isOwn ? 3.5 : 2.5) * side) / 500;
        context.beginPath();
        for (const [x1, x2] of places) context.lineTo(at(x1), side - at(x2));
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    const shapes = paths();
    const radius = Math.max(3 * devicePixelRatio, defaults.radius * side);
    for (const { x1, x2, label, isLit } of drawn.points ?? []) {
      const nth = drawn.isRegression ? Number(label > 0) : label;
      const size = radius * (isLit ? 1.7 : 1);
      context.setTransform(size, 0, 0, size, at(x1), side - at(x2));
      context.fillStyle = colors.classes[nth]?.mark ?? colors.token("ink");
      context.strokeStyle = colors.token("mark-edge");
      context.lineWidth = 0.25;
      context.fill(/** @type {Path2D} */ (shapes[nth]));
      context.stroke(/** @type {Path2D} */ (shapes[nth]));
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}
