// Acts: what a press begins at the server, once until it is done: a second quick press does not begin it again.

export class Acts {
  constructor() {
    /** The names of what is under way. @type {Set<string>} */
    this.names = new Set();
  }

  /** Do it, unless it is under way; rejects as it does. @param {string} name @param {() => Promise<unknown>} act */
  async once(name, act) {
    if (this.names.has(name)) return;
    this.names.add(name);
    await act().finally(() => this.names.delete(name));
  }
}
