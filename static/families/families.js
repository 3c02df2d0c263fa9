// Families: many runs as one. A person chooses what varies; the members live side by side, and each can become one's own run.

import { described } from "../address/schema.js";
import { ask, Refused } from "../live/rest.js";
import { tab } from "../run/storage.js";
import { t, whole } from "../words/messages.js";
import { noticed } from "../words/notices.js";
import { translated } from "../words/refusals.js";
import { attribute, show, write } from "../words/write.js";
import { Chooser } from "./chooser.js";
import { Family } from "./family.js";
import { measured, MEASURES } from "./members.js";
import { Sheet } from "./sheet.js";
import { Table } from "./table.js";
import { wordOf } from "./words.js";

/** @typedef {import("./members.js").Order} Order */

const REMEMBERED = "chalknet-family";
/** How small maps are, and how often they come. */
const VIEWS = { resolution: 24, still_resolution: 24, stride: 1, frames_per_second: 10 };

export class Families {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<void>} openBeside opens another run in this page; Undo leads back
   */
  constructor(state, commands, toast, openBeside) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.openBeside = openBeside;
    this.host = /** @type {HTMLDetailsElement} */ (document.getElementById("families"));
    const template = /** @type {HTMLTemplateElement} */ (this.host.querySelector("template"));
    template.replaceWith(template.content);
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
    const changed = () => state.changed();
    this.chooser = new Chooser(this.form, changed);
    this.sheet = new Sheet(find("family-sheet"), { open: (member) => this.attempt(() => this.take(member)), changed });
    this.table = new Table(/** @type {HTMLDetailsElement} */ (find("family-table")), changed);
    /** @type {Family | null} */
    this.family = null;
    this.drawn = { frame: /** @type {unknown} */ (null), orders: "", experiment: /** @type {unknown} */ (null) };
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(() => this.create());
    });
    this.play.addEventListener("click", () => this.family?.send(this.family.frame?.state === "playing" ? "pause" : "play"));
    find("family-step").addEventListener("click", () => this.family?.send("step", { iterations: 1 }));
    find("family-reset").addEventListener("click", () => this.family?.send("reset"));
    find("family-close").addEventListener("click", () => this.attempt(() => this.close()));
    this.speed.addEventListener("change", () => this.family?.send("speed", { iterations_per_second: Number(this.speed.value) || null }));
    this.by.addEventListener("change", changed);
    this.host.addEventListener("toggle", () => this.look());
    const before = tab.get(REMEMBERED);
    if (before) this.follow(before);
  }

  /** @param {string} id of a family that this page shows from now on */
  follow(id) {
    tab.set(REMEMBERED, id);
    this.family = new Family(this.commands.live, id, {
      changed: () => this.state.changed(),
      refused: (failure) => this.toast.say(translated(failure), 8),
      noticed: (notice) => this.toast.say(noticed(notice), 5),
      gone: () => this.forget(),
    });
    this.look();
    this.state.changed();
  }

  /** A closed panel asks for nothing. */
  look() {
    if (this.host.open) this.family?.look(VIEWS);
    else this.family?.leave();
  }

  forget() {
    this.family = null;
    tab.set(REMEMBERED, "");
    this.state.changed();
  }

  async create() {
    const { variations, fault } = this.chooser.chosen;
    if (fault) return void write(this.error, fault);
    const { id } = await ask("api/families", { method: "POST", body: JSON.stringify({ base: described(this.state.experiment), variations }) });
    this.by.value = "fields";
    this.follow(id);
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
    this.sheet.draw(frame, order, { colors: state.colors, density: state.density, classes: Math.max(2, state.classes) });
    this.table.draw(frame, order);
    family.drawn();
  }

  /** The fields of the present experiment, and how many runs the chosen values make. */
  offer() {
    if (this.drawn.experiment !== this.state.experiment) this.chooser.offer(this.state.experiment);
    this.drawn.experiment = this.state.experiment;
    const { count, fault } = this.chooser.chosen;
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
