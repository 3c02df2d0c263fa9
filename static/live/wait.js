// The wait before another attempt: longer after each failure, for a random time, so that a class does not try again at once.

/** In milliseconds. */
export const defaults = { first_wait: 1000, longest_wait: 15_000 };

/** @param {number} attempts that have failed before the last one @param {{first_wait: number, longest_wait: number}} [waits] */
export const waitAfter = (attempts, { first_wait, longest_wait } = defaults) => Math.min(first_wait * 2 ** attempts, longest_wait) * (0.5 + Math.random() / 2);

export class Wait {
  constructor() {
    /** Make the attempt at once. @type {() => void} */
    this.end = () => {};
  }

  /** @param {number} attempts @returns {Promise<void>} */
  after(attempts) {
    return new Promise((resolve) => {
      this.end = resolve;
      setTimeout(resolve, waitAfter(attempts));
    });
  }
}
