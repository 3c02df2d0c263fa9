// The layout of a list of layers: columns of maps, branches side by side in lanes, and room for shortcuts above them.

export const defaults = { head: 124, arcs: 40, foot: 18, sides: 26, lanes: 4, caption: 44, rest: 19, high: 8, links: 26, between: 5, largest: 62, smallest: 15, gap: 1.34, pad: 150, least: 96, start: 12, bars: 62, names: 46, output: 72, target: 24 };

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./wiring.js").Wiring} Wiring */
/** @typedef {{top: number, bottom: number}} Band from above to below, in pixels */

/**
 * @typedef {object} Staged what a list of layers adds to a layout
 * @property {number[]} widths of the column of every layer
 * @property {Band[]} bands in which the units of every layer stand
 * @property {Band} frame of blocks
 */

/** Where columns, lanes and bands begin. @param {Wiring} wiring @param {number} height @param {number} scale */
function heights({ shortcuts, joins, sides }, height, scale) {
  const hasBlocks = shortcuts.length + joins.length > 0;
  const top = (defaults.head + (shortcuts.length ? defaults.arcs : 0)) * scale;
  // Within a frame, room for the number of those that are not drawn.
  const rest = hasBlocks ? defaults.rest * scale : 0;
  const foot = (defaults.foot * (1 + Number(hasBlocks) + (joins.length ? 1 + Number(joins.some(({ layers }) => layers.length > 0)) : 0)) + (sides.length ? defaults.sides : 0)) * scale;
  return { top, bottom: height - foot, rest, lanes: defaults.lanes * scale };
}

/**
 * The width that each column wants, from that of the first hidden layers to that of the output.
 * @param {Wiring} wiring @param {number[]} headWidths of every hidden layer
 */
function columnWidths({ stages }, headWidths) {
  /** @type {number[]} */
  const wanted = [];
  headWidths.forEach((width, l) => {
    const { column } = /** @type {import("./wiring.js").Place} */ (stages[l + 1]);
    wanted[column - 1] = Math.max(wanted[column - 1] ?? 0, width);
  });
  return [...wanted, defaults.output];
}

/** Many units stand two by two, in a branch some do. @param {number} count of those that are drawn @param {number} lanes */
const rowsOf = (count, lanes) => (count > (lanes > 1 ? 3 : defaults.high) ? Math.ceil(count / 2) : count);

/**
 * @param {number} width
 * @param {number} height in pixels
 * @param {number} inputs how many of them are drawn
 * @param {number[]} units that are drawn of the hidden layers and of the output
 * @param {number} scale pixels of one designed pixel
 * @param {Wiring} wiring
 * @param {number[]} headWidths that the heads of the hidden layers want, in designed pixels
 * @param {{pictured: boolean, barred: boolean, named: boolean}} what whether the input is a picture, and whether bars stand beside the outputs
 * @returns {Layout & Staged}
 */
export function stagedLayout(width, height, inputs, units, scale, wiring, headWidths, { pictured, barred }) {
  const { top, bottom, rest, lanes } = heights(wiring, height, scale);
  const room = bottom - top;
  const last = units.length;
  const own = (/** @type {number} */ l) => /** @type {import("./wiring.js").Place} */ (wiring.stages[l]);
  const bands = [0, ...units].map((_, l) => {
    const { lane, lanes: count } = own(l);
    if (count === 1) return { top, bottom: bottom - rest };
    const pitch = (bottom - lanes) / count;
    return { top: lanes + lane * pitch + defaults.caption * scale, bottom: lanes + (lane + 1) * pitch - defaults.rest * scale };
  });
  const rows = (/** @type {number} */ l) => (l < last ? rowsOf(at(units, l - 1), own(l).lanes) : at(units, l - 1));
  const abreast = (/** @type {number} */ l) => (rows(l) < at(units, l - 1) ? 2 : 1);
  const wanted = columnWidths(wiring, headWidths);
  const total = wanted.reduce((a, b) => a + b, 0);
  const end = width - (barred ? defaults.bars : 10) * scale;
  const most = Math.min(defaults.pad * scale, room * 0.45, width * 0.16, end - (defaults.start + total) * scale);
  const featureSize = pictured ? Math.max(defaults.least * scale, most) : Math.max(defaults.smallest, Math.min(42 * scale, room / (inputs * defaults.gap)));
  const first = (pictured ? 0 : defaults.names * scale) + featureSize / 2;
  const start = first + featureSize / 2 + defaults.start * scale;
  // Columns are as wide as their heads want, and share what is left.
  const share = (end - start) / total;
  let edge = start;
  const places = wanted.map((each) => {
    const x = edge + (each * share) / 2;
    edge += each * share;
    return { x, width: each * share };
  });
  const place = (/** @type {number} */ l) => (l === 0 ? { x: first, width: featureSize } : /** @type {{x: number, width: number}} */ (places[own(l).column - 1]));
  const sizes = units.flatMap((count, i) => {
    const l = i + 1;
    if (!count) return [];
    const band = at(bands, l);
    const across = (place(l).width - defaults.links * scale) / abreast(l);
    return [Math.min((band.bottom - band.top) / (Math.max(rows(l), own(l).lanes > 1 ? 1 : 4) * defaults.gap), across)];
  });
  const size = Math.max(defaults.smallest, Math.min(defaults.largest * scale, ...sizes));
  const stand = (/** @type {number} */ count, /** @type {number} */ side, /** @type {Band} */ band) => {
    const pitch = Math.min((band.bottom - band.top) / count, side * 1.75);
    const middle = (band.top + band.bottom) / 2;
    return Array.from({ length: count }, (_, i) => middle + (i - (count - 1) / 2) * pitch);
  };
  return {
    size,
    featureSize,
    narrow: false,
    columns: bands.map((_, l) => place(l).x),
    widths: bands.map((_, l) => place(l).width),
    bands,
    frame: { top: top - (wiring.shortcuts.length ? defaults.arcs * scale : 0), bottom },
    features: stand(inputs, featureSize, at(bands, 0)).map((y) => ({ x: first, y })),
    layers: units.map((count, i) => {
      const l = i + 1;
      const across = abreast(l);
      const ys = stand(rows(l), size, at(bands, l));
      return Array.from({ length: count }, (_, n) => ({
        x: place(l).x + ((n % across) - (across - 1) / 2) * Math.max(size + defaults.between * scale, defaults.target),
        y: at(ys, Math.floor(n / across)),
      }));
    }),
  };
}

/**
 * The least width and height in which heads do not touch and units are targets of their own.
 * @param {number[]} units @param {number} scale @param {Wiring} wiring @param {number[]} headWidths
 */
export function leastSize(units, scale, wiring, headWidths) {
  const ofColumns = columnWidths(wiring, headWidths).reduce((a, b) => a + b, 0);
  const width = (defaults.least + defaults.start + ofColumns + defaults.bars) * scale;
  const { top, bottom, rest, lanes } = heights(wiring, 0, scale);
  const ofLayer = units.map((count, i) => {
    const abreast = wiring.stages[i + 1]?.lanes ?? 1;
    const tall = defaults.target * (i < units.length - 1 ? rowsOf(count, abreast) : count);
    return abreast > 1 ? lanes + abreast * (tall + (defaults.rest + defaults.caption) * scale) : top + tall + rest;
  });
  return { width, height: Math.max(...ofLayer) - bottom };
}

/** @template T @param {T[]} list @param {number} index */
const at = (list, index) => /** @type {T} */ (list[index]);
