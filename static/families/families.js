// Families: many runs as one. A person chooses what varies; the members live side by side, and each can become one's own run.

import { described } from "../address/schema.js";
import { ask } from "../live/rest.js";
import { t } from "../words/messages.js";
import { attribute, show, write } from "../words/write.js";
import { Chooser } from "./chooser.js";
import { EnsembleView } from "./ensemble.js";
import { Family } from "./family.js";
import { fieldsOf } from "./fields.js";
import { defaults as bounds, EnsembleForm, RaceForm, slowdown } from "./forms.js";
import { Masks } from "./masks.js";
import { haveOwnUnits, measured, MEASURES } from "./members.js";
import { FamilyPanel } from "./panel.js";
import { Race } from "./race.js";
import { Sheet } from "./sheet.js";
import { Table } from "./table.js";
import { sheetText, wordOf } from "./words.js";

/** @typedef {import("./members.js").Order} Order */
/** @typedef {"sheet" | "ensemble" | "race"} Kind */
/** Beside the kinds of families there are the masks of the present network. @typedef {Kind | "masks"} Chosen */

/** What is asked of a family of each kind: how small its maps are, and how often they come. @type {Record<Kind, Record<string, unknown>>} */
const VIEWS = {
  sheet: { resolution: 24, still_resolution: 24, stride: 1, frames_per_second: 10 },
  ensemble: { resolution: 60, still_resolution: 60, stride: 2, frames_per_second: 10, ensemble: true },
  race: { resolution: 24, still_resolution: 24, stride: 1, frames_per_second: 10, race: true },
};

