// The fields of a data set of pictures that say how strongly its pictures are changed.

export const defaults = { strengths: /** @type {const} */ (["shift", "rotation", "scale", "crop", "flip", "color"]) };

/** Whether the pictures are changed at all. @param {import("../run/state.js").State} state */
export function isAugmented(state) {
  const data = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (state.experiment.data));
  return state.isPictured && defaults.strengths.some((field) => state.has(field) && Number(data[field]) > 0);
}
