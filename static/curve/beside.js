// Beside: a second run that is compared with the page's own. It does what the page's run is told, and its curve is drawn with it.

import { described } from "../address/schema.js";
import { lossesAreAlike } from "../compare/kept.js";
import { Series } from "../run/series.js";
import { tab } from "../run/storage.js";
import { figure, percentage, t } from "../words/messages.js";
import { isWatchedAgain } from "../words/notices.js";
import { show, write } from "../words/write.js";

const REMEMBERED = "chalknet-beside";

/** The loss of a run, by what it is. */
const NAMES = { nothing: t("From nothing"), plain: t("Without shortcuts"), recurrent: t("Plain recurrent"), lstm: t("LSTM") };

/** It is looked at more coarsely than the page's own run. */
export const defaults = { views: { resolution: 10, still_resolution: 10, frames_per_second: 4 } };

/** What of a run is changed in both. */
const SHARED = ["data", "objective", "optimizer", "training"];

/** @typedef {import("../address/address.js").Experiment} Experiment */

/** Whether the losses of two runs mean the same: those of the same data, counted in the same way. @param {Experiment} one @param {Experiment} other */
function areComparable(one, other) {
  const [mine, its] = [one, other].map(({ data }) => JSON.stringify(data));
  return mine === its && lossesAreAlike(described(one), described(other));
}

export class Beside {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.host = find("beside");
    this.loss = find("beside-loss");
    this.accuracy = find("beside-accuracy");
    this.name = find("beside-name");
    /** What is asked for besides. @type {Record<string, unknown>} */
    this.asked = {};
    this.differs = find("beside-differs");
    /** The run, the page's own that it is compared with, and what it is. @type {{own: string, run: string, kind?: keyof typeof NAMES} | null} */
    this.pair = JSON.parse(tab.get(REMEMBERED) ?? "null");
    this.watched = "";
    /** @type {import("../live/wire.js").Frame | null} */
    this.frame = null;
    /** @type {Experiment | null} what it learns */
    this.experiment = null;
    this.series = new Series(1);
    find("end-beside").addEventListener("click", () => this.end());
    commands.followed = (command) => this.follow(command);
  }

  /** The run that is compared with the present one. */
  get run() {
    return this.pair && this.pair.own === this.commands.run ? this.pair.run : null;
  }

  /** What the run that is compared with the present one is. */
  get kind() {
    return this.pair?.kind ?? "nothing";
  }

  /** @param {string} own @param {string} run @param {keyof typeof NAMES} kind */
  begin(own, run, kind) {
    this.pair = { own, run, kind };
    tab.set(REMEMBERED, JSON.stringify(this.pair));
    this.watch();
  }

  /** Look at it in another way, too. @param {Record<string, unknown>} views */
  look(views) {
    if (JSON.stringify(views) === JSON.stringify(this.asked)) return;
    this.asked = views;
    this.watch();
  }

  end() {
    if (this.run) this.commands.live.unwatch(this.run);
    this.pair = null;
    tab.set(REMEMBERED, "null");
    this.state.changed();
  }

  /** Subscribe to it, for the first time or again. */
  watch() {
    const { run } = this;
    if (!run) return;
    this.watched = run;
    // Where the server has it no more, there is nothing to compare.
    this.commands.live.want({ do: "watch", run, views: { ...defaults.views, ...this.asked } }).catch((failure) => failure.code === "unknown-run" && this.end());
  }

  /** @param {import("../live/wire.js").Notice} notice */
  notice(notice) {
    if (notice.run !== this.run) return;
    if (notice.code === "run-gone") this.end();
    else if (isWatchedAgain(notice)) this.watch();
  }

  /** Do the same with it. @param {{do: string} & Record<string, unknown>} command */
  follow(command) {
    const { run } = this;
    if (!run) return;
    const changes = Object.entries(command.changes ?? {}).filter(([part]) => SHARED.includes(part));
    if (command.changes && changes.length === 0) return;
    this.commands.live.send({ ...command, run, ...(command.changes ? { changes: Object.fromEntries(changes) } : {}) }).catch(() => {});
  }

  /** Whether a frame is its own, and is taken. @param {import("../live/wire.js").Frame} frame */
  take(frame) {
    if (frame.run !== this.run) return false;
    const { evaluation_steps: steps, evaluation_test: test } = frame.arrays;
    if (frame.full && steps && test) this.series.restore(steps.data, [test.data]);
    else if (frame.evaluated_at > (this.series.steps.at(-1) ?? -1)) this.series.add(frame.evaluated_at, [frame.test_loss ?? NaN]);
    this.frame = frame;
    this.experiment = frame.experiment ?? this.experiment;
    this.commands.live.acknowledge(frame.run, frame.number);
    this.state.changed();
    return true;
  }

  draw() {
    const { run, frame, experiment, state } = this;
    if (run && run !== this.watched) this.watch();
    const isShown = run !== null && frame?.run === run;
    show(this.host, isShown);
    const isCompared = isShown && experiment !== null && areComparable(state.experiment, experiment);
    state.beside = isCompared ? this.series : null;
    show(this.differs, isShown && !isCompared);
    if (!isShown) return;
    write(this.name, NAMES[this.kind]);
    write(this.loss, isCompared ? figure(frame.test_loss) : "–");
    write(this.accuracy, !isCompared || frame.test_accuracy === null ? "" : t("{share} % right", { share: percentage(frame.test_accuracy) }));
  }
}
