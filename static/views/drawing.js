// The drawing: a digit that is drawn with the mouse or a finger, what the network is shown of it, and what it answers.

import { figure, t } from "../messages.js";
import { paintPicture } from "../picture.js";

export const defaults = { side: 56, finer: 4, pen: 4.6, every: 80 };
export const ariaLabel = t("Draw a digit here with the mouse or a finger; or choose a sample among those on the right");

export class Drawing {
  /**
   * @param {HTMLElement} host the diagram, in which it stands in the place of the inputs
   * @param {import("../state.js").State} state
   */
  constructor(host, state) {
    this.state = state;
    this.group = document.createElement("div");
    this.group.className = "drawing";
    this.group.setAttribute("role", "group");
    this.group.setAttribute("aria-label", t("Drawing"));
    this.canvas = document.createElement("canvas");
    this.canvas.className = "pad";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", ariaLabel);
    this.canvas.width = this.canvas.height = defaults.side * defaults.finer;
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    this.small = /** @type {CanvasRenderingContext2D} */ (
      Object.assign(document.createElement("canvas"), { width: defaults.side, height: defaults.side }).getContext("2d", { willReadFrequently: true })
    );
    this.hint = document.createElement("span");
    this.hint.className = "hint";
    this.hint.textContent = t("Draw a digit");
    this.shown = document.createElement("canvas");
    this.shown.className = "shown-to-network";
    this.shown.setAttribute("role", "img");
    this.shown.setAttribute("aria-label", t("What the network is shown of it"));
    this.picture = /** @type {CanvasRenderingContext2D} */ (this.shown.getContext("2d", { willReadFrequently: true }));
    this.answer = document.createElement("p");
    this.answer.className = "answer";
    this.answer.setAttribute("role", "status");
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "ask";
    this.clear.textContent = t("Clear");
    this.clear.addEventListener("click", () => {
      const before = this.picked();
      this.wipe();
      state.ask({});
      this.note(before);
    });
    const below = document.createElement("div");
    below.className = "below";
    below.append(this.shown, this.clear);
    this.group.append(this.canvas, this.hint, below, this.answer);
    host.append(this.group);
    this.isInked = false;
    this.sent = 0;
    this.painted = { frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
    this.listen();
  }

  listen() {
    /** @type {[number, number] | null} */
    let last = null;
    let before = this.picked();
    const point = (/** @type {PointerEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const scale = this.canvas.width / box.width;
      return /** @type {[number, number]} */ ([(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]);
    };
    const stroke = (/** @type {PointerEvent} */ event) => {
      if (!last) return;
      const next = point(event);
      this.line(last, next);
      last = next;
      this.send(false);
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.canvas.setPointerCapture(event.pointerId);
      before = this.picked();
      if (this.state.drawing === null) this.wipe();
      last = point(event);
      this.line(last, last);
      this.send(false);
    });
    this.canvas.addEventListener("pointermove", stroke);
    const end = () => {
      if (last) {
        this.send(true);
        this.note(before);
      }
      last = null;
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
  }

  /** What is drawn or chosen now. */
  picked() {
    const { width, height } = this.canvas;
    return { sample: this.state.sample, ink: this.isInked ? this.context.getImageData(0, 0, width, height) : null };
  }

  /** Let a stroke be undone. @param {ReturnType<Drawing["picked"]>} before */
  note(before) {
    const after = this.picked();
    this.state.note({ undo: () => this.pick(before), redo: () => this.pick(after) });
  }

  /** @param {ReturnType<Drawing["picked"]>} picked */
  pick({ sample, ink }) {
    this.wipe();
    if (!ink) return this.state.ask(sample === null ? {} : { sample });
    this.context.putImageData(ink, 0, 0);
    this.isInked = true;
    this.send(true);
  }

  /** @param {[number, number]} from @param {[number, number]} to */
  line([x, y], [u, v]) {
    const { context } = this;
    context.strokeStyle = this.state.colors.token("ink");
    context.lineWidth = defaults.pen * defaults.finer;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(u, v + 0.01);
    context.stroke();
    this.isInked = true;
  }

  wipe() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.isInked = false;
  }

  /** In the ink of another theme. */
  recolor() {
    this.context.globalCompositeOperation = "source-in";
    this.context.fillStyle = this.state.colors.token("ink");
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.globalCompositeOperation = "source-over";
  }

  /** Ask about the drawing as it is, but not more often than the answers can be seen. @param {boolean} isLast */
  send(isLast) {
    const now = performance.now();
    if (!isLast && now - this.sent < defaults.every) return;
    this.sent = now;
    const { side } = defaults;
    this.small.clearRect(0, 0, side, side);
    this.small.drawImage(this.canvas, 0, 0, side, side);
    const { data } = this.small.getImageData(0, 0, side, side);
    const ink = Array.from({ length: side * side }, (_, i) => String.fromCharCode(/** @type {number} */ (data[4 * i + 3])));
    this.state.ask({ drawing: btoa(ink.join("")) });
  }

  /** @param {import("../layout.js").Layout} layout */
  place(layout) {
    const { x, y } = layout.features[0] ?? { x: 0, y: 0 };
    const { style } = this.group;
    style.left = `${x - layout.featureSize / 2}px`;
    style.top = `${y - layout.featureSize / 2}px`;
    style.width = `${layout.featureSize}px`;
  }

  draw() {
    const { state } = this;
    const { frame, colors } = state;
    this.group.hidden = !state.isPictured;
    if (this.group.hidden || (frame === this.painted.frame && colors === this.painted.colors)) return;
    if (colors !== this.painted.colors) this.recolor();
    this.painted = { frame, colors };
    const drawn = state.said && frame?.arrays.drawn;
    const asked = state.drawing !== null || state.sample !== null;
    const ink = colors.token("ink");
    if (drawn && asked) {
      paintPicture(this.picture, /** @type {Uint8Array} */ (drawn.data), drawn.shape[0] ?? 0, ink);
      if (state.drawing === null) {
        this.wipe();
        this.context.imageSmoothingEnabled = false;
        this.context.drawImage(this.shown, 0, 0, this.canvas.width, this.canvas.height);
      }
    } else if (!asked) this.wipe();
    this.hint.hidden = asked || this.isInked;
    this.shown.style.visibility = this.clear.style.visibility = asked ? "visible" : "hidden";
    const { answer } = state;
    const words = !asked || answer === null ? "" : t("Answer: {answer}", { answer }) + this.share();
    if (this.answer.textContent !== words) this.answer.textContent = words;
  }

  /** How sure it is, where the outputs are probabilities. */
  share() {
    const { state } = this;
    const value = state.said?.[state.answer ?? 0] ?? 0;
    return state.saysProbabilities ? ` (${percent(value)})` : ` (${figure(value)})`;
  }
}

/** @param {number} share */
export const percent = (share) => `${share > 0.995 && share < 1 ? "> 99" : Math.round(share * 100)} %`;
