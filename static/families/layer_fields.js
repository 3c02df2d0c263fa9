// The fields of listed layers that may vary: the size of a layer, the rate of dropout, and the forget gate of LSTM.

import { kindText, layersOf } from "../layers/architectures.js";
import { titleOf } from "../layers/fields.js";
import { joinClauses } from "../words/joined.js";
import { t } from "../words/messages.js";

/** @typedef {import("./values.js").Varying} Varying */
/** @typedef {import("../address/address.js").Experiment} Experiment */

/** As `OF_LAYER` of engine/family.py, with the part. */
const OF_LAYER = /^network\.layers\.(\d+)\.(\w+)$/;
/** What a person compares, and the bounds of what is proposed: the server knows what each layer can have. @type {Record<string, {isWhole?: boolean, low: number, high: number, scale?: string, step?: number}>} */
const VARYING = {
  units: { isWhole: true, low: 1, high: 512, scale: "doubled" },
  channels: { isWhole: true, low: 1, high: 64, scale: "doubled" },
  rate: { low: 0, high: 0.9, scale: "linear", step: 0.1 },
  forget_bias: { low: 0, high: 6, scale: "linear", step: 1 },
};

/** @param {Experiment} experiment @param {number} most units of a layer over its data @returns {Varying[]} in the order of the layers */
export function layerFieldsOf(experiment, most) {
  return (layersOf(experiment) ?? []).flatMap((layer, number) =>
    Object.entries(VARYING).flatMap(([name, about]) => {
      if (typeof layer[name] !== "number" || (name === "rate" && layer.kind !== "dropout")) return [];
      const field = `network.layers.${number}.${name}`;
      const title = joinClauses([titleOf(name), t("layer {number}: {kind}", { number: number + 1, kind: kindText(layer.kind) })]);
      return [{ name: field, title, sort: /** @type {const} */ ("number"), usual: layer[name], ...about, high: about.isWhole ? Math.min(about.high, most) : about.high }];
    }),
  );
}

/** What such a field is called where its network is not known; null: it is none. @param {string} field */
export function layerFieldName(field) {
  const [, number, name] = OF_LAYER.exec(field) ?? [];
  return name === undefined ? null : joinClauses([titleOf(name), t("layer {layer}", { layer: Number(number) + 1 })]);
}

/** Its value; undefined: it is none. @param {Experiment} experiment @param {string} field */
export function layerValueOf(experiment, field) {
  const [, number, name] = OF_LAYER.exec(field) ?? [];
  return name === undefined ? undefined : layersOf(experiment)?.[Number(number)]?.[name];
}