/** @augments {FamilyPanel<Family>} */
export class Families extends FamilyPanel {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<unknown>} openBeside opens another run in this page; Undo leads back
   */
  constructor(state, commands, toast, openBeside) {
    super("families", "family", "api/families", state, commands, toast, openBeside);
    const { find } = this;
    this.by = /** @type {HTMLSelectElement} */ (find("order"));
    this.speed = /** @type {HTMLSelectElement} */ (find("speed"));
    const changed = () => this.changed();
    const pane = (/** @type {Chosen} */ kind) => /** @type {HTMLElement} */ (this.form.querySelector(`.family-pane[data-kind=${kind}]`));
    this.panes = { sheet: pane("sheet"), ensemble: pane("ensemble"), race: pane("race"), masks: pane("masks") };
    this.chooser = new Chooser(this.panes.sheet, changed);
    this.forms = { ensemble: new EnsembleForm(this.panes.ensemble), race: new RaceForm(this.panes.race, changed) };
    this.sweep = find("sweep");
    this.masks = new Masks(this.panes.masks, state);
    this.go = /** @type {HTMLElement} */ (this.begin.parentElement);
    this.ensemble = new EnsembleView(find("ensemble"));
    this.race = new Race(find("race"), changed);
    /** The kind of the family that is open. @type {Kind} */
    this.kind = "sheet";
    this.sheet = new Sheet(find("sheet"), { open: (member) => this.attempt(`open ${member}`, () => this.take(member, t("This member is a run of your own now, paused. Undo leads back."))), changed });
    this.table = new Table(/** @type {HTMLDetailsElement} */ (find("table")), changed);
    this.drawn = { frame: /** @type {unknown} */ (null), orders: "", experiment: /** @type {unknown} */ (null) };
    this.form.addEventListener("input", () => state.changed()); // it may ask for masks
    find("slowdown").addEventListener("click", () => this.attempt("begin", () => this.createAs(slowdown())));
    find("step").addEventListener("click", () => this.shown?.send("step", { iterations: 1 }));
    this.speed.addEventListener("change", () => this.shown?.send("speed", { iterations_per_second: Number(this.speed.value) || null }));
    this.by.addEventListener("change", changed);
    const { before } = this;
    if (before) this.follow(...(/** @type {[string, Kind]} */ (JSON.parse(before))));
  }

  /** A family has frames of its own; the masks are a look at the present run. */
  asks() {
    return this.shown === null && this.chosen === "masks" ? { masks: true } : {};
  }

  /** The kind that is chosen in the form. @returns {Chosen} */
  get chosen() {
    return /** @type {any} */ (this.form.elements.namedItem("family-kind")).value;
  }

  /** What the form asks for. @returns {import("./forms.js").Wanted} */
  get wanted() {
    const { experiment } = this.state;
    const { chosen } = this;
    if (chosen === "masks") return { base: {}, variations: [], count: 0, fault: "" };
    return chosen === "sheet" ? { base: described(experiment), ...this.chooser.chosen } : this.forms[chosen].wanted(experiment);
  }

  get views() {
    return VIEWS[this.kind];
  }

  /** @param {string} id of a family that this page shows from now on @param {Kind} kind */
  follow(id, kind) {
    this.kind = kind;
    this.show(new Family(this.commands.live, id, this.ways), JSON.stringify([id, kind]));
  }

  /** @override @param {import("./earlier.js").Listed} each */
  told({ count = 0 }) {
    return [t("{count} runs", { count })];
  }

  /** As what it began is not known: one of seeds is an ensemble, one of optimisers or losses a race. @override @param {import("./earlier.js").Listed} each */
  reopen({ id, fields: [first = "", second], count = 0 }) {
    const isRace = ["optimizer.kind", "objective.loss"].includes(first) && (second ? second === "optimizer.learning_rate" : count <= bounds.racers);
    this.follow(id, isRace ? "race" : first === "training.seed" && !second ? "ensemble" : "sheet");
  }

  create() {
    return this.createAs(this.wanted);
  }

  /** @param {import("./forms.js").Wanted} wanted */
  async createAs({ base, variations, fault }) {
    if (fault) return; // it stands beside the button
    const { chosen } = this;
    if (chosen === "masks") return;
    const { id } = await ask("api/families", { method: "POST", body: JSON.stringify({ base, variations }) });
    this.by.value = "fields";
    this.follow(id, chosen);
    const { shown } = this; // another one may be opened meanwhile
    await this.start();
    await shown?.send("speed", { iterations_per_second: Number(this.speed.value) || null });
    await shown?.send("play");
  }

  draw() {
    const { shown: family, state } = this;
    this.hold("families");
    this.choose();
    if (!family) return this.offer();
    const { frame } = family;
    if (!frame) return;
    const isPlaying = frame.state === "playing";
    attribute(this.play, "data-state", frame.state);
    attribute(this.play, "aria-label", isPlaying ? t("Pause all") : t("Play all"));
    const count = frame.arrays.measures.shape[0] ?? 0;
    this.name(frame);
    write(this.standing, t("{count} runs · epoch {epoch} · iteration {step}", { count, epoch: Math.floor(frame.epoch), step: frame.step }));
    this.offerOrders(frame);
    const order = /** @type {Order} */ (this.by.value);
    const { colors, density } = state;
    const classes = Math.max(2, frame.classes);
    show(this.ensemble.host, this.kind === "ensemble");
    show(this.race.host, this.kind === "race");
    if (this.kind === "ensemble") this.ensemble.draw(frame, colors, classes);
    if (this.kind === "race") this.race.draw(frame, colors, density);
    write(this.find("tells"), sheetText(frame));
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
    const isOfMasks = this.chosen === "masks";
    show(this.go, !isOfMasks);
    if (isOfMasks) return this.masks.draw();
    const { count, fault } = this.wanted;
    write(this.about, fault || t("{count} runs of the present network", { count }));
    this.about.classList.toggle("error", fault !== "");
  }

  /** The measures that these members have, and that can be compared. @param {import("./members.js").FamilyFrame} frame */
  offerOrders(frame) {
    const measures = MEASURES.filter((measure) => !Number.isNaN(measured(frame, 0, measure)));
    /** @type {Order[]} */
    const orders = ["fields", ...(haveOwnUnits(frame) ? measures.filter((measure) => !measure.endsWith("loss")) : [...measures, /** @type {Order} */ ("gap")])];
    if (orders.join() === this.drawn.orders) return;
    this.drawn.orders = orders.join();
    const before = this.by.value;
    this.by.replaceChildren(...orders.map((order) => new Option(wordOf(order), order)));
    this.by.value = orders.includes(/** @type {Order} */ (before)) ? before : "fields";
  }
}
