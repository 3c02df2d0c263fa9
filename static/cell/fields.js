// The receptive field of a cell: a frame in every map that it reads and in the input, and marks where a pooling took its numbers.

/** @typedef {import("./cell.js").Place} Place */
/** @typedef {{rows: number, columns: number}} Size */
/** @typedef {[number, number, number, number]} Region top, left, bottom, right */

export class Fields {
  /** @param {HTMLElement} diagram @param {HTMLElement} map the large map */
  constructor(diagram, map) {
    this.diagram = diagram;
    this.map = map;
    /** @type {HTMLElement[]} */
    this.shown = [];
    this.key = "null";
    /** The input is a square on top of the drawing. */
    this.input = Object.assign(document.createElement("div"), { className: "field-input" });
    diagram.querySelector(".drawing")?.append(this.input);
    this.own = this.mark("own");
    this.large = this.mark("own");
  }

  /** @param {string} kind */
  mark(kind) {
    return Object.assign(document.createElement("span"), { className: `field-mark ${kind}`, ariaHidden: "true" });
  }

  /** Show where the cell itself is. @param {Place} cell @param {Size | null} size @param {boolean} isLarge */
  point(cell, size, isLarge) {
    if (!size) return;
    const region = /** @type {Region} */ ([cell.row, cell.column, cell.row + 1, cell.column + 1]);
    const button = this.diagram.querySelector(`[data-neuron="${cell.layer}.${cell.unit}"]`);
    for (const [mark, host] of /** @type {[HTMLElement, Element | null][]} */ ([[this.own, button], [this.large, isLarge ? this.map : null]])) {
      if (!host) mark.remove();
      else if (mark.parentElement !== host) host.append(mark);
      put(mark, region, size);
    }
  }

  /**
   * @param {Place | null} cell
   * @param {import("../live/wire.js").WorkedCell | null} found
   * @param {Size | null} size
   * @param {boolean} isLarge
   * @param {import("../live/wire.js").Frame | null} frame
   * @param {(layer: number) => Size} sizeOf
   */
  draw(cell, found, size, isLarge, frame, sizeOf) {
    const winners = frame?.arrays.cell_winners?.data;
    const key = JSON.stringify(found && [found.fields, found.source, winners && Array.from(winners)]);
    if (cell && found && key === this.key && this.shown.every(({ isConnected }) => isConnected)) return this.point(cell, size, isLarge);
    this.key = key;
    for (const mark of this.shown) mark.remove();
    this.shown = [];
    if (!cell || !found) {
      this.own.remove();
      this.large.remove();
      return;
    }
    this.point(cell, size, isLarge);
    for (const [layer, region] of found.fields) {
      const hosts = layer ? this.diagram.querySelectorAll(`[data-neuron^="${layer}."]`) : [this.input];
      for (const host of hosts) this.add(host, "field", region, sizeOf(layer));
    }
    const [layer, channel] = found.source;
    const source = this.diagram.querySelector(`[data-neuron="${layer}.${channel}"]`);
    if (!source || !winners || !layer) return;
    source.lastElementChild?.classList.add("read");
    for (let i = 0; i < winners.length; i += 2) {
      const [row = -1, column = -1] = [winners[i], winners[i + 1]];
      if (row >= 0) this.add(source, "winner", [row, column, row + 1, column + 1], sizeOf(layer));
    }
  }

  /** @param {Element} host @param {string} kind @param {Region} region @param {Size} size */
  add(host, kind, region, size) {
    const mark = this.mark(kind);
    put(mark, region, size);
    host.append(mark);
    this.shown.push(mark);
  }
}

/** @param {HTMLElement} mark @param {Region} region @param {Size} size */
function put(mark, [top, left, bottom, right], { rows, columns }) {
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;
  mark.style.setProperty("--top", percent(top / rows));
  mark.style.setProperty("--left", percent(left / columns));
  mark.style.setProperty("--height", percent((bottom - top) / rows));
  mark.style.setProperty("--width", percent((right - left) / columns));
}
