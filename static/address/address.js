// The address: the part behind its # holds the whole experiment.

import { isPart } from "../lesson/parts.js";
import { decimal } from "../numbers/cells.js";
import { t } from "../words/messages.js";
import { isTheirs, readPlayground, short } from "./playground.js";
import { fields, fieldsThatCount, split } from "./schema.js";

/** @typedef {Record<string, Record<string, unknown>>} Changes parts to fields to values */
/** @typedef {[number, number, number]} Point x1, x2 and a class */
/** @typedef {{id: string, pictures: number, classes: number, boxes?: boolean}} Album a visitor's own pictures */
/** @typedef {{column: number, classes: number}} Label */
/** @typedef {{id: string, rows: number, inputs: number[], label: number, classes: number, more_labels?: Label[]}} Table the columns of a visitor's own file that are learned */
/**
 * @typedef {object} Experiment
 * @property {{kind: string, classes: number, points: Point[], table: Table | null, album: Album | null, digits: number[] | null, bits: number, side: number, samples: number, noise: number, test_share: number,
 *   validation_share: number, features: string[], standardize: boolean, seed: number, rows: number[][], texts: [string, string][], targets: number, letters: number, answers: string, steps: number}} data
 * @property {{hidden: number[], activation: string, activations: string[] | null, slope: number, initializer: string,
 *   bias: number, biases: string, weights?: ({W: number[][], b: number[] | null} | null)[] | null, normalization: string, dropout: string, dropout_rate: number, dropout_rates: number[] | null,
 *   layers?: object[], stages?: import("../diagram/stages.js").Part[][], wiring?: import("../diagram/wiring.js").Wiring}} network
 * @property {{loss: string, regularization: string, regularization_rate: number, center_weight: number,
 *   center_rate: number, output?: string, heads?: Record<string, unknown>[]}} objective
 * @property {{kind: string, learning_rate: number, momentum: number, beta2: number, epsilon: number, weight_decay: number,
 *   clip_norm: number, schedule: string, period: number, decay: number, warmup: number}} optimizer
 * @property {{batch_size: number, patience: number, stop_epochs: number, stop_loss: number, stop_accuracy: number, seed: number, precision: string}} training
 */
/**
 * The settings of the display, which do not affect training. `projector`: large, for a room; `bare`: without settings, panels and title; `hide`, `lock`: names of parts of the page
 * (see static/lesson/parts.js).
 * @typedef {{show_test: boolean, discretize: boolean, projector: boolean, bare: boolean, hide: string[], lock: string[]}} Look
 */
/**
 * The request of an address, and sentences about the parts that are changed. `names`: the address's names of our fields.
 * @typedef {{changes: Changes, look: Look, notes: string[], names: Record<string, string>}} Place
 */

/** Reads a value from a text, and writes it as a text. @typedef {{read: (text: string) => any, write: (value: any) => string}} Coding */

/** @type {Look} */
export const LOOK = { show_test: false, discretize: false, projector: false, bare: false, hide: [], lock: [] };

/** A text that is no number or truth value stays a text: the server reports it. */
const toNumber = (/** @type {string} */ text) => (Number.isFinite(decimal(text)) ? decimal(text) : text);
const number = { read: toNumber, write: String };
const word = { read: (/** @type {string} */ text) => text, write: String };
const flag = { read: (/** @type {string} */ text) => (text === "true" || (text === "false" ? false : text)), write: String };
const words = {
  read: (/** @type {string} */ text) => (text === "" ? [] : text.split(",")),
  write: (/** @type {any} */ list) => list.join(","),
};
const numbers = { read: (/** @type {string} */ text) => words.read(text).map(toNumber), write: words.write };
/** An empty text stands for null. @param {Coding} coding @returns {Coding} */
const orNone = ({ read, write }) => ({ read: (text) => (text === "" ? null : read(text)), write: (value) => (value === null ? "" : write(value)) });

/** Points as five characters each: two for x1, two for x2 (hundredths from the edge, in base 36), and the class. */
const points = {
  read: (/** @type {string} */ text) =>
    (text.match(/.{1,5}/g) ?? []).map((five) => [fromEdge(five.slice(0, 2)), fromEdge(five.slice(2, 4)), parseInt(five.slice(4), 10)]),
  write: (/** @type {any} */ list) =>
    list.map((/** @type {Point} */ [x1, x2, label]) => `${toEdge(x1)}${toEdge(x2)}${label}`).join(""),
};
const EDGE = 6;
const fromEdge = (/** @type {string} */ text) => (parseInt(text, 36) - 100 * EDGE) / 100;
const toEdge = (/** @type {number} */ value) => Math.round(100 * (value + EDGE)).toString(36).padStart(2, "0");

/** A visitor's own table: its id, its rows, the columns of the inputs, the column of the label and the number of its
classes, and then columns and numbers of classes of further labels. */
const table = {
  read: (/** @type {string} */ text) => {
    const [id = "", rows = "", inputs = "", label = "", classes = "", ...more] = text.split("-");
    const more_labels = more.map((pair) => pair.split(".").map(Number)).map(([column, classes]) => ({ column, classes }));
    return { id, rows: Number(rows), inputs: inputs.split(".").map(Number), label: Number(label), classes: Number(classes), ...(more_labels.length > 0 && { more_labels }) };
  },
  write: (/** @type {any} */ each) => {
    const more = (each.more_labels ?? []).map((/** @type {Label} */ { column, classes }) => `${column}.${classes}`);
    return [each.id, each.rows, each.inputs.join("."), each.label, each.classes, ...more].join("-");
  },
};

