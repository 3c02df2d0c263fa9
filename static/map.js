// A map: a square of bytes painted through a table of colours; the same for the output and every neuron.

export class Painting {
  /** @param {string} className */
  constructor(className = "") {
    this.canvas = document.createElement("canvas");
    this.canvas.className = className;
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.side = 0;
    /** @type {ImageData | null} */
    this.image = null;
    this.pixels = new Uint32Array(0);
  }

  /**
   * @param {Int8Array} bytes row 0 is the lowest x2
   * @param {number} side
   * @param {Uint32Array} table the packed colour of each byte, from -127
   */
  paint(bytes, side, table) {
    if (side !== this.side || !this.image) {
      this.canvas.width = this.canvas.height = this.side = side;
      this.image = this.context.createImageData(side, side);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { pixels } = this;
    for (let row = 0; row < side; row++) {
      const from = row * side;
      const to = (side - 1 - row) * side;
      for (let i = 0; i < side; i++) pixels[to + i] = /** @type {number} */ (table[/** @type {number} */ (bytes[from + i]) + 127]);
    }
    this.context.putImageData(this.image, 0, 0);
  }
}

/**
 * A map with `times` as many points along each side, those between interpolated, so that a sharp edge is no stair.
 * @param {Int8Array} bytes
 * @param {number} side
 * @param {number} times
 */
export function enlarged(bytes, side, times) {
  const large = side * times;
  const result = new Int8Array(large * large);
  const at = (/** @type {number} */ row, /** @type {number} */ column) => /** @type {number} */ (bytes[row * side + column]);
  const along = Array.from({ length: large }, (_, i) => {
    const place = Math.max(0, Math.min(side - 1, (i + 0.5) / times - 0.5));
    const low = Math.min(side - 2, Math.floor(place));
    return { low, share: place - low };
  });
  along.forEach(({ low: row, share: up }, y) =>
    along.forEach(({ low: column, share: right }, x) => {
      const below = at(row, column) * (1 - right) + at(row, column + 1) * right;
      const above = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
      // Away from zero, so that a small value keeps its sign.
      const value = below * (1 - up) + above * up;
      result[y * large + x] = value < 0 ? Math.floor(value) : Math.ceil(value);
    }),
  );
  return result;
}
