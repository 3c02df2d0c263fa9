// Holding: one tab at a time shows a run. A duplicated tab finds out here that another tab holds its run.

/**
 * In milliseconds: `leaving` is the wait for a run that another page has and may be about to leave; `answering`, where
 * there are no locks, is the wait for answers of other tabs that have it.
 * @typedef {{leaving: number, answering: number}} Patience
 */

/** @type {Record<"again" | "perhaps" | "idle", Patience>} */
export const patience = {
  /** The page of this tab has just left the run: a reload waits for the old page, even on a slow machine. */
  again: { leaving: 4000, answering: 150 },
  /** The run belonged to this tab, or this tab is a duplicate of the one that has it. */
  perhaps: { leaving: 300, answering: 1000 },
  /** The server reports that no page watches the run. */
  idle: { leaving: 0, answering: 300 },
};

/** The interval of checks whether another page has left. */
const LOOK = 50;

/**
 * Over https, and on the machine itself, browsers have locks. Over plain http tabs ask each other; a frozen tab does not
 * answer, and then shares its run.
 */
export class Holding {
  constructor() {
    /** @type {string | null} the run that this tab holds */
    this.run = null;
    /** @type {() => void} called when another tab takes the run */
    this.taken = () => {};
    /** @type {() => void} */
    this.letGo = () => {};
    /** The latest taking: the next one begins after it. @type {Promise<void>} */
    this.taking = Promise.resolve();
    this.me = Math.random();
    /** @type {{run: string, answered: () => void} | null} the question of this tab to the others */
    this.asking = null;
    this.channel = opened();
    this.channel?.addEventListener("message", ({ data }) => this.hear(data));
  }

  /**
   * Hold a run, and release the former one.
   * @param {string} run
   * @param {Patience} [patient]
   * @returns {Promise<boolean>} false: another tab holds it
   */
  async hold(run, patient = patience.perhaps) {
    const end = Date.now() + patient.leaving;
    let isOurs = this.run === run;
    while (!isOurs) {
      isOurs = await (navigator.locks ? this.lock(run, { ifAvailable: true }) : this.ask(run, patient.answering)).catch(() => true);
      if (!isOurs && Date.now() >= end) return false;
      if (!isOurs) await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    this.run = run;
    return true;
  }

  /** Hold a run, even if another tab holds it. Who takes it twice would steal it from itself. @param {string} run */
  take(run) {
    return (this.taking = this.taking.then(async () => {
      if (this.run === run) return;
      if (navigator.locks) await this.lock(run, { steal: true }).catch(() => {});
      else this.say({ takes: run });
      this.run = run;
    }));
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
      // This rejection also reports that another tab has stolen the lock.
      held.catch((error) => (this.run === run ? this.lose() : reject(error)));
    });
  }

  /** @param {string} run @param {number} wait @returns {Promise<boolean>} */
  ask(run, wait) {
    return new Promise((resolve) => {
      const question = { run, answered: () => done(false) };
      const done = (/** @type {boolean} */ isOurs) => {
        clearTimeout(waiting);
        if (this.asking === question) this.asking = null; // a later question waits for its own answer
        resolve(isOurs);
      };
      const waiting = setTimeout(() => done(true), wait);
      this.asking = question;
      this.say({ asks: run, from: this.me });
    });
  }

  /** @param {{asks?: string, from?: number, holds?: string, to?: number, takes?: string}} message of another tab */
  hear({ asks, from = 0, holds, to, takes }) {
    // Of two tabs that ask at the same time, as in a restored browser session, one gets the run.
    const isOurs = asks && (asks === this.run || (asks === this.asking?.run && this.me > from));
    if (isOurs) this.say({ holds: asks, to: from });
    if (to === this.me && holds === this.asking?.run) this.asking?.answered();
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
