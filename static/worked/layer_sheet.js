// The sheet of a layer of any network: its lines forward and backward, with those of the layers that follow it.

import { followed } from "./backward.js";
import { outputDelta } from "./error.js";
import { FOLLOWING } from "./following.js";
import { MAPPING } from "./mapping.js";
import { Names } from "./names.js";
import { RECURRING } from "./recurring.js";
import { num } from "./tex.js";
import { WEIGHING } from "./weighing.js";
import { t } from "../words/messages.js";

/** @typedef {import("./forward.js").Line} Line */
/** @typedef {import("./layer_example.js").LayerExample} LayerExample */
/** @typedef {import("./layer_example.js").Told} Told */
/**
 * What is written of a kind of layers, forward and backward; `comes`: it says itself what flows back to the cell.
 * @typedef {{comes?: boolean, forward: (told: Told, names: Names, example: LayerExample) => Line[], backward: (told: Told, names: Names, example: LayerExample) => Line[]}} Kind
 */

/** @type {Record<string, Kind>} */
const KINDS = { ...WEIGHING, ...MAPPING, ...FOLLOWING, ...RECURRING };

/** A kind that the page does not know yet: what comes in and what goes out. @type {Kind} */
const UNKNOWN = {
  forward: ({ after }, names) => [{ name: "passed", words: t("What the layer gives here."), math: [names.out, num(after)] }],
  backward: () => [],
};

/** The lines of every layer, under names of their own. @param {LayerExample} example @param {"forward" | "backward"} direction */
function lines(example, direction) {
  const names = Names.of(example);
  const found = example.told.map((told, nth) => (KINDS[told.kind] ?? UNKNOWN)[direction](told, /** @type {Names} */ (names[nth]), example).map((line) => (nth ? { ...line, name: `${line.name}-${nth}` } : line)));
  return direction === "forward" ? found.flat() : found.reverse().flat();
}

/** @param {LayerExample} example @returns {Line[]} */
export const forward = (example) => lines(example, "forward");

/** @param {LayerExample} example @returns {Line[]} */
export function backward(example) {
  const last = example.told.at(-1);
  const out = Names.of(example).at(-1)?.out ?? "a";
  const delta = last?.d_after ?? 0;
  const { ownHead } = example;
  /** @type {Line[]} */
  const first = ownHead
    ? [outputDelta(example, ownHead, delta)]
    : KINDS[last?.kind ?? ""]?.comes ? []
    : [{ name: "came", words: t("The gradient that flows back to this cell from all layers that read it."), math: [`\\dfrac{\\partial L}{\\partial ${out}}`, `\\mathrm{d}${out}`, num(delta)] }];
  return [...first, ...lines(example, "backward"), ...(example.chosen ? followed(example) : [])];
}
