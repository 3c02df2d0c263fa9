// TensorFlow Playground's addresses: read as its own page reads them, which never fails, and turned into our
// experiment.

import { joinNames } from "../words/joined.js";
import { t } from "../words/messages.js";

/** @typedef {import("./address.js").Place} Place */

/** TensorFlow Playground's names of our features, in its order. */
const FEATURES = {
  x: "x1",
  y: "x2",
  xSquared: "x1_squared",
  ySquared: "x2_squared",
  xTimesY: "x1_x2",
  sinX: "sin_x1",
  sinY: "sin_x2",
};

/** Our word for each of their words, by property; the first one is the default. */
const WORDS = {
  activation: { tanh: "tanh", relu: "relu", sigmoid: "sigmoid", linear: "linear" },
  regularization: { none: "none", L1: "l1", L2: "l2" },
  dataset: { circle: "circle", xor: "xor", gauss: "gaussians", spiral: "spiral" },
  regDataset: { "reg-plane": "plane", "reg-gauss": "multi_gaussian" },
  problem: { classification: "dataset", regression: "regDataset" },
};

/** The default of each number. */
const NUMBERS = { batchSize: 10, learningRate: 0.03, regularizationRate: 0, noise: 0, percTrainData: 50 };

/** The default of each flag. */
const FLAGS = { x: true, y: true, xSquared: false, ySquared: false, xTimesY: false, sinX: false, sinY: false, showTestData: false, discretize: false, initZero: false, hideText: false };

/** Names that are read elsewhere, or have no effect here: features that their page reads and never shows, and statistics. */
const IDLE = ["networkShape", "seed", "tutorial", "cosX", "cosY", "collectStats"];
const HIDDEN = "_hide";

/** Our parts of the page by the names of the controls that their addresses hide. @type {Record<string, string[]>} */
const PARTS = {
  showTestData: ["show_test"],
  discretize: ["discretize"],
  playButton: ["play"],
  stepButton: ["step", "epoch"],
  resetButton: ["reset"],
  learningRate: ["optimizer.learning_rate"],
  activation: ["network.activation"],
  regularization: ["objective.regularization"],
  regularizationRate: ["objective.regularization_rate"],
  problem: ["problem"],
  dataset: ["data.kind"],
  percTrainData: ["data.test_share", "test_loss"],
  noise: ["data.noise"],
  batchSize: ["training.batch_size"],
  numHiddenLayers: ["layers"],
  ...Object.fromEntries(Object.entries(FEATURES).map(([theirs, ours]) => [theirs, [ours]])),
};

/** The constants of their data and network. */
const THEIRS = { classification: 500, regression: 1200, noise: [50, 80], bias: 0.1, training: [10, 90] };

const NAMES = new Set([...Object.keys(WORDS), ...Object.keys(NUMBERS), ...Object.keys(FLAGS), ...IDLE]);

/** Whether a name is one of their properties. @param {string} name */
export const isTheirs = (name) => NAMES.has(name) || name.endsWith(HIDDEN);

/** Their names of our fields. @type {Record<string, string>} */
const theirNames = {
  "data.features": "x, y",
  "network.hidden": "networkShape",
  "optimizer.learning_rate": "learningRate",
  "objective.regularization_rate": "regularizationRate",
  "training.batch_size": "batchSize",
};

/**
 * @param {Map<string, string>} entries
 * @returns {Place}
 */
export function readPlayground(entries) {
  /** @type {string[]} */
  const notes = [];
  const theirs = new Theirs(entries, notes);
  const problem = theirs.word("problem");
  const isRegression = problem === "regDataset";
  const samples = isRegression ? THEIRS.regression : THEIRS.classification;
  const n_train = trainingSamples(theirs, samples);
  const features = Object.entries(FEATURES).filter(([name]) => theirs.flag(name) && entries.get(`${name}${HIDDEN}`) !== "true");
  if (features.length === 0) notes.push(t("No input is chosen, but the network needs one: x₁ and x₂ are taken."));
  const seed = seedOf(entries.get("seed") ?? "");
  const start = theirs.flag("initZero") ? { initializer: "zeros" } : { initializer: "uniform", bias: THEIRS.bias };
  const set = theirs.word("dataset");
  const regressionSet = theirs.word("regDataset");
  const changes = {
    data: {
      kind: isRegression ? regressionSet : set,
      samples,
      noise: noiseOf(theirs),
      test_share: (samples - n_train) / samples,
      ...(features.length > 0 && { features: features.map(([, ours]) => ours) }),
      seed,
    },
    network: { hidden: hiddenLayers(theirs), activation: theirs.word("activation"), ...start },
    objective: {
      loss: "squared_error",
      regularization: theirs.word("regularization"),
      regularization_rate: theirs.number("regularizationRate"),
    },
    optimizer: { learning_rate: theirs.number("learningRate") },
    training: { batch_size: batchSize(theirs, n_train), seed },
  };
  const hide = Object.keys(PARTS).filter((name) => entries.get(`${name}${HIDDEN}`) === "true").flatMap((name) => PARTS[name] ?? []);
  if (theirs.flag("hideText")) hide.push("article");
  const look = { show_test: theirs.flag("showTestData"), discretize: theirs.flag("discretize"), projector: false, bare: false, hide, lock: [] };
  noteTheRest(entries, notes);
  return { changes, look, notes, names: theirNames };
}

