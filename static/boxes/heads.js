// The heads of an objective: a class alone, or a class and the box around the thing that has it.

/** @typedef {import("../address/address.js").Experiment["objective"]} Objective */
/** @typedef {Record<string, unknown> & {loss?: string, weight?: number, targets?: {kind: string} | null}} Head */

/** How much the loss of the box counts: its numbers are shares of a picture's side, and their squared errors are small. Sigmoid keeps them between 0 and 1. */
export const defaults = { weight: 4, output: "sigmoid" };

/** @param {Objective} objective @returns {Head[]} all heads, the output first */
export const headsOf = ({ heads, loss }) => heads ?? [{ loss }];

/** @param {Head} head */
export const saysBox = (head) => head.targets?.kind === "box";

/** @param {Objective} objective */
export const hasBox = (objective) => headsOf(objective).some(saysBox);

/** The same heads, and a box. @param {Objective} objective @returns {Head[]} */
export const withBox = (objective) => [...headsOf(objective), { targets: { kind: "box" }, loss: "squared_error", output: defaults.output, weight: defaults.weight }];

/** The heads of an objective without a box, as its changes. @param {Objective} objective @returns {Record<string, unknown>} */
export function withoutBox(objective) {
  const heads = headsOf(objective).filter((head) => !saysBox(head));
  return heads.length > 1 ? { heads } : shortened(objective);
}

/** The output alone, as changes of an objective. @param {Objective} objective @returns {Record<string, unknown>} */
export const shortened = (objective) => ({ heads: null, loss: String(headsOf(objective)[0]?.loss) });
