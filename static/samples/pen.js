// The pen: draws on a canvas with mouse, finger or keys, and reports the strokes.

import { t } from "../words/messages.js";

/** How far a key moves the pen, in shares of the side; with Shift further. */
export const defaults = { step: 1 / 28, stride: 4 / 28 };

const MOVES = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @typedef {[number, number]} Place as shares of the canvas from its upper left */
/** @typedef {{begin: () => void, line: (from: Place, to: Place) => void, end: () => void, clear: () => void}} Ink */

export class Pen {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} host where the pen is shown while keys move it
   * @param {Ink} ink what happens with it
   */
  constructor(canvas, host, ink) {
    this.canvas = canvas;
    this.ink = ink;
    /** @type {Place} */
    this.place = [0.5, 0.25];
    this.isDown = false;
    this.mark = document.createElement("span");
    this.mark.className = "pen";
    this.mark.hidden = true;
    this.words = Object.assign(document.createElement("span"), { className: "unseen" });
    this.words.setAttribute("role", "status");
    host.append(this.mark, this.words);
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => this.isDown && this.mark.hidden && this.moveTo(this.at(event)));
    for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) canvas.addEventListener(kind, () => this.mark.hidden && this.lift());
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => {
      this.lift();
      this.mark.hidden = true;
    });
  }

  /** @param {PointerEvent} event @returns {Place} */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  /** @param {PointerEvent} event */
  touch(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.lift();
    this.mark.hidden = true;
    this.place = this.at(event);
    this.lower();
  }

  lower() {
    this.isDown = true;
    this.ink.begin();
    this.ink.line(this.place, this.place);
  }

  lift() {
    if (!this.isDown) return;
    this.isDown = false;
    this.ink.end();
  }

  /** @param {Place} place */
  moveTo(place) {
    if (this.isDown) this.ink.line(this.place, place);
    this.place = place;
  }

  /** Arrows move it, Space sets it down and lifts it, Delete takes all away. @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      const far = event.shiftKey ? defaults.stride : defaults.step;
      const inside = (/** @type {number} */ share) => Math.max(0, Math.min(1, share));
      this.moveTo([inside(this.place[0] + far * move[0]), inside(this.place[1] + far * move[1])]);
    } else if (event.key === " " || event.key === "Enter") {
      if (this.isDown) this.lift();
      else this.lower();
      this.words.textContent = this.isDown ? t("The pen is down.") : t("The pen is up.");
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.lift();
      this.ink.clear();
    } else if (event.key === "Escape" && this.isDown) this.lift();
    else return;
    event.preventDefault();
    const { canvas, mark } = this;
    mark.hidden = false;
    mark.classList.toggle("down", this.isDown);
    mark.style.left = `${canvas.offsetLeft + this.place[0] * canvas.clientWidth}px`;
    mark.style.top = `${canvas.offsetTop + this.place[1] * canvas.clientHeight}px`;
  }
}
