// The address: holds the whole experiment behind its #, and reads TensorFlow Playground's addresses too.

/** @typedef {Record<string, Record<string, unknown>>} Changes parts to fields to values */
/** @typedef {[number, number, number]} Point x1, x2 and a class */
/** @typedef {{id: string, rows: number, inputs: number[], label: number, classes: number}} Table what is learned from a person's own file */
/**
 * @typedef {object} Experiment
 * @property {{kind: string, classes: number, points: Point[], table: Table | null, bits: number, side: number, samples: number, noise: number, test_share: number,
 *   validation_share: number, features: string[], standardize: boolean, seed: number}} data
 * @property {{hidden: number[], activation: string, activations: string[] | null, slope: number, initializer: string,
 *   bias: number, normalization: string, dropout: string, dropout_rate: number, dropout_rates: number[] | null}} network
 * @property {{loss: string, regularization: string, regularization_rate: number, center_weight: number,
 *   center_rate: number}} objective
 * @property {{kind: string, learning_rate: number, momentum: number, beta2: number, epsilon: number, weight_decay: number,
 *   clip_norm: number, schedule: string, period: number, decay: number, warmup: number}} optimizer
 * @property {{batch_size: number, patience: number, seed: number}} training
 */
/** @typedef {{show_test: boolean, discretize: boolean}} Look what the page shows, not what is trained */
/** @typedef {{changes: Changes, look: Look}} Place */

/** @type {Look} */
export const LOOK = { show_test: false, discretize: false };

const number = { read: (/** @type {string} */ text) => Number(text), write: String };
const word = { read: (/** @type {string} */ text) => text, write: String };
const flag = { read: (/** @type {string} */ text) => text === "true", write: String };
const words = {
  read: (/** @type {string} */ text) => (text === "" ? [] : text.split(",")),
  write: (/** @type {any} */ list) => list.join(","),
};
/** Nothing at all (null) where no word is named. */
const wordsOrNone = {
  read: (/** @type {string} */ text) => (text === "" ? null : text.split(",")),
  write: (/** @type {any} */ list) => (list ?? []).join(","),
};
const numbers = { read: (/** @type {string} */ text) => words.read(text).map(Number), write: words.write };
const numbersOrNone = {
  read: (/** @type {string} */ text) => wordsOrNone.read(text)?.map(Number) ?? null,
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

/** What TensorFlow Playground calls our features, in its order. */
const PLAYGROUND_FEATURES = {
  x: "x1",
  y: "x2",
  xSquared: "x1_squared",
  ySquared: "x2_squared",
  xTimesY: "x1_x2",
  sinX: "sin_x1",
  sinY: "sin_x2",
};

/** What TensorFlow Playground starts from where its address is silent. */
const PLAYGROUND_DEFAULTS = {
  activation: "tanh",
  batchSize: "10",
  dataset: "circle",
  discretize: "false",
  initZero: "false",
  learningRate: "0.03",
  networkShape: "4,2",
  noise: "0",
  percTrainData: "50",
  problem: "classification",
  regDataset: "reg-plane",
  regularization: "none",
  regularizationRate: "0",
  seed: "0",
  showTestData: "false",
  x: "true",
  y: "true",
};

/** @type {Record<string, string>} */
const PLAYGROUND_SETS = {
  circle: "circle",
  xor: "xor",
  gauss: "gaussians",
  spiral: "spiral",
  "reg-plane": "plane",
  "reg-gauss": "multi_gaussian",
};

/**
 * What an address asks for, as changes to the default experiment. Unknown fields are left to the server,
 * which refuses them in words.
 * @param {string} hash with or without its #
 * @returns {Place}
 */
export function read(hash) {
  const entries = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, "")));
  const names = Object.keys(entries);
  const isPlayground = names.some((name) => name in PLAYGROUND_DEFAULTS || name in PLAYGROUND_FEATURES);
  if (isPlayground && !names.some((name) => name.includes("."))) return readPlayground(entries);

  /** @type {Changes} */
  const changes = {};
  const look = { ...LOOK };
  for (const [name, text] of Object.entries(entries)) {
    const [part = "", field = ""] = name.split(".");
    const form = name in FIELDS ? FIELDS[/** @type {keyof typeof FIELDS} */ (name)] : word;
    if (part === "look") Object.assign(look, { [field]: form.read(text) });
    else changes[part] = { ...changes[part], [field]: form.read(text) };
  }
  return { changes, look };
}

/**
 * @param {Record<string, string>} entries
 * @returns {Place}
 */
function readPlayground(entries) {
  const their = /** @type {Record<string, string>} */ ({ ...PLAYGROUND_DEFAULTS, ...entries });
  const text = (/** @type {string} */ name) => their[name] ?? "";
  const features = Object.entries(PLAYGROUND_FEATURES).filter(([name]) => text(name) === "true").map(([, ours]) => ours);
  const set = text(text("problem") === "regression" ? "regDataset" : "dataset");
  const seed = seedOf(text("seed"));
  return {
    changes: {
      data: {
        kind: PLAYGROUND_SETS[set] ?? set,
        noise: Number(text("noise")),
        test_share: (100 - Number(text("percTrainData"))) / 100,
        features,
        seed,
      },
      network: {
        hidden: numbers.read(text("networkShape")),
        activation: text("activation"),
        ...(text("initZero") === "true" && { initializer: "zeros" }),
      },
      objective: {
        loss: "squared_error",
        regularization: text("regularization").toLowerCase(),
        regularization_rate: Number(text("regularizationRate")),
      },
      optimizer: { learning_rate: Number(text("learningRate")) },
      training: { batch_size: Number(text("batchSize")), seed },
    },
    look: { show_test: text("showTestData") === "true", discretize: text("discretize") === "true" },
  };
}

/**
 * Their seeds are texts such as 0.12345; ours are whole numbers. The same text gives the same seed.
 * @param {string} text
 */
function seedOf(text) {
  return Number(text.replace(/\D/g, "").slice(-9));
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
      const text = form.write(here[part][field]);
      return text === form.write(usual[part][field]) ? "" : `${name}=${text}`;
    })
    .filter(Boolean)
    .join("&");
}
