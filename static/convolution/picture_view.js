// A map as a picture: a cell is chosen by pointer and arrow keys, and marked with a frame.

const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });

/** @typedef {{top: number, left: number, side: number}} Frame in cells */

export class PictureView {
  /**
   * @param {string} label
   * @param {{choose?: (row: number, column: number) => void, ink?: (row: number, column: number) => void}} how
   *   `choose`: called with a cell that is pointed at or reached by keys; `ink`: with a cell that is drawn on
   */
  constructor(label, { choose, ink } = {}) {
    this.host = document.createElement("div");
    this.host.className = "picture";
    this.canvas = document.createElement("canvas");
    this.frame = Object.assign(document.createElement("span"), { className: "frame" });
    this.pen = Object.assign(document.createElement("span"), { className: "pen", hidden: true });
    this.host.append(this.canvas, this.frame, this.pen);
    this.size = { height: 1, width: 1 };
    this.place = { row: 0, column: 0 };
    this.host.setAttribute("role", choose || ink ? "group" : "img");
    this.host.setAttribute("aria-label", label);
    if (!choose && !ink) return;
    this.host.tabIndex = 0;
    this.host.classList.toggle("inked", Boolean(ink));
    const meet = (/** @type {number} */ row, /** @type {number} */ column) => {
      this.place = { row, column };
      choose?.(row, column);
    };
    this.host.addEventListener("blur", () => (this.pen.hidden = true));
    this.host.addEventListener("pointermove", (event) => {
      const at = this.at(event);
      if (!at) return;
      meet(at.row, at.column);
      if (ink && event.buttons) ink(at.row, at.column);
    });
    this.host.addEventListener("pointerdown", (event) => {
      const at = this.at(event);
      if (!at) return;
      if (ink) {
        event.preventDefault();
        this.host.setPointerCapture(event.pointerId);
        this.host.focus({ preventScroll: true });
        ink(at.row, at.column);
      }
      meet(at.row, at.column);
    });
    this.host.addEventListener("keydown", (event) => {
      const move = KEYS[event.key];
      if (ink && event.key === " ") ink(this.place.row, this.place.column);
      else if (move) meet(clipped(this.place.row + move[0], this.size.height), clipped(this.place.column + move[1], this.size.width));
      else return;
      event.preventDefault();
      this.pen.hidden = !ink;
      this.pen.style.left = `${(100 * (this.place.column + 0.5)) / this.size.width}%`;
      this.pen.style.top = `${(100 * (this.place.row + 0.5)) / this.size.height}%`;
    });
  }

  /** @param {PointerEvent} event */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const [column, row] = [((event.clientX - box.left) / box.width) * this.size.width, ((event.clientY - box.top) / box.height) * this.size.height].map(Math.floor);
    const isInside = row !== undefined && column !== undefined && row >= 0 && column >= 0 && row < this.size.height && column < this.size.width;
    return isInside ? { row, column } : null;
  }

  /**
   * @param {import("./arithmetic.js").Map} map
   * @param {(value: number) => string} paint
   * @param {Frame | null} frame
   */
  draw(map, paint, frame) {
    const [height, width] = [map.length, map[0]?.length ?? 0];
    this.size = { height, width };
    this.canvas.width = width;
    this.canvas.height = height;
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    map.forEach((line, row) => line.forEach((value, column) => {
      context.fillStyle = paint(value);
      context.fillRect(column, row, 1, 1);
    }));
    this.frame.hidden = !frame;
    if (!frame) return;
    const share = (/** @type {number} */ cells, /** @type {number} */ of) => `${(100 * cells) / of}%`;
    const [top, left] = [Math.max(0, frame.top), Math.max(0, frame.left)];
    Object.assign(this.frame.style, {
      top: share(top, height),
      left: share(left, width),
      height: share(Math.min(height, frame.top + frame.side) - top, height),
      width: share(Math.min(width, frame.left + frame.side) - left, width),
    });
  }
}

/** @param {number} index @param {number} length */
const clipped = (index, length) => Math.max(0, Math.min(length - 1, index));
