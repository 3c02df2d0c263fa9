// The fields that may vary: those whose controls the settings show now, and the hidden layers.

import { fieldsThatCount, most, split } from "../address/schema.js";
import { t } from "../words/messages.js";
import { layerFieldsOf, layerValueOf } from "./layer_fields.js";

/** @typedef {import("./values.js").Varying} Varying */
/** @typedef {import("../address/address.js").Experiment} Experiment */

/** The settings that hold no single value, or are another data set: the choice of an architecture is no value of `network.layers`. */
const FIXED = ["data.kind", "network.layers"];

/** @param {Experiment} experiment @returns {Varying[]} in the order of the settings */
export function fieldsOf(experiment) {
  const known = new Map(fieldsThatCount(/** @type {any} */ (experiment)).map((field) => [field.name, field]));
  /** @type {Varying[]} */
  const found = [];
  if (known.has("network.hidden")) found.push({ name: "network.hidden", title: t("Hidden layers"), sort: "layers" });
  // Over a plane or a line, each unit is drawn.
  found.push(...layerFieldsOf(experiment, experiment.data.features ? most.drawn : most.units));
  for (const host of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-field]"))) {
    const field = known.get(host.dataset.field ?? "");
    if (!field || FIXED.includes(field.name) || isHidden(host) || found.some(({ name }) => name === field.name)) continue;
    const about = varying(host, field.default, experiment);
    if (about) found.push({ name: field.name, title: t(field.title ?? field.name), usual: field.default, ...about });
  }
  return found;
}

/** Whether a control does not count: it, or what holds it, is hidden by the settings. @param {HTMLElement} host */
const isHidden = (host) => host.hidden || host.closest("[data-when][hidden]") !== null || host.classList.contains("replaced");

/** What a control says of its values; null: it has no single one. @param {HTMLElement} host @param {unknown} usual @param {Experiment} experiment @returns {Omit<Varying, "name" | "title"> | null} */
function varying(host, usual, experiment) {
  if (host.dataset.kind) return null;
  if (host.classList.contains("seed")) return { sort: "seed" };
  const select = /** @type {HTMLSelectElement | null} */ (host.querySelector(":scope > select"));
  if (select && host.classList.contains("choice")) {
    const options = [...select.options].filter((option) => option.value && !option.disabled && fits(option, experiment));
    return { sort: "choice", options: options.map(({ value, text }) => ({ value, label: text.trim() })) };
  }
  if (host.classList.contains("flag")) {
    return { sort: "choice", options: [{ value: false, label: t("no") }, { value: true, label: t("yes") }] };
  }
  const range = /** @type {HTMLInputElement | null} */ (host.querySelector("input[type=range]"));
  if (!range || typeof usual !== "number") return null;
  const { scale, step, low, high } = range.dataset;
  const times = Number(host.dataset.times ?? 1);
  return {
    sort: "number",
    isWhole: "whole" in host.dataset,
    scale: scale ?? "nice",
    step: Number(step),
    low: Number(low) / times,
    high: Number(high) / times,
    times,
    unit: host.querySelector(".unit")?.textContent ?? "",
  };
}

/** Whether an option leaves the other settings as they are. @param {HTMLOptionElement} option @param {Experiment} experiment */
function fits({ dataset }, experiment) {
  const taken = Object.entries(/** @type {Record<string, Record<string, unknown>>} */ (JSON.parse(dataset.takes ?? "{}")));
  return taken.every(([part, fields]) => Object.entries(fields).every(([field, value]) => JSON.stringify(valueOf(experiment, `${part}.${field}`) ?? null) === JSON.stringify(value)));
}

/** @param {Experiment} experiment @param {string} name @returns {unknown} */
export function valueOf(experiment, name) {
  const [part, field] = split(name);
  const ofLayer = layerValueOf(experiment, name);
  if (ofLayer !== undefined) return ofLayer;
  return /** @type {Record<string, Record<string, unknown>>} */ (/** @type {unknown} */ (experiment))[part]?.[field];
}
