// A plain network: the layers of a residual one in a row, without the shortcuts.

/** @typedef {import("../layers/architectures.js").Layer} Layer */

/**
 * Every residual block becomes its layers and, behind them, its activation function, which comes after the sum.
 * @param {Layer[]} layers @returns {Layer[]}
 */
export const plainOf = (layers) =>
  layers.flatMap((layer) => {
    if (layer.kind !== "residual") return [layer];
    const { layers: held, function: name = "relu", slope } = /** @type {Layer & {layers: Layer[]}} */ (layer);
    const activation = { kind: "activation", function: name, ...(slope === undefined ? {} : { slope }) };
    return [...plainOf(held), /** @type {Layer} */ (activation)];
  });
