// The address: holds the whole experiment behind its #.

import { t } from "../words/messages.js";
import { isTheirs, readPlayground, short } from "./playground.js";

/** @typedef {Record<string, Record<string, unknown>>} Changes parts to fields to values */
/** @typedef {[number, number, number]} Point x1, x2 and a class */
/** @typedef {{id: string, rows: number, inputs: number[], label: number, classes: number}} Table what is learned from a person's own file */
/**
 * @typedef {object} Experiment
 * @property {{kind: string, classes: number, points: Point[], table: Table | null, bits: number, side: number, samples: number, noise: number, test_share: number,
 *   validation_share: number, features: string[], standardize: boolean, seed: number}} data
 * @property {{hidden: number[], activation: string, activations: string[] | null, slope: number, initializer: string,
 *   bias: number, normalization: string, dropout: string, dropout_rate: number, dropout_rates: number[] | null,
 *   layers?: object[]}} network
 * @property {{loss: string, regularization: string, regularization_rate: number, center_weight: number,
 *   center_rate: number, output?: string}} objective
 * @property {{kind: string, learning_rate: number, momentum: number, beta2: number, epsilon: number, weight_decay: number,
 *   clip_norm: number, schedule: string, period: number, decay: number, warmup: number}} optimizer
 * @property {{batch_size: number, patience: number, seed: number}} training
 */
/** @typedef {{show_test: boolean, discretize: boolean}} Look what the page shows, not what is trained */
/**
 * What an address asks for, and sentences about what of it is not taken as it is written. `names`: what it calls our fields.
 * @typedef {{changes: Changes, look: Look, notes: string[], names: Record<string, string>}} Place
 */

/** @type {Look} */
export const LOOK = { show_test: false, discretize: false };

/** What is no number, no truth value or the like stays a text: the server says so. */
const toNumber = (/** @type {string} */ text) => (text.trim() === "" || !Number.isFinite(Number(text)) ? text : Number(text));
const number = { read: toNumber, write: String };
const word = { read: (/** @type {string} */ text) => text, write: String };
const flag = { read: (/** @type {string} */ text) => (text === "true" || (text === "false" ? false : text)), write: String };
const words = {
  read: (/** @type {string} */ text) => (text === "" ? [] : text.split(",")),
  write: (/** @type {any} */ list) => list.join(","),
};
/** Nothing at all (null) where no word is named. */
const wordsOrNone = {
  read: (/** @type {string} */ text) => (text === "" ? null : text.split(",")),
  write: (/** @type {any} */ list) => (list ?? []).join(","),
};
const numbers = { read: (/** @type {string} */ text) => words.read(text).map(toNumber), write: words.write };
const numbersOrNone = {
  read: (/** @type {string} */ text) => wordsOrNone.read(text)?.map(toNumber) ?? null,
  write: wordsOrNone.write,
};

/** Points as five characters each: two for x1 and for x2, in hundredths from the edge and to the base of 36, and the class. */
const points = {
  read: (/** @type {string} */ text) =>
    (text.match(/.{1,5}/g) ?? []).map((five) => [fromEdge(five.slice(0, 2)), fromEdge(five.slice(2, 4)), parseInt(five.slice(4), 10)]),
  write: (/** @type {any} */ list) =>
    list.map((/** @type {Point} */ [x1, x2, label]) => `${toEdge(x1)}${toEdge(x2)}${label}`).join(""),
};
const EDGE = 6;
const fromEdge = (/** @type {string} */ text) => (parseInt(text, 36) - 100 * EDGE) / 100;
const toEdge = (/** @type {number} */ value) => Math.round(100 * (value + EDGE)).toString(36).padStart(2, "0");

/** A person's own table: its id, its rows, its columns that are inputs, the one that is the label, and the classes of that. */
const table = {
  read: (/** @type {string} */ text) => {
    const [id = "", rows = "", inputs = "", label = "", classes = ""] = text.split("-");
    return text === "" ? null : { id, rows: Number(rows), inputs: inputs.split(".").map(Number), label: Number(label), classes: Number(classes) };
  },
  write: (/** @type {any} */ each) => (each ? [each.id, each.rows, each.inputs.join("."), each.label, each.classes].join("-") : ""),
};

