// Families: many runs as one. A person chooses what varies; the members live side by side, and each can become one's own run.

import { described } from "../address/schema.js";
import { ask, Refused } from "../live/rest.js";
import { tab } from "../run/storage.js";
import { t, whole } from "../words/messages.js";
import { noticed } from "../words/notices.js";
import { translated } from "../words/refusals.js";
import { attribute, show, write } from "../words/write.js";
import { Chooser } from "./chooser.js";
import { EnsembleView } from "./ensemble.js";
import { Family } from "./family.js";
import { fieldsOf } from "./fields.js";
import { EnsembleForm, RaceForm, slowdown } from "./forms.js";
import { measured, MEASURES } from "./members.js";
import { Race } from "./race.js";
import { Sheet } from "./sheet.js";
import { Table } from "./table.js";
import { wordOf } from "./words.js";

/** @typedef {import("./members.js").Order} Order */
/** @typedef {"sheet" | "ensemble" | "race"} Kind */

const REMEMBERED = "chalknet-family";
/** What is asked of a family of each kind: how small its maps are, and how often they come. @type {Record<Kind, Record<string, unknown>>} */
const VIEWS = {
  sheet: { resolution: 24, still_resolution: 24, stride: 1, frames_per_second: 10 },
  ensemble: { resolution: 60, still_resolution: 60, stride: 2, frames_per_second: 10, ensemble: true },
  race: { resolution: 24, still_resolution: 24, stride: 1, frames_per_second: 10 },
};

