// Transfer: a dialog in which a run begins with the first layers of a trained network, and perhaps the same from nothing.

import { described, hasField } from "../address/schema.js";
import { translated } from "../words/refusals.js";
import { t } from "../words/messages.js";
import { Refused } from "../live/rest.js";
import { nameOfData, read, transfer } from "./saved.js";
import { changesFor, takenOf, unfrozen } from "./taken.js";
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
    /** @type {Network | null} */
    this.network = null;
    /** @type {Record<string, unknown>[]} */
    this.choices = [];
    find("close-transfer").addEventListener("click", () => this.dialog.close());
    this.data.addEventListener("change", () => this.mark());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(async () => {
        const [run, beside] = await this.begin();
        this.dialog.close();
        begun(run, beside);
      });
    });
  }

  /** @param {string} id of a saved network @param {string} [title] what a ready-trained one is called */
  async open(id, title) {
    this.dialog.showModal();
    this.form.inert = true;
    this.about.textContent = title ?? "";
    await this.attempt(async () => {
      const network = await read(id);
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
      this.data.focus();
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

  /** @param {() => Promise<unknown>} act */
  async attempt(act) {
    this.error.textContent = "";
    try {
      await act();
    } catch (error) {
      this.error.textContent = error instanceof Refused ? translated(error) : t("The server does not answer as expected.");
    }
  }
}
