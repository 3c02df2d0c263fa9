// A series: values by step, kept bounded by thinning, never by dropping its beginning.

export const LIMIT = 2048;

export class Series {
  /** @param {number} width values at each step */
  constructor(width) {
    /** @type {number[]} */
    this.steps = [];
    /** @type {number[][]} one column for each value */
    this.columns = Array.from({ length: width }, () => []);
    /** Every `stride`-th of the points is kept; `seen` counts them. */
    this.stride = 1;
    this.seen = 0;
  }

  /**
   * Add one point; points with infinite values are left out.
   * @param {number} step
   * @param {number[]} values
   */
  add(step, values) {
    if (!values.every(Number.isFinite)) return;
    if (this.seen++ % this.stride !== 0) return;
    this.steps.push(step);
    this.columns.forEach((column, i) => column.push(/** @type {number} */ (values[i])));
    if (this.steps.length >= LIMIT) this.thin();
  }

  /** Keep every second point, the first one always. */
  thin() {
    const even = (/** @type {number} */ _, /** @type {number} */ i) => i % 2 === 0;
    this.steps = this.steps.filter(even);
    this.columns = this.columns.map((column) => column.filter(even));
    this.stride *= 2;
  }

  /**
   * Begin again from a history that was thinned elsewhere.
   * @param {ArrayLike<number>} steps
   * @param {ArrayLike<number>[]} columns
   */
  restore(steps, columns) {
    this.steps = [];
    this.columns = columns.map(() => []);
    this.stride = 1;
    this.seen = 0;
    for (let i = 0; i < steps.length; i++) {
      this.add(/** @type {number} */ (steps[i]), columns.map((column) => /** @type {number} */ (column[i])));
    }
  }
}
