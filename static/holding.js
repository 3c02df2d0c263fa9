// Holding: a run is shown by one tab at a time. A duplicated tab finds out here that its run is another's.

export const defaults = {
  /** How long to wait for a run that another page has, in milliseconds: it may be on its way out. */
  leaving: 300,
  /** The same for a page that surely is: a reload waits for itself, on a busy machine, too. */
  surely_leaving: 4000,
  /** How often to look whether it is gone. */
  again: 50,
  /** How long other tabs may take to answer, where there are no locks. */
  answering: 150,
};

/**
 * Over https, and on the machine itself, browsers have locks. Over plain http tabs ask each other; one that is frozen does
 * not answer, and then shares its run.
 */
export class Holding {
  constructor() {
    /** @type {string | null} the run that this tab holds */
    this.run = null;
    /** @type {() => void} called when another tab takes the run */
    this.taken = () => {};
    /** @type {() => void} */
    this.letGo = () => {};
    this.me = Math.random();
    /** @type {{run: string, answered: () => void} | null} what this tab asks the others */
    this.asking = null;
    this.channel = opened();
    this.channel?.addEventListener("message", ({ data }) => this.hear(data));
  }

  /**
   * Hold a run, and let go of the one before.
   * @param {string} run
   * @param {number} [patience] how long to wait for a page that has it
   * @returns {Promise<boolean>} false: another tab holds it
   */
  async hold(run, patience = defaults.leaving) {
    const end = Date.now() + patience;
    let isOurs = this.run === run;
    while (!isOurs) {
      isOurs = await (navigator.locks ? this.lock(run, { ifAvailable: true }) : this.ask(run)).catch(() => true);
      if (!isOurs && Date.now() >= end) return false;
      if (!isOurs) await new Promise((resolve) => setTimeout(resolve, defaults.again));
    }
    this.run = run;
    return true;
  }

  /** Hold it, whoever held it. @param {string} run */
  async take(run) {
    if (navigator.locks) await this.lock(run, { steal: true }).catch(() => {});
    else this.say({ takes: run });
    this.run = run;
  }

  release() {
    this.letGo();
    this.letGo = () => {};
    this.run = null;
  }

  /** @param {string} run @param {LockOptions} options @returns {Promise<boolean>} */
  lock(run, options) {
    return new Promise((resolve, reject) => {
      const held = navigator.locks.request(`chalknet-run ${run}`, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return null;
        this.release();
        return new Promise((letGo) => (this.letGo = () => letGo(null)));
      });
      // A lock that is stolen is told so by this, too.
      held.catch((error) => (this.run === run ? this.lose() : reject(error)));
    });
  }

  /** @param {string} run @returns {Promise<boolean>} */
  ask(run) {
    return new Promise((resolve) => {
      const done = (/** @type {boolean} */ isOurs) => {
        this.asking = null;
        resolve(isOurs);
      };
      this.asking = { run, answered: () => done(false) };
      this.say({ asks: run, from: this.me });
      setTimeout(() => done(true), defaults.answering);
    });
  }

  /** @param {{asks?: string, from?: number, holds?: string, takes?: string}} said by another tab */
  hear({ asks, from = 0, holds, takes }) {
    // Of two tabs that ask at once, as a browser that restores its tabs makes them, one has it.
    const isOurs = asks && (asks === this.run || (asks === this.asking?.run && this.me > from));
    if (isOurs) this.say({ holds: asks });
    if (holds && holds === this.asking?.run) this.asking.answered();
    if (takes && takes === this.run) this.lose();
  }

  lose() {
    this.run = null;
    this.letGo = () => {};
    this.taken();
  }

  /** @param {object} words */
  say(words) {
    this.channel?.postMessage(words);
  }
}

/** @returns {BroadcastChannel | null} null: the browser blocks it, or does not have it */
function opened() {
  try {
    return new BroadcastChannel("chalknet-runs");
  } catch {
    return null;
  }
}
