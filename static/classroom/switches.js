// The switches of a class: a second click counts from the first one, also before the server has told of it.

export class Switches {
  constructor() {
    /** What was asked for, until it is told. @type {Map<string, boolean>} */
    this.asked = new Map();
  }

  /** How a switch is, or will be in a moment. @param {string} name @param {boolean} told */
  is(name, told) {
    return this.asked.get(name) ?? told;
  }

  /** @param {string} name @param {boolean} isOn @param {(isOn: boolean) => Promise<boolean>} act returns whether it was done */
  async set(name, isOn, act) {
    this.asked.set(name, isOn);
    if (!(await act(isOn)) && this.asked.get(name) === isOn) this.asked.delete(name);
  }

  /** @param {string} name @param {boolean} isOn as the server has told */
  tell(name, isOn) {
    if (this.asked.get(name) === isOn) this.asked.delete(name);
  }
}
