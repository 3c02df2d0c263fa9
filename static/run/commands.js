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
    /** @type {Changes[]} the changes that are sent, but not answered */
    this.sent = [];
    /** @type {Experiment | null} the experiment of the last answer, until a frame brings it */
    this.answered = null;
    /** When that answer was given, in seconds of the server's clock. */
    this.answeredAt = 0;
    /** Whether the last journey went into the past, its number, and when it was answered, in seconds of the server's clock; Infinity: not yet. */
    this.isAway = false;
    this.journeys = 0;
    this.travelledAt = 0;
    /** The number of the present gesture, whose changes are undone as one. */
    this.gesture = Math.floor(Math.random() * 2 ** 40);
    /** Whether the waiting changes keep the weights. */
    this.keepWeights = false;
    /** Whether they begin the training anew. */
    this.begins = false;
    /** @type {(changes: Changes, begins: boolean) => void} called with every change that is sent */
    this.changed = () => {};
    /** @type {(command: {do: string} & Record<string, unknown>) => void} called with every command that was carried out */
    this.followed = () => {};
  }

  /** Go on with another run: what waits is still sent to the former one. @param {string | null} run */
  goTo(run) {
    this.flush();
    this.run = run;
    this.sent = [];
    this.answered = null;
  }

  /** @param {string} what @param {Record<string, unknown>} [fields] */
  async do(what, fields = {}) {
    const { run } = this;
    if (!run) return;
    if (this.barred) return this.refused(this.barred);
    this.flush(); // what was asked for before is carried out before
    try {
      const answer = await this.live.send({ do: what, run, ...fields });
      if (run !== this.run) return;
      this.take(answer);
      this.followed({ do: what, ...fields });
    } catch (failure) {
      if (run === this.run) this.refused(/** @type {Failure} */ (failure));
    }
  }

  /** Go to a moment of the past, and from there; without a place, back to the present. @param {{step?: number, iterations?: number, epochs?: number}} place */
  async travel(place) {
    this.isAway = Object.keys(place).length > 0;
    const journey = ++this.journeys;
    this.travelledAt = Infinity;
    await this.do("travel", place);
    if (journey === this.journeys) this.travelledAt = this.answeredAt;
  }

  /** Whether the run is at a moment of its past, or will be as soon as a frame shows it. @param {import("../live/wire.js").Frame | null} frame */
  isPast(frame) {
    return frame !== null && frame.taken < this.travelledAt ? this.isAway : typeof frame?.present === "number";
  }

  /** Note the experiment of an answer. @param {{experiment?: Experiment, taken?: number}} answer */
  take({ experiment, taken = 0 }) {
    this.answered = experiment ?? null;
    this.answeredAt = taken;
  }

  /** A full frame has come. One that was taken before the answer still has the experiment from before. @param {number} taken */
  arrive(taken) {
    if (taken >= this.answeredAt) this.answered = null;
  }

  /**
   * Check the gradient; null where that fails.
   * @returns {Promise<import("../live/wire.js").Finding | null>}
   */
  async check() {
    const { run } = this;
    if (!run) return null;
    try {
      return /** @type {import("../live/wire.js").Checked} */ (await this.live.send({ do: "check", run })).check;
    } catch (failure) {
      if (run === this.run) this.refused(/** @type {Failure} */ (failure));
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

  /** The newest experiment: that of the last answer, or of the newest frame. @param {Experiment} experiment that of the frame */
  known(experiment) {
    const { answered } = this;
    if (!answered) return experiment;
    // Of listed layers and heads, only a frame has the units, the functions and the loss beside the list.
    return { ...answered, network: { ...experiment.network, ...answered.network }, objective: { ...experiment.objective, ...answered.objective } };
  }

  /**
   * The experiment as it will be after the changes that are not answered yet: a second click counts from the first one.
   * @param {Experiment} experiment the present one
   */
  coming(experiment) {
    const parts = /** @type {Record<string, object>} */ (/** @type {unknown} */ ({ ...this.known(experiment) }));
    for (const changes of [...this.sent, this.waiting]) {
      for (const [part, fields] of Object.entries(changes)) parts[part] = { ...parts[part], ...fields };
    }
    return /** @type {Experiment} */ (/** @type {unknown} */ (parts));
  }

  /**
   * @param {Changes} changes
   * @param {{goesOn?: boolean, keepWeights?: boolean, begins?: boolean}} [how] `goesOn`: whether the gesture of the last change continues
   */
  changeAll(changes, { goesOn = false, keepWeights = false, begins = false } = {}) {
    if (!goesOn) this.gesture++;
    this.keepWeights ||= keepWeights;
    this.begins ||= begins;
    for (const [part, fields] of Object.entries(changes)) this.waiting[part] = { ...this.waiting[part], ...fields };
    if (this.sent.length === 0) this.flush();
  }

  /** Whether a change of one field is under way, and to which value. @param {string} part @param {string} field */
  asked(part, field) {
    return [...this.sent, this.waiting].findLast((changes) => changes[part]?.[field] !== undefined)?.[part]?.[field];
  }

  /** Send what waits, after what is sent already. */
  async flush() {
    const { run, waiting: changes, gesture, keepWeights, begins } = this;
    if (!run || Object.keys(changes).length === 0) return;
    this.waiting = {};
    this.keepWeights = this.begins = false;
    if (this.barred) return this.refused(this.barred, changes);
    if (!keepWeights) this.changed(changes, begins);
    try {
      await this.send(changes, { gesture, keepWeights, begins });
      if (run === this.run) this.followed({ do: "change", changes, gesture, keep_weights: keepWeights, begins });
    } catch (failure) {
      if (run === this.run) this.refused(/** @type {Failure} */ (failure), changes);
    }
    if (this.sent.length === 0) await this.flush();
  }

  /**
   * Send changes at once, after those that wait; rejects with the server's reason.
   * @param {Changes} changes
   * @param {{gesture?: number, keepWeights?: boolean, begins?: boolean}} [how]
   */
  async send(changes, { gesture = ++this.gesture, keepWeights = false, begins = false } = {}) {
    this.flush();
    const { run } = this;
    if (!run) return;
    if (this.barred) throw this.barred;
    this.sent = [...this.sent, changes];
    try {
      const answer = await this.live.send({ do: "change", run, changes, gesture, keep_weights: keepWeights, begins });
      if (run === this.run) this.take(answer);
    } finally {
      this.sent = this.sent.filter((each) => each !== changes);
    }
  }
}
