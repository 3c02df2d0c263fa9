// The wiring of the layers: what each reads, where it stands, and which ways there are beside the chain.

/** @typedef {import("./stages.js").Part} Part */
/**
 * Where a stage stands: its column, and of branches side by side its lane.
 * @typedef {{reads: number[], before: Part[], column: number, lane: number, lanes: number}} Place
 */
/** @typedef {{starts: number[], end: number, projection: number | null}} Shortcut */
/**
 * As the server describes it beside a list of layers: A[0] is the first stage.
 * @typedef {{stages: Place[], shortcuts: Shortcut[], joins: {ends: number[], layers: Part[]}[], sides: {head: number, weight: number, reads: number[]}[]}} Wiring
 */

/** How many channels are drawn of a layer: of one in a branch, and of each in a deep network. */
export const defaults = { inBranch: 6, inDeep: 8, deep: 12 };

/** @param {import("../address/address.js").Experiment} experiment @returns {Wiring} */
export const wiringOf = ({ network }) => network.wiring ?? chain(network.hidden.length + 1);

/** One layer after the other. @param {number} depth @returns {Wiring} */
export const chain = (depth) => ({
  stages: Array.from({ length: depth + 1 }, (_, l) => ({ reads: l ? [l - 1] : [], before: [], column: l, lane: 0, lanes: 1 })),
  shortcuts: [],
  joins: [],
  sides: [],
});

/** The last column. @param {Wiring} wiring */
export const lastColumn = ({ stages }) => Math.max(...stages.map(({ column }) => column));

/**
 * How many units of a hidden layer are drawn: a projection is part of its shortcut.
 * @param {Wiring} wiring @param {number} layer @param {number} units @param {number} most
 */
export function drawnOf(wiring, layer, units, most) {
  if (wiring.shortcuts.some(({ projection }) => projection === layer)) return 0;
  if ((wiring.stages[layer]?.lanes ?? 1) > 1) return Math.min(units, defaults.inBranch);
  return Math.min(units, lastColumn(wiring) > defaults.deep ? defaults.inDeep : most);
}

/**
 * The layers that a key goes to from a layer: those that read it, or those that it reads. Only those that are drawn.
 * @param {Wiring} wiring @param {number} layer @param {1 | -1} direction @param {number[]} drawn
 */
export function beside(wiring, layer, direction, drawn) {
  const all = direction < 0 ? (wiring.stages[layer]?.reads ?? []) : wiring.stages.flatMap(({ reads }, l) => (reads.includes(layer) ? [l] : []));
  return all.filter((l) => l > 0 && (drawn[l] ?? 0) > 0);
}

/** The layer above or below in the same column, where branches lie side by side; null: none. @param {Wiring} wiring @param {number} layer @param {1 | -1} direction @param {number[]} drawn */
export function laneBeside({ stages }, layer, direction, drawn) {
  const own = stages[layer];
  const others = stages.flatMap(({ column, lane }, l) => (own && column === own.column && (lane - own.lane) * direction > 0 && (drawn[l] ?? 0) > 0 ? [l] : []));
  return (direction > 0 ? others[0] : others.at(-1)) ?? null;
}

/**
 * The blocks: the layers that each holds, by the number in the list.
 * @param {Part[][]} stages of the hidden layers
 * @returns {{number: number, first: number, last: number}[]}
 */
export function blocksOf(stages) {
  /** @type {Map<number, {number: number, first: number, last: number}>} */
  const blocks = new Map();
  stages.forEach(([weights], l) => {
    if (!weights?.is_held) return;
    const block = blocks.get(weights.number) ?? { number: weights.number, first: l + 1, last: l + 1 };
    blocks.set(weights.number, { ...block, last: l + 1 });
  });
  return [...blocks.values()];
}
