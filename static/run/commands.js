// The commands: everything that a visitor can request of the run, sent one after another.

/** @typedef {import("../live/wire.js").Failure} Failure */
/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("../address/address.js").Experiment} Experiment */

export class Commands {
  /**
   * @param {import("../live/live.js").Live} live
   * @param {(failure: Failure, changes?: Changes) => void} refused called with every refusal of the server
   */
  constructor(live, refused) {
    this.live = live;
    this.refused = refused;
    /** @type {string | null} the id of the run */
    this.run = null;
    /** The page's own run, while it shows another's. @type {string | null} */
    this.underneath = null;
    /** Why nothing may be asked of it, such as of a student's at which a teacher looks on. @type {Failure | null} */
    this.barred = null;
    /** @type {Changes} changes that wait until the last change is answered */
    this.waiting = {};
    /** @type {number | null} the requested batch size, where a small data set has reduced it */
    this.wantedBatch = null;
    /** @type {Changes | null} the changes that are sent, but not answered */
    this.sent = null;
    /** @type {Experiment | null} the experiment of the last answer, until a frame brings it */
    this.answered = null;
    /** The number of the present gesture, whose changes are undone as one. */
    this.gesture = Math.floor(Math.random() * 2 ** 40);
    /** Whether the waiting changes keep the weights. */
    this.keepWeights = false;
    /** @type {(changes: Changes) => void} called with every change that is sent */
    this.changed = () => {};
    /** @type {(command: {do: string} & Record<string, unknown>) => void} called with every command that was carried out */
    this.followed = () => {};
  }

  /** @param {string} what @param {Record<string, unknown>} [fields] */
  async do(what, fields = {}) {
    if (!this.run) return;
    if (this.barred) return this.refused(this.barred);
    try {
      await this.live.send({ do: what, run: this.run, ...fields });
      this.followed({ do: what, ...fields });
    } catch (failure) {
      this.refused(/** @type {Failure} */ (failure));
    }
  }

  /**
   * Check the gradient; null where that fails.
   * @returns {Promise<import("../live/wire.js").Finding | null>}
   */
  async check() {
    if (!this.run) return null;
    try {
      return /** @type {import("../live/wire.js").Checked} */ (await this.live.send({ do: "check", run: this.run })).check;
    } catch (failure) {
      this.refused(/** @type {Failure} */ (failure));
      return null;
    }
  }

  /**
   * Change one field. Changes that arrive while one is unanswered are merged, so that a dragged slider sends no more than
   * the server answers.
   * @param {string} part
   * @param {string} field
   * @param {unknown} value
   */
  change(part, field, value) {
    this.changeAll({ [part]: { [field]: value } });
  }

  /**
   * The experiment as it will be after the changes that are not answered yet: a second click counts from the first one.
   * @param {Experiment} experiment the present one
   */
  coming(experiment) {
    const parts = /** @type {Record<string, object>} */ (/** @type {unknown} */ ({ ...(this.answered ?? experiment) }));
    for (const changes of [this.sent, this.waiting]) {
      for (const [part, fields] of Object.entries(changes ?? {})) parts[part] = { ...parts[part], ...fields };
    }
    return /** @type {Experiment} */ (/** @type {unknown} */ (parts));
  }

  /**
   * @param {Changes} changes
   * @param {{goesOn?: boolean, keepWeights?: boolean}} [how] `goesOn`: whether the gesture of the last change continues
   */
  changeAll(changes, { goesOn = false, keepWeights = false } = {}) {
    if (!goesOn) this.gesture++;
    this.keepWeights ||= keepWeights;
    for (const [part, fields] of Object.entries(changes)) this.waiting[part] = { ...this.waiting[part], ...fields };
    if (!this.sent) this.flush();
  }

  async flush() {
    if (!this.run || Object.keys(this.waiting).length === 0) return;
    if (this.barred) {
      this.refused(this.barred, this.waiting);
      this.waiting = {};
      return;
    }
    const changes = (this.sent = this.waiting);
    const { gesture, keepWeights } = this;
    this.waiting = {};
    this.keepWeights = false;
    if (!keepWeights) this.changed(changes);
    try {
      const answer = await this.live.send({ do: "change", run: this.run, changes, gesture, keep_weights: keepWeights });
      this.answered = /** @type {{experiment?: Experiment}} */ (answer).experiment ?? null;
      this.followed({ do: "change", changes, gesture, keep_weights: keepWeights });
    } catch (failure) {
      this.refused(/** @type {Failure} */ (failure), changes);
    }
    this.sent = null;
    await this.flush();
  }
}
