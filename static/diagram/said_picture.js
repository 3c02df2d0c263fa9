// The picture that an autoencoder says: to the sample that is asked about, or to the first of those that are shown.

/** @param {import("../run/state.js").State} state @returns {import("./channels.js").ChannelMap | null} */
export function saidPicture({ frame, isPictured, prediction, saysInput }) {
  const shown = frame?.arrays.reconstructions;
  if (!frame || !shown || !isPictured || !saysInput) return null;
  const [, height = 0, width = 0] = shown.shape;
  const pixels = height * width;
  const asked = prediction && prediction.length === pixels ? Array.from(prediction, (value) => 255 * value) : null;
  // Its lowest row is the first, as in a map; nothing is 0 and ink is 1.
  const bytes = new Int8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const value = (asked ?? shown.data)[(height - 1 - Math.floor(i / width)) * width + (i % width)] ?? 0;
    bytes[i] = Math.round((127 * Math.max(0, Math.min(255, value))) / 255);
  }
  return { bytes, width, height };
}
