// Transfer: a dialog in which a run begins with the first layers of a trained network, and perhaps the same from nothing.

import { described, hasField } from "../address/schema.js";
import { refocus } from "../controls/refocus.js";
import { t } from "../words/messages.js";
import { reasonOf } from "../words/refusals.js";
import { nameOfData, read, transfer } from "./saved.js";
import { changesFor, takenOf, unfrozen } from "./taken.js";
import { Latest } from "../run/latest.js";
import { create, makeBeside } from "../run/run.js";

/** @typedef {import("./saved.js").Network} Network */

export class Transfer {
  /**
   * @param {import("../run/state.js").State} state
   * @param {(run: string, beside: string | null) => void} begun called with the new run, and the one from nothing
   */
  constructor(state, begun) {
    this.state = state;
    const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
    this.dialog = /** @type {HTMLDialogElement} */ (find("transfer"));
    this.about = find("transfer-about");
    this.form = /** @type {HTMLFormElement} */ (find("transfer-form"));
    this.data = /** @type {HTMLSelectElement} */ (find("transfer-data"));
    this.samples = /** @type {HTMLInputElement} */ (find("transfer-samples"));
    this.layers = /** @type {HTMLInputElement} */ (find("transfer-layers"));
    this.help = find("transfer-layers-help");
    this.beside = /** @type {HTMLInputElement} */ (find("transfer-beside"));
    this.error = find("transfer-error");
    /** Of the openings of the dialog, and of what is asked in it. */
    this.latest = new Latest();
    /** @type {Network | null} */
    this.network = null;
    /** @type {Record<string, unknown>[]} */
    this.choices = [];
    find("close-transfer").addEventListener("click", () => this.dialog.close());
    this.data.addEventListener("change", () => this.mark());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(async (isLatest) => {
        const [run, beside] = await this.begin();
        // Who has closed the dialog meanwhile wants to stay.
        if (!isLatest() || !this.dialog.open) return;
        this.dialog.close();
        begun(run, beside);
      });
    });
  }

  /** @param {string} id of a saved network @param {string} [title] what a ready-trained one is called */
  async open(id, title) {
    this.dialog.showModal();
    const { activeElement } = document;
    this.form.inert = true;
    this.about.textContent = title ?? "";
    await this.attempt(async (isLatest) => {
      const network = await read(id);
      if (!isLatest()) return;
      this.network = network;
      const { data } = network.experiment;
      const count = network.layers ?? 1;
      this.about.textContent = t("{name} was trained with {data}.", { name: title ?? network.name, data: nameOfData(data) });
      this.layers.max = String(Math.max(1, count - 1));
      this.layers.value = String(takenOf(network));
      this.help.textContent = t("It has {count} layers with weights, the output included. Those that are not taken begin anew.", { count });
      const present = /** @type {Record<string, unknown>} */ (described(this.state.experiment).data);
      const others = data.digits && [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => !data.digits?.includes(digit));
      this.choices = [...(others && others.length > 1 ? [{ ...data, digits: others }] : []), present, ...(others ? [] : [/** @type {Record<string, unknown>} */ (data)])];
      const words = this.choices.map((choice) => (choice === present ? t("Present data set: {name}", { name: nameOfData(/** @type {any} */ (choice)) }) : nameOfData(/** @type {any} */ (choice))));
      this.data.replaceChildren(...words.map((text, nth) => Object.assign(document.createElement("option"), { value: String(nth), textContent: text })));
      this.mark();
      this.form.inert = false;
      refocus(this.data, activeElement);
    });
  }

  /** The samples of a person's own file are as many as there are. */
  mark() {
    const choice = this.choices[Number(this.data.value)];
    this.samples.disabled = !hasField(String(choice?.kind), "samples");
  }

  /** @returns {Promise<[run: string, beside: string | null]>} */
  async begin() {
    const { network } = this;
    if (!network) throw new Error("no network is chosen");
    const freeze = new FormData(this.form).get("freeze") === "true";
    const changes = changesFor(network.experiment, this.choices[Number(this.data.value)] ?? {}, this.state.kinds, this.samples.disabled ? null : Number(this.samples.value));
    const made = await transfer(network, { layers: Number(this.layers.value), freeze, changes });
    const beside = this.beside.checked ? await makeBeside(made, () => create(described(unfrozen(made.experiment)), false)) : null;
    return [made.id, beside && beside.id];
  }

  /** Of several, only the last one is gone on with. @param {(isLatest: () => boolean) => Promise<unknown>} act */
  async attempt(act) {
    const isLatest = this.latest.ask();
    this.error.textContent = "";
    await act(isLatest).catch((error) => isLatest() && (this.error.textContent = reasonOf(error)));
  }
}
