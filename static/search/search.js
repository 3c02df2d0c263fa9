// Search: methods that look for good settings, side by side. A person chooses what is searched, and sees where each tries.

import { enable } from "../controls/enable.js";
import { FamilyPanel } from "../families/panel.js";
import { ask } from "../live/rest.js";
import { joinClauses, joinNames, joinSentences, titled } from "../words/joined.js";
import { figure, inPercent, t } from "../words/messages.js";
import { attribute, write } from "../words/write.js";
import { Course } from "./course.js";
import { SearchForm } from "./form.js";
import { markOf } from "./marks.js";
import { OpenSearch } from "./open_search.js";
import { Places, wordsOf } from "./places.js";
import { TrialTable } from "./table.js";
import { bestOf, trialsOf } from "./trials.js";

/** @typedef {import("../live/wire.js").SearchFrame} SearchFrame */
/** @typedef {import("./trials.js").Trial} Trial */

/** What is asked of a search: how often its frames come. */
const VIEWS = { frames_per_second: 5 };

/** @augments {FamilyPanel<OpenSearch>} */
export class SearchPanel extends FamilyPanel {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(run: string) => Promise<unknown>} openBeside opens another run in this page; Undo leads back
   */
  constructor(state, commands, toast, openBeside) {
    super("search", "search", "api/searches", state, commands, toast, openBeside);
    this.result = this.find("result");
    this.why = this.find("why");
    this.legend = /** @type {HTMLElement} */ (this.open.querySelector(".search-legend"));
    const changed = () => this.changed();
    const open = (/** @type {number} */ trial) => this.attempt(`open ${trial}`, () => this.take(trial, t("This trial is a run of your own now: it takes its iterations again, to the same weights. Undo leads back.")));
    this.fields = new SearchForm(this.form, changed);
    this.places = new Places(/** @type {HTMLElement} */ (this.open.querySelector(".search-places")), open);
    this.course = new Course(/** @type {HTMLElement} */ (this.open.querySelector(".search-course")));
    this.table = new TrialTable(/** @type {HTMLDetailsElement} */ (this.find("table")), open, changed);
    /** The names of the methods, as the form has them. */
    this.names = new Map(this.fields.methods.map(({ value, parentElement }) => [value, parentElement?.querySelector("span")?.childNodes[1]?.textContent?.trim() ?? value]));
    this.drawn = { experiment: /** @type {unknown} */ (null), frame: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
    if (this.before) this.follow(this.before);
  }

  get views() {
    return VIEWS;
  }

  /** @returns {SearchFrame | null} */
  get frame() {
    return /** @type {any} */ (this.shown?.frame ?? null);
  }

  /** @param {string} id of a search that this page shows from now on */
  follow(id) {
    write(this.result, "");
    this.show(new OpenSearch(this.commands.live, id, this.ways), id);
  }

  /** @override @param {import("../families/earlier.js").Listed} each */
  told({ strategies = [] }) {
    return [joinNames(strategies.map((strategy) => this.names.get(strategy) ?? strategy))];
  }

  /** @override @param {import("../families/earlier.js").Listed} each */
  reopen({ id }) {
    this.follow(id);
  }

  async create() {
    const { base, search, fault } = this.fields.wanted(this.state.experiment);
    if (fault) return; // it stands beside the button
    const { id } = await ask("api/searches", { method: "POST", body: JSON.stringify({ base, search }) });
    this.follow(id);
    const { shown } = this; // another one may be opened meanwhile
    await this.start();
    await shown?.send("play");
  }

  draw() {
    const { shown: search, frame, state } = this;
    this.hold("search");
    this.choose();
    if (!search) return this.offer();
    if (!frame || (frame === this.drawn.frame && state.colors === this.drawn.colors && !this.host.querySelector("#search-table[open] tbody:empty"))) return;
    this.drawn.frame = frame;
    this.drawn.colors = state.colors;
    const trials = trialsOf(frame);
    const name = (/** @type {number} */ method) => this.names.get(frame.search.strategies[method] ?? "") ?? "";
    const isPlaying = frame.state === "playing";
    attribute(this.play, "data-state", frame.state);
    enable(this.play, !frame.is_over);
    attribute(this.play, "aria-label", isPlaying ? t("Pause") : t("Go on"));
    this.name(frame);
    this.say(frame, trials, name);
    this.list(frame, trials, name);
    this.places.draw(frame, trials, state.colors, name);
    this.course.draw(frame, trials, name);
    this.table.draw(frame, trials, name);
    search.drawn();
  }

  /** What can be searched of the present experiment. */
  offer() {
    const { experiment } = this.state;
    if (this.drawn.experiment !== experiment) this.fields.offer(experiment);
    this.drawn.experiment = experiment;
    this.fields.fit();
    const { search, fault } = this.fields.wanted(experiment);
    const { strategies, trials } = search;
    write(this.about, fault || t("{methods} methods, up to {trials} trials in all", { methods: strategies.length, trials: strategies.length * trials }));
    this.about.classList.toggle("error", fault !== "");
  }

  /** How far it is, and at its end what was found. @param {SearchFrame} frame @param {Trial[]} trials @param {(method: number) => string} name */
  say(frame, trials, name) {
    const most = frame.search.strategies.length * frame.search.trials;
    const done = trials.filter(({ state }) => state !== "trains").length;
    const standing = t("{done} of up to {most} trials", { done, most });
    write(this.standing, frame.is_over ? t("{done} trials, the search is over", { done }) : frame.finals.length ? t("The best trials are trained once more, for the test set") : standing);
    const best = bestOf(trials);
    write(this.result, frame.is_over ? (best ? t("The best: {trial}", { trial: wordsOf(frame, best, name(best.method)) }) : t("No trial has come to its end.")) : "");
    const words = [
      frame.search.dimensions.length > 1 ? t("The stronger a place, the lower the loss of the nearest trial; between trials nothing is known.") : t("The line joins the known losses; between them nothing is known."),
      t("Press a mark to make that trial a run of your own."),
      frame.is_over ? t("The test losses were looked at once, after all choices: they tell how well the chosen settings do on new samples.") : t("The test set is not looked at before the end: a set by which one chooses no longer tells how well the choice does on new samples."),
    ];
    write(this.why, joinSentences(words));
  }

  /** Each method with its mark and its best; at the end with its test loss. @param {SearchFrame} frame @param {Trial[]} trials @param {(method: number) => string} name */
  list(frame, trials, name) {
    const { strategies } = frame.search;
    if (this.legend.children.length !== strategies.length || this.legend.dataset.run !== frame.run) {
      this.legend.dataset.run = frame.run;
      this.legend.replaceChildren(
        ...strategies.map((strategy) => {
          const item = document.createElement("li");
          item.append(markOf(strategy), document.createElement("span"));
          return item;
        }),
      );
    }
    strategies.forEach((strategy, method) => {
      const own = trials.filter((trial) => trial.method === method);
      const best = bestOf(own);
      const [loss, accuracy] = frame.results[strategy] ?? [];
      const words = [
        titled(name(method), `${t("Validation loss")} ${figure(best?.loss)}`),
        t("{count} trials", { count: own.length }),
        ...(loss === undefined ? [] : [`${t("Test loss")} ${figure(loss)}`]),
        ...(accuracy == null ? [] : [t("{share} right", { share: inPercent(accuracy) })]),
      ];
      write(/** @type {HTMLElement} */ (this.legend.children[method]?.querySelector("span")), joinClauses(words));
    });
  }
}
