// The layout: where each neuron of the diagram stands, from the size of the diagram and of the layers.

export const defaults = { head: 64, foot: 18, label: 46, largest: 62, smallest: 15, gap: 1.34, pitch: 66, wide: 108, narrow: 112, pad: 150, bars: 60, target: 24 };

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
 * @param {{pictured?: boolean, barred?: boolean, named?: boolean}} what whether the one input is a picture, which is drawn
 *   large, whether bars stand beside the outputs, and whether the inputs are names of columns, which need room beside each other
 * @returns {Layout}
 */
export function layout(width, height, features, units, scale = 1, { pictured = false, barred = false, named = false } = {}) {
  const top = defaults.head * scale;
  const room = height - top - defaults.foot * scale;
  const fit = (/** @type {number} */ count) =>
    Math.max(defaults.smallest, Math.min(defaults.largest * scale, room / (count * defaults.gap), width / (units.length + 1) / 1.7));
  const featureSize = pictured ? Math.min(defaults.pad * scale, room * 0.45, width * 0.3) : named ? 42 * scale : Math.min(fit(features), 42 * scale);
  const size = fit(Math.max(4, ...units));
  const first = (pictured ? 0 : defaults.label * scale) + featureSize / 2;
  const last = width - Math.max(size, 40 * scale) * 0.75 - (barred ? defaults.bars * scale : 0);
  // From a picture the links run from its edge.
  const start = pictured ? first + featureSize * 0.3 : first;
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
    layers: units.map((count, l) => stand(count, size).map((y) => ({ x: /** @type {number} */ (columns[l + 1]), y }))),
  };
}

/**
 * The least width in which the heads of so many columns do not touch.
 * @param {number} columns @param {number} scale @param {boolean} [areTyped] whether the numbers of units are typed
 */
export const leastWidth = (columns, scale, areTyped = false) => (defaults.label + 42 + columns * (areTyped ? defaults.wide : defaults.pitch)) * scale;

/** The least height in which so many units of a layer are targets of their own: 24 pixels each. @param {number} units @param {number} scale */
export const leastHeight = (units, scale) => (defaults.head + defaults.foot) * scale + defaults.target * units;
