// The choice of a field, in a list beside which its values stand.

import { t } from "../words/messages.js";

/** @typedef {import("./values.js").Varying} Varying */

export class FieldChoice {
  /** @param {HTMLElement} host with a select and a place for the values @param {string} first the field that is proposed; "" for none @param {() => void} changed */
  constructor(host, first, changed) {
    this.select = /** @type {HTMLSelectElement} */ (host.querySelector("select"));
    this.host = /** @type {HTMLElement} */ (host.querySelector(".family-values"));
    this.first = first;
    this.changed = changed;
    /** @type {Varying[]} */
    this.fields = [];
    /** @type {import("../address/address.js").Experiment | null} */
    this.experiment = null;
    this.made = "";
    this.select.addEventListener("change", () => {
      this.make();
      changed();
    });
  }

  get field() {
    return this.fields.find(({ name }) => name === this.select.value) ?? null;
  }

  /** The name of a field in the list. @param {Varying} field */
  titleOf({ title }) {
    return title;
  }

  /** @param {Varying[]} fields @param {import("../address/address.js").Experiment} experiment @param {boolean} isOptional */
  offer(fields, experiment, isOptional) {
    const key = JSON.stringify(fields.map(({ name, options }) => [name, options?.length]));
    this.fields = fields;
    this.experiment = experiment;
    if (key === this.made) return;
    const before = this.made ? this.select.value : this.first;
    this.made = key;
    this.select.replaceChildren(...(isOptional ? [new Option(t("nothing else"), "")] : []), ...fields.map((field) => new Option(this.titleOf(field), field.name)));
    const has = fields.some(({ name }) => name === before);
    this.select.value = has ? before : isOptional ? "" : (fields[0]?.name ?? "");
    if (!has || this.host.childElementCount === 0) this.make();
  }

  /** Show the values of the chosen field, as they are proposed. */
  make() {
    this.host.replaceChildren();
  }

  /** Show a box for each of the words; the likely ones are chosen. @param {Varying} field @param {{value: string | boolean, label: string}[]} options @param {unknown[]} likely @returns {() => (string | boolean)[]} the chosen ones */
  boxes(field, options, likely) {
    const group = Object.assign(document.createElement("div"), { className: "chips", role: "group" });
    group.setAttribute("aria-label", t("Values of {field}", { field: field.title }));
    const boxes = options.map(({ value, label }) => {
      const chip = Object.assign(document.createElement("label"), { className: "chip" });
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: likely.includes(value) });
      chip.append(box, Object.assign(document.createElement("span"), { textContent: label }));
      group.append(chip);
      return { box, value };
    });
    group.addEventListener("change", this.changed);
    this.host.replaceChildren(group);
    return () => boxes.filter(({ box }) => box.checked).map(({ value }) => value);
  }
}
