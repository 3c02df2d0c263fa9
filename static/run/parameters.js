// The parameters: finds each of them in the flat theta, by the places that the engine gave with its last full frame.

/** @typedef {{W?: number, b?: number, gamma?: number, beta?: number, slope?: number}} Place where each letter begins in theta; what is not sent has none */

/**
 * @param {ArrayLike<number>} theta
 * @param {number[]} sizes units of every layer, input and output included
 * @param {Place[]} places of every layer but the input
 */
export function parameters(theta, sizes, places) {
  const place = (/** @type {number} */ l) => /** @type {Place} */ (places[l - 1]);
  const of = (/** @type {"b" | "gamma" | "beta" | "slope"} */ letter, /** @type {number} */ l, /** @type {number} */ i) => {
    const start = place(l)[letter];
    return start === undefined ? null : at(theta, start + i);
  };
  return {
    /** W[l], row i, column j: from unit j of layer l-1 to unit i of layer l; i and j from 0. Null: it was not sent. */
    weight: (/** @type {number} */ l, /** @type {number} */ i, /** @type {number} */ j) => {
      const start = place(l).W;
      return start === undefined ? null : at(theta, start + i * at(sizes, l - 1) + j);
    },
    /** What layer l learns for its unit i under a letter, or null. */
    of,
    /** What is added to every sum of unit i of layer l: its bias, or the β that stands in for it. */
    shift: (/** @type {number} */ l, /** @type {number} */ i) =>
      "beta" in place(l) ? { letter: "β", value: of("beta", l, i) } : { letter: "b", value: of("b", l, i) },
  };
}

/**
 * @param {ArrayLike<number>} list
 * @param {number} index
 */
function at(list, index) {
  return /** @type {number} */ (list[index]);
}
