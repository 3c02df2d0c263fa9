// The switches of a class: a second click counts from the first one, also before the server has told of it.

/** @template {boolean | string} [Value=boolean] */
export class Switches {
  constructor() {
    /** What was asked for, until it is told. @type {Map<string, Value>} */
    this.asked = new Map();
  }

  /** How a switch is, or will be in a moment. @param {string} name @param {Value} told */
  is(name, told) {
    return this.asked.get(name) ?? told;
  }

  /** @param {string} name @param {Value} value @param {(value: Value) => Promise<boolean>} act returns whether it was done */
  async set(name, value, act) {
    this.asked.set(name, value);
    if (!(await act(value)) && this.asked.get(name) === value) this.asked.delete(name);
  }

  /** @param {string} name @param {Value} value as the server has told */
  tell(name, value) {
    if (this.asked.get(name) === value) this.asked.delete(name);
  }
}
