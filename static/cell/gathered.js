// The gradient of one weight, gathered: what it multiplies in all windows, drawn in the map that it reads, and the errors of these windows in the cell's own.

/** Cells that lie one `step` apart. @typedef {{top: number, left: number, step: number, rows: number, columns: number}} Lattice */
/** @typedef {import("./fields.js").Size} Size */

export class Gathered {
  constructor() {
    /** @type {HTMLCanvasElement[]} */
    this.shown = [];
  }

  clear() {
    for (const canvas of this.shown) canvas.remove();
    this.shown = [];
  }

  /**
   * @param {import("../live/wire.js").WorkedCell | null} cell
   * @param {import("../live/wire.js").Frame | null} frame
   * @param {{source: Element | null, own: (Element | null)[]}} hosts the map that is read, and those of the cell's channel
   * @param {Size} size of the cell's map
   * @param {import("../paint/colors.js").Colors} colors
   */
  draw(cell, frame, { source, own }, size, colors) {
    this.clear();
    const { cell_came: came, cell_deltas: deltas } = frame?.arrays ?? {};
    if (!cell?.gathered || !came || !deltas) return;
    const { read, made } = cell.gathered;
    const [rows, columns] = cell.size;
    const products = Array.from(came.data, (value, i) => value * (deltas.data[i] ?? 0));
    if (source) this.put(source, products, read, { rows, columns }, colors);
    for (const host of own) if (host) this.put(host, deltas.data, made, size, colors);
  }

  /** @param {Element} host @param {ArrayLike<number>} values @param {Lattice} at @param {Size} size @param {import("../paint/colors.js").Colors} colors */
  put(host, values, { top, left, step, rows, columns }, size, { signed }) {
    const canvas = Object.assign(document.createElement("canvas"), { className: "field-mark gathered", width: size.columns, height: size.rows, ariaHidden: "true" });
    const pen = canvas.getContext("2d");
    if (!pen) return;
    let most = 0;
    for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] ?? 0));
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        pen.fillStyle = signed((values[r * columns + c] ?? 0) / (most || 1));
        pen.fillRect(left + c * step, top + r * step, 1, 1);
      }
    }
    host.append(canvas);
    this.shown.push(canvas);
  }
}