/** Every field of an address, in its order: how it is read and how it is written. */
const FIELDS = {
  "data.kind": word,
  "data.classes": number,
  "data.points": points,
  "data.table": table,
  "data.bits": number,
  "data.side": number,
  "data.samples": number,
  "data.noise": number,
  "data.test_share": number,
  "data.validation_share": number,
  "data.features": words,
  "data.standardize": flag,
  "data.seed": number,
  "network.hidden": numbers,
  "network.activation": word,
  "network.activations": wordsOrNone,
  "network.slope": number,
  "network.initializer": word,
  "network.bias": number,
  "network.normalization": word,
  "network.dropout": word,
  "network.dropout_rate": number,
  "network.dropout_rates": numbersOrNone,
  "objective.loss": word,
  "objective.regularization": word,
  "objective.regularization_rate": number,
  "objective.center_weight": number,
  "objective.center_rate": number,
  "optimizer.kind": word,
  "optimizer.learning_rate": number,
  "optimizer.momentum": number,
  "optimizer.beta2": number,
  "optimizer.epsilon": number,
  "optimizer.weight_decay": number,
  "optimizer.clip_norm": number,
  "optimizer.schedule": word,
  "optimizer.period": number,
  "optimizer.decay": number,
  "optimizer.warmup": number,
  "training.batch_size": number,
  "training.patience": number,
  "training.seed": number,
  "look.show_test": flag,
  "look.discretize": flag,
};

/**
 * The names and values of an address, the last of each name. What cannot be decoded is taken as it is written.
 * @param {string} text with or without # and ?
 * @returns {Map<string, string>}
 */
export function entriesOf(text) {
  const pairs = text.replace(/^[#?!/]+/, "").split("&").filter((pair) => pair.indexOf("=") > 0);
  return new Map(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split("=");
      return [decoded(name), decoded(value)];
    }),
  );
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}

/** Whether a name may stand in an address: one of our parts and its field, or one of TensorFlow Playground's. @param {string} name */
const isKnown = (name) => name in FIELDS || isTheirs(name);

/** The address that a page was opened at: behind its #, or where that was lost on the way, behind its ?. @param {{hash: string, search: string}} location */
export function addressIn({ hash, search }) {
  return entriesOf(hash).size === 0 && [...entriesOf(search).keys()].some(isKnown) ? search : hash;
}

/**
 * What an address asks for, as changes to the default experiment. What cannot be is left to the server, which finds the
 * nearest experiment, and says in words what it changed.
 * @param {string} address with or without its #
 * @returns {Place}
 */
export function read(address) {
  const entries = entriesOf(address);
  const names = [...entries.keys()];
  if (names.some(isTheirs) && !names.some((name) => name in FIELDS)) return readPlayground(entries);

  /** @type {Changes} */
  const changes = {};
  const look = { ...LOOK };
  /** @type {string[]} */
  const notes = [];
  const bare = address.replace(/^[#?]/, "");
  if (entries.size === 0 && bare !== "") notes.push(t("{where} is not known.", { where: short(decoded(bare)) }));
  for (const [name, text] of entries) {
    const [, part, field] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
    const form = Object.hasOwn(FIELDS, name) ? FIELDS[/** @type {keyof typeof FIELDS} */ (name)] : word;
    if (part === undefined || field === undefined || (part === "look" && !Object.hasOwn(LOOK, field))) {
      notes.push(t("{where} is not known.", { where: short(name) }));
    } else if (part === "look") {
      const isOn = /^(true|1|yes|on)$/i.test(text);
      if (!isOn && !/^(false|0|no|off|)$/i.test(text)) notes.push(t("{where} is {given}, but must be true or false.", { where: name, given: short(text) }));
      Object.assign(look, { [field]: isOn });
    }
    else changes[part] = { ...changes[part], [field]: form.read(text) };
  }
  return { changes, look, notes, names: {} };
}

/**
 * The address of an experiment: only what differs from the defaults, so that a short one says what matters.
 * @param {Experiment} experiment
 * @param {Look} look
 * @param {Experiment} defaults
 * @returns {string} without the #
 */
export function write(experiment, look, defaults) {
  // A person's own points or table are kept while another data set is looked at, but they are not what its address is about.
  const { kind } = experiment.data;
  const data = { ...experiment.data, ...(kind !== "points" && { points: defaults.data.points }), ...(kind !== "table" && { table: defaults.data.table }) };
  const here = /** @type {Record<string, any>} */ ({ ...experiment, data, look });
  const usual = /** @type {Record<string, any>} */ ({ ...defaults, look: LOOK });
  return Object.entries(FIELDS)
    .map(([name, form]) => {
      const [part = "", field = ""] = name.split(".");
      if (!(field in here[part])) return "";
      const text = form.write(here[part][field]);
      return text === form.write(usual[part][field]) ? "" : `${name}=${text}`;
    })
    .filter(Boolean)
    .join("&");
}
