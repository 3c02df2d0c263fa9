// The address bar: the experiment is written into it, and an address that is typed or followed there changes the run.

import { Latest } from "../run/latest.js";
import { translated } from "../words/refusals.js";
import { entriesOf, read, write } from "./address.js";
import { nearly } from "./nearest.js";
import { experimentOf } from "./schema.js";

/** @typedef {import("./address.js").Changes} Changes */

const defaults = experimentOf();

export class AddressBar {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../transport/undo.js").Undo} undo
   * @param {import("../notes/toast.js").Toast} toast
   * @param {import("../notes/notes.js").Notes} notes
   */
  constructor(state, commands, undo, toast, notes) {
    this.state = state;
    this.commands = commands;
    this.undo = undo;
    this.toast = toast;
    this.notes = notes;
    /** Of several addresses that are being opened, the one that was asked for last is followed. */
    this.addresses = new Latest();
    this.undo.missed = () => this.write();
    window.addEventListener("hashchange", () => this.take());
    // A change of language keeps the experiment: the link gets the address.
    document.getElementById("language")?.addEventListener("click", (event) => {
      const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
      link.hash = location.hash;
    });
  }

  /** Write the experiment into the address. */
  write() {
    if (this.commands.underneath) return;
    const hash = write(this.state.experiment, this.state.look);
    this.undo.write(hash ? `#${hash}` : location.pathname + location.search);
  }

  /** An address was typed or followed while the page is open. */
  take() {
    if (history.state !== null) return; // Back and Forward, which undo and redo
    const place = read(location.hash);
    if (entriesOf(location.hash).size > 0 || location.hash === "") this.follow(place);
    else {
      this.notes.say(place.notes);
      this.write();
    }
  }

  /** Change the run to the experiment of an address, or to the nearest possible one. @param {import("./address.js").Place} place */
  async follow(place) {
    const { state } = this;
    const isLatest = this.addresses.ask();
    const before = state.look;
    const show = (/** @type {typeof before} */ look) => {
      state.look = look;
      state.changed();
      this.write();
    };
    if (write(defaults, before) !== write(defaults, place.look)) {
      this.undo.note({ undo: () => show(before), redo: () => show(place.look), isTied: true });
    }
    state.look = place.look;
    try {
      await nearly(place, async (changes) => isLatest() && this.commands.send({ ...changes, ...parts(changes) }));
    } catch (failure) {
      if (isLatest()) this.toast.say(translated(/** @type {import("../live/wire.js").Failure} */ (failure)), 8);
    }
    if (!isLatest()) return;
    this.notes.say(place.notes);
    this.write();
  }
}

/** The parts of the whole experiment of an address. @param {Changes} changes @returns {Changes} */
const parts = (changes) => /** @type {Changes} */ (/** @type {unknown} */ (experimentOf(changes)));
