// What a family varies: a field, and its values as a text or as boxes.

import { t } from "../words/messages.js";
import { FieldChoice } from "./field_choice.js";
import { fieldsOf, valueOf } from "./fields.js";
import { defaults, doubled, parsed, proposed, written } from "./values.js";

/** @typedef {import("./values.js").Value} Value */
/** @typedef {{field: string, values: Value[]}} Variation */

/** The fields that are proposed first. */
const FIRST = ["optimizer.learning_rate", "network.activation"];

/** One field of a family. */
class Choice extends FieldChoice {
  /** @type {() => {values: Value[], fault: string | null}} */
  read = () => ({ values: [], fault: null });

  make() {
    super.make();
    this.read = () => ({ values: [], fault: null });
    const { field, host } = this;
    if (!field || !this.experiment) return;
    const likely = proposed(field, valueOf(this.experiment, field.name));
    if (field.options) {
      const chosen = this.boxes(field, field.options, likely);
      this.read = () => ({ values: chosen(), fault: null });
      return;
    }
    const input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", value: written(field, likely) });
    input.setAttribute("aria-label", t("Values of {field}", { field: field.title }));
    input.ariaDescription = field.sort === "layers" ? t("The units of each hidden layer with hyphens, as in 4-2; 0 is a network without one. Commas separate the values.") : t("Numbers, separated by commas.");
    input.addEventListener("input", this.changed);
    const unit = Object.assign(document.createElement("span"), { className: "unit", textContent: field.unit ?? "" });
    host.append(input, unit);
    this.read = () => parsed(field, input.value);
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
