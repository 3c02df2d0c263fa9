// A map: a square of bytes painted through a table of colours; the same for the output, its classes and every neuron.

export class Painting {
  /** @param {string} className */
  constructor(className = "") {
    this.canvas = document.createElement("canvas");
    this.canvas.className = className;
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
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
    this.paintPicture(bytes, side, side, table);
  }

  /**
   * @param {Int8Array} bytes row 0 is the lowest
   * @param {number} width
   * @param {number} height
   * @param {Uint32Array} table the packed colour of each byte, from -127
   */
  paintPicture(bytes, width, height, table) {
    const pixels = this.sized(width, height);
    // Most of what a frame paints goes through this loop: a call for each pixel would take three times as long.
    for (let row = 0; row < height; row++) {
      const [from, to] = [row * width, (height - 1 - row) * width];
      for (let i = 0; i < width; i++) pixels[to + i] = at(table, at(bytes, from + i) + 127);
    }
    this.put();
  }

  /**
   * Weights over pictures in colour: what a unit looks for of red, green and blue; grey stands for 0.
   * @param {Int8Array} bytes three of each pixel; row 0 is the lowest
   * @param {number} width
   * @param {number} height
   */
  paintColours(bytes, width, height) {
    const level = (/** @type {number} */ i) => 128 + at(bytes, i);
    this.fill(width, (i) => ((255 << 24) | (level(3 * i + 2) << 16) | (level(3 * i + 1) << 8) | level(3 * i)) >>> 0, height);
  }

  /**
   * @param {Int8Array} bytes the strength of the predicted class
   * @param {Uint8Array} winner the predicted class
   * @param {number} side
   * @param {Uint32Array[]} tables for each class, the packed colour of each byte
   */
  paintClasses(bytes, winner, side, tables) {
    this.fill(side, (i) => /** @type {number} */ (tables[/** @type {number} */ (winner[i]) % tables.length]?.[/** @type {number} */ (bytes[i]) + 127]));
  }

  /**
   * A curve: the area between 0 and its value in the value's colour, the rest transparent.
   * @param {ArrayLike<number>} values evenly from left to right
   * @param {[number, number]} range from the lower edge to the upper
   * @param {Uint32Array} table the packed colour of each byte, from -127 at the lower end of the range
   */
  paintCurve(values, [low, high], table) {
    const side = SKETCH;
    const heights = Array.from({ length: side }, (_, i) => {
      const place = (i * (values.length - 1)) / (side - 1);
      const left = Math.floor(place);
      const value = at(values, left) + (place - left) * ((values[left + 1] ?? at(values, left)) - at(values, left));
      return Math.max(0, Math.min(1, (value - low) / (high - low)));
    });
    const zero = Math.max(0, Math.min(1, -low / (high - low)));
    const nothing = at(table, Math.round(zero * (table.length - 1)));
    const shades = heights.map((height) => at(table, Math.round(height * (table.length - 1))));
    this.fill(side, (place) => {
      const height = at(heights, place % side);
      const here = (Math.floor(place / side) + 0.5) / side;
      return here > Math.min(zero, height) && here < Math.max(zero, height) ? at(shades, place % side) : nothing;
    });
  }

  /** @param {number} side @param {(place: number) => number} color of each place, row by row from the lowest @param {number} [height] of a square the same */
  fill(side, color, height = side) {
    const pixels = this.sized(side, height);
    for (let row = 0; row < height; row++) {
      const from = row * side;
      const to = (height - 1 - row) * side;
      for (let i = 0; i < side; i++) pixels[to + i] = color(from + i);
    }
    this.put();
  }

  /** The pixels of a picture of this size, to be painted. @param {number} width @param {number} height */
  sized(width, height) {
    if (width !== this.canvas.width || height !== this.canvas.height || !this.image) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    return this.pixels;
  }

  put() {
    if (this.image) this.context.putImageData(this.image, 0, 0);
  }
}

/**
 * A map with `times` as many points along each side, an odd number, so that a sharp edge has no steps. Every measured value
 * stays where it was measured, in the middle of its new points; between four of them, values are interpolated bilinearly.
 * @param {Int8Array} bytes
 * @param {number} side
 * @param {number} times
 */
export function enlarged(bytes, side, times) {
  const large = side * times;
  const between = neighbours(side, times);
  const wide = new Float32Array(side * large);
  between.forEach(({ before, after, share }, x) => {
    for (let row = 0; row < side; row++) {
      const from = row * side;
      wide[row * large + x] = (1 - share) * at(bytes, from + before) + share * at(bytes, from + after);
    }
  });
  const result = new Int8Array(large * large);
  between.forEach(({ before, after, share }, y) => {
    const [low, high] = [before * large, after * large];
    for (let x = 0; x < large; x++) {
      const value = (1 - share) * at(wide, low + x) + share * at(wide, high + x);
      // Rounded away from zero, so that a small value keeps its sign.
      result[y * large + x] = value < 0 ? Math.floor(value + ROUNDING) : Math.ceil(value - ROUNDING);
    }
  });
  return result;
}

const ROUNDING = 1e-4;
/** One below the least byte, so that every strength counts. */
const WEAKEST = -128;
/** Points along each side of a small curve. */
const SKETCH = 64;

/**
 * A map of classes with `times` as many points along each side. Classes cannot be interpolated, so each new point takes the
 * class with the largest weight among the four old points around it, weighted by strength. The edge runs where two classes
 * are equally strong, sharp and without steps.
 * @param {Uint8Array} classes
 * @param {Int8Array} strengths of the class at each point
 * @param {number} side
 * @param {number} times
 */
export function enlargedClasses(classes, strengths, side, times) {
  const large = side * times;
  const result = new Uint8Array(large * large);
  const between = neighbours(side, times);
  const around = [0, 0, 0, 0];
  const labels = [0, 0, 0, 0];
  between.forEach(({ before: below, after: above, share: up }, y) => {
    between.forEach(({ before: left, after, share: right }, x) => {
      around[0] = below * side + left;
      around[1] = below * side + after;
      around[2] = above * side + left;
      around[3] = above * side + after;
      for (let i = 0; i < 4; i++) labels[i] = at(classes, at(around, i));
      let best = at(labels, 0);
      if (labels[1] !== best || labels[2] !== best || labels[3] !== best) {
        let most = -1;
        for (let i = 0; i < 4; i++) {
          let votes = 0;
          for (let j = 0; j < 4; j++) {
            const near = (j & 2 ? up : 1 - up) * (j & 1 ? right : 1 - right);
            if (labels[j] === labels[i]) votes += near * (at(strengths, at(around, j)) - WEAKEST);
          }
          if (votes > most) {
            best = at(labels, i);
            most = votes;
          }
        }
      }
      result[y * large + x] = best;
    });
  });
  return result;
}

/** @param {ArrayLike<number>} list @param {number} index */
const at = (list, index) => /** @type {number} */ (list[index]);

/**
 * For each of the new points along a side: the measured points before and after it, and the share of the second.
 * @param {number} side
 * @param {number} times
 */
function neighbours(side, times) {
  return Array.from({ length: side * times }, (_, i) => {
    const place = Math.max(0, Math.min(side - 1, (i + 0.5) / times - 0.5));
    const before = Math.floor(place);
    return { before, after: Math.min(side - 1, before + 1), share: place - before };
  });
}
