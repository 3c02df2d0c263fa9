// The run that the page shows: opened for an address, watched, left for another one and come back to.

import { read as readAddress } from "../address/address.js";
import { nearly } from "../address/nearest.js";
import { described } from "../address/schema.js";
import { ask, Refused } from "../live/rest.js";
import { live, opening, seat, watching } from "../opening.js";
import { t } from "../words/messages.js";
import { translated } from "../words/refusals.js";
import { Latest } from "./latest.js";
import { create, makeBeside, persist, takeOverIf } from "./run.js";
import { troubles } from "./troubles.js";

/** @typedef {import("../address/address.js").Changes} Changes */
/** @typedef {import("../live/wire.js").Failure} Failure */
/** @typedef {import("./run.js").Run} Run */

export class Shown {
  /**
   * @param {import("./state.js").State} state
   * @param {import("./commands.js").Commands} commands
   * @param {import("../transport/undo.js").Undo} undo
   * @param {import("../curve/beside.js").Beside} beside
   * @param {import("../notes/toast.js").Toast} toast
   * @param {import("../notes/notes.js").Notes} notes
   */
  constructor(state, commands, undo, beside, toast, notes) {
    this.state = state;
    this.commands = commands;
    this.undo = undo;
    this.beside = beside;
    this.toast = toast;
    this.notes = notes;
    /** The views that the server sends: at first those of opening.js. */
    this.watched = "{}";
    /** Of several runs that are being opened, the one that was asked for last is shown. */
    this.openings = new Latest();
    /** The opening of a run in place of one that is gone. @type {Promise<boolean> | null} */
    this.replacing = null;
    /** The frame that was acknowledged last: those of another run are numbered from 1 again. @type {import("../live/wire.js").Frame | null} */
    this.acknowledged = null;
    state.drawn = () => this.drawn();
  }

  drawn() {
    const { frame } = this.state;
    if (frame && frame !== this.acknowledged) live.acknowledge(frame.run, (this.acknowledged = frame).number);
    if (JSON.stringify(this.views()) !== this.watched) this.watch();
  }

  /** The requested views: the fields that each view of the page needs beyond the defaults. */
  views() {
    // Everyone who is shown another's network sees it alike, so that each frame is packed once.
    if (this.commands.underneath) return {};
    return Object.assign({}, ...this.state.views.map((view) => view.asks?.()));
  }

  /** Subscribe to the run, or change its views. */
  async watch() {
    const { run } = this.commands;
    if (!run) return;
    this.watched = JSON.stringify(this.views());
    // The subscription of opening.js, without views, must not come after this one.
    await watching.catch(() => {});
    if (run !== this.commands.run) return;
    /** What passes, while it is waited for. @type {Failure[]} */
    const passing = [];
    try {
      await live.want({ do: "watch", run, views: this.views() }, (failure) => troubles.set("run", (passing[0] = failure)));
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      if (failure.code === "unknown-run" && !this.commands.underneath) await this.replace();
      else if (failure.code !== "lost") this.toast.say(translated(failure), 12);
    }
    if (passing[0] && troubles.now.run === passing[0]) troubles.set("run", null);
  }

  /** The server does not have the run any more: another one begins, once, by the address. */
  async replace() {
    if (seat.look) return; // the strip says so
    this.replacing ??= this.open(readAddress(location.hash));
    const isOpen = await this.replacing;
    this.replacing = null;
    if (isOpen) this.toast.say(t("The server does not have this network any more: a new one begins, with the settings of the address."), 12);
  }

  /**
   * Begin a run for an address, or the nearest possible one. Where that fails, the default experiment begins.
   * @param {import("../address/address.js").Place} place
   * @param {Promise<Run>} asked
   * @returns {Promise<boolean>} whether there is such a run
   */
  async open(place, asked = persist(() => nearly(place, create))) {
    const isLatest = this.openings.ask();
    try {
      const run = await asked;
      if (!isLatest()) return false;
      this.begin(run);
      if (asked === opening) watching.catch(() => this.watch()); // opening.js has subscribed to the first run
      else this.watch();
      this.notes.say(place.notes);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reason = translated(error);
      if (Object.keys(place.changes).length === 0) this.toast.say(reason);
      else {
        this.toast.say(t("This address cannot be opened: {reason}", { reason }), 12);
        this.begin(await persist(() => create({})));
        this.watch();
      }
      return false;
    }
  }

