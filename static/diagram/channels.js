// Channel maps: the activations of the channels for one sample, in a frame that has them.

/** @typedef {{bytes: Int8Array, height: number, width: number}} ChannelMap row 0 is the lowest */

/**
 * The map of a channel; null where the frame has none of it.
 * @param {import("../live/wire.js").Frame} frame
 * @param {number} layer from 1
 * @param {number} unit
 * @returns {ChannelMap | null}
 */
export function channelMap({ channel_shapes: shapes, arrays }, layer, unit) {
  const shape = shapes?.[layer - 1];
  if (!shapes || !shape || !arrays.channel_maps || unit >= shape[0]) return null;
  const [, height, width] = shape;
  const before = shapes.slice(0, layer - 1).reduce((sum, [channels, ...sides]) => sum + channels * sides[0] * sides[1], 0);
  const start = before + unit * height * width;
  return { bytes: /** @type {Int8Array} */ (arrays.channel_maps.data).subarray(start, start + height * width), height, width };
}
