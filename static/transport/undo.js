// Undo and redo: by buttons, by keys, and by the browser's own Back and Forward, which go through the changes.

import { enable } from "../controls/enable.js";
import { t } from "../words/messages.js";

export const defaults = { patience: 2000 };

/**
 * A local change that the server does not know, such as a stroke of a drawing; or one that led from one of two runs to the other.
 * A tied change belongs to the server's change that follows it.
 * @typedef {{undo: () => void, redo: () => void, runs?: [string, string], isTied?: boolean}} Local
 */
/** @typedef {{run: string, place: number, before: number | null}} Entry an entry of the browser's history: the run's place then, and in the entry before */

export class Undo {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   */
  constructor(state, commands) {
    this.state = state;
    this.commands = commands;
    const find = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));
    this.buttons = { undo: find("undo"), redo: find("redo") };
    this.status = find("undo-status");
    /** Local changes, with the run's place when they were made. @type {(Local & {place: number})[]} */
    this.done = [];
    /** @type {(Local & {place: number})[]} */
    this.undone = [];
    /** @type {import("../live/wire.js").Frame | null} */
    this.shown = null;
    /** The place to which undo, redo, Back or Forward leads, until the run is there. @type {number | null} */
    this.goal = null;
    /** How often another place was asked for. */
    this.journeys = 0;
    /** The runs that this page has shown. @type {Set<string>} */
    this.seen = new Set();
    /** @type {((run: string) => Promise<string | null>) | null} shows another run; null: Back and Forward do not lead to one, such as in a class */
    this.goTo = null;
    /** @type {() => void} called when the run did not come to its goal: the browser's history is of another place then */
    this.missed = () => {};
    state.note = (local) => this.note(local);
    this.buttons.undo.addEventListener("click", () => this.undo());
    this.buttons.redo.addEventListener("click", () => this.redo());
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("popstate", (event) => this.follow(event.state));
  }

  /** The run's place among its changes, now or in a moment. */
  get place() {
    return this.goal ?? this.state.scene?.place ?? 0;
  }

  /** By how many changes the run will be further than in the frame. */
  get ahead() {
    return this.place - (this.state.scene?.place ?? 0);
  }

  /** Whether there will be a change of the run to undo, or to redo, once it is at its goal. */
  get canUndo() {
    return (this.state.scene?.undo ?? 0) + this.ahead > 0;
  }

  get canRedo() {
    return (this.state.scene?.redo ?? 0) - this.ahead > 0;
  }

  /** @param {Local} local @param {number} [place] the run's place, where its first frame has not come yet */
  note(local, place = this.place) {
    this.done.push({ ...local, place });
    this.undone = [];
    this.show();
  }

  /** The local change that redo would make now. */
  get coming() {
    const local = this.undone.at(-1);
    return local?.runs || local?.place === this.place ? local : undefined;
  }

  /** Whether the page shows a network of which nothing may be asked, and then says so. */
  isBarred() {
    const { barred } = this.commands;
    if (barred) this.commands.refused(barred);
    return barred !== null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const isTyping = /** @type {HTMLElement} */ (event.target).matches?.("input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.undo();
    else if (key === "y" || key === "z") this.redo();
    else return;
    event.preventDefault();
  }

  undo() {
    if (this.isBarred()) return;
    const local = this.done.at(-1);
    if (local?.place === this.place) {
      this.done.pop();
      this.undone.push(local);
      local.undo();
      this.say(t("Undone."));
    } else if (this.canUndo) {
      const entry = this.entry;
      if (entry && entry.before === this.place - 1) history.back();
      else this.go(-1);
    }
    this.show();
  }

  redo() {
    if (this.isBarred()) return;
    const local = this.coming;
    if (local && !((local.runs || local.isTied) && this.canRedo)) {
      this.undone.pop();
      this.done.push(local);
      local.redo();
      this.say(t("Redone."));
    } else if (this.canRedo) this.go(1);
    this.show();
  }

  /** Go forward by so many changes, or back. @param {number} count @param {number} [from] */
  async go(count, from = this.place) {
    const journey = ++this.journeys;
    this.goal = from + count;
    this.show();
    if (count > 0) this.take(this.undone, this.done, from, from + count);
    await Promise.all(Array.from({ length: Math.abs(count) }, () => this.commands.do(count < 0 ? "undo" : "redo")));
    if (count < 0) this.take(this.done, this.undone, from + count, from);
    this.say(count < 0 ? t("Undone.") : t("Redone."));
    // Where the server cannot go there, the browser's history is corrected.
    setTimeout(() => journey === this.journeys && this.goal !== null && this.miss(), defaults.patience);
  }

  miss() {
    this.goal = null;
    this.missed();
    this.show();
  }

  /** Undo or redo the local changes that are tied to the server's changes between two places. @param {(Local & {place: number})[]} source @param {(Local & {place: number})[]} target @param {number} low @param {number} high */
  take(source, target, low, high) {
    for (const local of source.filter(({ isTied, place }) => isTied && place >= low && place < high)) {
      source.splice(source.indexOf(local), 1);
      target.push(local);
      if (source === this.done) local.undo();
      else local.redo();
    }
  }

  /** Follow the browser to another entry of its history. @param {Entry | null} entry */
  async follow(entry) {
    if (!entry || this.commands.underneath) return;
    if (entry.run !== this.commands.run) return this.followTo(entry.run);
    const from = this.place;
    if (entry.place !== from) await this.go(entry.place - from, from);
  }

  /** Follow the browser to another run that the page has shown. @param {string} run */
  async followTo(run) {
    const journey = ++this.journeys;
    const isThere = this.goTo !== null && this.seen.has(run) && (await this.goTo(run)) !== null;
    if (journey !== this.journeys) return;
    if (!isThere) {
      this.seen.delete(run);
      return this.missed();
    }
    const [back, forth] = [this.done.at(-1), this.undone.at(-1)];
    if (back?.runs?.[0] === run) this.undone.push(...this.done.splice(-1));
    else if (forth?.runs?.[1] === run) this.done.push(...this.undone.splice(-1));
    this.show();
  }

  /** @returns {Entry | null} the present one, if it is of this run */
  get entry() {
    const entry = history.state;
    return entry?.run && entry.run === this.commands.run ? entry : null;
  }

  /** Update the browser's history: each change has an entry. @param {string} address */
  write(address) {
    const place = this.state.scene?.place ?? 0;
    const { entry } = this;
    const run = this.commands.run ?? "";
    if (this.goal === place) this.goal = null;
    if (this.goal !== null) return; // on the way there
    this.seen.add(run);
    const isOther = !entry && this.goTo !== null && this.seen.has(history.state?.run);
    if (isOther || (entry && place > entry.place)) history.pushState({ run, place, before: entry?.place ?? null }, "", address);
    else history.replaceState({ run, place, before: entry?.place === place ? entry.before : null }, "", address);
  }

  draw() {
    const { scene } = this.state;
    if (scene === this.shown) return;
    // A new change replaces the changes that could be redone.
    const { place = 0, redo } = scene ?? {};
    if (!redo && place > (this.shown?.place ?? 0)) this.undone = this.undone.filter((local) => !local.isTied || local.place >= place);
    this.show();
    this.shown = this.state.scene;
  }

  show() {
    enable(this.buttons.undo, this.canUndo || this.done.at(-1)?.place === this.place);
    enable(this.buttons.redo, this.canRedo || Boolean(this.coming));
  }

  /** @param {string} words */
  say(words) {
    this.status.textContent = "";
    requestAnimationFrame(() => (this.status.textContent = words));
  }
}
