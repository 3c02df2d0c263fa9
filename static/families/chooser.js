// What a family varies: a field, and its values as a text or as boxes.

import { t } from "../words/messages.js";
import { fieldsOf, valueOf } from "./fields.js";
import { defaults, doubled, parsed, proposed, written } from "./values.js";

/** @typedef {import("./values.js").Varying} Varying */
/** @typedef {import("./values.js").Value} Value */
/** @typedef {{field: string, values: Value[]}} Variation */

/** The fields that are proposed first. */
const FIRST = ["optimizer.learning_rate", "network.activation"];

/** One field of a family. */
class Choice {
  /** @param {HTMLElement} host with a select and a place for the values @param {string} first the field that is proposed; "" for none @param {() => void} changed */
  constructor(host, first, changed) {
    this.select = /** @type {HTMLSelectElement} */ (host.querySelector("select"));
    this.values = /** @type {HTMLElement} */ (host.querySelector(".family-values"));
    this.first = first;
    this.changed = changed;
    /** @type {Varying[]} */
    this.fields = [];
    /** @type {() => {values: Value[], fault: string | null}} */
    this.read = () => ({ values: [], fault: null });
    this.made = "";
    this.select.addEventListener("change", () => {
      this.make();
      changed();
    });
  }

  get field() {
    return this.fields.find(({ name }) => name === this.select.value) ?? null;
  }

  /** @param {Varying[]} fields @param {import("../address/address.js").Experiment} experiment @param {boolean} isOptional */
  offer(fields, experiment, isOptional) {
    const key = JSON.stringify(fields.map(({ name, options }) => [name, options?.length]));
    this.fields = fields;
    this.experiment = experiment;
    if (key === this.made) return;
    const before = this.made ? this.select.value : this.first;
    this.made = key;
    this.select.replaceChildren(...(isOptional ? [new Option(t("nothing else"), "")] : []), ...fields.map(({ name, title }) => new Option(title, name)));
    const has = fields.some(({ name }) => name === before);
    this.select.value = has ? before : isOptional ? "" : (fields[0]?.name ?? "");
    if (!has || this.values.childElementCount === 0) this.make();
  }

  /** The values of the chosen field, as they are proposed. */
  make() {
    const { field, values: host } = this;
    if (!field || !this.experiment) {
      host.replaceChildren();
      this.read = () => ({ values: [], fault: null });
      return;
    }
    const present = valueOf(this.experiment, field.name);
    if (field.options) return this.boxes(field, field.options, present);
    const input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", value: written(field, proposed(field, present)) });
    input.setAttribute("aria-label", t("Values of {field}", { field: field.title }));
    input.ariaDescription = field.sort === "layers" ? t("The units of each hidden layer with hyphens, as in 4-2; 0 is a network without one. Commas separate the values.") : t("Numbers, separated by commas.");
    input.addEventListener("input", () => this.changed());
    const unit = Object.assign(document.createElement("span"), { className: "unit", textContent: field.unit ?? "" });
    host.replaceChildren(input, unit);
    this.read = () => parsed(field, input.value);
  }

  /** @param {Varying} field @param {{value: string | boolean, label: string}[]} options @param {unknown} present */
  boxes(field, options, present) {
    const group = document.createElement("div");
    group.className = "chips";
    group.role = "group";
    group.setAttribute("aria-label", t("Values of {field}", { field: field.title }));
    const likely = proposed(field, present);
    const boxes = options.map(({ value, label }) => {
      const chip = Object.assign(document.createElement("label"), { className: "chip" });
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: likely.includes(value) });
      chip.append(box, Object.assign(document.createElement("span"), { textContent: label }));
      group.append(chip);
      return { box, value };
    });
    group.addEventListener("change", () => this.changed());
    this.values.replaceChildren(group);
    this.read = () => ({ values: boxes.filter(({ box }) => box.checked).map(({ value }) => value), fault: null });
  }
}

export class Chooser {
  /** @param {HTMLElement} host @param {() => void} changed called when a person changes something */
  constructor(host, changed) {
    this.choices = [.../** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll(".family-field"))].map((each, i) => new Choice(each, FIRST[i] ?? "", changed));
  }

  /** Offer the fields that vary for this experiment. @param {import("../address/address.js").Experiment} experiment */
  offer(experiment) {
    const fields = fieldsOf(experiment);
    this.choices.forEach((choice, i) => choice.offer(fields, experiment, i > 0));
  }

  /** What is chosen, and what is wrong with it, in words. @returns {{variations: Variation[], count: number, fault: string}} */
  get chosen() {
    /** @type {Variation[]} */
    const variations = [];
    let fault = "";
    for (const { field, read } of this.choices) {
      if (!field) continue;
      const { values, fault: word } = read();
      const twice = doubled(values);
      if (word !== null) fault ||= t("{word} is not a value of {field}.", { word, field: field.title });
      else if (values.length < 2) fault ||= t("{field} needs at least two values.", { field: field.title });
      else if (twice !== null) fault ||= t("{field} has the value {value} twice.", { field: field.title, value: written(field, [twice]) });
      else if (variations.some((other) => other.field === field.name)) fault ||= t("{field} is named twice.", { field: field.title });
      variations.push({ field: field.name, values });
    }
    const count = variations.reduce((product, { values }) => product * values.length, 1);
    if (count > defaults.most) fault ||= t("The family has {count} members, but may have {most} at most: take fewer values.", { count, most: defaults.most });
    return { variations, count, fault };
  }
}
