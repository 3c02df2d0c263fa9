// What is searched: a field, and its range with a scale, or the words that are tried.

import { FieldChoice } from "../families/field_choice.js";
import { fieldsOf, valueOf } from "../families/fields.js";
import { proposed as proposedWords } from "../families/values.js";
import { numberIn } from "../numbers/cells.js";
import { t } from "../words/messages.js";

/** @typedef {import("../families/values.js").Varying} Varying */
/** @typedef {import("../families/values.js").Value} Value */
/** @typedef {"linear" | "log" | "near-one"} Scale */
/** @typedef {{field: string, low?: number, high?: number, scale?: Scale, values?: Value[]}} Dimension */

/** The fields that are proposed first; how far a range by factors goes from the present value; the widths, and how many words, that are proposed. */
export const defaults = { first: ["optimizer.learning_rate", "network.hidden", ""], factor: 100, widths: /** @type {const} */ ([1, 8]), proposed: 3 };

/** The fields that can be searched: none that changes the data, and no seed. @param {import("../address/address.js").Experiment} experiment */
export const searchable = (experiment) => fieldsOf(experiment).filter(({ name, sort }) => !name.startsWith("data.") && sort !== "seed" && name !== "objective.loss");

/** The range that is proposed for a number. @param {Varying} field @param {unknown} present @returns {{low: number, high: number, scale: Scale}} */
export function proposed({ sort, scale, low = 0, high = 1, isWhole, usual }, present) {
  if (sort === "layers") return { low: defaults.widths[0], high: defaults.widths[1], scale: "linear" };
  if (scale === "near-one") return { low: Math.max(low, 0), high: Math.min(high, 0.99), scale: "near-one" };
  if (scale !== "nice" && scale !== "doubled") return { low, high, scale: "linear" };
  const middle = Number(present) || Number(usual) || Math.sqrt(Math.max(low, 1e-4) * high);
  const around = (/** @type {number} */ value) => (isWhole ? Math.max(1, Math.round(value)) : Number(value.toPrecision(1)));
  const factor = isWhole ? Math.sqrt(defaults.factor) : defaults.factor;
  return { low: Math.max(low, around(middle / factor)), high: Math.min(high, around(middle * factor)), scale: "log" };
}

/** One field of a search. */
export class RangeChoice extends FieldChoice {
  /** @type {() => Omit<Dimension, "field">} */
  read = () => ({});

  /** @param {Varying} field */
  titleOf({ sort, title }) {
    return sort === "layers" ? t("Width of layers") : title;
  }

  make() {
    super.make();
    this.read = () => ({});
    const { field } = this;
    if (!field || !this.experiment) return;
    const present = valueOf(this.experiment, field.name);
    if (field.options) {
      const likely = [present, ...proposedWords(field, present).filter((value) => value !== present && value !== "linear")].slice(0, defaults.proposed);
      const chosen = this.boxes(field, field.options, likely);
      this.read = () => ({ values: chosen() });
      return;
    }
    const range = proposed(field, present);
    const times = field.times ?? 1;
    const number = (/** @type {string} */ label, /** @type {number} */ value) => {
      const input = Object.assign(document.createElement("input"), { type: "text", inputMode: "decimal", autocomplete: "off", value: String(+(value * times).toPrecision(6)) });
      input.setAttribute("aria-label", label);
      input.addEventListener("input", this.changed);
      return input;
    };
    const low = number(t("Lowest value of {field}", { field: field.title }), range.low);
    const high = number(t("Highest value of {field}", { field: field.title }), range.high);
    const scale = document.createElement("select");
    scale.setAttribute("aria-label", t("Scale of {field}", { field: field.title }));
    scale.append(new Option(t("in even steps"), "linear"), new Option(t("by even factors"), "log"), ...(field.scale === "near-one" ? [new Option(t("ever nearer to 1"), "near-one")] : []));
    scale.value = range.scale;
    scale.addEventListener("change", this.changed);
    const between = Object.assign(document.createElement("span"), { textContent: t("to"), className: "unit" });
    const unit = Object.assign(document.createElement("span"), { textContent: field.unit ?? "", className: "unit" });
    this.host.classList.add("search-range");
    this.host.append(low, between, high, unit, scale);
    this.read = () => ({ low: valueIn(low.value, times), high: valueIn(high.value, times), scale: /** @type {Scale} */ (scale.value) });
  }

  /** What is chosen, or null for nothing. @returns {Dimension | null} */
  get chosen() {
    return this.field ? { field: this.field.name, ...this.read() } : null;
  }
}

/** The number of a text, in the unit of the experiment; NaN: it is none. @param {string} text @param {number} times */
export const valueIn = (text, times) => Number(((numberIn(text) ?? NaN) / times).toPrecision(12));
