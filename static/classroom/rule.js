// The rule of a challenge in words, and how far a network is from meeting it. app/classroom/rule.py checks it.

import { joinNames } from "../words/joined.js";
import { figure, inPercent, t, whole, withUnit } from "../words/messages.js";

/** @typedef {"test_loss" | "train_loss" | "test_accuracy" | "train_accuracy" | "neurons" | "layers" | "parameters" | "inputs" | "steps" | "epochs"} Quantity */
/** @typedef {"below" | "at_most" | "at_least" | "above"} Relation */
/** @typedef {{quantity: Quantity, relation: Relation, bound: number}} Condition */
/** @typedef {"earliest" | "neurons" | "parameters" | "steps"} RankedBy */
/** @typedef {"edited" | "loaded"} Mark */
/** @typedef {{rule: {conditions: Condition[], activations: string[]}, ranked_by: RankedBy, seeds: number, teams: number, teams_are_drawn: boolean, is_over: boolean}} Challenge */
/** @typedef {{place: number, team: number, met: number, members: number}} Team */
/** @typedef {{challenge: Challenge, ranking: {place: number, member: string, value: number, marks: Mark[], team: number | null}[], trials: number, teams: Team[]}} Ranking */
/**
 * A student's own standing; the values are those of the rule's conditions.
 * @typedef {object} Standing
 * @property {{values: (number | null)[], holds: boolean[], differences: {activations: string[], samples: boolean, loss: boolean}} | null} check
 * @property {{state: "waiting" | "training" | "failed" | "refused", met: number, seeds: number, share: number} | null} trial
 * @property {number | null} place
 * @property {number | null} value
 * @property {Mark[]} marks
 * @property {number} met how many students have met the rule
 * @property {number | null} team
 * @property {Team[]} teams
 */

/** @type {Record<Quantity, () => string>} */
export const QUANTITIES = {
  test_loss: () => t("Test loss"),
  train_loss: () => t("Training loss"),
  test_accuracy: () => t("Test accuracy"),
  train_accuracy: () => t("Training accuracy"),
  neurons: () => t("Hidden neurons"),
  layers: () => t("Hidden layers"),
  parameters: () => t("Weights and biases"),
  inputs: () => t("Inputs"),
  steps: () => t("Training steps"),
  epochs: () => t("Epochs"),
};

/** @type {Record<Relation, () => string>} */
export const RELATIONS = {
  below: () => t("below"),
  at_most: () => t("at most"),
  at_least: () => t("at least"),
  above: () => t("above"),
};

/** @type {Record<RankedBy, () => string>} */
export const RANKED_BY = {
  earliest: () => t("who met it first"),
  neurons: () => t("the fewest hidden neurons"),
  parameters: () => t("the fewest weights and biases"),
  steps: () => t("the fewest steps"),
};

/** @param {Quantity} quantity */
export const isShare = (quantity) => quantity === "test_accuracy" || quantity === "train_accuracy";

/** @param {Quantity} quantity */
export const isCounted = (quantity) => ["neurons", "layers", "parameters", "inputs", "steps"].includes(quantity);

/** A number of a quantity. @param {Quantity} quantity @param {number | null} value */
export function numberOf(quantity, value) {
  if (value === null) return "–";
  if (isShare(quantity)) return inPercent(value);
  return isCounted(quantity) ? whole(value) : figure(value);
}

/** A blank as the teacher filled it in: 0.05, and not 0.0500. @param {Condition} condition */
const boundOf = ({ quantity, bound }) => (isShare(quantity) ? withUnit(Number((100 * bound).toFixed(6)), "%") : isCounted(quantity) ? whole(bound) : bound);

/** @param {Condition} condition */
export function sentenceOf(condition) {
  return t("{quantity}: {relation} {number}", { quantity: QUANTITIES[condition.quantity](), relation: RELATIONS[condition.relation](), number: boundOf(condition) });
}

/** How far a value is from what a sentence asks. @param {Condition} condition @param {number | null} value @param {boolean} holds */
export function distanceOf(condition, value, holds) {
  const { quantity, relation, bound } = condition;
  if (value === null) return t("not known");
  const now = numberOf(quantity, value);
  if (holds) return t("now {value}", { value: now });
  const isUpper = relation === "below" || relation === "at_most";
  const counted = isCounted(quantity);
  // Of what is counted, below 10 is at most 9.
  const margin = counted && (relation === "below" || relation === "above") ? 1 : 0;
  const size = Math.abs(value - bound) + margin;
  const words = { value: now, distance: isShare(quantity) ? inPercent(size) : counted ? whole(size) : figure(size) };
  if (size === 0) return isUpper ? t("now {value}: it must be less", words) : t("now {value}: it must be more", words);
  if (counted) return isUpper ? t("now {value}: {distance} too many", words) : t("now {value}: {distance} too few", words);
  return isUpper ? t("now {value}: {distance} too high", words) : t("now {value}: {distance} too low", words);
}

/** All sentences of a challenge, with its activation functions and fresh networks. @param {Challenge} challenge */
export function sentencesOf({ rule, seeds }) {
  const sentences = rule.conditions.map(sentenceOf);
  if (rule.activations.length > 0) sentences.push(t("Activation functions: only {names}", { names: joinNames(rule.activations.map(activationName)) }));
  if (seeds > 0) sentences.push(seeds === 1 ? t("A fresh network with new weights meets it too") : t("{count} fresh networks with new weights meet it too", { count: seeds }));
  return sentences;
}

/** @param {string} name */
export const activationName = (name) => /** @type {Record<string, string>} */ ({ relu: "ReLU", leaky_relu: "Leaky ReLU", prelu: "PReLU", elu: "ELU", silu: "SiLU", gelu: "GELU", linear: t("Linear"), step: t("Step"), sigmoid: t("Sigmoid"), softplus: t("Softplus") })[name] ?? name;

/** The value by which a network ranks. @param {RankedBy} by @param {number} value */
export function rankedValue(by, value) {
  const language = document.documentElement.lang;
  if (by === "earliest") return new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(1000 * value);
  if (by === "steps") return value === 1 ? t("1 step") : t("{count} steps", { count: value });
  if (by === "neurons") return value === 1 ? t("1 neuron") : t("{count} neurons", { count: value });
  return t("{count} weights and biases", { count: value });
}

/** @param {Mark[]} marks */
export const marksOf = (marks) => joinNames(marks.map((mark) => (mark === "edited" ? t("weights set by hand") : t("loaded network"))));

/** @param {number} team from 1 */
export const teamName = (team) => t("Team {letter}", { letter: String.fromCharCode(64 + team) });
