// The forms of an ensemble and of a race: what is asked of the server for them.

import { described } from "../address/schema.js";
import { t } from "../words/messages.js";
import { defaults as bounds, seeds } from "./values.js";

/** @typedef {import("../address/address.js").Experiment} Experiment */
/** @typedef {import("../address/address.js").Changes} Changes */
/** A family to be created. @typedef {{base: Changes, variations: import("./chooser.js").Variation[], count: number, fault: string}} Wanted */

/** The most that race, the rates that are tried for each, and the share of the samples that judges them. */
export const defaults = { racers: 6, rates: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], validation: 0.2 };

/** The start from which squared error learns slowly: two clouds of points, on whose wrong side the output is saturated. @type {Changes} */
const SATURATED = {
  data: { kind: "gaussians" },
  network: { hidden: [], weights: [{ W: [[-1, -1]], b: [0] }] },
  objective: { loss: "squared_error", output: "sigmoid" },
  optimizer: { learning_rate: 0.1 },
};

/** The same network from several seeds. */
export class EnsembleForm {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.input = /** @type {HTMLInputElement} */ (host.querySelector("input"));
  }

  /** @param {Experiment} experiment @returns {Wanted} */
  wanted(experiment) {
    const count = Number(this.input.value);
    const isCount = Number.isInteger(count) && count >= 2 && count <= bounds.most;
    return {
      base: described(experiment),
      variations: [{ field: "training.seed", values: seeds(experiment.training.seed, isCount ? count : 0) }],
      count,
      fault: isCount ? "" : t("An ensemble has from 2 to {most} members.", { most: bounds.most }),
    };
  }
}

/** The same start under several optimisers or losses. */
export class RaceForm {
  /** @param {HTMLElement} host @param {() => void} changed */
  constructor(host, changed) {
    this.what = /** @type {HTMLSelectElement} */ (host.querySelector("#family-racers"));
    this.rates = /** @type {HTMLSelectElement} */ (host.querySelector("#family-rates"));
    this.boxes = /** @type {HTMLElement} */ (host.querySelector(".chips"));
    this.key = "";
    host.addEventListener("change", (event) => {
      if (event.target === this.what) this.offer(this.fields);
      changed();
    });
    /** @type {import("./values.js").Varying[]} */
    this.fields = [];
  }

  /** @param {import("./values.js").Varying[]} fields */
  offer(fields) {
    this.fields = fields;
    const options = fields.find(({ name }) => name === this.what.value)?.options ?? [];
    const key = JSON.stringify([this.what.value, options]);
    if (key === this.key) return;
    this.key = key;
    this.boxes.replaceChildren(
      ...options.map(({ value, label }, i) => {
        const chip = Object.assign(document.createElement("label"), { className: "chip" });
        const box = Object.assign(document.createElement("input"), { type: "checkbox", value: String(value), checked: i < defaults.racers });
        chip.append(box, Object.assign(document.createElement("span"), { textContent: label }));
        return chip;
      }),
    );
  }

  /** @param {Experiment} experiment @returns {Wanted} */
  wanted(experiment) {
    const base = described(experiment);
    const racers = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.boxes.querySelectorAll(":checked"))].map(({ value }) => value);
    const variations = [{ field: this.what.value, values: /** @type {import("./values.js").Value[]} */ (racers) }];
    if (this.rates.value === "best") {
      variations.push({ field: "optimizer.learning_rate", values: defaults.rates });
      if (!experiment.data.validation_share) base.data = { ...base.data, validation_share: defaults.validation };
    }
    const count = variations.reduce((product, { values }) => product * values.length, 1);
    const isRace = racers.length >= 2 && racers.length <= defaults.racers;
    return { base, variations, count, fault: isRace ? "" : t("Choose from 2 to {most} of them.", { most: defaults.racers }) };
  }
}

/** The race of the learning slowdown. @returns {Wanted} */
export const slowdown = () => ({ base: SATURATED, variations: [{ field: "objective.loss", values: ["squared_error", "cross_entropy"] }], count: 2, fault: "" });

