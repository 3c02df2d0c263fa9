// Whether the first run has learned: a rule on the losses and shares that the server measured, none of them computed here.

/** So many of the test samples are right, and the test loss has fallen to this share of its first value. */
export const defaults = { right: 0.97, left: 0.05 };

/**
 * @param {{test_accuracy: number | null, test_loss: number | null}} frame
 * @param {number | undefined} first the test loss with which the history begins
 */
export function hasLearned({ test_accuracy, test_loss }, first) {
  return test_accuracy !== null && test_loss !== null && first !== undefined && test_accuracy >= defaults.right && test_loss <= defaults.left * first;
}
