// The picture that an autoencoder reconstructs: of the chosen sample or drawing, or of the first sample that is shown.

/** @param {import("../run/state.js").State} state @returns {import("./channels.js").ChannelMap | null} */
export function outputPicture({ frame, isPictured, prediction, isAutoencoder }) {
  const shown = frame?.arrays.reconstructions;
  if (!frame || !shown || !isPictured || !isAutoencoder) return null;
  const [, height = 0, width = 0] = shown.shape;
  const pixels = (prediction && frame.arrays.reconstruction?.data) ?? shown.data;
  // Its lowest row is the first, as in a map; 0 is grey, as in the maps of channels, and full ink is blue.
  const bytes = Int8Array.from({ length: height * width }, (_, i) => (pixels[(height - 1 - Math.floor(i / width)) * width + (i % width)] ?? 0) >> 1);
  return { bytes, width, height };
}