/** Their properties, read as their page reads them. */
class Theirs {
  /** @param {Map<string, string>} entries @param {string[]} notes sentences about values that differ from the address */
  constructor(entries, notes) {
    this.entries = entries;
    this.notes = notes;
  }

  /** The text of a value, or null where it is blank. @param {string} name */
  text(name) {
    const text = this.entries.get(name) ?? "";
    return text.trim() === "" ? null : text;
  }

  /** @param {string} name @param {unknown} taken */
  note(name, taken) {
    this.notes.push(t("{name}={given}: TensorFlow Playground takes {taken}.", { name, given: short(this.text(name) ?? ""), taken: String(taken) }));
  }

  /** @param {keyof typeof WORDS} name @returns {string} in our words */
  word(name) {
    const words = /** @type {Record<string, string>} */ (WORDS[name]);
    const text = this.text(name);
    const [usual = ""] = Object.keys(words);
    const isKnown = text !== null && Object.hasOwn(words, text);
    if (text !== null && !isKnown) this.note(name, usual);
    return words[isKnown ? text : usual] ?? "";
  }

  /** @param {keyof typeof NUMBERS} name @returns {number} */
  number(name) {
    const text = this.text(name);
    const value = text === null ? NUMBERS[name] : Number(text);
    if (!Number.isNaN(value)) return Math.max(-1e9, Math.min(1e9, value));
    this.notes.push(t("{name}={given} is not a number: {taken} is taken.", { name, given: short(text ?? ""), taken: NUMBERS[name] }));
    return NUMBERS[name];
  }

  /** Every text but `false` is true. @param {string} name */
  flag(name) {
    const text = this.text(name);
    return text === null ? /** @type {Record<string, boolean>} */ (FLAGS)[name] === true : text !== "false";
  }
}

/** The noise is at most 80 percent; larger values become 50. @param {Theirs} theirs */
function noiseOf(theirs) {
  const given = theirs.number("noise");
  const [usual = 0, most = 0] = THEIRS.noise;
  const taken = given > most ? usual : Math.max(0, given);
  if (taken !== given) theirs.note("noise", taken);
  return taken;
}

/** The number of training samples, limited to the percents that this engine can split off. @param {Theirs} theirs @param {number} samples */
function trainingSamples(theirs, samples) {
  const given = theirs.number("percTrainData");
  const [low = 0, high = 0] = THEIRS.training;
  const taken = Math.max(low, Math.min(high, given));
  if (taken !== given) {
    theirs.notes.push(t("percTrainData={given}: {low} to {high} % of the samples can be for training here; {taken} % are taken.", { given, low, high, taken }));
  }
  return Math.floor((samples * taken) / 100);
}

/** Units are rounded up; layers with NaN or less than one unit are left out. @param {Theirs} theirs */
function hiddenLayers(theirs) {
  const text = theirs.entries.get("networkShape") ?? null;
  if (text === null) return [4, 2];
  const layers = (text.trim() === "" ? [] : text.split(",")).map((units) => Math.min(1e6, Math.ceil(Number(units))) || 0);
  if (layers.some((units) => units < 1)) {
    theirs.notes.push(t("networkShape={given}: a layer without units lets nothing through, and is left out.", { given: short(text) }));
  }
  return layers.filter((units) => units >= 1);
}

/** Their page takes a step after each sample whose number the batch size divides. @param {Theirs} theirs @param {number} n_train */
function batchSize(theirs, n_train) {
  const given = theirs.number("batchSize");
  for (let count = 1; count <= n_train; count++) if (count % given === 0) return count;
  const taken = given > n_train ? n_train : NUMBERS.batchSize;
  theirs.notes.push(t("batchSize={given}: TensorFlow Playground would never take a step; {taken} is taken.", { given, taken }));
  return taken;
}

/** Note settings of their page that have no equal here, and names that are unknown there, too. @param {Map<string, string>} entries @param {string[]} notes */
function noteTheRest(entries, notes) {
  const names = [...entries.keys()];
  const hidden = names.filter((name) => name.endsWith(HIDDEN) && entries.get(name) === "true").map((name) => name.slice(0, -HIDDEN.length));
  const unhidden = hidden.filter((name) => !Object.hasOwn(PARTS, name) && name !== "cosX" && name !== "cosY");
  if (unhidden.length > 0) notes.push(t("Controls that this page does not have, and cannot hide: {names}.", { names: short(joinNames(unhidden)) }));
  const tutorial = entries.get("tutorial")?.trim();
  if (tutorial) notes.push(t("The tutorial {name} of TensorFlow Playground is not shown here.", { name: short(tutorial) }));
  const unknown = names.filter((name) => !isTheirs(name));
  if (unknown.length > 0) notes.push(t("Not known, and ignored: {names}.", { names: short(joinNames(unknown)) }));
}

/**
 * Their seeds are texts such as 0.12345; ours are whole numbers. The same text gives the same seed.
 * @param {string} text
 */
function seedOf(text) {
  const digits = text.replace(/\D/g, "").slice(-9);
  if (digits !== "" || text === "") return Number(digits);
  return [...text].reduce((seed, letter) => (seed * 31 + (letter.codePointAt(0) ?? 0)) % 1e9, 7);
}

/** The text of a value, cut short. @param {string} text */
export const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