export class Families {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<unknown>} openBeside opens another run in this page; Undo leads back
   */
  constructor(state, commands, toast, openBeside) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.openBeside = openBeside;
    this.host = /** @type {HTMLDetailsElement} */ (document.getElementById("families"));
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.form = /** @type {HTMLFormElement} */ (find("family-form"));
    this.open = find("family-open");
    this.about = find("family-about");
    this.begin = /** @type {HTMLButtonElement} */ (find("family-begin"));
    this.error = find("family-error");
    this.standing = find("family-standing");
    this.play = /** @type {HTMLButtonElement} */ (find("family-play"));
    this.by = /** @type {HTMLSelectElement} */ (find("family-order"));
    this.speed = /** @type {HTMLSelectElement} */ (find("family-speed"));
    this.isScheduled = false;
    /** Whether a class is paused, where families stand still, too. */
    this.isHeld = false;
    const changed = () => this.changed();
    const pane = (/** @type {Kind} */ kind) => /** @type {HTMLElement} */ (this.form.querySelector(`.family-pane[data-kind=${kind}]`));
    this.panes = { sheet: pane("sheet"), ensemble: pane("ensemble"), race: pane("race") };
    this.chooser = new Chooser(this.panes.sheet, changed);
    this.forms = { ensemble: new EnsembleForm(this.panes.ensemble), race: new RaceForm(this.panes.race, changed) };
    this.sweep = find("family-sweep");
    this.ensemble = new EnsembleView(find("family-ensemble"));
    this.race = new Race(find("family-race"), changed);
    /** The kind of the family that is open. @type {Kind} */
    this.kind = "sheet";
    this.sheet = new Sheet(find("family-sheet"), { open: (member) => this.attempt(() => this.take(member)), changed });
    this.table = new Table(/** @type {HTMLDetailsElement} */ (find("family-table")), changed);
    /** @type {Family | null} */
    this.family = null;
    this.drawn = { frame: /** @type {unknown} */ (null), orders: "", experiment: /** @type {unknown} */ (null) };
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(() => this.create(this.wanted));
    });
    this.form.addEventListener("input", changed);
    find("family-slowdown").addEventListener("click", () => this.attempt(() => this.create(slowdown())));
    this.play.addEventListener("click", () => this.family?.send(this.family.frame?.state === "playing" ? "pause" : "play"));
    find("family-step").addEventListener("click", () => this.family?.send("step", { iterations: 1 }));
    find("family-reset").addEventListener("click", () => this.family?.send("reset"));
    find("family-close").addEventListener("click", () => this.attempt(() => this.close()));
    this.speed.addEventListener("change", () => this.family?.send("speed", { iterations_per_second: Number(this.speed.value) || null }));
    this.by.addEventListener("change", changed);
    this.host.addEventListener("toggle", () => this.look());
    const before = tab.get(REMEMBERED);
    if (before) this.follow(...(/** @type {[string, Kind]} */ (JSON.parse(before))));
  }

  /** The kind that is chosen in the form. @returns {Kind} */
  get chosen() {
    return /** @type {any} */ (this.form.elements.namedItem("family-kind")).value;
  }

  /** What the form asks for. @returns {import("./forms.js").Wanted} */
  get wanted() {
    const { experiment } = this.state;
    const { chosen } = this;
    return chosen === "sheet" ? { base: described(experiment), ...this.chooser.chosen } : this.forms[chosen].wanted(experiment);
  }

  /** @param {string} id of a family that this page shows from now on @param {Kind} kind */
  follow(id, kind) {
    tab.set(REMEMBERED, JSON.stringify([id, kind]));
    this.kind = kind;
    this.family = new Family(this.commands.live, id, {
      changed: () => this.changed(),
      refused: (failure) => this.toast.say(translated(failure), 8),
      noticed: (notice) => this.toast.say(noticed(notice), 5),
      gone: () => this.forget(),
    });
    this.look();
    this.changed();
  }

  /** Draw once before the next repaint of the screen: a frame of a family is nothing to the other views. */
  changed() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      if (this.host.open) this.draw();
    });
  }

  /** A closed panel asks for nothing. */
  look() {
    if (this.host.open) this.family?.look(VIEWS[this.kind]);
    else this.family?.leave();
  }

  forget() {
    this.family = null;
    tab.set(REMEMBERED, "");
    this.changed();
  }

  /** @param {import("./forms.js").Wanted} wanted */
  async create({ base, variations, fault }) {
    if (fault) return void write(this.error, fault);
    const { id } = await ask("api/families", { method: "POST", body: JSON.stringify({ base, variations }) });
    this.by.value = "fields";
    this.follow(id, this.chosen);
    this.draw();
    this.play.focus();
    await this.commands.live.welcomed;
    await this.family?.send("speed", { iterations_per_second: Number(this.speed.value) || null });
    await this.family?.send("play");
  }

  /** A member becomes the run of this page. @param {number} member */
  async take(member) {
    const run = await this.family?.open(member);
    if (!run) return;
    await this.openBeside(run);
    this.toast.say(t("This member is a run of your own now, paused. Undo leads back."), 6);
  }

  async close() {
    await this.family?.remove();
    this.forget();
    this.draw();
    this.begin.focus();
  }

  /** @param {() => Promise<void>} act */
  async attempt(act) {
    write(this.error, "");
    this.host.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      const words = error instanceof Refused ? translated(error) : t("The server does not answer as expected.");
      if (this.family) this.toast.say(words, 8);
      else write(this.error, words);
    }
    this.host.removeAttribute("aria-busy");
  }

  draw() {
    const { family, state } = this;
    const isHeld = state.given.lock.includes("families");
    if (isHeld && !this.isHeld) family?.send("pause");
    this.isHeld = isHeld;
    show(this.form, family === null);
    show(this.open, family !== null);
    if (!family) return this.offer();
    const { frame } = family;
    if (!frame) return;
    const isPlaying = frame.state === "playing";
    this.play.dataset.state = frame.state;
    attribute(this.play, "aria-label", isPlaying ? t("Pause all") : t("Play all"));
    const count = frame.arrays.measures.shape[0] ?? 0;
    write(this.standing, t("{count} runs · epoch {epoch} · iteration {step}", { count, epoch: whole(Math.floor(frame.epoch)), step: whole(frame.step) }));
    this.offerOrders(frame);
    const order = /** @type {Order} */ (this.by.value);
    const { colors, density } = state;
    const classes = Math.max(2, frame.classes);
    show(this.ensemble.host, this.kind === "ensemble");
    show(this.race.host, this.kind === "race");
    if (this.kind === "ensemble") this.ensemble.draw(frame, colors, classes);
    if (this.kind === "race") this.race.draw(frame, colors);
    this.sheet.draw(frame, order, { colors, density, classes });
    this.table.draw(frame, order);
    family.drawn();
  }

  /** The fields of the present experiment, and how many runs the chosen values make. */
  offer() {
    const { experiment } = this.state;
    if (this.drawn.experiment !== experiment) {
      this.chooser.offer(experiment);
      this.forms.race.offer(fieldsOf(experiment));
    }
    this.drawn.experiment = experiment;
    for (const [kind, pane] of Object.entries(this.panes)) show(pane, kind === this.chosen);
    show(this.sweep, this.forms.race.rates.value === "best");
    const { count, fault } = this.wanted;
    write(this.about, fault || t("{count} runs of the present network", { count }));
    this.about.classList.toggle("error", fault !== "");
  }

  /** The measures that these members have. @param {import("./members.js").FamilyFrame} frame */
  offerOrders(frame) {
    /** @type {Order[]} */
    const orders = ["fields", ...MEASURES.filter((measure) => !Number.isNaN(measured(frame, 0, measure))), "gap"];
    if (orders.join() === this.drawn.orders) return;
    this.drawn.orders = orders.join();
    const before = this.by.value;
    this.by.replaceChildren(...orders.map((order) => new Option(wordOf(order), order)));
    this.by.value = orders.includes(/** @type {Order} */ (before)) ? before : "fields";
  }
}
