// The outputs of the network by name: each stands for a class, for a step of a sequence, or for one class at one step.

import { t } from "../words/messages.js";

/** Of how many steps dense layers answer at each, class by class; 1: of none. @param {import("../run/state.js").State} state */
export function stepsOf(state) {
  const classes = state.scene?.class_names?.length ?? state.classes;
  return state.answersEachStep ? (state.sizes.at(-1) ?? 1) / Math.max(1, classes) : 1;
}

/** The class that an output stands for; null: none. @param {import("../run/state.js").State} state @param {number} unit @returns {number | null} */
export function classOf(state, unit) {
  const areSeveral = (state.sizes.at(-1) ?? 1) > 1 && !state.isAutoencoder && state.targets === 0;
  return areSeveral ? Math.floor(unit / stepsOf(state)) : null;
}

/** The names of its class and of its step. @param {import("../run/state.js").State} state @param {number} unit */
function outputOf(state, unit) {
  const [nth, steps] = [classOf(state, unit), stepsOf(state)];
  return { label: nth === null ? null : state.className(nth), step: steps > 1 ? (unit % steps) + 1 : null };
}

/** As a heading. @param {import("../run/state.js").State} state @param {number} unit */
export function outputName(state, unit) {
  if (state.targets > 1 && !state.isAutoencoder) return t("Output {number}", { number: unit + 1 });
  const { label, step } = outputOf(state, unit);
  if (step === null) return label === null ? t("Output") : t("Output for class {label}", { label });
  return label === null ? t("Output at step {step}", { step }) : t("Output for class {label} at step {step}", { label, step });
}

/** In a sentence. @param {import("../run/state.js").State} state @param {number} unit */
export function outputWords(state, unit) {
  if (state.targets > 1 && !state.isAutoencoder) return t("output {value}", { value: unit + 1 });
  const { label, step } = outputOf(state, unit);
  if (step === null) return label === null ? t("the output") : t("the output for class {label}", { label });
  return label === null ? t("the output at step {step}", { step }) : t("the output for class {label} at step {step}", { label, step });
}
