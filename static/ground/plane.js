// The plane: the relief, and on it the run as a ball that a person can take elsewhere.

import { grip } from "../paint/grip.js";
import { lossAt, paintRelief } from "./relief.js";
import { Marks } from "./marks.js";

export const defaults = { step: 1 / 40, far: 5, reach: 0.2 };

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });

/** @typedef {[number, number]} Point in the plane's own numbers */
/** @typedef {{window: [number, number, number], losses: import("../live/wire.js").Values | null}} Ground a window's middle and half of its side */
/** @typedef {{by: Point, color: string, width: number, dash?: number[]}} Move an arrow from the ball */

export class GroundPlane {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("../run/state.js").State} state
   * @param {{put: (at: Point, begins: boolean) => void, pointed: () => void}} ways `put`: the ball was taken to a point; with `begins`, by another gesture
   */
  constructor(canvas, state, { put, pointed }) {
    this.canvas = canvas;
    this.state = state;
    this.ways = { put, pointed };
    this.relief = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.painted = { losses: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null), side: 0 };
    /** @type {Ground | null} what is drawn */
    this.ground = null;
    /** Where the ball is drawn. @type {Point | null} */
    this.ball = null;
    /** Where the pointer is. @type {Point | null} */
    this.point = null;
    this.isDragged = false;
    this.width = 0;
    const meets = grip(canvas, () => this.ball && this.place(this.ball, this.width));
    // A finger that is not on the ball scrolls the page; if it only taps, the ball comes there.
    canvas.addEventListener("pointerdown", (event) => (event.pointerType !== "touch" || meets(event)) && this.take(event));
    canvas.addEventListener("click", (event) => /** @type {PointerEvent} */ (event).pointerType === "touch" && this.tap(/** @type {PointerEvent} */ (event)));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", () => (this.isDragged = false));
    canvas.addEventListener("pointercancel", () => (this.isDragged = false));
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
      state.changed();
    }).observe(canvas);
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (!this.ground || event.button > 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.isDragged = true;
    this.follow(event);
    if (this.point) this.ways.put(this.point, true);
  }

  /** @param {PointerEvent} event */
  tap(event) {
    this.follow(event);
    if (this.point) this.ways.put(this.point, true);
    this.leave();
  }

  /** @param {PointerEvent} event */
  move(event) {
    this.follow(event);
    if (this.isDragged && this.point) this.ways.put(this.point, false);
    this.ways.pointed();
  }

  leave() {
    if (this.isDragged) return;
    this.point = null;
    this.ways.pointed();
  }

  /** @param {PointerEvent} event */
  follow(event) {
    if (!this.ground) return;
    const box = this.canvas.getBoundingClientRect();
    const share = (/** @type {number} */ part) => 2 * Math.max(0, Math.min(1, part)) - 1;
    const [a, b, half] = this.ground.window;
    this.point = [a + half * share((event.clientX - box.left) / box.width), b - half * share((event.clientY - box.top) / box.height)];
  }

  /** The arrow keys roll the ball; what follows in one go is one gesture. @param {KeyboardEvent} event */
  press(event) {
    const step = KEYS[event.key];
    if (!step || !this.ground || !this.ball || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [a, b, half] = this.ground.window;
    const far = 2 * half * defaults.step * (event.shiftKey ? defaults.far : 1);
    const within = (/** @type {number} */ value, /** @type {number} */ middle) => Math.max(middle - half, Math.min(middle + half, value));
    // The next key may come before the ball is drawn there.
    this.ball = [within(this.ball[0] + step[0] * far, a), within(this.ball[1] + step[1] * far, b)];
    this.ways.put(this.ball, !event.repeat);
  }

  /** The loss of the surface at a point; null: it is not known, or not finite. @param {Point} point */
  lossAt([x, y]) {
    const { ground } = this;
    if (!ground?.losses) return null;
    const [a, b, half] = ground.window;
    return lossAt(ground.losses.data, ground.losses.shape[0] ?? 0, (x - a) / half / 2 + 0.5, (y - b) / half / 2 + 0.5);
  }

  /** The power of 10, or 2 or 5 times one, by which arrows are drawn longer, so that the longest of these can be seen. @param {Point[]} moves */
  times(moves) {
    const longest = Math.max(...moves.map((by) => Math.hypot(...by)), 0);
    const half = this.ground?.window[2] ?? 1;
    if (!(longest > 0)) return 1;
    const wanted = (2 * half * defaults.reach) / longest;
    const power = 10 ** Math.floor(Math.log10(wanted));
    return Math.max(1, [5, 2, 1].map((each) => each * power).find((each) => each <= wanted) ?? power);
  }

  /**
   * @param {Ground} ground
   * @param {{ball: Point | null, pieces: {points: Point[], isPresent: boolean}[], moves: Move[], times: number, minima: {at: Point, words: string}[]}} marks
   */
  paint(ground, { ball, pieces, moves, times, minima }) {
    const { canvas, state: { colors, density } } = this;
    this.ground = ground;
    this.ball = ball;
    const side = Math.round(this.width * density);
    if (side === 0) return;
    if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
    this.paintGround(ground, side);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(this.relief.canvas, 0, 0);
    const draw = new Marks(context, colors, density);
    for (const { points, isPresent } of pieces) draw.path(points.map((point) => this.place(point, side)), isPresent);
    const at = ball && this.place(ball, side);
    if (ball && at) for (const { by, color, width, dash } of [...moves].reverse()) draw.arrow({ at, to: this.place([ball[0] + times * by[0], ball[1] + times * by[1]], side), color, width, ...(dash && { dash }) });
    // A minimum is named by its number, which no arrow hides.
    for (const minimum of minima) draw.minimum(this.place(minimum.at, side), minimum.words);
    if (at) draw.ball(at, this.isDragged);
  }

  /** The relief is painted anew only where it is another one. @param {Ground} ground @param {number} side */
  paintGround({ losses }, side) {
    const { colors } = this.state;
    const { canvas } = this.relief;
    if (this.painted.losses === losses && this.painted.colors === colors && this.painted.side === side) return;
    this.painted = { losses, colors, side };
    canvas.width = canvas.height = side;
    if (losses) paintRelief(this.relief, losses.data, losses.shape[0] ?? 0, colors);
  }

  /** @param {Point} point @param {number} side @returns {Point} in pixels */
  place([x, y], side) {
    const [a, b, half] = this.ground?.window ?? [0, 0, 1];
    return [((x - a) / half / 2 + 0.5) * side, (0.5 - (y - b) / half / 2) * side];
  }
}
