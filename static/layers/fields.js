// The fields of a layer: a control for each, made from the JSON schema of its kind.

import { joinClauses } from "../words/joined.js";
import { t } from "../words/messages.js";
import { optionText } from "../words/options.js";

/**
 * A field's JSON schema, as far as it is read here.
 * @typedef {{type?: string, enum?: string[], const?: unknown, anyOf?: FieldSchema[], minimum?: number, exclusiveMinimum?: number, maximum?: number, title?: string, default?: unknown}} FieldSchema
 */
/** @typedef {{description?: string, reads?: string, properties: Record<string, FieldSchema>, required?: string[]}} KindSchema */
/** What is asked of a field: numbers, words, yes or no. @typedef {{numbers: {low: number, high: number, isWhole: boolean} | null, words: string[], isFlag: boolean, isNullable: boolean}} Wants */

/** What is no field of a row: what it is called, what has a place of its own, and the layers of blocks. */
const APART = ["kind", "frozen", "layers", "branches"];
/** How many a new layer has, where nothing is usual. */
export const defaults = { count: 16 };

const TITLES = /** @type {Record<string, string>} */ ({
  units: t("Units"),
  channels: t("Channels"),
  kernel: t("Kernel"),
  stride: t("Stride"),
  padding: t("Padding"),
  function: t("Function"),
  slope: t("Slope below 0"),
  initializer: t("Initial weights"),
  bias: t("Initial bias"),
  rate: t("Rate"),
  form: t("Form"),
  factor: t("Factor"),
  weight: t("Weight"),
  returns: t("Gives"),
  truncation: t("Gradient over steps"),
  forget_bias: t("Bias of the forget gate"),
  cells: t("Cells"),
});

const WORDS = /** @type {Record<string, string>} */ ({
  same: t("same size"),
  max: t("maximum"),
  average: t("mean"),
  last: t("the last state"),
  every_step: t("every state"),
  recurrent: t("recurrent"),
  gru: t("GRU"),
  lstm: t("LSTM"),
});

/** Fields of the settings that have the same values. @type {Record<string, string>} */
const ALIKE = { function: "network.activation", initializer: "network.initializer", form: "network.dropout" };

/** The kinds of layers, from the schema of an experiment. @param {any} schema @returns {Record<string, KindSchema>} */
export function kindsOf(schema) {
  const { layers } = schema.$defs.Architecture.properties;
  const { oneOf } = layers.anyOf.find((/** @type {any} */ each) => each.items).items;
  return Object.fromEntries(oneOf.map((/** @type {any} */ kind) => [kind.properties.kind.const, kind]));
}

/** The fields of a kind that stand in its row. @param {KindSchema} kind */
export const fieldsOfKind = (kind) => Object.entries(kind.properties).filter(([name]) => !APART.includes(name));

/** What is asked of a field. @param {FieldSchema} schema @returns {Wants} */
export function wants(schema) {
  const all = schema.anyOf ?? [schema];
  const number = all.find(({ type }) => type === "integer" || type === "number");
  const words = all.flatMap((each) => each.enum ?? (typeof each.const === "string" ? [each.const] : []));
  const { minimum, exclusiveMinimum, maximum, type } = number ?? {};
  return {
    numbers: number ? { low: minimum ?? exclusiveMinimum ?? -Infinity, high: maximum ?? Infinity, isWhole: type === "integer" } : null,
    words,
    isFlag: all.some((each) => each.type === "boolean"),
    isNullable: all.some((each) => each.type === "null"),
  };
}

/** A new layer of a kind, behind what has that shape. @param {string} name @param {KindSchema} kind @param {number[]} shape @returns {import("./architectures.js").Layer} */
export function newLayer(name, kind, shape) {
  if (name === "residual") {
    const channels = shape[0] ?? defaults.count;
    const convolution = shape.length === 3 ? { kind: "convolution", channels, padding: "same" } : { kind: "dense", units: channels };
    return { kind: name, layers: [convolution, { kind: "activation", function: "relu" }, { ...convolution }] };
  }
  const missing = (kind.required ?? []).filter((field) => field !== "kind");
  return { kind: name, ...Object.fromEntries(missing.map((field) => [field, defaults.count])), ...(name === "activation" && { function: "relu" }) };
}

/** Whether a layer of a kind reads what a data set has: only sequences have steps. @param {KindSchema} kind @param {number[]} shape of its samples */
export const reads = (kind, shape) => kind.reads !== "sequences" || shape.length === 2;

/** Whether a layer of a kind can be made without more ado. @param {string} name @param {KindSchema} kind */
export const canBeMade = (name, kind) => name === "residual" || (kind.required ?? []).every((field) => field === "kind" || wants(kind.properties[field] ?? {}).numbers);

/** What a field is called. @param {string} name @param {FieldSchema} [schema] */
export const titleOf = (name, schema = {}) => TITLES[name] ?? schema.title ?? name;

/**
 * The control of a field.
 * @param {string} name
 * @param {FieldSchema} schema
 * @param {unknown} value
 * @param {string} of what it belongs to
 * @param {(value: unknown) => void} change
 */
export function control(name, schema, value, of, change) {
  const { numbers, words, isFlag, isNullable } = wants(schema);
  const host = document.createElement("label");
  host.className = "layer-field";
  host.append(Object.assign(document.createElement("span"), { textContent: titleOf(name, schema) }));
  const present = value === undefined ? schema.default : value;
  /** @type {HTMLInputElement | HTMLSelectElement} */
  let input;
  if (words.length > 0) {
    input = document.createElement("select");
    const few = numbers ? Array.from({ length: numbers.high - numbers.low + 1 }, (_, i) => String(numbers.low + i)) : [];
    const options = [...(isNullable ? [["", t("as usual")]] : []), ...[...words, ...few].map((word) => [word, WORDS[word] ?? optionText(ALIKE[name] ?? name, word)])];
    input.replaceChildren(...options.map(([word = "", text]) => Object.assign(document.createElement("option"), { value: word, textContent: text })));
    input.value = present === null || present === undefined ? "" : String(present);
    input.addEventListener("change", () => change(few.includes(input.value) ? Number(input.value) : input.value || null));
  } else if (isFlag) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: Boolean(present) });
    box.addEventListener("change", () => change(box.checked));
    input = box;
  } else {
    const field = Object.assign(document.createElement("input"), { type: "number", step: numbers?.isWhole ? "1" : "any", value: present ?? "", placeholder: isNullable ? "–" : "" });
    if (numbers && Number.isFinite(numbers.low)) field.min = String(numbers.low);
    if (numbers && Number.isFinite(numbers.high)) field.max = String(numbers.high);
    // What is no number is the server's to refuse, at this row.
    field.addEventListener("change", () => change(field.value === "" ? (isNullable ? null : "") : Number(field.value)));
    input = field;
  }
  input.dataset.key = name;
  input.setAttribute("aria-label", joinClauses([titleOf(name, schema), of]));
  host.append(input);
  return host;
}
