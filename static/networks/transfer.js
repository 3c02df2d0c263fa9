// Transfer: a dialog in which a run begins with the first layers of a trained network, and perhaps the same from nothing.

import { described, hasField } from "../address/schema.js";
import { translated } from "../words/refusals.js";
import { t } from "../words/messages.js";
import { Refused } from "../live/rest.js";
import { nameOfData, read, transfer, unfrozen } from "./saved.js";
import { create } from "../run/run.js";

/** @typedef {import("./saved.js").Network} Network */
/** @typedef {import("../address/address.js").Experiment} Experiment */

/** Of the samples so many are tested with: what is learned from a few is measured well. */
export const defaults = { test_share: 0.9 };

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
      this.layers.value = this.layers.max;
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
    const beside = this.beside.checked ? await create(described(unfrozen(made.experiment)), false) : null;
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

/**
 * What is changed of a saved network's experiment: its data, with so many training samples of each class.
 * @param {Experiment} saved
 * @param {Record<string, unknown>} data
 * @param {Record<string, {n_classes: number}>} kinds
 * @param {number | null} samples of each class; null: as many as there are
 * @returns {import("../address/address.js").Changes}
 */
export function changesFor(saved, data, kinds, samples) {
  const kind = String(data.kind);
  const training = { patience: 0, batch_size: saved.training.batch_size };
  if (samples === null) return { data: { ...data, validation_share: 0 }, training };
  const { digits } = /** @type {{digits?: number[] | null}} */ (data);
  const classes = digits?.length ?? kinds[kind]?.n_classes ?? 2;
  const count = samples * classes;
  const { test_share } = defaults;
  return {
    data: {
      ...data,
      samples: Math.max(10, Math.round(count / (1 - test_share))),
      test_share,
      validation_share: 0,
      ...(hasField(kind, "balanced") && { balanced: true }),
    },
    training: { ...training, batch_size: Math.min(training.batch_size, count) },
  };
}
