// Compare: keeps a run, draws its curve behind the present one, and lists in words what changed from one to the next.

import { described } from "../address/schema.js";
import { deleter } from "../controls/deleter.js";
import { enable } from "../controls/enable.js";
import { changesOf } from "../curve/milestones.js";
import { refocus } from "../controls/refocus.js";
import { Rows } from "../controls/rows.js";
import { remove, save } from "../networks/saved.js";
import { joinNames, titled } from "../words/joined.js";
import { figure, percentage, t, whole } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { Said } from "../words/said.js";
import { colorOf } from "./ghosts.js";
import { defaults, differences, fits, remember, remembered, thinned } from "./kept.js";

/** @typedef {import("./kept.js").Kept} Kept */

export class Compare {
  /**
   * @param {import("../run/state.js").State} state
   * @param {import("../run/commands.js").Commands} commands
   * @param {import("../notes/toast.js").Toast} toast
   * @param {(network: string) => Promise<unknown>} open opens a copy of a saved network in this page
   */
  constructor(state, commands, toast, open) {
    this.state = state;
    this.commands = commands;
    this.toast = toast;
    this.open = open;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.button = /** @type {HTMLButtonElement} */ (find("keep"));
    this.panel = /** @type {HTMLDetailsElement} */ (find("compare"));
    this.none = find("compare-none");
    this.table = find("compare-table");
    /** @type {Rows<{kept: Kept, before: Kept | undefined, colors: import("../paint/colors.js").Colors}>} */
    this.rows = new Rows(
      /** @type {HTMLElement} */ (this.table.querySelector("tbody")),
      ({ kept, before, colors }) => this.row(kept, before, colors),
      ({ kept, before, colors }) => [kept.network, before?.network, colorOf(kept, colors)],
    );
    this.status = new Said(find("compare-status"));
    /** Of several presses, each keeps a run after the one before. @type {Promise<void>} */
    this.keeping = Promise.resolve();
    this.button.addEventListener("click", () => {
      this.panel.open = true;
      this.keeping = this.keeping.then(() => this.attempt(() => this.keep()));
    });
    state.kept = remembered();
    this.shown = { kept: /** @type {unknown} */ (null), colors: /** @type {unknown} */ (null) };
  }

  draw() {
    const { frame, kept, colors } = this.state;
    enable(this.button, frame !== null && frame.step > 0 && kept.length < defaults.most);
    if (this.shown.kept === kept && this.shown.colors === colors) return;
    this.shown = { kept, colors };
    this.none.hidden = kept.length > 0;
    this.table.hidden = kept.length === 0;
    this.rows.show(kept.map((each, i) => ({ kept: each, before: kept[i - 1], colors })));
  }

  async keep() {
    const { run } = this.commands;
    const { frame, experiment, evaluations } = this.state;
    if (!run || !frame || this.state.kept.length >= defaults.most) return;
    const number = 1 + Math.max(0, ...this.state.kept.map((each) => each.number));
    const { epoch, sizes, test_accuracy: accuracy } = frame;
    const about = { number, experiment: described(experiment), sizes, epoch: Math.floor(epoch), accuracy, ...thinned(evaluations) };
    const { id } = await save(run, t("Kept run {number}: {name}", { number, name: nameOf({ ...about, network: "" }) }));
    const whole = { ...about, network: id };
    // Without a curve the run can be opened all the same.
    this.take([...this.state.kept, fits(whole) ? whole : { ...whole, steps: [], train: [], test: [] }]);
    // The table stands below the fold.
    this.toast.say(t("Run {number} is kept: its curve stays, and “Compare” below lists it.", { number }), 6);
  }

  /** @param {Kept[]} kept */
  take(kept) {
    this.state.kept = kept;
    remember(kept);
    this.state.changed();
  }

  /** @param {() => Promise<unknown>} act @param {string} [words] after success */
  async attempt(act, words = "") {
    const say = this.status.begin();
    try {
      await act();
      say(words);
    } catch (error) {
      this.toast.say(reasonOf(error), 8);
    }
  }

  /** @param {Kept} kept @param {Kept | undefined} before @param {import("../paint/colors.js").Colors} colors */
  row(kept, before, colors) {
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    const swatch = Object.assign(document.createElement("span"), { className: "line-of" });
    swatch.style.borderColor = colorOf(kept, colors);
    head.append(swatch, String(kept.number));
    const cells = [
      before ? changesOf(differences(before.experiment, kept.experiment)) || t("nothing") : nameOf(kept),
      whole(kept.epoch),
      figure(kept.train.at(-1)),
      figure(kept.test.at(-1)),
      kept.accuracy === null ? "–" : t("{share} % right", { share: percentage(kept.accuracy) }),
    ].map((text) => Object.assign(document.createElement("td"), { textContent: text }));
    const name = t("run {number}", { number: kept.number });
    const open = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: t("Open") });
    open.ariaDescription = t("Opens a copy of this run, with its weights. Undo leads back.");
    open.setAttribute("aria-label", titled(t("Open"), name));
    open.addEventListener("click", () => this.attempt(() => this.open(kept.network)));
    const remover = deleter(name, () => {}, () => this.attempt(() => this.remove(kept), t("Deleted.")));
    remover.classList.add("plain");
    const acts = document.createElement("td");
    acts.append(open, remover);
    row.append(head, ...cells, acts);
    return row;
  }

  /** The saved network goes, too; one that is gone already is no trouble. @param {Kept} kept */
  async remove(kept) {
    await remove({ id: kept.network }).catch((error) => {
      if (error?.code !== "unknown-network") throw error;
    });
    this.take(this.state.kept.filter((each) => each !== kept));
    const summary = this.panel.querySelector("summary");
    if (summary) requestAnimationFrame(() => refocus(summary));
  }
}

/** The data set, the digits that are chosen of it, and the sizes of the layers. @param {Kept} kept */
function nameOf({ experiment, sizes }) {
  const kind = String(experiment.data?.kind);
  const name = document.querySelector(`[name=kind][value="${CSS.escape(kind)}"]`)?.getAttribute("aria-label") ?? t("Your own file");
  const digits = /** @type {number[] | null | undefined} */ (experiment.data?.digits);
  return [name, ...(digits ? [joinNames(digits.map(String))] : []), sizes.join("-")].join(" ");
}
