// The layout: where each neuron of the diagram stands, from the size of the diagram and of the layers.

export const defaults = { head: 64, stage: 124, high: 8, links: 26, between: 5, foot: 18, label: 46, largest: 62, smallest: 15, gap: 1.34, pitch: 66, wide: 108, narrow: 112, pad: 150, bars: 60, target: 24 };

/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {object} Layout
 * @property {number} size side of a neuron
 * @property {number} featureSize side of a feature
 * @property {boolean} narrow whether the columns are too close for words
 * @property {number[]} columns x of every layer: features, hidden layers, output
 * @property {Point[]} features every feature, chosen or not
 * @property {Point[][]} layers every neuron of the hidden layers and of the output
 */

/**
 * @param {number} width
 * @param {number} height in pixels
 * @param {number} features how many there are to choose from
 * @param {number[]} units of the hidden layers and of the output
 * @param {number} scale pixels of one designed pixel, so that text and drawing grow together
 * @param {{pictured?: boolean, barred?: boolean, named?: boolean, staged?: boolean}} what whether the one input is a picture, which is drawn
 *   large, whether bars stand beside the outputs, and whether the inputs are names of columns, which need room beside each other;
 *   whether the columns' heads name the layers of a list that they are made of
 * @returns {Layout}
 */
export function layout(width, height, features, units, scale = 1, { pictured = false, barred = false, named = false, staged = false } = {}) {
  const top = (staged ? defaults.stage : defaults.head) * scale;
  const room = height - top - defaults.foot * scale;
  const fit = (/** @type {number} */ count) =>
    Math.max(defaults.smallest, Math.min(defaults.largest * scale, room / (count * defaults.gap), width / (units.length + 1) / 1.7));
  const featureSize = pictured ? Math.min(defaults.pad * scale, room * 0.45, width * 0.3) : named ? 42 * scale : Math.min(fit(features), 42 * scale);
  const rows = rowsOf(units, staged);
  const largest = fit(Math.max(4, ...rows));
  const first = (pictured ? 0 : defaults.label * scale) + featureSize / 2;
  const last = width - Math.max(largest, 40 * scale) * 0.75 - (barred ? defaults.bars * scale : 0);
  // From a picture the links run from its edge.
  const start = pictured ? first + featureSize * 0.3 : first;
  const pitch = (last - start) / units.length;
  // Two beside each other leave room for the links.
  const size = rows.join() === units.join() ? largest : Math.max(defaults.smallest, Math.min(largest, (pitch - defaults.links * scale) / 2));
  const narrow = (last - start) / units.length < defaults.narrow * scale;
  const columns = [0, ...units].map((_, l) => (l === 0 ? first : start + ((last - start) * l) / units.length));
  const stand = (/** @type {number} */ count, /** @type {number} */ side) => {
    const pitch = Math.min(room / count, side * 1.75);
    return Array.from({ length: count }, (_, i) => top + room / 2 + (i - (count - 1) / 2) * pitch);
  };
  return {
    size,
    featureSize,
    narrow,
    columns,
    features: stand(features, featureSize).map((y) => ({ x: first, y })),
    layers: units.map((count, l) => {
      const heights = stand(/** @type {number} */ (rows[l]), size);
      const abreast = rows[l] === count ? 1 : 2;
      return Array.from({ length: count }, (_, i) => ({
        x: /** @type {number} */ (columns[l + 1]) + ((i % abreast) - (abreast - 1) / 2) * (size + defaults.between * scale),
        y: /** @type {number} */ (heights[Math.floor(i / abreast)]),
      }));
    }),
  };
}

/**
 * In how many rows the units of each layer stand: where channels are pictures, many of them two by two.
 * @param {number[]} units of the hidden layers and of the output @param {boolean} staged
 */
export const rowsOf = (units, staged) => units.map((count, l) => (staged && count > defaults.high && l < units.length - 1 ? Math.ceil(count / 2) : count));

/**
 * The least width in which the heads of so many columns do not touch.
 * @param {number} columns @param {number} scale @param {boolean} [areTyped] whether the numbers of units are typed
 */
export const leastWidth = (columns, scale, areTyped = false) => (defaults.label + 42 + columns * (areTyped ? defaults.wide : defaults.pitch)) * scale;

/** The least height in which so many units of a layer are targets of their own: 24 pixels each. @param {number} units @param {number} scale @param {boolean} [staged] */
export const leastHeight = (units, scale, staged = false) => ((staged ? defaults.stage : defaults.head) + defaults.foot) * scale + defaults.target * units;
