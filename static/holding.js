// Holding: a run is shown by one tab at a time. A duplicated tab finds out here that its run is another's.

export const defaults = {
  /** How long a page that is being left may keep its run, in milliseconds: a reload waits so long for itself. */
  leaving: 300,
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

  /** Hold a run, and let go of the one before. @param {string} run @param {number} [patience] @returns {Promise<boolean>} false: another tab holds it */
  async hold(run, patience = defaults.leaving) {
    if (this.run === run) return true;
    const isOurs = await (navigator.locks ? this.lock(run, patience) : this.ask(run)).catch(() => true);
    if (isOurs) this.run = run;
    return isOurs;
  }

  /** Hold it, whoever held it. @param {string} run */
  async take(run) {
    if (navigator.locks) await this.lock(run, 0, true).catch(() => {});
    else this.say({ takes: run });
    this.run = run;
  }

  release() {
    this.letGo();
    this.letGo = () => {};
    this.run = null;
  }

  /** @param {string} run @param {number} patience @param {boolean} [steal] @returns {Promise<boolean>} */
  lock(run, patience, steal = false) {
    return new Promise((resolve, reject) => {
      const patient = new AbortController();
      if (!steal) setTimeout(() => patient.abort(), patience);
      /** @type {LockOptions} */
      const options = steal ? { steal } : { signal: patient.signal };
      const held = navigator.locks.request(`chalknet-run ${run}`, options, () => {
        this.release();
        resolve(true);
        return new Promise((letGo) => (this.letGo = () => letGo(null)));
      });
      held.catch((error) => {
        if (error.name !== "AbortError") reject(error);
        else if (this.run === run) this.lose(); // stolen
        else resolve(false);
      });
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
