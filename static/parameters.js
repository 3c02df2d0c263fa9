// The parameters: finds W[l] and b[l] in the flat theta, W[1] row by row, then b[1], W[2], b[2], ...

/**
 * @param {ArrayLike<number>} theta
 * @param {number[]} sizes units of every layer, input and output included
 */
export function parameters(theta, sizes) {
  /** @type {number[]} */
  const starts = [0, 0];
  for (let l = 1; l < sizes.length; l++) {
    starts.push(at(starts, l) + at(sizes, l) * (at(sizes, l - 1) + 1));
  }
  return {
    /** W[l], row i, column j: from unit j of layer l-1 to unit i of layer l; i and j from 0. */
    weight: (/** @type {number} */ l, /** @type {number} */ i, /** @type {number} */ j) =>
      at(theta, at(starts, l) + i * at(sizes, l - 1) + j),
    /** b[l], row i. */
    bias: (/** @type {number} */ l, /** @type {number} */ i) =>
      at(theta, at(starts, l) + at(sizes, l) * at(sizes, l - 1) + i),
  };
}

/**
 * @param {ArrayLike<number>} list
 * @param {number} index
 */
function at(list, index) {
  return /** @type {number} */ (list[index]);
}