  /** @param {Run} run */
  begin(run) {
    this.commands.goTo(run.id);
    this.state.experiment = run.experiment;
    this.state.changed();
  }

  /**
   * Go to another run of this tab: from an opened network to the run before it, and forth. Rejects where there is none to go to.
   * @param {string | Promise<string>} asked
   * @returns {Promise<string | null>} the run; null: another one was asked for meanwhile, or the server does not have it any more
   */
  async goTo(asked) {
    const { commands } = this;
    const isLatest = this.openings.ask();
    const id = await asked;
    if (!isLatest()) return null;
    try {
      const run = await takeOverIf(id, isLatest);
      if (!run) return null;
      if (commands.underneath) {
        live.unwatch(commands.underneath);
        commands.underneath = id;
        this.rest();
        return id;
      }
      if (commands.run) live.unwatch(commands.run);
      this.begin(run);
      await this.watch();
      return id;
    } catch (error) {
      this.toast.say(translated(/** @type {Refused} */ (error)), 8);
      return null;
    }
  }

  /** What the page asks of its own run while it shows another one: little, and enough that it goes on. */
  rest() {
    const { underneath: run } = this.commands;
    if (run) live.want({ do: "watch", run, views: { tile: true, resolution: 10, still_resolution: 10, frames_per_second: 1 } }).catch(() => {});
  }

  /**
   * Show another's run in place of the page's own, which goes on underneath; null: the page's own again.
   * @param {string | null} run
   * @param {Failure | null} [barred] why nothing may be asked of it
   */
  lookAt(run, barred = null) {
    const { commands, state } = this;
    const own = commands.underneath ?? commands.run;
    if (own && run !== (commands.underneath && commands.run)) {
      if (commands.underneath && commands.run) live.unwatch(commands.run);
      commands.goTo(run ?? own);
      commands.underneath = run && own;
      state.focus = state.cell = state.feature = state.sample = state.drawing = null;
      this.rest();
      this.watch();
    }
    commands.barred = barred; // after goTo, which still sends what waits to the former run
  }

  /** Go to another run of this tab, which has no changes yet, and back with undo. @param {string | Promise<string>} asked */
  async openBeside(asked) {
    if (seat.code) return this.moveIn(seat.code, asked);
    const before = this.commands.underneath ?? this.commands.run;
    const run = await this.goTo(asked);
    if (before && run) this.undo.note({ undo: () => this.goTo(before), redo: () => this.goTo(run), runs: [before, run] }, 0);
    return run;
  }

  /** In a class, a network that is opened becomes that of the seat, so that the teacher sees it, too; the server's undo leads back. @param {string} code @param {string | Promise<string>} asked */
  async moveIn(code, asked) {
    const isLatest = this.openings.ask();
    const opened = await asked;
    const discard = () => ask(`api/runs/${encodeURIComponent(opened)}`, { method: "DELETE" }).catch(() => {});
    if (!isLatest()) return discard().then(() => null);
    const { run } = await ask(`api/classes/${encodeURIComponent(code)}/seat/run`, { method: "PUT", body: JSON.stringify({ run: opened }) }).catch(async (error) => {
      if (error instanceof Refused) await discard();
      throw error;
    });
    return run === this.commands.run || (await this.goTo(run)) ? run : null;
  }

  /** Go to a run that begins with trained layers, and compare it with one that begins with nothing. @param {string} run @param {string | null} other */
  async beginTransfer(run, other) {
    const own = await this.openBeside(run);
    if (own && other) this.beside.begin(own, other, "nothing");
  }

  /** Compare the page's network with another one, both from the first step on: a run that has taken some begins anew, and undo leads back. @param {Changes} changes the other's experiment @param {"plain" | "recurrent" | "lstm"} kind what it is */
  async beginPlain(changes, kind = "plain") {
    const before = this.commands.run;
    const plain = await create(changes, false);
    if (this.commands.run !== before) return;
    const anew = () => makeBeside(plain, () => create(described(this.state.experiment), false));
    const own = this.state.frame?.step ? await this.openBeside(anew().then(({ id }) => id)) : before;
    if (own) this.beside.begin(own, plain.id, kind);
  }
}