/** The longest value in an address. The value of the longest list of layers is half as long. */
const LONGEST = 20_000;

/**
 * The form of other values: JSON with ' for its quotes, which an address may hold; items of several kinds omit their defaults.
 * @param {Record<string, Record<string, unknown>>} [usual] the defaults of each kind
 * @returns {Coding}
 */
function jsonOf(usual = {}) {
  const exchanged = (/** @type {string} */ text) => text.replace(/['"]/g, (quote) => (quote === "'" ? '"' : "'"));
  const brief = (/** @type {string} */ _, /** @type {any} */ value) => {
    const defaults = usual[value?.kind];
    return defaults ? Object.fromEntries(Object.entries(value).filter(([name, own]) => name === "kind" || own !== (defaults[name] ?? null))) : value;
  };
  return {
    read: (text) => {
      try {
        return text.length > LONGEST ? text : JSON.parse(exchanged(text));
      } catch {
        return text;
      }
    },
    write: (value) => exchanged(JSON.stringify(value, brief)),
  };
}

/** The codings of a visitor's own data. @type {Record<string, Coding>} */
const CODINGS = { points, table };

/**
 * How a field is read and written.
 * @param {import("./schema.js").Field} field
 * @returns {Coding}
 */
function codingOf(field) {
  const coding = CODINGS[field.coding ?? ""] ?? codingOfType(field) ?? jsonOf(field.usual);
  return field.nullable ? orNone(coding) : coding;
}

/** @param {import("./schema.js").Schema & {items?: import("./schema.js").Schema}} schema @returns {Coding | undefined} undefined: the type has none of its own */
function codingOfType({ type, items }) {
  if (type === "array") return { string: words, number: numbers, integer: numbers }[items?.type ?? ""];
  return { number, integer: number, boolean: flag, string: word }[type ?? ""];
}

/** Every field of an address, by its name. */
const FORMS = new Map([...fields.map((field) => /** @type {const} */ ([field.name, codingOf(field)])), ...Object.entries(LOOK).map(([name, usual]) => /** @type {const} */ ([`look.${name}`, Array.isArray(usual) ? words : flag]))]);

/**
 * The names and values of an address, the last value of each name. A part that cannot be decoded is taken literally; an
 * address out of the source of a page has &amp; between its parts.
 * @param {string} text with or without # and ?
 * @returns {Map<string, string>}
 */
export function entriesOf(text) {
  const pairs = text.replace(/^[#?!/]+/, "").split(/&(?:amp;)*/).filter((pair) => pair.indexOf("=") > 0);
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

/** A text, encoded for an address; characters that need no encoding stay readable. @param {string} text */
const encoded = (text) => encodeURIComponent(text).replace(/%(2C|3A|5B|5D|7B|7D)/g, decodeURIComponent);

/** Whether a name may stand in an address: one of our parts and its field, or one of TensorFlow Playground's. @param {string} name */
const isKnown = (name) => FORMS.has(name) || isTheirs(name);

/** The address at which the page was opened: behind its #, or behind its ? where the # was lost. @param {{hash: string, search: string}} location */
export function addressIn({ hash, search }) {
  return entriesOf(hash).size === 0 && [...entriesOf(search).keys()].some(isKnown) ? search : hash;
}

/**
 * The request of an address, as changes to the default experiment. The server checks it: it finds the nearest
 * experiment, and reports its changes.
 * @param {string} address with or without its #
 * @returns {Place}
 */
export function read(address) {
  const entries = entriesOf(address);
  const names = [...entries.keys()];
  if (names.some(isTheirs) && !names.some((name) => FORMS.has(name))) return readPlayground(entries);

  /** @type {Changes} */
  const changes = {};
  const look = { ...LOOK };
  /** @type {string[]} */
  const notes = [];
  const bare = address.replace(/^[#?]/, "");
  if (entries.size === 0 && bare !== "") notes.push(t("{where} is not known.", { where: short(decoded(bare)) }));
  for (const [name, text] of entries) {
    const [, part, field] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
    const form = FORMS.get(name) ?? word;
    if (part === undefined || field === undefined || (part === "look" && !Object.hasOwn(LOOK, field))) {
      notes.push(t("{where} is not known.", { where: short(name) }));
    } else if (part === "look" && form === words) {
      const asked = [...new Set(words.read(text))];
      for (const each of asked) if (!isPart(each)) notes.push(t("{where} is not known.", { where: short(`${name}=${each}`) }));
      Object.assign(look, { [field]: asked.filter(isPart) });
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
 * The address of an experiment: only the values that differ from the defaults, and none that would be too long.
 * @param {Experiment} experiment
 * @param {Look} look
 * @returns {string} without the #
 */
export function write(experiment, look) {
  const here = /** @type {Changes} */ (/** @type {unknown} */ ({ ...experiment, look }));
  const usual = Object.entries(LOOK).map(([name, value]) => ({ name: `look.${name}`, default: value }));
  return [...fieldsThatCount(here), ...usual]
    .map(({ name, default: usual }) => {
      const [part, field] = split(name);
      const value = here[part]?.[field];
      const form = FORMS.get(name) ?? word;
      const text = value === undefined ? form.write(usual) : form.write(value);
      return text === form.write(usual) || text.length > LONGEST ? "" : `${name}=${encoded(text)}`;
    })
    .filter(Boolean)
    .join("&");
}
