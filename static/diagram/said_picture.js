// The picture that an autoencoder says: to the sample that is asked about, or to the first of those that are shown.

/** @param {import("../run/state.js").State} state @returns {import("./channels.js").ChannelMap | null} */
export function saidPicture({ frame, isPictured, prediction, saysInput }) {
  const shown = frame?.arrays.reconstructions;
  if (!frame || !shown || !isPictured || !saysInput) return null;
  const [, height = 0, width = 0] = shown.shape;
  const pixels = (prediction && frame.arrays.said?.data) ?? shown.data;
  // Its lowest row is the first, as in a map; 0 is grey, as in the maps of channels, and full ink is blue.
  const bytes = Int8Array.from({ length: height * width }, (_, i) => (pixels[(height - 1 - Math.floor(i / width)) * width + (i % width)] ?? 0) >> 1);
  return { bytes, width, height };
}
