// The parameters: finds each parameter in the flat theta, by the places of the last full frame.

/** @typedef {{W?: number, b?: number, gamma?: number, beta?: number, slope?: number}} Place where each letter begins in theta; parameters that are not sent have none */

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
    /** The parameter of unit i of layer l with this letter, or null. */
    of,
    /** The term added to every sum of unit i of layer l: its bias, or the β in its place. */
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
